import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  CatalogueState,
  FEATURE_POINT_CLASSES,
  FeaturePointClass,
  type FeaturePointView,
  VillageProfile,
} from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { queries } from '../api/queries.js';
import { SearchField } from '../common/search-field.js';
import { useInLanguage } from '../common/two-languages.js';
import { FilterSelect, named, tagOptions } from './filter-select.js';

/** Members of the address that narrow the list; the same as the API's. */
export const POINT_FILTERS = ['division', 'class', 'tag', 'scenario', 'profile', 'state', 'search'] as const;
type Name = (typeof POINT_FILTERS)[number];

/** Narrows the list of feature points. */
export function FeaturePointFilters({
  filter,
  change,
  rows,
}: {
  filter: Record<Name, string | null>;
  change: (name: Name, value: string | null | undefined) => void;
  /** What is listed, for the tags that can be chosen. */
  rows: readonly FeaturePointView[];
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const towns = useQuery(queries.towns());
  const scenarios = useQuery(catalogue.scenarioNames());
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
      <SearchField label={t('points/search')} value={filter.search} change={(text) => change('search', text)} />
      {select('division', t('catalogue/town'), (towns.data?.items ?? []).map(named), 130)}
      {select(
        'class',
        t('points/class'),
        FeaturePointClass.options.map((one) => ({ value: one, label: inLanguage(FEATURE_POINT_CLASSES[one]) })),
        120,
      )}
      {select('scenario', t('points/scenario'), (scenarios.data?.items ?? []).map(named), 150)}
      {select(
        'profile',
        t('points/profile'),
        VillageProfile.shape.kind.options.map((kind) => ({ value: kind, label: t(`points/profileKind/${kind}`) })),
        120,
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
    </div>
  );
}
