import { type TaskView } from '#contracts';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { type DatabaseGates } from './database-gates.js';
import { type Hold } from './holding-broker.js';
import { type MissionMachine } from './mission-machine.js';
import { until } from './until.js';

/** One step of a mission at which something is killed: how the mission is made to stand there, and when it does. */
export interface MissionStep {
  name: string;
  /** Metres; a long round is in the air when the others stand. */
  radius?: number;
  /** Before the task is queued. */
  before?(at: At): void | Promise<void>;
  /** Whether it stands at the step. */
  reached(at: At): boolean | Promise<boolean>;
  /** After the kill, before the victim is asked again. */
  after?(at: At): void | Promise<void>;
  /** The start got lost: nobody resends it, so that it ends when its time is over. */
  lost?: boolean;
}

/** A mission that is to stand at a step. */
export interface At {
  machine: MissionMachine;
  gates: DatabaseGates;
  dock: Dock;
  taskId: string;
  /** Messages that are kept back meanwhile. */
  holds: Hold[];
}

const hold = (channel: string, method: string, status?: string) => (at: At) => {
  at.holds.push(at.machine.broker.hold({ sn: at.dock.sn, channel, method, ...(status && { status }) }));
};
const caught = ({ holds }: At) => holds.every((each) => each.caught > 0);
const task = ({ machine, taskId }: At) => machine.api<TaskView>('GET', `/tasks/${taskId}`);
const tookOff = ({ dock }: At) => dock.takeOffs.length > 0;
const LONG = 900;

/** The steps of a mission in their order. Each is held open by what a dock, a network or a lock may do. */
export const MISSION_STEPS: readonly MissionStep[] = [
  {
    name: 'queued, the dock cannot fly yet',
    before: async ({ machine, dock }) => {
      machine.strike(`rain:${dock.sn}:forever:level=3`);
      // the start must not be tried before the rain is known: the dock itself would refuse it
      await until('the rain is known', async () => {
        const states: { rainfall: number }[] = await machine.db.query(
          `SELECT (properties->>'rainfall')::int AS rainfall FROM device_states WHERE sn = $1`,
          [dock.sn],
        );
        return states[0]?.rainfall === 3;
      });
    },
    reached: async (at) => (await task(at)).waitingFor !== null,
    after: ({ machine, dock }) => machine.strike(`rain:${dock.sn}:forever:level=0`),
  },
  { name: 'prepare sent, lost on its way', before: hold('services', 'flighttask_prepare'), reached: caught },
  { name: 'prepare done, its answer lost', before: hold('services_reply', 'flighttask_prepare'), reached: caught },
  {
    name: 'prepare answered, not recorded',
    before: ({ gates, taskId }) => gates.close('prepared', taskId),
    reached: ({ gates }) => gates.waits('prepared'),
  },
  {
    name: 'ready, the start not recorded',
    before: ({ gates, taskId }) => gates.close('start', taskId),
    reached: ({ gates }) => gates.waits('start'),
  },
  {
    name: 'start recorded and sent, lost on its way',
    before: hold('services', 'flighttask_execute'),
    reached: caught,
    lost: true,
  },
  {
    name: 'start done, its answer lost',
    before: (at) => {
      hold('services_reply', 'flighttask_execute')(at);
      hold('requests', 'flighttask_resource_get')(at);
    },
    reached: caught,
  },
  { name: 'start answered, before take-off', before: hold('requests', 'flighttask_resource_get'), reached: caught },
  { name: 'after take-off', radius: LONG, reached: tookOff },
  {
    name: 'mid-flight',
    radius: LONG,
    reached: async (at) => ((await task(at)).progress?.waypoint ?? 0) >= 1,
  },
  {
    name: 'paused',
    radius: LONG,
    reached: async (at) => {
      const { state, tookOffAt, progress } = await task(at);
      if (state === 'paused') return true;
      const able = tookOffAt !== null && (progress?.waypoint ?? null) !== null && at.holds.length === 0;
      // a refusal means that it climbs still: the next look asks again
      if (able) await at.machine.api('POST', `/tasks/${at.taskId}/pause`, {}).catch(() => undefined);
      return false;
    },
    // the pause may have lost its answer with whoever was killed: until it is given up, no other order is taken
    after: ({ machine, taskId }) =>
      until('the flight is told to go on', async () => {
        await machine.api('POST', `/tasks/${taskId}/resume`, {});
        return true;
      }).then(() => undefined),
  },
  { name: 'landed, its last word lost', before: hold('events', 'flighttask_progress', 'ok'), reached: caught },
  {
    name: 'pictures to be uploaded',
    before: ({ machine, dock }) => machine.strike(`upload_failure:${dock.sn}:forever:p=1`),
    reached: async (at) => (await task(at)).state === 'ok' && at.dock.media.remaining > 0,
    after: ({ machine, dock }) => void machine.simulator.faults.clear(dock.sn, 'upload_failure'),
  },
  { name: 'pictures uploaded, not told of', before: hold('events', 'file_upload_callback'), reached: caught },
  {
    name: 'pictures told of, not read',
    before: ({ gates, taskId }) => gates.close('pictures', taskId),
    reached: ({ gates }) => gates.waits('pictures'),
  },
];
