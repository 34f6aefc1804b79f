import { useTranslation } from 'react-i18next';
import { TASK_STATES, type Fact, type TaskView } from '#contracts';
import { Clock } from '../common/age-text.js';
import { useNow } from '../common/clock.js';
import { minutesBetween } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { TASK_LOOK } from '../theme/task-states.js';
import { stepsOf, type Step } from './steps.js';
import { TaskMark } from './task-words.js';

/** The task's way through its states, with times and people; when the present one is over at the latest. */
export function TaskSteps({ task, facts }: { task: TaskView; facts: readonly Fact[] }) {
  const { t } = useTranslation();
  return (
    <section className="block" aria-labelledby="task-steps">
      <div className="block-head">
        <h2 id="task-steps">{t('tasks/steps')}</h2>
        <Deadline task={task} />
      </div>
      <ol className="task-steps">
        {stepsOf(task, facts).map((step, nr) => (
          <StepRow key={`${step.state} ${nr}`} step={step} task={task} />
        ))}
      </ol>
    </section>
  );
}

function StepRow({ step: { state, at, by, note, when }, task }: { step: Step; task: TaskView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { color, tint } = TASK_LOOK[state];
  return (
    <li
      className={`task-step task-step-${when}`}
      aria-current={when === 'now' ? 'step' : undefined}
      style={when === 'ahead' ? undefined : { color }}
    >
      <span className="task-step-mark" style={when === 'ahead' ? undefined : { background: tint }}>
        <TaskMark state={state} />
      </span>
      <span className="task-step-name">{inLanguage(TASK_STATES[state])}</span>
      <span className="task-step-when number">{at !== null && <Clock at={at} />}</span>
      <span className="task-step-who">
        {at !== null && (by ?? <span className="faint">{t('tasks/bySystem')}</span>)}
        {note && <q>{note}</q>}
        {when === 'now' && task.deviceWord && (
          <span className="faint">{t('tasks/deviceWord', { word: task.deviceWord })}</span>
        )}
      </span>
    </li>
  );
}

/** Counts down to the deadline of the present state. */
function Deadline({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const now = useNow();
  if (task.deadline === null) return null;
  const left = Date.parse(task.deadline) - now;
  const [hours, minutes] = [Math.floor(minutesBetween(now, now + left) / 60), minutesBetween(now, now + left) % 60];
  const seconds = Math.max(0, Math.floor(left / 1000));
  const text =
    hours > 0
      ? t('tasks/hoursMinutes', { hours, minutes })
      : `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span className={left < 300_000 ? 'deadline word-warn' : 'deadline faint'} title={t('tasks/deadlineHelp')}>
      {left <= 0 ? t('tasks/deadlinePassed') : t('tasks/deadline')} {left > 0 && <b className="number">{text}</b>}
    </span>
  );
}
