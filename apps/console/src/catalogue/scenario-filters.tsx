import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CatalogueState, SCENARIO_OUTPUTS, ScenarioOutput, type ScenarioView, SPOT_KINDS, SpotKind } from '#contracts';
import { queries } from '../api/queries.js';
import { SearchField } from '../common/search-field.js';
import { useInLanguage } from '../common/two-languages.js';
import { FilterSelect, named, tagOptions } from './filter-select.js';

/** Members of the address that narrow the list; the same as the API's. */
export const SCENARIO_FILTERS = ['division', 'tag', 'featurePoint', 'spotKind', 'output', 'state', 'search'] as const;
type Name = (typeof SCENARIO_FILTERS)[number];

/** Narrows the list of scenarios. */
export function ScenarioFilters({
  filter,
  change,
  rows,
}: {
  filter: Record<Name, string | null>;
  change: (name: Name, value: string | null | undefined) => void;
  rows: readonly ScenarioView[];
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const towns = useQuery(queries.towns());
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
      <SearchField
        label={t('scenarios/search')}
        value={filter.search}
        change={(text) => change('search', text)}
        width={220}
      />
      {select('division', t('catalogue/town'), (towns.data?.items ?? []).map(named), 130)}
      {select(
        'spotKind',
        t('scenarios/spotKind'),
        SpotKind.options.map((kind) => ({ value: kind, label: inLanguage(SPOT_KINDS[kind]) })),
        120,
      )}
      {select(
        'output',
        t('scenarios/output'),
        ScenarioOutput.options.map((output) => ({ value: output, label: inLanguage(SCENARIO_OUTPUTS[output]) })),
        110,
      )}
      {select('tag', t('catalogue/tag'), tagOptions(rows, filter.tag), 120)}
      {select(
        'state',
        t('catalogue/stateColumn'),
        [
          ...CatalogueState.options.map((state) => ({ value: state, label: t(`catalogue/state/${state}`) })),
          { value: 'all', label: t('catalogue/anyState') },
        ],
        130,
      )}
      {filter.featurePoint && (
        <button type="button" className="tag-word" onClick={() => change('featurePoint', null)}>
          {t('scenarios/targetPoints')} {filter.featurePoint} ✕
        </button>
      )}
    </div>
  );
}
