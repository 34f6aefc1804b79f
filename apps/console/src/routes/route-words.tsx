import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RouteState, RouteVersionState, RouteView } from '#contracts';

const LOOK: Readonly<Record<RouteState | RouteVersionState, string>> = {
  draft: 'route-state route-state-draft',
  checked: 'route-state route-state-checked',
  approved: 'route-state route-state-approved',
  retired: 'route-state route-state-off',
  superseded: 'route-state route-state-off',
};

/** The state of a route, as a word with a form of its own. */
export function RouteStateTag({ state }: { state: RouteState }) {
  const { t } = useTranslation();
  return (
    <span className={LOOK[state]} title={t(`routes/stateHelp/${state}`)}>
      {t(`routes/state/${state}`)}
    </span>
  );
}

/** The state of one version. */
export function VersionStateTag({ state }: { state: RouteVersionState }) {
  const { t } = useTranslation();
  return <span className={LOOK[state]}>{t(`routes/version/${state}`)}</span>;
}

/** How many errors and warnings the checks found. */
export function FindingCounts({ errors, warnings }: { errors: number; warnings: number }) {
  const { t } = useTranslation();
  if (errors + warnings === 0) return <span className="word-good">{t('routes/checkClean')}</span>;
  return (
    <span className="finding-counts number">
      {errors > 0 && <span className="word-bad">{t('routes/errors', { count: errors })}</span>}
      {warnings > 0 && <span className="word-warn">{t('routes/warnings', { count: warnings })}</span>}
    </span>
  );
}

/** The line of a route as a small picture. It says nothing that its row does not say in words. */
export function Thumbnail({ svg }: { svg: string | null }) {
  const { t } = useTranslation();
  if (!svg) return <span className="thumbnail thumbnail-none">{t('common/none')}</span>;
  return <img className="thumbnail" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt="" />;
}

/** Kilometres with one digit. */
export function kilometres(metres: number): string {
  return `${(metres / 1000).toFixed(1)} km`;
}

/** `12 分 5 秒`. */
export function durationText(seconds: number, t: TFunction): string {
  const whole = Math.round(seconds);
  return t('routes/minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}

/** Waypoints, distance, time and battery in one line. */
export function FlightLine({ summary }: { summary: RouteView['summary'] }) {
  const { t } = useTranslation();
  if (!summary) return <span className="faint">{t('routes/noVersion')}</span>;
  const { waypoints, estimate } = summary;
  return (
    <span className="number">
      {t('routes/waypoints', { count: waypoints })}
      {estimate && (
        <span className="flight-line">
          {kilometres(estimate.flightMetres)} ·{' '}
          {t('routes/wholeMinutes', { minutes: Math.ceil(estimate.flightSeconds / 60) })} ·{' '}
          {Math.round(estimate.batteryPercent)}%
        </span>
      )}
    </span>
  );
}
