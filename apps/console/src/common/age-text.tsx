import { useTranslation } from 'react-i18next';
import { ageInWords, clockTime } from './age.js';
import { useNow } from './clock.js';

/** How long ago `at` (RFC 3339 text or milliseconds since 1970) was, in words that move; the exact time on hover. */
export function Age({ at }: { at: string | number | null }) {
  const now = useNow();
  const { t, i18n } = useTranslation();
  if (at === null) return <span className="faint">{t('common/never')}</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={new Date(ms).toISOString()} title={clockTime(ms, 0)} className="number">
      {ageInWords(ms, now, i18n.language)}
    </time>
  );
}

/** A time of day, with the date in front when it is not today. */
export function Clock({ at }: { at: string | number | null }) {
  const now = useNow();
  const { t } = useTranslation();
  if (at === null) return <span className="faint">{t('common/none')}</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={new Date(ms).toISOString()} className="number">
      {clockTime(ms, now)}
    </time>
  );
}
