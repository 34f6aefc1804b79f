import { setTimeout as delay } from 'node:timers/promises';
import { type RouteView, type TaskMediaView, type TaskView } from '#contracts';
import { progress } from '../table.js';
import { type DayMachine } from './day.machine.js';
import { type Trouble } from './day.troubles.js';

/** A sortie of the day as it ended. */
export interface Flown {
  task: TaskView;
  dockSn: string;
  trouble: Trouble | null;
  media: TaskMediaView | null;
  /** Its deadline came because the clock of its row was moved. */
  moved: boolean;
}

const LOOK_MS = 500;
/** A sortie takes less than this at the pace of the day; one that hangs by nature is waited for half as long. */
const PATIENCE_MS = 120_000;
const MEDIA_PATIENCE_MS = 180_000;

/** Plans one sortie of a dock, lets it fly with its trouble, and waits until it has ended. */
export async function flySortie(
  machine: DayMachine,
  dockSn: string,
  route: RouteView,
  trouble: Trouble | null,
): Promise<Flown> {
  for (const fault of trouble?.faults ?? []) await machine.strike(dockSn, fault);
  const { id } = await patiently(() => queued(machine, route));
  let aloft = false;
  let moved = false;
  const begun = Date.now();
  for (;;) {
    await delay(LOOK_MS);
    const task = await patiently(() => machine.api<TaskView>('GET', `/tasks/${id}`));
    if (task.outcome !== null) {
      progress(`${task.name}: ${task.state} ${task.outcome.code}${trouble ? ` (${trouble.name})` : ''}`);
      for (const { kind } of trouble?.faults ?? []) if (!KEPT.has(kind)) await calm(machine, dockSn, kind);
      return { task, dockSn, trouble, media: null, moved };
    }
    if (!aloft && task.tookOffAt !== null) {
      aloft = true;
      await strikeAloft(machine, dockSn, task, trouble);
    }
    const patience = trouble?.hangs ? PATIENCE_MS / 2 : PATIENCE_MS;
    if (!moved && Date.now() - begun > patience) {
      moved = true;
      const why = task.waitingFor === null ? '' : ` (${task.waitingFor.code})`;
      progress(`${task.name}: ${task.state}${why} since ${task.since}, its deadline is brought forward`);
      await patiently(() => machine.passTime(id));
    }
    if (Date.now() - begun > 2 * PATIENCE_MS) return { task, dockSn, trouble, media: null, moved };
  }
}

/** Faults of uploads go on until the pictures are counted. */
const KEPT = new Set(['upload_failure', 'media_lost']);

async function calm(machine: DayMachine, dockSn: string, kind: string): Promise<void> {
  await machine.calm(dockSn, kind);
  if (kind === 'rain') await machine.strike(dockSn, { kind, seconds: null, params: { level: 0 } });
}

/** Waits until the pictures of a sortie are counted, and nothing more is waited for. */
export async function countPictures(machine: DayMachine, flown: Flown): Promise<Flown> {
  const end = Date.now() + MEDIA_PATIENCE_MS;
  const flew = flown.task.tookOffAt !== null;
  for (;;) {
    const media = await patiently(() => machine.api<TaskMediaView>('GET', `/tasks/${flown.task.id}/media`));
    const read = media.items.every(({ state }) => state === 'ingested' || state === 'damaged');
    if (!flew || (media.settled && read)) return { ...flown, media };
    if (Date.now() > end) {
      progress(`${flown.task.name}: pictures are not settled: ${media.received} of ${media.expected}`);
      return { ...flown, media };
    }
    await delay(2 * LOOK_MS);
  }
}

async function queued(machine: DayMachine, route: RouteView): Promise<TaskView> {
  const task = await machine.api<TaskView>('POST', '/tasks', {
    routeId: route.id,
    windowStart: new Date(Date.now() - 1000).toISOString(),
    windowEnd: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await machine.api('POST', `/tasks/${task.id}/approve`, {});
  await machine.api('POST', `/tasks/${task.id}/file`, { filed: true, note: '模拟日 simulated day' });
  return machine.api('POST', `/tasks/${task.id}/queue`, {});
}

async function strikeAloft(machine: DayMachine, dockSn: string, task: TaskView, trouble: Trouble | null) {
  for (const fault of trouble?.aloft ?? []) await machine.strike(dockSn, fault);
  if (!trouble?.order) return;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await machine.api('POST', `/tasks/${task.id}/${trouble.order}`, {});
      return;
    } catch {
      // it climbs still, or the database is just away
      await delay(LOOK_MS);
    }
  }
}

/** The database is killed on this day: who asks meanwhile asks again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 20) throw error;
      await delay(LOOK_MS);
    }
  }
}
