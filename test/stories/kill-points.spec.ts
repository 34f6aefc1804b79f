import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type TaskMediaView, type TaskView } from '#contracts';
import { DatabaseGates } from '../support/database-gates.js';
import { type KillTable, printed, writeKillTable, writtenKillTable } from '../support/kill-table.js';
import { MissionMachine, type QueueKind, type Victim } from '../support/mission-machine.js';
import { type At, MISSION_STEPS, type MissionStep } from '../support/mission-steps.js';
import { until } from '../support/until.js';

// At every step of a mission something is killed by its process id. One mission of a dock stands at each step, so that a
// kill meets all steps at once. What counts is what really left the ground: never twice, never without a reason.

// The whole table takes minutes: `npm run kill-points`. `npm test` kills the worker, which holds most of it in its hands.

const seen: KillTable = new Map(MISSION_STEPS.map(({ name }) => [name, new Map()]));
const WHOLE: [QueueKind, Victim[]][] = [
  ['Redis', ['worker', 'queue store', 'database']],
  ['PostgreSQL', ['worker', 'database']],
];
const wanted = process.env['KILL_POINTS'];
const QUEUES: [QueueKind, Victim[]][] = wanted === undefined ? [['Redis', ['worker']]] : WHOLE;

const lostLast = ({ lost }: MissionStep) => (lost ? 1 : 0);

describe.each(QUEUES)('with the queue in %s', (queue, victims) => {
  let machine: MissionMachine;
  let gates: DatabaseGates;
  const routes = new Map<string, string>();

  beforeAll(async () => {
    machine = await MissionMachine.start(queue);
    gates = new DatabaseGates(machine.db, machine.postgres.url);
    await gates.install();
    for (const [nr, step] of MISSION_STEPS.entries()) {
      routes.set(step.name, (await machine.route(machine.docks[nr]!, step.radius ?? 150)).id);
    }
  }, 120_000);
  afterAll(() => machine?.close(), 60_000);
  afterEach(async () => {
    machine.broker.letGo();
    await gates.open();
    await until('the docks are free', () =>
      machine.docks.every((dock) => {
        dock.aircraft.battery = { ...dock.aircraft.battery, percent: 95 };
        dock.takeOffs.length = 0;
        return dock.sortie === null && dock.refusal === 0;
      }),
    );
  }, 60_000);

  it.each(victims)(
    'no step loses or doubles a flight when this is killed: %s',
    async (victim) => {
      await machine.signIn();
      const missions = new Map<MissionStep, At>();
      // those that stand still come first, and those that fly last: all are there at the same moment
      for (const flies of [false, true]) {
        const part = MISSION_STEPS.filter(({ radius }) => (radius !== undefined) === flies);
        for (const step of part) missions.set(step, await begin(step));
        await Promise.all(part.map((step) => stands(step, missions.get(step)!)));
      }
      await machine.kill(victim);
      await gates.open();
      for (const [step, at] of missions) {
        for (const hold of at.holds) hold.drop();
        await step.after?.(at);
      }
      // a lost start comes last: while the others fly, everything open was looked at again and again
      for (const [step, at] of [...missions].toSorted(([one], [other]) => lostLast(one) - lostLast(other))) {
        if (step.lost) await passTime(at.taskId);
        const task = await ended(step, at);
        const flown = at.dock.takeOffs.filter(({ flightId }) => flightId === at.taskId).length;
        expect({ step: step.name, twice: flown > 1 }).toEqual({ step: step.name, twice: false });
        expect({ step: step.name, starts: machine.broker.starts(at.taskId) }).toEqual({ step: step.name, starts: 1 });
        const pictures = await picturesOf(at.taskId, flown);
        const cell = `${flown} × \`${task.state}\` ${task.outcome!.code}, ${pictures}`;
        seen.get(step.name)!.set(`${victim} (${queue})`, cell);
      }
    },
    180_000,
  );

  async function begin(step: MissionStep): Promise<At> {
    const dock = machine.docks[MISSION_STEPS.indexOf(step)]!;
    const { id } = await machine.api<TaskView>('POST', '/tasks', {
      routeId: routes.get(step.name),
      windowStart: new Date(Date.now() - 1000).toISOString(),
      windowEnd: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await machine.api('POST', `/tasks/${id}/approve`, {});
    await machine.api('POST', `/tasks/${id}/file`, { filed: true, note: '粤空 2026-001' });
    const at: At = { machine, gates, dock, taskId: id, holds: [] };
    await step.before?.(at);
    await machine.api('POST', `/tasks/${id}/queue`, {});
    return at;
  }

  function stands(step: MissionStep, at: At): Promise<unknown> {
    const look = async () => {
      if (await step.reached(at)) return true;
      throw new Error(JSON.stringify(await machine.api('GET', `/tasks/${at.taskId}`)));
    };
    return until(`it stands: ${step.name}`, look, 40_000);
  }

  function ended(step: MissionStep, { taskId }: At): Promise<TaskView> {
    const look = async () => {
      const task = await machine.api<TaskView>('GET', `/tasks/${taskId}`);
      if (task.outcome !== null) return task;
      throw new Error(`${step.name}: ${JSON.stringify(task)}\n${machine.said()}`);
    };
    return until(`its mission ends: ${step.name}`, look, 60_000);
  }

  /** Every picture that was taken arrives and is read. */
  async function picturesOf(taskId: string, flown: number): Promise<string> {
    if (flown === 0) return 'no pictures';
    const media = await until(
      'all pictures are read',
      async () => {
        const found = await machine.api<TaskMediaView>('GET', `/tasks/${taskId}/media`);
        const read = found.items.filter(({ state }) => state === 'ingested').length;
        if (found.expected !== null && read === found.expected) return found;
        throw new Error(JSON.stringify({ ...found, items: found.items.map(({ state, name }) => [state, name]) }));
      },
      60_000,
    );
    return `${media.received} of ${media.expected} pictures`;
  }

  /** The hours that a lost start is waited for. */
  async function passTime(taskId: string): Promise<void> {
    await machine.db.transaction(async (tx) => {
      // a recorded start cannot be changed otherwise
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(`UPDATE tasks SET execute_sent_at = execute_sent_at - interval '6 hours' WHERE id = $1`, [taskId]);
    });
  }
});

it('the table in docs/kill-points.md is what was seen', () => {
  if (wanted !== undefined) process.stdout.write(`${printed(seen)}\n`);
  if (wanted === 'write') writeKillTable(seen);
  const written = writtenKillTable();
  expect([...written.keys()]).toEqual([...seen.keys()]);
  const victims = QUEUES.flatMap(([queue, names]) => names.map((victim) => `${victim} (${queue})`));
  for (const [step, cells] of seen) {
    expect([step, ...cells.keys()]).toEqual([step, ...victims]);
    for (const [victim, cell] of cells)
      expect([step, victim, cell]).toEqual([step, victim, written.get(step)!.get(victim)]);
  }
});
