import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RouteRole, RouteState, type RouteView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { queries } from '../api/queries.js';
import { FilterSelect, named, tagOptions } from '../catalogue/filter-select.js';
import { SearchField } from '../common/search-field.js';
import { useDevices } from '../live/live-hooks.js';

/** Members of the address that narrow the list; the same as the API's. */
export const ROUTE_FILTERS = ['division', 'dock', 'role', 'point', 'scenario', 'tag', 'state', 'search'] as const;
type Name = (typeof ROUTE_FILTERS)[number];

/** Narrows the list of routes. */
export function RouteFilters({
  filter,
  change,
  rows,
}: {
  filter: Record<Name, string | null>;
  change: (name: Name, value: string | null | undefined) => void;
  rows: readonly RouteView[];
}) {
  const { t } = useTranslation();
  const towns = useQuery(queries.towns());
  const scenarios = useQuery(catalogue.scenarioNames());
  const points = useQuery(catalogue.pointNames());
  const docks = useDevices().filter((device) => device.kind === 'dock');
  const select = (name: Name, label: string, options: { value: string; label: string }[], width: number) => (
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
      <SearchField label={t('routes/search')} value={filter.search} change={(text) => change('search', text)} />
      {select('division', t('catalogue/town'), (towns.data?.items ?? []).map(named), 120)}
      {select(
        'dock',
        t('routes/dock'),
        docks.map((dock) => ({ value: dock.sn, label: dock.name })),
        130,
      )}
      {select(
        'role',
        t('routes/roleColumn'),
        RouteRole.options.map((role) => ({ value: role, label: t(`routes/role/${role}`) })),
        95,
      )}
      {select('point', t('routes/points'), (points.data?.items ?? []).map(named), 130)}
      {select('scenario', t('routes/scenarios'), (scenarios.data?.items ?? []).map(named), 130)}
      {select('tag', t('catalogue/tag'), tagOptions(rows, filter.tag), 100)}
      {select(
        'state',
        t('catalogue/stateColumn'),
        [
          { value: 'current', label: t('routes/current') },
          ...RouteState.options.map((state) => ({ value: state as string, label: t(`routes/state/${state}`) })),
          { value: 'all', label: t('routes/all') },
        ],
        110,
      )}
    </div>
  );
}
