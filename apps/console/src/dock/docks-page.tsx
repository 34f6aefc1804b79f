import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Select, Table, type TableProps } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DockStanding, DOCK_STANDINGS, type DockView } from '#contracts';
import { dockQueries } from '../api/dock-queries.js';
import { useAddressFilter } from '../common/address-filter.js';
import { Age, Clock } from '../common/age-text.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { SearchField } from '../common/search-field.js';
import { DeviceStatus } from '../common/status-tag.js';
import { useInLanguage } from '../common/two-languages.js';
import { Battery, HealthCounts } from '../common/vitals.js';
import { useOnFacts } from '../live/live-hooks.js';
import { TaskMark } from '../tasks/task-words.js';
import { KnownFlag, KnownNumber, KnownWord, StandingTag, Unknown } from './dock-words.js';
import './dock.css';

const FILTERS = ['standing', 'search', 'division'] as const;

/** 机场: every dock with its state, and why it cannot fly if it cannot. */
export function DocksPage() {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const client = useQueryClient();
  const query = useQuery(dockQueries.all());
  const { filter, change } = useAddressFilter(FILTERS);
  const search = useCallback((text: string | null) => change('search', text), [change]);
  useOnFacts(
    (fact) => fact.name.startsWith('device.') || fact.name.startsWith('task.') || fact.name.startsWith('dock_order.'),
    () => void client.invalidateQueries({ queryKey: ['docks'] }),
    3000,
  );
  const all = query.data?.items ?? [];
  const rows = all.filter(
    (dock) =>
      (!filter.standing || dock.standing === filter.standing) &&
      (!filter.division || dock.divisionPath.split('/').includes(filter.division)) &&
      (!filter.search || `${dock.name} ${dock.sn}`.toLowerCase().includes(filter.search.toLowerCase())),
  );
  return (
    <div className="page">
      <PageHead title={t('dock/title')} updatedAt={query.dataUpdatedAt}>
        <span className="faint number">{t('common/total', { total: rows.length })}</span>
        {DockStanding.options.map((standing) => (
          <button
            key={standing}
            type="button"
            className="standing-filter"
            aria-pressed={filter.standing === standing}
            onClick={() => change('standing', filter.standing === standing ? null : standing)}
          >
            <StandingTag standing={standing} />{' '}
            <b className="number">{all.filter((dock) => dock.standing === standing).length}</b>
          </button>
        ))}
        <span className="top-space" />
        <Select
          aria-label={t('dock/standing')}
          allowClear
          placeholder={t('dock/standing')}
          value={filter.standing || undefined}
          onChange={(value: string | undefined) => change('standing', value)}
          options={DockStanding.options.map((value) => ({ value, label: inLanguage(DOCK_STANDINGS[value]) }))}
          style={{ width: 110 }}
        />
        <SearchField label={t('dock/search')} value={filter.search} change={search} width={160} />
      </PageHead>
      <QueryStates
        query={query}
        empty={rows.length === 0 ? (all.length === 0 ? t('dock/empty') : t('dock/noMatch')) : undefined}
      >
        <DockTable rows={rows} />
      </QueryStates>
    </div>
  );
}

function DockTable({ rows }: { rows: DockView[] }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const columns = useMemo<TableProps<DockView>['columns']>(
    () => [
      { title: t('dock/presence'), width: 104, render: (_, dock) => <DeviceStatus device={dock} /> },
      {
        title: t('dock/name'),
        render: (_, dock) => (
          <Link className="strong-link" to={`/docks/${encodeURIComponent(dock.sn)}`}>
            {dock.name}
          </Link>
        ),
      },
      {
        title: t('dock/standing'),
        width: 210,
        render: (_, { standing, reason, currentTask }) => (
          <span className="standing-cell">
            <StandingTag standing={standing} />
            {reason && <span className="faint">{inLanguage(reason)}</span>}
            {standing === 'busy' && currentTask && (
              <Link to={`/tasks/${currentTask.id}`}>
                <TaskMark state={currentTask.state} /> {currentTask.name}
              </Link>
            )}
          </span>
        ),
      },
      { title: t('dock/mode'), render: (_, { state }) => <KnownWord known={state.mode} kind="mode" /> },
      { title: t('dock/cover'), render: (_, { state }) => <KnownWord known={state.cover} kind="cover" /> },
      {
        title: t('dock/droneInDock'),
        render: (_, { state }) => <KnownFlag known={state.droneInDock} yes={t('dock/inside_')} no={t('dock/away')} />,
      },
      {
        title: t('dock/charge'),
        render: (_, { power }) =>
          power.batteryPercent.value === null ? <Unknown /> : <Battery percent={power.batteryPercent.value} />,
      },
      {
        title: t('dock/weather'),
        render: (_, { environment }) => (
          <>
            <KnownNumber known={environment.windSpeed} unit="m/s" digits={1} />
            {' · '}
            <KnownWord known={environment.rain} kind="rain" />
          </>
        ),
      },
      { title: t('dock/filesShort'), render: (_, { filesToUpload }) => <KnownNumber known={filesToUpload} /> },
      { title: t('dock/notices'), render: (_, { health }) => <HealthCounts health={health} /> },
      {
        title: t('dock/nextTask'),
        render: (_, { nextTasks: [next] }) =>
          next ? (
            <span className="two-lines">
              <Link to={`/tasks/${next.id}`}>{next.name}</Link>
              <Clock at={next.windowStart} />
            </span>
          ) : (
            <span className="faint">{t('common/none')}</span>
          ),
      },
      { title: t('device/lastMessage'), width: 96, render: (_, { lastMessageAt }) => <Age at={lastMessageAt} /> },
    ],
    [t, inLanguage],
  );
  return (
    <Table<DockView>
      size="small"
      rowKey={(dock) => dock.sn}
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 1120 }}
    />
  );
}
