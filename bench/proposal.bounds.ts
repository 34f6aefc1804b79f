import { lengthOf } from '../apps/server/src/plans/intervals.js';
import { type Candidate, ProposalBoard } from '../apps/server/src/plans/proposal.board.js';
import { fillInOrder, search } from '../apps/server/src/plans/proposal.search.js';
import { type ProposalInput } from '../apps/server/src/plans/proposal.input.js';

/** Demand-days in time and late, plain and weighted, and flights. */
export interface Quality {
  inTime: number;
  late: number;
  weightedInTime: number;
  flights: number;
}

/** Plain first fit: day by day and route by route, whatever is due gets the best place that is left. */
export function firstFit(input: ProposalInput): Quality {
  const board = new ProposalBoard(input);
  fillInOrder(board);
  return { ...board.ledger.totals(), flights: board.flights.size };
}

/** What the product proposes. */
export function qualityOf(input: ProposalInput): Quality {
  const board = new ProposalBoard(input);
  search(board);
  return { ...board.ledger.totals(), flights: board.flights.size };
}

/** As things stand without any further flight. */
export function withoutFlights(input: ProposalInput): Quality {
  return { ...new ProposalBoard(input).ledger.totals(), flights: 0 };
}

/**
 * More than any proposal can reach, in weighted demand-days in time. Each dock alone, crossings and the cut of its times
 * forgotten: no more than if every route of it flew whenever it may (each alone), and no more than its time allows when
 * routes could be flown in parts (fractional knapsack). The gains of single flights may be added up, since a flight never
 * brings more beside others than alone.
 */
export function weightedBound(input: ProposalInput): number {
  const board = new ProposalBoard(input);
  const base = board.ledger.totals().weightedInTime;
  const flyable = board.candidates.filter((candidate) => board.offer(candidate) !== null);
  const all = reach(board, flyable) - base;
  const byDock = input.docks.map(({ sn }) => {
    const own = flyable.filter(({ dock }) => dock.sn === sn);
    const byTime = Array.from({ length: input.days }, (_, day) =>
      knapsack(
        board,
        own.filter((one) => one.day === day),
      ),
    );
    return Math.min(
      reach(board, own) - base,
      byTime.reduce((sum, part) => sum + part, 0),
    );
  });
  return (
    base +
    Math.min(
      all,
      byDock.reduce((sum, part) => sum + part, 0),
    )
  );
}

/** What is in time when all of these are flown, each at its own best times. */
function reach({ ledger }: ProposalBoard, flown: readonly Candidate[]): number {
  const visit = (by: 1 | -1) => {
    for (const { rows, day } of flown) for (const row of rows) ledger.visit(row, day, by);
  };
  visit(1);
  const { weightedInTime } = ledger.totals();
  visit(-1);
  return weightedInTime;
}

/** The most that a dock's day can bring. The last flight need not be charged after: its recovery is given for free. */
function knapsack(board: ProposalBoard, candidates: readonly Candidate[]): number {
  if (candidates.length === 0) return 0;
  const spare = Math.max(...candidates.map(({ wanted }) => wanted.recoveryMs));
  const ground = [...candidates].sort((a, b) => lengthOf(b.ground.free) - lengthOf(a.ground.free))[0]!.ground.free;
  const first = ground[0]![0];
  // Charging goes on while nobody may fly, so all of the time from the first to the last counts.
  let left = ground.at(-1)![1] - first + spare;
  const items = candidates
    .map((candidate) => ({
      gain: board.worth(candidate),
      time: candidate.wanted.flightMs + candidate.wanted.recoveryMs,
    }))
    .sort((a, b) => b.gain / b.time - a.gain / a.time);
  let sum = 0;
  for (const { gain, time } of items) {
    sum += gain * Math.min(1, left / time);
    left -= time;
    if (left <= 0) break;
  }
  return sum;
}
