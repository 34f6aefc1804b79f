import { printTable } from '../table.js';
import { type TakeOff } from './day.machine.js';
import { type Flown } from './day.sortie.js';

/** The sum of a day; `good`: every sortie has ended with a reason, none flew twice, every picture is accounted for. */
export interface DaySum {
  sorties: number;
  terminal: number;
  takeOffs: number;
  double: number;
  lost: number;
  good: boolean;
}

/** Adds up a day. Take-offs are those that the simulator counted, by flight. */
export function sumOf(day: readonly Flown[], takeOffs: readonly TakeOff[]): DaySum {
  const terminal = day.filter(({ task }) => task.outcome !== null && task.outcome.code !== undefined).length;
  const counts = day.map(({ task }) => takeOffs.filter(({ flightId }) => flightId === task.id).length);
  const double = counts.filter((count) => count > 1).length;
  const lost = day.reduce((sum, flown) => sum + lostOf(flown), 0);
  const sorties = day.length;
  // a mission that flew cannot be one that says it never did, and the other way round
  const honest = day.every(({ task }, nr) => (task.state === 'ok' ? counts[nr] === 1 : true));
  const good = terminal === sorties && double === 0 && lost === 0 && honest;
  return { sorties, terminal, takeOffs: counts.reduce((sum, count) => sum + count, 0), double, lost, good };
}

/** Pictures that were announced and are neither here nor missing for a recorded cause. */
function lostOf({ task, media }: Flown): number {
  // what never flew has announced nothing
  if (task.outcome !== null && task.tookOffAt === null) return 0;
  if (media === null) return 1;
  const explained = media.missing.filter(({ final }) => final).length;
  return Math.max(0, media.expected - media.received - explained);
}

/** Prints a line for each sortie, and the last line that scripts read. */
export function printDay(day: readonly Flown[], takeOffs: readonly TakeOff[]): DaySum {
  const rows = day.map((flown) => {
    const { task, trouble, media, moved } = flown;
    const causes = new Map<string, number>();
    for (const { code } of media?.missing ?? []) causes.set(code, (causes.get(code) ?? 0) + 1);
    return [
      task.route.code,
      task.dockName ?? '',
      trouble?.name ?? '',
      `${task.state}${moved ? ' *' : ''}`,
      task.outcome?.code ?? '',
      String(takeOffs.filter(({ flightId }) => flightId === task.id).length),
      `${media?.expected ?? '?'} / ${media?.received ?? '?'}`,
      [...causes].map(([code, count]) => `${count} ${code}`).join(', '),
    ];
  });
  const heads = ['task', 'dock', 'trouble', 'state', 'reason', 'take-offs', 'pictures', 'missing because'];
  printTable('A simulated day; pictures: expected / received. * its deadline was brought forward', heads, rows);
  const sum = sumOf(day, takeOffs);
  process.stdout.write(
    `${sum.sorties} sorties, ${sum.terminal} terminal, ${sum.takeOffs} take-offs, ${sum.double} double, ${sum.lost} lost pictures\n`,
  );
  return sum;
}
