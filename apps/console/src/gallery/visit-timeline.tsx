import { useTranslation } from 'react-i18next';
import type { PointVisit } from '#contracts';
import { clockTime } from '../common/age.js';

/** What names a visit in the address: its task, or its first picture. */
export function visitKey(visit: PointVisit): string {
  return visit.task?.id ?? visit.items[0]?.id ?? visit.takenAt;
}

/** The visits of a point from the oldest to the newest; one goes to the left, one to the right. */
export function VisitTimeline({
  visits,
  left,
  right,
  choose,
}: {
  /** Newest first. */
  visits: readonly PointVisit[];
  left: PointVisit;
  right: PointVisit;
  choose: (side: 'left' | 'right', visit: PointVisit) => void;
}) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('compare/timeline')} className="timeline-box">
      <ol className="timeline">
        {visits.toReversed().map((visit) => {
          const time = clockTime(Date.parse(visit.takenAt), 0).slice(0, 16);
          const on = visit === left ? 'timeline-left' : visit === right ? 'timeline-right' : '';
          return (
            <li key={visitKey(visit)} className={on} data-visit={visitKey(visit)}>
              <span className="timeline-dot" aria-hidden="true" />
              <span className="number timeline-time">{time}</span>
              <span className="faint timeline-name" title={visit.task?.name}>
                {visit.task && `${visit.task.name} · `}
                {t('gallery/dayCount', { count: visit.items.length })}
              </span>
              <span className="timeline-sides">
                {(['left', 'right'] as const).map((side) => (
                  <button
                    key={side}
                    type="button"
                    aria-pressed={visit === (side === 'left' ? left : right)}
                    aria-label={t(side === 'left' ? 'compare/putLeft' : 'compare/putRight', { time })}
                    onClick={() => choose(side, visit)}
                  >
                    {t(`compare/${side}`)}
                  </button>
                ))}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
