import { useTranslation } from 'react-i18next';
import { ACTING, TASK_STATES, type PaperLevel, type TaskReasonView, type TaskState } from '#contracts';
import { useInLanguage } from '../common/two-languages.js';
import { TASK_LOOK } from '../theme/task-states.js';

/** The mark of a state: readable by its form without any colour. */
export function TaskMark({ state, size = 12 }: { state: TaskState; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" fill="none" aria-hidden="true" className="task-mark">
      <path
        d={TASK_LOOK[state].mark}
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The state of a task as mark and word. */
export function TaskStateTag({ state }: { state: TaskState }) {
  const inLanguage = useInLanguage();
  const { color, tint } = TASK_LOOK[state];
  return (
    <span className="status-tag" style={{ color, background: tint }} data-state={state}>
      <TaskMark state={state} />
      {inLanguage(TASK_STATES[state])}
    </span>
  );
}

/** A cause with what the device said about it and the next step. */
export function ReasonText({ reason, next = false }: { reason: TaskReasonView; next?: boolean }) {
  const { t, i18n } = useTranslation();
  const inLanguage = useInLanguage();
  const english = i18n.language === 'en';
  const said = english ? (reason.deviceEn ?? reason.deviceZh) : (reason.deviceZh ?? reason.deviceEn);
  return (
    <span className="reason">
      <span>{inLanguage(reason)}</span>
      {reason.deviceCode !== null && (
        <span className="faint reason-device">
          {t('tasks/deviceCode', { code: reason.deviceCode })}
          {said && ` ${said}`}
        </span>
      )}
      {next && (
        <span className="reason-next">
          {t('tasks/nextStep', {
            who: inLanguage(ACTING[reason.acting]),
            what: english ? reason.nextEn : reason.nextZh,
          })}
        </span>
      )}
    </span>
  );
}

const PAPER_LOOK: Readonly<Record<PaperLevel, { className: string; mark: string }>> = {
  green: { className: 'paper-green', mark: 'M2.2 6.3 5 9l4.8-6' },
  amber: { className: 'paper-amber', mark: 'M6 2.2v4.6M6 9.4v.2' },
  red: { className: 'paper-red', mark: 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2' },
};

/** How the paperwork stands, as mark and word; the word alone is left out where it is said beside it. */
export function PaperMark({ level, word = true }: { level: PaperLevel; word?: boolean }) {
  const { t } = useTranslation();
  const { className, mark } = PAPER_LOOK[level];
  return (
    <span className={`paper-mark ${className}`} title={t(`tasks/paperHelp/${level}`)}>
      <svg width="12" height="12" viewBox="0 0 12 12" fill="none" aria-hidden="true">
        <path d={mark} stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      {word ? t(`tasks/paperLevel/${level}`) : <span className="hidden">{t(`tasks/paperLevel/${level}`)}</span>}
    </span>
  );
}
