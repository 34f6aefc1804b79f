import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PLAN_PRIORITIES, type TaskView } from '#contracts';
import { Clock } from '../common/age-text.js';
import { useNow } from '../common/clock.js';
import { dayOf, spanText } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { durationText } from '../routes/route-words.js';
import { TaskExecutor } from './task-columns.js';

/** What was ordered. */
export function TaskFacts({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const now = useNow();
  const { route } = task;
  return (
    <section className="block" aria-labelledby="task-facts">
      <h2 id="task-facts">{t('tasks/facts')}</h2>
      <dl className="facts">
        <dt>{t('tasks/route')}</dt>
        <dd>
          <Link to={`/routes/${route.id}`}>{route.name}</Link>{' '}
          <span className="faint">{t('routes/versionTitle', { number: route.version })}</span>
        </dd>
        <dt>{t('tasks/executor')}</dt>
        <dd>
          <TaskExecutor task={task} />
        </dd>
        {task.plan && (
          <>
            <dt>{t('tasks/plan')}</dt>
            <dd>
              <Link to={`/plans?search=${encodeURIComponent(task.plan.code)}`}>{task.plan.name}</Link>{' '}
              <span className="faint number">{task.plan.day}</span>
            </dd>
          </>
        )}
        {task.backupRoute && (
          <>
            <dt>{t('plans/member/backupRoute')}</dt>
            <dd>
              <Link to={`/routes/${task.backupRoute.id}`}>{task.backupRoute.name}</Link>
            </dd>
          </>
        )}
        {task.fallbackOf && (
          <>
            <dt>{t('tasks/fallbackOf')}</dt>
            <dd>
              <Link to={`/tasks/${task.fallbackOf}`}>{t('tasks/openIt')}</Link>
            </dd>
          </>
        )}
        <dt>{t('tasks/window')}</dt>
        <dd className="number">{spanText(Date.parse(task.windowStart), Date.parse(task.windowEnd), dayOf(now))}</dd>
        <dt>{t('tasks/flightTime')}</dt>
        <dd className="number">{durationText(task.expectedFlightSeconds, t)}</dd>
        <dt>{t('tasks/priority')}</dt>
        <dd>
          <span className={`priority-${task.priority}`}>{inLanguage(PLAN_PRIORITIES[task.priority])}</span>
        </dd>
        <dt>{t('tasks/createdBy')}</dt>
        <dd>
          {task.createdBy} · <Clock at={task.createdAt} />
        </dd>
        {task.filing !== null && (
          <>
            <dt>{t('tasks/filing')}</dt>
            <dd>{task.filing || t('common/yes')}</dd>
          </>
        )}
        {task.continues && (
          <>
            <dt>{t('tasks/continues')}</dt>
            <dd>
              <Link to={`/tasks/${task.continues}`}>{t('tasks/openIt')}</Link>
            </dd>
          </>
        )}
        {task.note && (
          <>
            <dt>{t('tasks/note')}</dt>
            <dd>{task.note}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
