import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Fact, TaskView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { session } from '../api/session.js';
import { taskQueries } from '../api/task-queries.js';
import { QueryStates } from '../common/data-states.js';
import { PageHead } from '../common/page-head.js';
import { PartBoundary } from '../common/part-boundary.js';
import { useDevices, useOnFacts } from '../live/live-hooks.js';
import { TaskCommands } from './task-commands.js';
import { TaskFallbacks } from './task-fallbacks.js';
import { TaskFacts } from './task-facts.js';
import { TaskHistory } from './task-history.js';
import { TaskLive } from './task-live.js';
import { TaskMap } from './task-map.js';
import { TaskMedia } from './task-media.js';
import { OrderList } from './task-orders.js';
import { TaskPapers } from './task-papers.js';
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
  useOnFacts((fact) => isAbout(fact, id), renew, 400);
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

/** Facts of a task carry it whole, or name it. */
function isAbout({ data }: Fact, id: string): boolean {
  return 'task' in data ? data.task?.id === id : 'taskId' in data && data.taskId === id;
}

function TaskBody({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const { dockSn } = task;
  const aircraft = useAircraftOf(task);
  const history = useQuery({ ...taskQueries.history(task.id), enabled: session.can('events.read') });
  const route = useQuery(catalogue.route(task.route.id));
  const facts = history.data ?? [];
  const reason = task.waitingFor ?? task.outcome;
  const flying = task.startedAt !== null && task.outcome === null;
  const waypoints = route.data?.summary?.waypoints ?? null;
  return (
    <div className="task-grid">
      <div className="task-main">
        <PartBoundary>
          <div className="block task-map-box">
            <TaskMap task={task} aircraft={aircraft} dockSn={dockSn} />
          </div>
        </PartBoundary>
        {flying && <TaskLive task={task} aircraft={aircraft} dockSn={dockSn} waypoints={waypoints} />}
        {session.can('media.read') && (
          <PartBoundary>
            <TaskMedia task={task} />
          </PartBoundary>
        )}
        <TaskHistory facts={facts} />
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
        {reason && task.outcome?.code !== 'flown' && (
          <PartBoundary>
            <TaskFallbacks task={task} />
          </PartBoundary>
        )}
        <TaskSteps task={task} facts={facts} />
        <OrderList task={task} />
        <PartBoundary>
          <TaskPapers task={task} />
        </PartBoundary>
        <TaskFacts task={task} />
      </div>
    </div>
  );
}

/** The aircraft that flies a task: the one that is named for it, or the one of its dock. */
function useAircraftOf({ executor }: TaskView) {
  return useDevices().find(({ kind, sn, parentSn }) => {
    if (kind !== 'aircraft') return false;
    return executor.kind === 'dock' ? parentSn === executor.dockSn : sn === executor.aircraftSn;
  });
}
