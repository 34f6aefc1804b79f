import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type TaskTaking, type TaskView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { type Scope } from '../auth/scope.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DeviceStore } from '../devices/device.store.js';
import { PaperGate } from '../papers/paper.gate.js';
import { type FlyingPilot, MobileStore } from './mobile.store.js';
import { TASK, TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

const DRONE = { zh: '无人机', en: 'drone' };

/** Who takes a task, and with what right. */
interface Taker {
  names: readonly string[];
  scope: Scope;
  /** May take one that names somebody else. */
  forOthers: boolean;
}

/** Tasks of pilots: taken by one of them, flown by a drone that nobody commands. */
@Injectable()
export class MobileTasksService {
  private readonly log = new Logger(MobileTasksService.name);

  constructor(
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly store: MobileStore,
    private readonly recorder: TaskRecorder,
    private readonly devices: DeviceStore,
    private readonly gate: PaperGate,
  ) {}

  /**
   * Notes who flies it with which drone; from then on a take-off of that drone begins it. Throws `NotFound`, `Refusal` 409
   * `not_mobile`, `other_pilot`, `other_aircraft`, `mobile_busy`, `papers_missing`, `filing_open`, `not_in_this_state`, 400
   * `aircraft_needed`, `not_mobile_aircraft`.
   */
  async take(id: string, { aircraftSn }: TaskTaking, actor: Actor): Promise<TaskView> {
    const taker = {
      names: [actor.username],
      scope: actor.scope,
      forOthers: actor.permissions.has('tasks.manage'),
    };
    return viewOfTask(await this.takeBy(id, aircraftSn ?? null, taker));
  }

  /** The routes of tasks that wait for this pilot. */
  async routesFor(pilot: FlyingPilot): Promise<ReadonlySet<string>> {
    const tasks = await this.store.waitingFor(pilot, null, new Date());
    return new Set(tasks.map(({ routeId }) => routeId));
  }

  /** Fetching the file of a route takes the earliest task for it that waits for this pilot; the file is given all the same. */
  async fetched(routeId: string, pilot: FlyingPilot, scope: Scope): Promise<void> {
    const waiting = await this.store.waitingFor(pilot, routeId, new Date());
    const task = waiting.find(({ state }) => state === 'queued');
    if (!task) return;
    try {
      await this.takeBy(task.id, pilot.aircraft[0] ?? null, { names: pilot.names, scope, forOthers: false });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.log.warn({ message: 'a fetched route took no task', task: task.id, error: error.message });
    }
  }

  private async takeBy(id: string, wanted: string | null, { names, scope, forOthers }: Taker): Promise<StoredTask> {
    return this.db.transaction(async (tx) => {
      const task = await this.tasks.lock(tx, id);
      if (!task) throw new NotFound(TASK, id);
      scope.require(task.divisionPath, TASK, id);
      const refuse = (code: string, zh: string, en: string, status = 409) =>
        new Refusal(status, code, `任务“${task.name}”${zh}`, `task "${task.name}" ${en}`);
      if (task.executor !== 'mobile') throw refuse('not_mobile', '由机场执飞，不能领取', 'is flown by a dock');
      if (task.pilot !== null && !names.includes(task.pilot) && !forOthers) {
        throw refuse('other_pilot', `已指派给${task.pilot}`, `is for ${task.pilot}`);
      }
      const aircraftSn = wanted ?? task.aircraftSn;
      if (aircraftSn === null) throw refuse('aircraft_needed', '须指明无人机', 'needs the name of a drone', 400);
      if (task.aircraftSn !== null && task.aircraftSn !== aircraftSn) {
        const name = task.aircraftName ?? task.aircraftSn;
        throw refuse('other_aircraft', `指定由${name}执飞`, `is to be flown by ${name}`);
      }
      await this.requireMobile(aircraftSn, scope);
      const busy = await this.store.busyWith(aircraftSn, id, tx);
      if (busy) throw refuse('mobile_busy', `的无人机正在执行“${busy}”`, `: its drone flies "${busy}"`);
      const at = Date.now();
      const pilot = task.pilot ?? names[0]!;
      const taken = await this.recorder.recordIn(tx, task, [{ type: 'taken', at }], pilot, { aircraftSn, pilot });
      const [papers] = await this.gate.clocks([id], at, tx);
      const red =
        papers?.required && papers.clock.blocksStart && papers.clock.steps.find(({ level }) => level === 'red');
      if (red) throw refuse('papers_missing', `的手续未齐：${red.zh}`, `lacks papers: ${red.en}`);
      return taken;
    });
  }

  private async requireMobile(sn: string, scope: Scope): Promise<void> {
    const drone = await this.devices.find(sn);
    if (!drone) throw new NotFound(DRONE, sn);
    scope.require(drone.divisionPath, DRONE, sn);
    const carrier = drone.parentSn === null ? undefined : await this.devices.find(drone.parentSn);
    if (drone.kind === 'aircraft' && carrier?.kind !== 'dock') return;
    throw new Refusal(
      400,
      'not_mobile_aircraft',
      `“${drone.name}”不是机动无人机`,
      `"${drone.name}" is no mobile drone: a dock carries it`,
    );
  }
}
