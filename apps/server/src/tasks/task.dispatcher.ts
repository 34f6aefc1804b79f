import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { flightCommand, flighttaskExecute, flighttaskPrepare, flighttaskUndo } from '#dji';
import { type CommandReply, DeviceCommands } from '../dji/device-commands.js';
import { Refusal } from '../common/refusal.js';
import { FlightChecks } from './flight.checks.js';
import { MissionFiles } from './mission-files.js';
import { hasEnded, mayFly } from './task.course.js';
import { deadlineOf } from './task.deadlines.js';
import { reasonOfCode, type TaskReason } from './task.reasons.js';
import { TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { TaskStore } from './task.store.js';

/** Tries of the preparation, which may be repeated: its key is the task's id. */
const PREPARE_TRIES = 3;
/** The call home may be repeated as often as it takes. */
const CALL_HOME_MS = 15_000;
const DISPATCH_LOCK = 720_040;

type DockTask = StoredTask & { dockSn: string };

/**
 * Sends tasks to their docks. The start is recorded and committed before it is sent, and sent once: what becomes of it is
 * told by the dock's progress, or decided at the deadline (rule 1).
 */
@Injectable()
export class TaskDispatcher {
  private readonly log = new Logger(TaskDispatcher.name);
  private readonly calledHome = new Map<string, number>();

  constructor(
    private readonly db: DataSource,
    private readonly store: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly checks: FlightChecks,
    private readonly commands: DeviceCommands,
    private readonly files: MissionFiles,
  ) {}

  /** Everything that is due: deadlines, calls home, and tasks whose window has begun. Returns the ids to dispatch. */
  async due(now: number): Promise<string[]> {
    const ready: string[] = [];
    for (const task of await this.store.open()) {
      const deadline = deadlineOf(task.course, task);
      if (deadline !== null && deadline <= now) await this.settle(task, now);
      // the pilot of a mobile drone is told by other ways
      else if (!isOfDock(task)) continue;
      else if (task.course.cancelRequestedAt !== null) await this.callHome(task, now);
      else if (this.waits(task) && task.windowStart <= now) ready.push(task.id);
    }
    return ready;
  }

  /** Brings one task as far as it goes now. At most one process does so at a time. */
  async dispatch(taskId: string): Promise<void> {
    if (!this.commands.isReady) return;
    const runner = this.db.createQueryRunner();
    try {
      const [row]: { mine: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine', [
        DISPATCH_LOCK,
        taskId,
      ]);
      if (!row?.mine) return;
      try {
        await this.bringOn(taskId);
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1, hashtext($2))', [DISPATCH_LOCK, taskId]);
      }
    } finally {
      await runner.release();
    }
  }

  private waits({ course }: StoredTask): boolean {
    return course.state === 'queued' || course.state === 'preparing' || (course.state === 'ready' && !mayFly(course));
  }

  private async bringOn(taskId: string): Promise<void> {
    let task = await this.store.find(taskId);
    if (task?.course.state === 'queued' && isOfDock(task)) task = await this.admit(task);
    if (task?.course.state === 'preparing' && isOfDock(task)) task = await this.prepare(task);
    if (task?.course.state === 'ready' && task.course.executeSentAt === null && isOfDock(task))
      await this.execute(task);
  }

  /** Looks at the dock; a task whose dock cannot fly now goes on waiting, with the reason, until its window ends. */
  private async admit(task: DockTask): Promise<StoredTask | undefined> {
    return this.oneForDock(task.dockSn, async () => {
      const refusal = await this.checks.refusal(task, Date.now());
      if (refusal === null) return this.recorder.record(task.id, { type: 'prepare_sent', at: Date.now() }, null);
      if (!isDeepStrictEqual(task.waitReason, refusal)) await this.recorder.keepWaiting(task.id, refusal);
      return undefined;
    });
  }

  /** `flighttask_prepare`, again while nobody answers. Undefined: not now. */
  private async prepare(task: DockTask): Promise<StoredTask | undefined> {
    for (let attempt = 0; attempt < PREPARE_TRIES; attempt++) {
      const reply = await this.send(() => this.sendPrepare(task));
      if (reply === null || reply.kind === 'silent') continue;
      if (reply.result === 0) return this.recorder.record(task.id, { type: 'prepared', at: Date.now() }, null);
      await this.refused(task, reply.result);
      return undefined;
    }
    // the deadline of the state decides, if the next look does not bring an answer
    return undefined;
  }

  private async sendPrepare(task: DockTask): Promise<CommandReply> {
    const before = task.continues === null ? undefined : await this.store.find(task.continues);
    const point = before?.breakPoint;
    const mission = {
      flightId: task.id,
      start: { type: 'immediate', at: Date.now() },
      file: { url: await this.files.urlOf(task.id, Date.now()), fingerprint: task.routeMd5 },
      rthAltitude: Math.min(1500, Math.max(20, task.returnHeight)),
      exitWaylineWhenRcLost: true,
      precision: 'gps',
      ...(point && {
        breakPoint: {
          index: point.index,
          state: point.state === 1 ? (1 as const) : (0 as const),
          progress: point.progress,
          waylineId: point.waylineId,
        },
      }),
    } as const;
    const build = (tid: string) => flighttaskPrepare(task.dockSn, mission, tid, Date.now());
    return this.commands.call(task.dockSn, task.id, build);
  }

  /** The start: recorded first, sent once, and left alone whatever comes back or does not. */
  private async execute(task: DockTask): Promise<void> {
    try {
      await this.recorder.record(task.id, { type: 'execute_sent', at: Date.now() }, null);
    } catch (error) {
      // somebody canceled it, or it was sent already
      if (error instanceof Refusal) return;
      throw error;
    }
    const build = (tid: string) => flighttaskExecute(task.dockSn, task.id, tid, Date.now());
    const reply = await this.send(() => this.commands.call(task.dockSn, task.id, build));
    if (reply?.kind !== 'answered' || reply.result === 0) return;
    await this.refused(task, reply.result);
  }

  /** The dock says no. What is over soon is tried again within the window, as long as the start was not sent. */
  private async refused(task: StoredTask, code: number): Promise<void> {
    const reason = reasonOfCode(code);
    const now = Date.now();
    const current = await this.store.find(task.id);
    if (!current || hasEnded(current.course.state) || current.course.startedAt !== null) return;
    if (PASSING.has(reason) && current.course.executeSentAt === null) {
      await this.recorder.record(task.id, { type: 'postpone', at: now }, null, {
        waitReason: { reason, deviceCode: code, detail: null },
      });
      return;
    }
    await this.recorder.record(task.id, { type: 'refused', at: now, reason, deviceCode: code, by: null }, null);
  }

  private async settle(task: StoredTask, now: number): Promise<void> {
    if (isOfDock(task) && (task.course.state === 'preparing' || task.course.state === 'ready')) {
      const build = (tid: string) => flighttaskUndo(task.dockSn, [task.id], { tid, bid: task.id }, Date.now());
      await this.send(() => this.commands.call(task.dockSn, task.id, build, 3_000));
    }
    const unseen = !isOfDock(task) && task.course.state === 'queued' && ({ reason: 'not_taken_in_window' } as const);
    await this.recorder.record(task.id, { type: 'deadline', at: now, ...unseen }, null).catch(ignoreRefusal);
  }

  private async callHome(task: DockTask, now: number): Promise<void> {
    if (now - (this.calledHome.get(task.id) ?? 0) < CALL_HOME_MS) return;
    this.calledHome.set(task.id, now);
    const ids = (tid: string) => ({ tid, bid: task.id });
    const build = (tid: string) =>
      task.course.tookOffAt === null
        ? flighttaskUndo(task.dockSn, [task.id], ids(tid), Date.now())
        : flightCommand(task.dockSn, 'return_home', ids(tid), Date.now());
    await this.send(() => this.commands.call(task.dockSn, task.id, build, 5_000));
  }

  /** Admits one task of a dock at a time, whatever processes do. */
  private async oneForDock<T>(dockSn: string, admit: () => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [DISPATCH_LOCK + 1, dockSn]);
      return admit();
    });
  }

  /** Null: the broker did not take it, so it surely did not arrive. */
  private async send(call: () => Promise<CommandReply>): Promise<CommandReply | null> {
    try {
      return await call();
    } catch (error) {
      this.log.warn({ message: 'a command could not be sent', error: (error as Error).message });
      return null;
    }
  }
}

/** Refusals that may be over within minutes. */
const PASSING: ReadonlySet<TaskReason> = new Set<TaskReason>([
  'battery_low',
  'clock_differs',
  'dock_busy',
  'dock_offline',
  'dock_starting',
  'dock_updating',
  'media_uploading',
  'rain',
  'temperature',
  'wind',
]);

function isOfDock(task: StoredTask): task is DockTask {
  return task.dockSn !== null;
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
