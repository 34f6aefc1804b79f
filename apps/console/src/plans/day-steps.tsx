import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Icon } from '../common/icons.js';
import { dayAfter } from '../common/local-time.js';

/** A day to look at: one before, one after, today, or any. */
export function DaySteps({
  day,
  step,
  today,
  change,
}: {
  day: string;
  /** Days that one step goes. */
  step: number;
  today: string;
  change: (day: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <span className="day-steps" role="group" aria-label={t('schedule/dayChoice')}>
      <button type="button" aria-label={t('schedule/before')} onClick={() => change(dayAfter(day, -step))}>
        <Icon name="back" size={14} />
      </button>
      <input
        type="date"
        aria-label={t('schedule/day')}
        value={day}
        onChange={(event) => event.target.value && change(event.target.value)}
      />
      <button type="button" aria-label={t('schedule/after')} onClick={() => change(dayAfter(day, step))}>
        <span className="turned">
          <Icon name="back" size={14} />
        </span>
      </button>
      {day !== today && (
        <Button size="small" type="text" onClick={() => change(today)}>
          {t('schedule/today')}
        </Button>
      )}
    </span>
  );
}
