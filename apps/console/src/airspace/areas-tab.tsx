import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm, type TableProps } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AirspaceAreaKind, type AirspaceAreaView, CatalogueState } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { FilterSelect } from '../catalogue/filter-select.js';
import { useAddressFilter } from '../common/address-filter.js';
import { PagedTable } from '../lists/paged-table.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PlanMap } from '../map/plan-map.js';
import { planBox, type Plan } from '../map/plan-features.js';
import { AreaDialog } from './area-dialog.js';
import { AreaHeights, AreaKindTag, AreaNow, AreaShape, AreaValidity } from './area-words.js';

const SheetImportDialog = lazy(async () => ({
  default: (await import('../catalogue/sheet-import-dialog.js')).SheetImportDialog,
}));

const PATH = '/api/v1/airspace-areas';
const FILTERS = ['kind', 'when', 'state'] as const;

/** Areas that flights keep out of: on a map and as rows. */
export function AreasTab() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { filter, change } = useAddressFilter(FILTERS);
  const query = useInfiniteQuery(pagesOf<AirspaceAreaView>(PATH, filter, 30_000));
  const [dialog, setDialog] = useState<'new' | 'import' | AirspaceAreaView | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const renew = () => void client.invalidateQueries({ queryKey: ['list', PATH] });
  useOnFacts((fact) => fact.name.startsWith('airspace_area.'), renew);
  const manages = session.can('airspace.manage');
  const columns = useColumns(manages, setChosen, setDialog, renew);
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.items), [pages]);
  const plan = useMemo<Plan>(
    () => ({
      areas: rows.map(({ id, name, kind, geometry }) => ({ key: id, name, kind, geometry, chosen: id === chosen })),
    }),
    [rows, chosen],
  );
  const focus = useMemo(() => {
    const area = plan.areas?.find(({ key }) => key === chosen);
    return planBox(area ? { areas: [area] } : { areas: plan.areas ?? [] });
  }, [plan, chosen]);

  return (
    <>
      <div className="filters filters-row">
        <FilterSelect
          label={t('airspace/kindColumn')}
          value={filter.kind}
          change={(value) => change('kind', value)}
          options={AirspaceAreaKind.options.map((kind) => ({ value: kind, label: t(`airspace/kind/${kind}`) }))}
          width={130}
        />
        <FilterSelect
          label={t('airspace/when')}
          value={filter.when}
          change={(value) => change('when', value)}
          options={[{ value: 'now', label: t('airspace/whenNow') }]}
          width={150}
        />
        <FilterSelect
          label={t('catalogue/stateColumn')}
          value={filter.state}
          change={(value) => change('state', value)}
          options={[
            ...CatalogueState.options.map((state) => ({ value: state as string, label: t(`airspace/state/${state}`) })),
            { value: 'all', label: t('airspace/anyState') },
          ]}
          width={130}
        />
        <span className="top-space" />
        {manages && (
          <>
            <Button onClick={() => setDialog('import')}>{t('airspace/import')}</Button>
            <Button type="primary" onClick={() => setDialog('new')}>
              {t('airspace/add')}
            </Button>
          </>
        )}
      </div>
      <div className="block airspace-map">
        <PlanMap label={t('airspace/mapLabel')} plan={plan} focus={focus} height={320} />
      </div>
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(area) => area.id}
        empty={Object.values(filter).some(Boolean) ? t('airspace/noMatch') : t('airspace/empty')}
      />
      {dialog === 'import' ? (
        <Suspense>
          <SheetImportDialog
            path={PATH}
            what={t('airspace/what')}
            words={{ drop: t('airspace/importDrop'), hint: t('airspace/importHint') }}
            accept=".json,.geojson,.kml"
            named
            close={() => setDialog(null)}
            done={renew}
          />
        </Suspense>
      ) : (
        dialog && <AreaDialog area={dialog === 'new' ? null : dialog} close={() => setDialog(null)} done={renew} />
      )}
    </>
  );
}

function useColumns(
  manages: boolean,
  show: (id: string) => void,
  edit: (area: AirspaceAreaView) => void,
  renew: () => void,
): TableProps<AirspaceAreaView>['columns'] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        title: t('airspace/name'),
        render: (_, area) => (
          <button
            type="button"
            className="link-button strong-link"
            aria-label={t('airspace/onMap', { name: area.name })}
            onClick={() => show(area.id)}
          >
            {area.name}
          </button>
        ),
      },
      { title: t('airspace/kindColumn'), width: 110, render: (_, { kind }) => <AreaKindTag kind={kind} /> },
      { title: t('airspace/now'), width: 80, render: (_, area) => <AreaNow area={area} /> },
      { title: t('airspace/shape'), render: (_, { geometry }) => <AreaShape geometry={geometry} /> },
      {
        title: t('airspace/heights'),
        render: (_, area) => (
          <span className="number">
            <AreaHeights {...area} />
          </span>
        ),
      },
      {
        title: t('airspace/validity'),
        render: (_, area) => (
          <span className="number">
            <AreaValidity {...area} />
          </span>
        ),
      },
      { title: t('airspace/reason'), render: (_, { reason }) => <span className="area-reason">{reason}</span> },
      ...(manages
        ? [
            {
              title: t('unknown/actions'),
              width: 150,
              render: (_: unknown, area: AirspaceAreaView) => (
                <span className="row-actions">
                  <Button
                    size="small"
                    aria-label={t('catalogue/editOf', { name: area.name })}
                    onClick={() => edit(area)}
                  >
                    {t('catalogue/edit')}
                  </Button>
                  <WithdrawButton area={area} done={renew} />
                </span>
              ),
            },
          ]
        : []),
    ],
    [t, manages, show, edit, renew],
  );
}

function WithdrawButton({ area, done }: { area: AirspaceAreaView; done: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const move = async (state: CatalogueState) => {
    try {
      await sendJson('PATCH', `${PATH}/${area.id}`, { state, version: area.version });
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
    done();
  };
  if (area.state === 'retired') {
    return (
      <Button size="small" onClick={() => void move('active')}>
        {t('catalogue/restore')}
      </Button>
    );
  }
  return (
    <Popconfirm
      title={t('airspace/withdraw')}
      description={t('airspace/withdrawAsk')}
      okText={t('airspace/withdraw')}
      cancelText={t('common/cancel')}
      onConfirm={() => move('retired')}
    >
      <Button size="small" danger aria-label={`${t('airspace/withdraw')}: ${area.name}`}>
        {t('airspace/withdraw')}
      </Button>
    </Popconfirm>
  );
}
