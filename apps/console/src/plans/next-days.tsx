import { useQuery } from '@tanstack/react-query';
import { Form } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanPreview } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { PLANS } from '../api/plan-queries.js';
import { useInLanguage } from '../common/two-languages.js';
import { planTimesOf, type PlanFormValues } from './plan-values.js';

const WEEKDAY_NAMES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** The rule in words and the next days by it, as the server counts them, while the form is filled in. */
export function NextDays() {
  const { t, i18n } = useTranslation();
  const inLanguage = useInLanguage();
  const form = Form.useFormInstance<PlanFormValues>();
  const values = Form.useWatch([], form) as PlanFormValues | undefined;
  const times = useDeferredValue(values ? planTimesOf(values) : null);
  const query = useQuery({
    queryKey: ['plan-preview', times],
    queryFn: () => sendJson<PlanPreview>('POST', `${PLANS}/preview`, times),
    enabled: times !== null,
    placeholderData: (before) => before,
    retry: false,
  });
  if (times === null) return <p className="form-hint">{t('plans/previewWaits')}</p>;
  if (query.isError) return <p className="form-hint word-bad">{sentenceOf(query.error, i18n.language)}</p>;
  const preview = query.data;
  if (!preview) return <p className="form-hint">{t('common/loading')}</p>;
  return (
    <div className="next-days" role="status">
      <b>{inLanguage(preview)}</b>
      <ol>
        {preview.days.map(({ day, movedFrom, skipped }) => (
          <li key={day} className={skipped ? 'next-day next-day-off' : 'next-day'}>
            <span className="number">
              {day.slice(5)} {t(`plans/weekdayShort/${WEEKDAY_NAMES[new Date(`${day}T12:00:00`).getDay()]!}`)}
            </span>
            {skipped && <small>{inLanguage(skipped)}</small>}
            {movedFrom && !skipped && <small>{t('plans/movedFrom', { day: movedFrom.slice(5) })}</small>}
          </li>
        ))}
      </ol>
    </div>
  );
}
