import type { TFunction } from 'i18next';
import type { Cadence } from '#contracts';

/** How often, as one phrase: `每周一次 08:00–11:30`. */
export function cadenceText(cadence: Cadence | null, t: TFunction): string {
  if (cadence === null) return t('scenarios/onRequest');
  const { every, unit, window } = cadence;
  const often =
    unit === 'day'
      ? every === 1
        ? t('scenarios/everyDay')
        : t('scenarios/everyDays', { count: every })
      : every === 1
        ? t('scenarios/everyWeek')
        : t('scenarios/everyWeeks', { count: every });
  return window === null ? often : `${often} ${t('scenarios/window', window)}`;
}
