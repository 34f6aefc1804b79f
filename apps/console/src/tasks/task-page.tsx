import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Fact, type Page, type TaskView } from '#contracts';
import { getJson } from '../api/client.js';
import { taskQueries } from '../api/task-queries.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useDevices, useOnFacts } from '../live/live-hooks.js';
import { TaskCommands } from './task-commands.js';
import { TaskFacts } from './task-facts.js';
import { TaskLive } from './task-live.js';
import { TaskMap } from './task-map.js';
import { TaskSteps } from './task-steps.js';
import { ReasonText, TaskStateTag } from './task-words.js';
import '../device/device.css';
import '../routes/routes.css';
import './tasks.css';

/** One task: where it was to fly and where it flew, how far it is, what arrives, who did what, and what to do now. */
export function TaskPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const client = useQueryClient();
  const query = useQuery(taskQueries.task(id));
  const task = query.data;
  const renew = () => void client.invalidateQueries({ queryKey: ['task', id] });
  useOnFacts((fact) => 'task' in fact.data && fact.data.task.id === id, renew, 400);
  const moved = (next: TaskView) => {
    if (next.id === id) client.setQueryData(['task', id], next);
    renew();
  };
  return (
    <div className="page page-task">
      <PageHead title={task?.name ?? t('tasks/name')} updatedAt={query.dataUpdatedAt}>
        {task && (
          <>
            <TaskStateTag state={task.state} />
            <code className="faint">{task.route.code}</code>
          </>
        )}
        <span className="top-space" />
        <Link to="/tasks">{t('tasks/back')}</Link>
        {task && <TaskCommands task={task} done={moved} />}
      </PageHead>
      <QueryStates query={query}>{task && <TaskBody task={task} />}</QueryStates>
    </div>
  );
}

function TaskBody({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const { dockSn } = task;
  const aircraft = useDevices().find((device) => device.kind === 'aircraft' && device.parentSn === dockSn);
  const history = useQuery({
    queryKey: ['task', task.id, 'events'],
    queryFn: async () => {
      const { items } = await getJson<Page<Fact>>('/api/v1/events', { name: 'task.added,task.changed', limit: 500 });
      return items.filter((fact) => 'task' in fact.data && fact.data.task.id === task.id);
    },
  });
  const facts = history.data ?? [];
  const reason = task.waitingFor ?? task.outcome;
  const flying = task.startedAt !== null && task.outcome === null;
  return (
    <div className="task-grid">
      <div className="task-main">
        <PartBoundary>
          <div className="block task-map-box">
            <TaskMap task={task} aircraft={aircraft} dockSn={dockSn} />
          </div>
        </PartBoundary>
        {flying && <TaskLive task={task} aircraft={aircraft} dockSn={dockSn} waypoints={null} />}
      </div>
      <div className="task-side">
        {reason && (
          <section
            className={task.outcome?.code === 'flown' ? 'task-reason task-reason-good' : 'task-reason'}
            aria-label={t('tasks/reason')}
          >
            <ReasonText reason={reason} next />
          </section>
        )}
        <TaskSteps task={task} facts={facts} />
        <TaskFacts task={task} />
      </div>
    </div>
  );
}
