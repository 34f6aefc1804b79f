import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { SCENARIO_OUTPUTS, type ScenarioView } from '#contracts';
import { pagesOf } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { Age } from '../common/age-text.js';
import { PageHead } from '../common/page-head.js';
import { useInLanguage } from '../common/two-languages.js';
import { useOnFacts } from '../live/live-hooks.js';
import { PagedTable } from '../lists/paged-table.js';
import { cadenceText } from './cadence-text.js';
import { CatalogueStateWord, DemonstrationTag } from './catalogue-words.js';
import { ScenarioDialog } from './scenario-dialog.js';
import { SCENARIO_FILTERS, ScenarioFilters } from './scenario-filters.js';
import { SheetMenu } from './sheet-menu.js';
import './catalogue.css';

const PATH = '/api/v1/scenarios';

/** 应用场景: what is patrolled for, by whom, how often, and what comes of it. */
export function ScenariosPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { filter, change } = useAddressFilter(SCENARIO_FILTERS);
  const query = useInfiniteQuery(pagesOf<ScenarioView>(PATH, filter));
  const [adding, setAdding] = useState(false);
  const manages = session.can('points.manage');
  const renew = () => void client.invalidateQueries({ queryKey: ['list', PATH] });
  useOnFacts((fact) => fact.name.startsWith('scenario.'), renew);
  const columns = useColumns();
  const pages = query.data?.pages ?? [];
  const narrowed = Object.values(filter).some(Boolean);

  return (
    <div className="page">
      <PageHead title={t('scenarios/title')} updatedAt={query.dataUpdatedAt}>
        {pages.length > 0 && (
          <span className="faint number">{t('common/total', { total: pages.at(-1)?.total ?? 0 })}</span>
        )}
        <span className="top-space" />
        <SheetMenu
          path={PATH}
          what={t('scenarios/title')}
          file="scenarios"
          filter={filter}
          canImport={manages}
          done={renew}
        />
        {manages && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('scenarios/add')}
          </Button>
        )}
      </PageHead>
      <ScenarioFilters filter={filter} change={change} rows={pages.flatMap((page) => page.items)} />
      <PagedTable
        query={query}
        columns={columns}
        rowKey={(scenario) => scenario.id}
        empty={narrowed ? t('scenarios/noMatch') : t('scenarios/empty')}
      />
      {adding && (
        <ScenarioDialog
          scenario={null}
          close={() => setAdding(false)}
          done={(saved) => {
            renew();
            void navigate(`/scenarios/${saved.id}`);
          }}
        />
      )}
    </div>
  );
}

function useColumns(): TableProps<ScenarioView>['columns'] {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return useMemo(
    () => [
      { title: t('catalogue/code'), width: 90, render: (_, scenario) => <code>{scenario.code}</code> },
      {
        title: t('catalogue/name'),
        render: (_, scenario) => (
          <>
            <Link to={`/scenarios/${scenario.id}`} className="strong-link">
              {scenario.name}
            </Link>
            <DemonstrationTag shown={scenario.demonstration} />
          </>
        ),
      },
      {
        title: t('scenarios/owner'),
        render: (_, { ownerUnit, ownerPerson }) => (
          <>
            {ownerUnit} {ownerPerson && <span className="faint">{ownerPerson}</span>}
          </>
        ),
      },
      { title: t('catalogue/division'), dataIndex: 'divisionName' },
      {
        title: t('scenarios/cadence'),
        render: (_, { cadence }) => <span className="number">{cadenceText(cadence, t)}</span>,
      },
      {
        title: t('scenarios/targets'),
        render: (_, { targets }) => (
          <span className="number">
            {t('scenarios/targetCounts', { points: targets.featurePoints.length, divisions: targets.divisions.length })}
          </span>
        ),
      },
      {
        title: t('scenarios/spots'),
        render: (_, { spots }) =>
          spots.length === 0 ? (
            <span className="faint">{t('common/none')}</span>
          ) : (
            spots.map((spot) => spot.class).join('、')
          ),
      },
      {
        title: t('scenarios/outputs'),
        render: (_, { outputs }) =>
          outputs.map((output) => inLanguage(SCENARIO_OUTPUTS[output])).join('、') || t('common/none'),
      },
      { title: t('catalogue/stateColumn'), render: (_, { state }) => <CatalogueStateWord state={state} /> },
      { title: t('catalogue/updated'), width: 110, render: (_, { updatedAt }) => <Age at={updatedAt} /> },
    ],
    [t, inLanguage],
  );
}
