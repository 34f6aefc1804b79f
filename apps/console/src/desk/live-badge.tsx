import { useTranslation } from 'react-i18next';
import { clockTime } from '../common/age.js';
import { useNow } from '../common/clock.js';
import { useLiveState } from '../live/live-hooks.js';
import { livePicture } from '../live/live-picture.js';

/** Whether the data on the screen is live, and of when it is if not. */
export function LiveBadge() {
  const { phase } = useLiveState();
  const { t } = useTranslation();
  const now = useNow();
  const dataAt = livePicture.dataAt;
  return (
    <span className={`live live-${phase}`} role="status" data-live={phase}>
      <span className="live-dot" aria-hidden="true" />
      {t(`live/${phase}`)}
      {phase !== 'live' && (
        <span className="live-age number">
          {dataAt === null ? t('live/none') : t('live/dataAt', { time: clockTime(dataAt, now) })}
        </span>
      )}
    </span>
  );
}
