import type { TFunction } from 'i18next';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MorningSheetView } from '#contracts';
import { queries } from '../api/queries.js';
import { clockTime } from '../common/age.js';
import { Age } from '../common/age-text.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { routeOf } from '../common/route-of.js';
import { StatusMark } from '../common/status-tag.js';
import { factName } from '../lists/fact-name.js';
import { session } from '../api/session.js';
import { useOnFacts } from '../live/live-hooks.js';
import { DayDocks, DayFlights, DayPapers } from './sheet-day.js';
import { Flying, RecentFacts } from './sheet-now.js';
import { STATUS_ORDER, type DisplayStatus } from '../theme/status.js';

/** The first page of the day: who must act, what is alive, what changed since yesterday 18:00. */
export function MorningSheet() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(queries.morningSheet());
  useOnFacts(
    () => true,
    () => void client.invalidateQueries({ queryKey: queries.morningSheet().queryKey }),
  );
  const sheet = query.data;
  return (
    <div className="page">
      <PageHead title={t('morning/title')} updatedAt={query.dataUpdatedAt}>
        {sheet && (
          <span className="faint">
            {t('morning/since', { time: clockTime(Date.parse(sheet.since), Date.parse(sheet.at)) })}
          </span>
        )}
      </PageHead>
      <QueryStates query={query}>
        {sheet && (
          <div className={sheet.todo.length === 0 ? 'sheet sheet-quiet' : 'sheet'}>
            {sheet.today && <DayFlights day={sheet.today} />}
            <Todo sheet={sheet} />
            {sheet.today && <DayDocks day={sheet.today} />}
            {sheet.today && <DayPapers day={sheet.today} />}
            <DeviceCounts sheet={sheet} />
            <Changes sheet={sheet} />
            <Flying />
            {session.can('events.read') && <RecentFacts />}
          </div>
        )}
      </QueryStates>
    </div>
  );
}

function DeviceCounts({ sheet }: { sheet: MorningSheetView }) {
  const { t } = useTranslation();
  return (
    <section className="block" aria-labelledby="sheet-devices">
      <h2 id="sheet-devices">{t('morning/devices')}</h2>
      <table className="count-table">
        <thead>
          <tr>
            <th scope="col">{t('morning/kindColumn')}</th>
            <th scope="col">{t('morning/total')}</th>
            {STATUS_ORDER.map((status) => (
              <th scope="col" key={status}>
                <StatusMark status={status} /> {t(`status/${status}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.devices.map((row) => (
            <tr key={row.kind}>
              <th scope="row">{t(`kind/${row.kind}`)}</th>
              <td>
                <NumberLink to={`/devices?kind=${row.kind}`} value={row.total} name={t(`kind/${row.kind}`)} />
              </td>
              {STATUS_ORDER.map((status) => (
                <td key={status}>
                  <NumberLink
                    to={`/devices?kind=${row.kind}&status=${status}`}
                    value={countOf(row, status)}
                    name={`${t(`kind/${row.kind}`)} ${t(`status/${status}`)}`}
                    alarm={status === 'offline'}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The server counts resting aircraft among the offline ones; the sheet shows them apart. */
function countOf(row: MorningSheetView['devices'][number], status: DisplayStatus): number {
  return status === 'offline' ? row.offline - row.resting : row[status];
}

function NumberLink({ to, value, name, alarm = false }: { to: string; value: number; name: string; alarm?: boolean }) {
  const { t } = useTranslation();
  if (value === 0) return <span className="faint number">0</span>;
  return (
    <Link
      to={to}
      className={alarm ? 'number number-alarm' : 'number'}
      aria-label={`${value} · ${t('morning/open', { name })}`}
    >
      {value}
    </Link>
  );
}

function Changes({ sheet }: { sheet: MorningSheetView }) {
  const { t } = useTranslation();
  const rows = sheet.changes.filter((change) => change.count > 0);
  return (
    <section className="block" aria-labelledby="sheet-changes">
      <h2 id="sheet-changes">{t('morning/changes')}</h2>
      {rows.length === 0 ? (
        <Empty>{t('morning/noChanges')}</Empty>
      ) : (
        <ul className="change-list">
          {rows.map((change) => {
            const name = factName(change.name, t);
            const route = routeOf(change.query);
            return (
              <li key={change.query}>
                {route ? (
                  <Link to={route}>
                    <b className="number">{change.count}</b>
                    <span>{name}</span>
                  </Link>
                ) : (
                  <span>
                    <b className="number">{change.count}</b>
                    <span>{name}</span>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function Todo({ sheet }: { sheet: MorningSheetView }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="block block-todo" aria-labelledby="sheet-todo">
      <h2 id="sheet-todo">
        {t('morning/todo')} {sheet.todo.length > 0 && <span className="count-badge">{sheet.todo.length}</span>}
      </h2>
      {sheet.todo.length === 0 ? (
        <Empty>{t('morning/noTodo')}</Empty>
      ) : (
        <ol className="todo-list">
          {sheet.todo.map((one) => {
            const route = one.sn && one.kind !== 'unknown_device' ? `/devices/${one.sn}` : routeOf(one.query);
            const subject = <b>{one.subject}</b>;
            return (
              <li key={`${one.kind} ${one.sn} ${one.since} ${one.subject}`} className={`todo todo-${one.kind}`}>
                <span className="todo-kind">{t(`morning/todoKind/${one.kind}`)}</span>
                <span className="todo-what">
                  {route ? <Link to={route}>{subject}</Link> : subject}
                  {one.divisionName && <span className="faint"> {one.divisionName}</span>}
                  <span className="todo-text">{i18n.language === 'en' ? one.textEn : one.textZh}</span>
                </span>
                <span className="todo-owner">{ownerName(one.owner, t)}</span>
                <span className="todo-since">
                  <Age at={one.since} />
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

function ownerName(owner: string, t: TFunction): string {
  const key = `users/role/${owner}` as 'users/role/operator';
  const name = t(key);
  return name === key ? owner : name;
}
