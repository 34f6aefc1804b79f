import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { catalogue } from '../api/catalogue-queries.js';
import { queries } from '../api/queries.js';
import { FilterSelect, named } from '../catalogue/filter-select.js';
import { SearchField } from '../common/search-field.js';
import { useDevices } from '../live/live-hooks.js';

/** Members of the address that narrow the list; the same as the API's. */
export const PLAN_FILTERS = ['state', 'division', 'dock', 'scenario', 'search'] as const;
type Name = (typeof PLAN_FILTERS)[number];

/** Narrows the list of plans. */
export function PlanFilters({
  filter,
  change,
}: {
  filter: Record<Name, string | null>;
  change: (name: Name, value: string | null | undefined) => void;
}) {
  const { t } = useTranslation();
  const towns = useQuery(queries.towns());
  const scenarios = useQuery(catalogue.scenarioNames());
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
      <SearchField label={t('plans/search')} value={filter.search} change={(text) => change('search', text)} />
      {select(
        'dock',
        t('tasks/dock'),
        docks.map((dock) => ({ value: dock.sn, label: dock.name })),
        160,
      )}
      {select('division', t('catalogue/town'), (towns.data?.items ?? []).map(named), 120)}
      {select('scenario', t('plans/member/scenarioCode'), (scenarios.data?.items ?? []).map(named), 160)}
      {select(
        'state',
        t('plans/state/current'),
        (['active', 'suspended', 'ended', 'all'] as const).map((value) => ({
          value,
          label: t(`plans/state/${value}`),
        })),
        120,
      )}
    </div>
  );
}
