import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TASK_STATES, TaskState } from '#contracts';
import { planQueries } from '../api/plan-queries.js';
import { queries } from '../api/queries.js';
import { FilterSelect, named } from '../catalogue/filter-select.js';
import { dayAfter, dayStart } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { useDevices } from '../live/live-hooks.js';

/** Members of the address that narrow the list; the day and the day after its last stand for two instants of the API. */
export const TASK_FILTERS = ['state', 'reason', 'dock', 'route', 'division', 'day', 'days'] as const;
export type TaskFilter = Record<(typeof TASK_FILTERS)[number], string | null>;

/** The API's query for these filters. */
export function taskQueryOf({ day, days, ...rest }: TaskFilter): Record<string, string | null | undefined> {
  if (!day) return rest;
  const from = dayStart(day);
  const to = dayStart(dayAfter(day, Math.max(1, Number(days) || 1))) - 1000;
  return { ...rest, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Narrows the list of tasks. */
export function TaskFilters({
  filter,
  change,
}: {
  filter: TaskFilter;
  change: (name: keyof TaskFilter, value: string | null | undefined) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const towns = useQuery(queries.towns());
  const routes = useQuery(planQueries.routes());
  const docks = useDevices().filter((device) => device.kind === 'dock');
  const select = (
    name: keyof TaskFilter,
    label: string,
    options: { value: string; label: string }[],
    width: number,
  ) => (
    <FilterSelect
      label={label}
      value={filter[name]}
      change={(value) => change(name, value)}
      options={options}
      width={width}
    />
  );
  return (
    <div className="filters filters-row">
      <label className="day-field">
        <span className="hidden">{t('tasks/day')}</span>
        <input
          type="date"
          aria-label={t('tasks/day')}
          value={filter.day ?? ''}
          onChange={(event) => change('day', event.target.value || null)}
        />
      </label>
      {select(
        'state',
        t('tasks/anyState'),
        [
          { value: 'open', label: t('tasks/open') },
          { value: 'ended', label: t('tasks/ended') },
          ...TaskState.options.map((state) => ({ value: state, label: inLanguage(TASK_STATES[state]) })),
        ],
        130,
      )}
      {select(
        'dock',
        t('tasks/dock'),
        docks.map((dock) => ({ value: dock.sn, label: dock.name })),
        160,
      )}
      {select(
        'route',
        t('tasks/route'),
        (routes.data ?? []).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })),
        220,
      )}
      {select('division', t('catalogue/town'), (towns.data?.items ?? []).map(named), 120)}
    </div>
  );
}
