import type { TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PLAN_PRIORITIES, type TaskView } from '#contracts';
import { useNow } from '../common/clock.js';
import { dayOf, spanText } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { ReasonText, TaskStateTag } from './task-words.js';

/** The columns of the list of tasks. */
export function useTaskColumns(): TableProps<TaskView>['columns'] {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return useMemo(
    () => [
      {
        title: t('tasks/name'),
        key: 'name',
        render: (_, task) => (
          <span className="two-lines">
            <Link className="strong-link" to={`/tasks/${task.id}`}>
              {task.name}
            </Link>
            <span className="faint">{task.route.code}</span>
          </span>
        ),
      },
      { title: t('tasks/state'), key: 'state', render: (_, task) => <TaskStateTag state={task.state} /> },
      { title: t('tasks/window'), key: 'window', render: (_, task) => <WindowText task={task} /> },
      {
        title: t('tasks/priority'),
        key: 'priority',
        render: (_, { priority }) => (
          <span className={`priority priority-${priority}`}>{inLanguage(PLAN_PRIORITIES[priority])}</span>
        ),
      },
      { title: t('tasks/executor'), key: 'dock', render: (_, task) => <TaskExecutor task={task} /> },
      { title: t('tasks/progress'), key: 'progress', render: (_, task) => <TaskProgressText task={task} /> },
      {
        title: t('tasks/reason'),
        key: 'reason',
        render: (_, { waitingFor, outcome }) => {
          const reason = waitingFor ?? outcome;
          return reason ? <ReasonText reason={reason} /> : <span className="faint">{t('common/none')}</span>;
        },
      },
    ],
    [t, inLanguage],
  );
}

function WindowText({ task }: { task: TaskView }) {
  const now = useNow();
  return (
    <span className="number">{spanText(Date.parse(task.windowStart), Date.parse(task.windowEnd), dayOf(now))}</span>
  );
}

/** Who flies it, as a link to its page. */
export function TaskExecutor({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const sn = task.executor.kind === 'dock' ? task.executor.dockSn : task.executor.aircraftSn;
  if (sn === null) return <span className="faint">{t('common/none')}</span>;
  return <Link to={`/devices/${encodeURIComponent(sn)}`}>{task.dockName ?? task.aircraftName}</Link>;
}

function TaskProgressText({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const percent = task.progress?.percent ?? null;
  if (percent === null) return <span className="faint">{t('common/none')}</span>;
  return (
    <span className="task-progress number">
      <span className="task-progress-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      {Math.round(percent)}%
    </span>
  );
}
