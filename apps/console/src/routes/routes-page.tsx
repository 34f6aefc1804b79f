import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RouteView } from '#contracts';
import { download, withQuery } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { PageHead } from '../common/page-head.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PagedTable } from '../lists/paged-table.js';
import { ROUTE_FILTERS, RouteFilters } from './route-filters.js';
import { useRouteColumns } from './route-columns.js';
import '../catalogue/catalogue.css';
import './routes.css';

const ApproveDialog = lazy(async () => ({ default: (await import('./approve-dialog.js')).ApproveDialog }));
const RouteDialog = lazy(async () => ({ default: (await import('./route-dialog.js')).RouteDialog }));
const ImportDialog = lazy(async () => ({ default: (await import('./route-import-dialog.js')).RouteImportDialog }));

const PATH = '/api/v1/routes';

/** 航线: every route with its line, its checks and its state; several are approved and exported together. */
export function RoutesPage() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { filter, change } = useAddressFilter(ROUTE_FILTERS);
  const query = useInfiniteQuery(pagesOf<RouteView>(PATH, filter));
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [approving, setApproving] = useState<readonly Named[] | null>(null);
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null);
  const renew = () => {
    void client.invalidateQueries({ queryKey: ['list', PATH] });
    void client.invalidateQueries({ queryKey: ['route'] });
    void client.invalidateQueries({ queryKey: ['coverage'] });
  };
  useOnFacts((fact) => fact.name.startsWith('route'), renew);
  const columns = useRouteColumns();
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const manages = session.can('routes.manage');
  const approves = session.can('routes.approve');
  const narrowed = Object.values(filter).some(Boolean);
  const waiting = rows.filter(waits);
  const chosen = rows.filter((route) => selected.includes(route.id));
  const fetchFile = (name: string) =>
    download(withQuery(`${PATH}/${name}`, filter), name.replace('export', 'routes')).catch(
      (error: unknown) => void message.error(sentenceOf(error, i18n.language)),
    );

  return (
    <div className="page">
      <PageHead title={t('routes/title')} updatedAt={query.dataUpdatedAt}>
        {pages.length > 0 && (
          <span className="faint number">{t('common/total', { total: pages.at(-1)?.total ?? 0 })}</span>
        )}
        <span className="top-space" />
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'zip', label: t('routes/exportZip'), onClick: () => void fetchFile('export.zip') },
              { key: 'geojson', label: t('routes/exportGeojson'), onClick: () => void fetchFile('export.geojson') },
            ],
          }}
        >
          <Button>{t('routes/export')} ▾</Button>
        </Dropdown>
        {manages && <Button onClick={() => setDialog('import')}>{t('routeImport/menu')}</Button>}
        {manages && (
          <Button type="primary" onClick={() => setDialog('new')}>
            {t('routes/add')}
          </Button>
        )}
      </PageHead>
      <RouteFilters filter={filter} change={change} rows={rows} />
      {approves && (waiting.length > 0 || chosen.length > 0) && (
        <div className="selection-bar">
          {waiting.length > 0 && (
            <Button size="small" onClick={() => setSelected(waiting.map((route) => route.id))}>
              {t('routes/selectWaiting', { count: waiting.length })}
            </Button>
          )}
          {chosen.length > 0 && (
            <>
              <b className="number">{t('routes/selected', { count: chosen.length })}</b>
              <Button size="small" type="primary" onClick={() => setApproving(chosen)}>
                {t('routes/approveSelected')}
              </Button>
              <Button size="small" onClick={() => setSelected([])}>
                {t('routes/clearSelection')}
              </Button>
            </>
          )}
        </div>
      )}
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(route) => route.id}
        empty={narrowed ? t('routes/noMatch') : t('routes/empty')}
        rowSelection={
          approves
            ? {
                selectedRowKeys: [...selected],
                // The component repeats its heading in a hidden row, where a box would take the keyboard.
                hideSelectAll: true,
                onChange: (keys) => setSelected(keys.map(String)),
                getCheckboxProps: (route) => ({
                  disabled: route.latestVersion === null || route.state === 'retired',
                  'aria-label': route.name,
                }),
              }
            : undefined
        }
      />
      <Suspense>
        {approving && (
          <ApproveDialog
            routes={approving}
            close={() => {
              setApproving(null);
              setSelected([]);
            }}
            done={renew}
          />
        )}
        {dialog === 'new' && (
          <RouteDialog
            route={null}
            close={() => setDialog(null)}
            done={(saved) => {
              renew();
              void navigate(`/routes/${saved.id}`);
            }}
          />
        )}
        {dialog === 'import' && (
          <ImportDialog
            close={() => setDialog(null)}
            done={renew}
            approve={(routes) => {
              setDialog(null);
              setApproving(routes);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

type Named = Pick<RouteView, 'id' | 'code' | 'name'>;

/** Whether the newest version may be approved: it passed its checks, and none newer than the approved one is flown. */
function waits(route: RouteView): boolean {
  return route.state === 'checked';
}
