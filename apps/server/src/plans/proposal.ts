import { type LocalDay } from '#contracts';
import { type BoardFlight, type Candidate, ProposalBoard } from './proposal.board.js';
import { addDays } from '../common/local-day.js';
import { type ProposalInput } from './proposal.input.js';
import { search } from './proposal.search.js';
import { choiceOf, refusalOf } from './proposal.words.js';

/** A flight that is proposed, and why. Times in ms since 1970. */
export interface ProposedFlight {
  day: LocalDay;
  routeCode: string;
  dockSn: string;
  start: number;
  /** Landing. */
  end: number;
  /** When the dock can fly again. */
  ready: number;
  /** What it sees in time, as scenario and target. */
  serves: { scenario: string; target: string }[];
  code: string;
  zh: string;
  en: string;
}

/** A route that is not flown on a day, and why. */
export interface ProposalRefusal {
  day: LocalDay;
  routeCode: string;
  dockSn: string;
  code: string;
  zh: string;
  en: string;
}

/** A complete proposal: for each route and day either a flight or a refusal. */
export interface Proposal {
  flights: ProposedFlight[];
  refusals: ProposalRefusal[];
  /** Days of demands that are in time or late with it, and late without any flight. */
  inTime: number;
  late: number;
  lateWithout: number;
}

/**
 * Proposes the flights of a day or some days: greedy by what each brings for its dock's time over all days, then exchanges.
 * Pure and repeatable. A demand is in time on a day when it was seen within its days, that day included.
 */
export function propose(input: ProposalInput): Proposal {
  const board = new ProposalBoard(input);
  const without = board.ledger.totals();
  search(board);
  const flights = [...board.flights].sort((a, b) => a.start - b.start || a.routeCode.localeCompare(b.routeCode));
  const flown = new Map(flights.map((flight) => [flight.candidate!, flight]));
  const { inTime, late } = board.ledger.totals();
  return {
    flights: flights.map((flight) => proposed(board, flight)),
    refusals: board.candidates
      .filter((candidate) => !flown.has(candidate))
      .map((candidate) => refused(board, candidate)),
    inTime,
    late,
    lateWithout: without.late,
  };
}

function proposed(board: ProposalBoard, flight: BoardFlight): ProposedFlight {
  const { routeCode, start, end, ready, rows } = flight;
  const candidate = flight.candidate!;
  const serves = rows.map(({ demand }) => ({ scenario: demand.scenario, target: demand.target }));
  const words = choiceOf(board, flight);
  return { day: dayOf(board, candidate), routeCode, dockSn: candidate.dock.sn, start, end, ready, serves, ...words };
}

function refused(board: ProposalBoard, candidate: Candidate): ProposalRefusal {
  const { route, dock } = candidate;
  return { day: dayOf(board, candidate), routeCode: route.code, dockSn: dock.sn, ...refusalOf(board, candidate) };
}

function dayOf({ input }: ProposalBoard, { day }: Candidate): LocalDay {
  return addDays(input.firstDay, day);
}
