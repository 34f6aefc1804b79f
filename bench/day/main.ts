import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DeviceView, type Page, type RouteView } from '#contracts';
import { progress } from '../table.js';
import { DayMachine } from './day.machine.js';
import { printDay } from './day.report.js';
import { countPictures, flySortie, type Flown } from './day.sortie.js';
import { TROUBLES, type Trouble } from './day.troubles.js';

const HELP = `npm run day [-- --sorties 36 --speed 100 --calm]

  --sorties N   how many, over all docks of the county (default 36)
  --speed 1..100  pace of flights, batteries and weather (default 100)
  --calm        without injected faults

Exit code 0: every sortie ended with a reason, none took off twice, every picture is here or missing for a known cause.`;

/** When the database is killed, after the first sorties began. */
const KILL_AFTER_MS = 20_000;

/** A day of patrols through the real broker, queue and database, sped up; resolves with the exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sorties: { type: 'string', default: '36' },
      speed: { type: 'string', default: '100' },
      calm: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const begun = Date.now();
  let lose: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => (lose = reject));
  const machine = new DayMachine(lose);
  const stop = () => void machine.close().then(() => process.exit(1));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const counted = await Promise.race([lost, dayOf(machine, Number(values.sorties), values)]);
    progress(`done after ${Math.round((Date.now() - begun) / 1000)} s`);
    return printDay(counted, await machine.takeOffs()).good ? 0 : 1;
  } finally {
    await machine.close();
  }
}

async function dayOf(machine: DayMachine, sorties: number, { speed, calm }: { speed: string; calm: boolean }) {
  await machine.open(Number(speed));
  await docksOnline(machine);
  const day = await fly(machine, sorties, calm);
  progress('pictures');
  return Promise.all(day.map((flown) => countPictures(machine, flown)));
}

async function docksOnline(machine: DayMachine): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(200)) {
    const { items } = await machine.api<Page<DeviceView>>('GET', '/devices?kind=dock&limit=100');
    if (items.filter(({ presence }) => presence === 'online').length >= machine.docks.length) return;
  }
  throw new Error('the simulated docks did not come online within a minute');
}

/** Every dock flies its share one after the other, all docks at the same time. */
async function fly(machine: DayMachine, sorties: number, calm: boolean): Promise<Flown[]> {
  const routes = (await machine.api<Page<RouteView>>('GET', '/routes?limit=200')).items;
  const plans = planOf(machine.docks, routes, sorties);
  let nr = 0;
  const troubleOf = new Map<(typeof plans)[number], Trouble>();
  for (const plan of plans) {
    const trouble = nr % 2 === 1 ? TROUBLES[(nr - 1) / 2] : undefined;
    if (!calm && trouble) troubleOf.set(plan, trouble);
    nr += 1;
  }
  const flights = machine.docks.map(async (dockSn) => {
    const flown: Flown[] = [];
    for (const plan of plans.filter((each) => each.dockSn === dockSn))
      flown.push(await flySortie(machine, dockSn, plan.route, troubleOf.get(plan) ?? null));
    return flown;
  });
  if (!calm) {
    void delay(KILL_AFTER_MS, null, { ref: false }).then(() => {
      progress('the database is killed (kill -9)');
      machine.killDatabase();
    });
  }
  return (await Promise.all(flights)).flat();
}

/** Sorties spread over docks in turn: the main route first, then the backup, then the main one again. */
function planOf(docks: readonly string[], routes: readonly RouteView[], sorties: number) {
  return Array.from({ length: sorties }, (_, nr) => {
    const dockSn = docks[nr % docks.length]!;
    const own = routes.filter(({ homeDock, state }) => homeDock?.sn === dockSn && state === 'approved');
    if (own.length === 0) throw new Error(`dock ${dockSn} has no approved route`);
    const sorted = own.toSorted((one, other) => (one.role < other.role ? 1 : -1));
    return { dockSn, route: sorted[Math.floor(nr / docks.length) % sorted.length]! };
  });
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
);
