import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { MediaKind } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { taskQueries } from '../api/task-queries.js';
import { FilterSelect } from '../catalogue/filter-select.js';
import { useDivisionOptions } from '../catalogue/division-options.js';
import { dayAfter, dayStart } from '../common/local-time.js';
import { useDevices } from '../live/live-hooks.js';

/** Members of the address that narrow the pictures; the day stands for two instants of the API. */
export const GALLERY_FILTERS = ['task', 'route', 'point', 'division', 'day', 'drone', 'kind', 'bbox'] as const;
export type GalleryFilter = Record<(typeof GALLERY_FILTERS)[number], string | null>;

/** The API's query for these filters. */
export function mediaQueryOf({ day, ...rest }: GalleryFilter): Record<string, string | null> {
  if (!day) return rest;
  const to = dayStart(dayAfter(day, 1)) - 1;
  return { ...rest, from: new Date(dayStart(day)).toISOString(), to: new Date(to).toISOString() };
}

/** Narrows the pictures; what comes by a link (task, route, stretch of the map) can be taken away. */
export function GalleryFilters({
  filter,
  change,
}: {
  filter: GalleryFilter;
  change: (name: keyof GalleryFilter, value: string | null | undefined) => void;
}) {
  const { t } = useTranslation();
  const points = useQuery(catalogue.pointNames());
  const task = useQuery({ ...taskQueries.task(filter.task ?? ''), enabled: filter.task !== null });
  const route = useQuery({ ...catalogue.route(filter.route ?? ''), enabled: filter.route !== null });
  const drones = useDevices().filter(({ kind }) => kind === 'aircraft');
  const { options, search, searching } = useDivisionOptions(filter.division ? [filter.division] : []);
  const select = (
    name: keyof GalleryFilter,
    label: string,
    choices: { value: string; label: string }[],
    width: number,
  ) => (
    <FilterSelect
      label={label}
      value={filter[name]}
      change={(value) => change(name, value)}
      options={choices}
      width={width}
    />
  );
  const chips: [keyof GalleryFilter, string][] = [
    ['task', t('gallery/ofTask', { name: task.data?.name ?? '…' })],
    ['route', t('gallery/ofRoute', { name: route.data?.name ?? '…' })],
    ['bbox', t('gallery/inBox')],
  ];
  return (
    <div className="filters filters-row">
      <label className="day-field">
        <span className="hidden">{t('gallery/day')}</span>
        <input
          type="date"
          aria-label={t('gallery/day')}
          value={filter.day ?? ''}
          onChange={(event) => change('day', event.target.value || null)}
        />
      </label>
      <Select
        aria-label={t('gallery/place')}
        allowClear
        showSearch={{ filterOption: false, onSearch: search }}
        loading={searching}
        placeholder={t('gallery/place')}
        value={filter.division ?? undefined}
        onChange={(value: string | undefined) => change('division', value)}
        options={options}
        popupMatchSelectWidth={false}
        style={{ width: 150 }}
      />
      {select(
        'point',
        t('gallery/point'),
        (points.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        160,
      )}
      {select(
        'drone',
        t('gallery/drone'),
        drones.map(({ sn, name }) => ({ value: sn, label: name })),
        160,
      )}
      {select(
        'kind',
        t('gallery/kindLabel'),
        MediaKind.options.map((kind) => ({ value: kind, label: t(`gallery/kind/${kind}`) })),
        100,
      )}
      {chips.map(([name, words]) =>
        filter[name] === null ? null : (
          <span key={name} className="filter-chip">
            {words}
            <button
              type="button"
              aria-label={t('gallery/takeAway', { name: words })}
              onClick={() => change(name, null)}
            >
              ×
            </button>
          </span>
        ),
      )}
    </div>
  );
}
