import { useTranslation } from 'react-i18next';
import type { PaperStanding, PaperView } from '#contracts';

const LOOK: Readonly<Record<PaperStanding, { className: string; mark: string }>> = {
  holds: { className: 'paper-holds', mark: 'M2.2 6.3 5 9l4.8-6' },
  runs_out: { className: 'paper-runs-out', mark: 'M6 2.2v4.6M6 9.4v.2' },
  ran_out: { className: 'paper-ran-out', mark: 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2' },
  not_yet: { className: 'paper-not-yet', mark: 'M6 2.4v3.8l2.6 1.6M6 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2Z' },
  withdrawn: { className: 'paper-withdrawn', mark: 'M2.2 6h7.6' },
};

/** How a paper stands, as mark and word, with the days that are left. */
export function PaperStandingTag({ paper }: { paper: PaperView }) {
  const { t } = useTranslation();
  const { standing, daysLeft } = paper;
  const { className, mark } = LOOK[standing];
  const told = daysLeft !== null && (standing === 'runs_out' || standing === 'ran_out' || standing === 'holds');
  return (
    <span className="two-lines">
      <span className={`status-tag ${className}`} title={t(`papers/standingHelp/${standing}`)} data-standing={standing}>
        <svg width="12" height="12" viewBox="0 0 12 12" fill="none" aria-hidden="true">
          <path d={mark} stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
        {t(`papers/standing/${standing}`)}
      </span>
      {told && (
        <span className="faint number paper-days">
          {daysLeft < 0
            ? t('papers/daysOver', { count: -daysLeft })
            : daysLeft === 0
              ? t('papers/lastDay')
              : t('papers/daysLeft', { count: daysLeft })}
        </span>
      )}
    </span>
  );
}
