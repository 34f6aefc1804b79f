import { useTranslation } from 'react-i18next';
import type { DeviceView } from '#contracts';
import { HEALTH_COLORS } from '../theme/status.js';

/** Charge in per cent with a small gauge; no value is not zero. */
export function Battery({ percent }: { percent: number | null }) {
  const { t } = useTranslation();
  if (percent === null) return <span className="faint">{t('common/none')}</span>;
  const level = percent <= 20 ? 'low' : percent <= 40 ? 'middle' : 'good';
  return (
    <span className={`battery battery-${level} number`}>
      <svg width="20" height="10" viewBox="0 0 20 10" aria-hidden="true">
        <rect x="0.5" y="0.5" width="16" height="9" rx="2" fill="none" stroke="currentColor" />
        <rect x="17.5" y="3" width="2" height="4" rx="0.8" fill="currentColor" />
        <rect
          x="2"
          y="2"
          width={Math.max(0.5, (13 * Math.min(100, percent)) / 100)}
          height="6"
          rx="1"
          fill="currentColor"
        />
      </svg>
      {Math.round(percent)}%
    </span>
  );
}

/** Active health notices by level, worst first; nothing when all is well. */
export function HealthCounts({ health }: { health: DeviceView['health'] }) {
  const { t } = useTranslation();
  const levels = (['warning', 'reminder', 'notice'] as const).filter((level) => health[level] > 0);
  if (levels.length === 0) return <span className="faint">{t('common/none')}</span>;
  return (
    <span className="health-counts">
      {levels.map((level) => (
        <span key={level} style={{ color: HEALTH_COLORS[level] }}>
          {t(`health/${level}`)} <b className="number">{health[level]}</b>
        </span>
      ))}
    </span>
  );
}
