import { type PlanExecutor, type TaskView } from '#contracts';
import { hasEnded } from './task.course.js';
import { deadlineOf } from './task.deadlines.js';
import { reasonView } from './task.reasons.js';
import { type StoredTask } from './task.rows.js';

/** A task as the API tells it. */
export function viewOfTask(task: StoredTask): TaskView {
  const { course } = task;
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: task.id,
    name: task.name,
    route: {
      id: task.routeId,
      code: task.routeCode,
      name: task.routeName,
      version: task.routeVersion,
      md5: task.routeMd5,
    },
    plan: task.plan,
    executor: executorOf(task),
    dockSn: task.dockSn,
    dockName: task.dockName,
    aircraftName: task.aircraftName,
    backupRoute: task.backupRoute,
    limits: task.limits,
    autoFallback: task.autoFallback,
    fallbackOf: task.fallbackOf,
    fallbackReason: task.fallbackReason,
    divisionPath: task.divisionPath,
    priority: task.priority,
    windowStart: new Date(task.windowStart).toISOString(),
    windowEnd: new Date(task.windowEnd).toISOString(),
    note: task.note,
    filing: task.filing,
    state: course.state,
    since: new Date(course.since).toISOString(),
    executeSentAt: instant(course.executeSentAt),
    startedAt: instant(course.startedAt),
    tookOffAt: instant(course.tookOffAt),
    cancelRequestedAt: instant(course.cancelRequestedAt),
    deadline: instant(deadlineOf(course, task)),
    deviceWord: course.deviceWord,
    waitingFor:
      task.waitReason && reasonView(task.waitReason.reason, task.waitReason.deviceCode, task.waitReason.detail ?? null),
    outcome: course.outcome && reasonView(course.outcome.reason, course.outcome.deviceCode),
    progress: task.progress,
    breakPoint: task.breakPoint,
    mediaExpected: task.mediaExpected,
    media: task.media ?? uncounted(task),
    expectedFlightSeconds: task.flightSeconds,
    continues: task.continues,
    createdAt: new Date(task.createdAt).toISOString(),
    createdBy: task.createdBy,
    approvedBy: task.approvedBy,
  };
}

/** Files are counted from the take-off on; a flight that never was brings none. */
function uncounted({ course, mediaExpected }: StoredTask): TaskView['media'] {
  const settled = hasEnded(course.state) && course.tookOffAt === null && mediaExpected === null;
  return { expected: mediaExpected ?? 0, received: 0, missing: 0, settled };
}

function executorOf({ dockSn, aircraftSn, pilot }: StoredTask): PlanExecutor {
  return dockSn === null ? { kind: 'mobile', aircraftSn, pilot } : { kind: 'dock', dockSn };
}
