import { propose } from '../apps/server/src/plans/proposal.js';
import { proposalFaults } from '../apps/server/src/plans/proposal.faults.js';
import { type BenchOptions } from './options.js';
import { firstFit, qualityOf, weightedBound, withoutFlights } from './proposal.bounds.js';
import { COUNTY_SHAPES, generatedCounty } from './proposal.county.js';
import { median, printTable, progress, whole } from './table.js';

/** How good and how fast proposals are, on generated counties, beside plain first fit and what nobody can pass. */
export function proposalCase(options: BenchOptions): void {
  const seeds = Array.from({ length: options.quick ? 3 : 10 }, (_, index) => index + 1);
  const rows: string[][] = [];
  for (const shape of COUNTY_SHAPES) {
    progress(`proposals: ${shape.name}`);
    const runs = seeds.map((seed) => {
      const input = generatedCounty(shape, seed);
      const started = performance.now();
      const proposal = propose(input);
      const milliseconds = performance.now() - started;
      const faults = proposalFaults(input, proposal).length;
      const [made, first, none] = [qualityOf(input), firstFit(input), withoutFlights(input)];
      return { milliseconds, faults, made, first, none, bound: weightedBound(input), days: made.inTime + made.late };
    });
    const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
    const bound = sum((run) => run.bound);
    const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;
    const days = sum((run) => run.days);
    rows.push([
      shape.name,
      whole(days / runs.length),
      `${sum((run) => run.faults)}`,
      percent(
        sum((run) => run.none.weightedInTime),
        bound,
      ),
      percent(
        sum((run) => run.first.weightedInTime),
        bound,
      ),
      percent(
        sum((run) => run.made.weightedInTime),
        bound,
      ),
      `${whole(sum((run) => run.first.late) / runs.length)} / ${whole(sum((run) => run.made.late) / runs.length)}`,
      `${whole(sum((run) => run.first.flights) / runs.length)} / ${whole(sum((run) => run.made.flights) / runs.length)}`,
      `${whole(median(runs.map((run) => run.milliseconds)))} / ${whole(Math.max(...runs.map((run) => run.milliseconds)))}`,
    ]);
  }
  printTable(
    `Proposals of ${seeds.length} generated counties each; in time: weighted demand-days, of the bound`,
    [
      'county',
      'demand-days',
      'faults',
      'no flight',
      'first fit',
      'proposal',
      'late: first fit / proposal',
      'flights: first fit / proposal',
      'ms: median / worst',
    ],
    rows,
  );
}
