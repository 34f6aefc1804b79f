import { useTranslation } from 'react-i18next';
import type { AirspaceAreaKind, AirspaceAreaView } from '#contracts';
import { clockTime, dayText } from '../common/age.js';
import { useNow } from '../common/clock.js';

/** The kind of an area; kinds differ in the form of their border, as on the map. */
export function AreaKindTag({ kind }: { kind: AirspaceAreaKind }) {
  const { t } = useTranslation();
  return <span className={`area-kind area-${kind}`}>{t(`airspace/kind/${kind}`)}</span>;
}

/** What shape an area has, in words. */
export function AreaShape({ geometry }: { geometry: AirspaceAreaView['geometry'] }) {
  const { t } = useTranslation();
  switch (geometry.type) {
    case 'Circle':
      return <>{t('airspace/circle', { radius: Math.round(geometry.radius) })}</>;
    case 'Polygon':
      return <>{t('airspace/polygon', { count: (geometry.coordinates[0]?.length ?? 1) - 1 })}</>;
    case 'MultiPolygon':
      return <>{t('airspace/areas', { count: geometry.coordinates.length })}</>;
  }
}

/** Between which heights above ground an area counts. */
export function AreaHeights({ floorMetres, ceilingMetres }: Pick<AirspaceAreaView, 'floorMetres' | 'ceilingMetres'>) {
  const { t } = useTranslation();
  if (ceilingMetres !== null) return <>{t('airspace/between', { floor: floorMetres, ceiling: ceilingMetres })}</>;
  return <>{floorMetres > 0 ? t('airspace/from', { floor: floorMetres }) : t('airspace/anyHeight')}</>;
}

/** From when to when an area counts. */
export function AreaValidity({ validFrom, validTo }: Pick<AirspaceAreaView, 'validFrom' | 'validTo'>) {
  const { t } = useTranslation();
  const from = validFrom && minuteText(validFrom);
  const to = validTo && minuteText(validTo);
  if (from && to) return <>{t('airspace/fromTo', { from, to })}</>;
  if (from) return <>{t('airspace/since', { from })}</>;
  return <>{to ? t('airspace/until', { to }) : t('airspace/always')}</>;
}

/** Whether an area counts at this moment. */
export function AreaNow({ area }: { area: AirspaceAreaView }) {
  const { t } = useTranslation();
  const now = useNow();
  if (area.state === 'retired') return <span className="word-off">{t('airspace/withdrawn')}</span>;
  if (area.validFrom !== null && Date.parse(area.validFrom) > now) {
    return <span className="word-warn">{t('airspace/upcoming')}</span>;
  }
  if (area.validTo !== null && Date.parse(area.validTo) <= now) {
    return <span className="word-off">{t('airspace/ended')}</span>;
  }
  return <span className="word-bad">{t('airspace/valid')}</span>;
}

/** `2026-11-24 08:30`, local time of the county's computers. */
function minuteText(at: string): string {
  const ms = Date.parse(at);
  return `${dayText(new Date(ms))} ${clockTime(ms, ms).slice(0, 5)}`;
}
