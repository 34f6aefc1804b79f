import { AirBook, type BookedFlight, type Wanted } from './air.book.js';
import { DemandLedger, type LedgerRow } from './demand.ledger.js';
import { type Interval, intersect } from './intervals.js';
import { addDays, daysBetween, localDayOf } from '../common/local-day.js';
import { dockGround, type Ground, routeGround } from './proposal.ground.js';
import {
  type ProposalDock,
  type ProposalInput,
  type ProposalRoute,
  recoverySeconds,
  type StandingTask,
} from './proposal.input.js';

/** A route on a day: what may be flown or refused. */
export interface Candidate {
  route: ProposalRoute;
  dock: ProposalDock;
  /** From 0. */
  day: number;
  ground: Ground;
  wanted: Wanted;
  rows: readonly LedgerRow[];
  /** Where a flight may lie, for each window of its demands; the first is any time. */
  windows: readonly (readonly Interval[])[];
}

/** A flight on the board: with a candidate, or a task that stood already. */
export interface BoardFlight extends BookedFlight {
  candidate: Candidate | null;
  /** Rows that it counts for. */
  rows: readonly LedgerRow[];
}

/** A place for a candidate and what it is worth there. */
export interface Offer {
  start: number;
  rows: readonly LedgerRow[];
  gain: number;
}

/** The state of a proposal while it is made: candidates, who flies when, what is in time. */
export class ProposalBoard {
  readonly ledger: DemandLedger;
  readonly book: AirBook<BoardFlight>;
  readonly candidates: Candidate[] = [];
  readonly flights = new Set<BoardFlight>();
  private readonly flown = new Set<Candidate>();

  constructor(readonly input: ProposalInput) {
    this.ledger = new DemandLedger(input);
    this.book = new AirBook(input.crossings);
    this.addCandidates();
    for (const task of input.standing) this.stand(task);
  }

  /** The best place for a candidate as the board stands; null: there is none, or it would bring nothing. */
  offer(candidate: Candidate): Offer | null {
    if (candidate.ground.refused || this.worth(candidate) === 0) return null;
    let best: Offer | null = null;
    for (const times of candidate.windows) {
      const start = this.book.earliest(candidate.wanted, times);
      if (start === null || start === best?.start) continue;
      const offer = this.offerAt(candidate, start);
      if (offer.gain > 0 && (!best || offer.gain > best.gain || (offer.gain === best.gain && start < best.start))) {
        best = offer;
      }
    }
    return best;
  }

  /** What a flight of the candidate would bring if its time met every window. */
  worth({ rows, day }: Candidate): number {
    return rows.reduce((sum, row) => sum + this.ledger.gain(row, day), 0);
  }

  place(candidate: Candidate, { start, rows }: Pick<Offer, 'start' | 'rows'>): BoardFlight {
    const end = start + candidate.wanted.flightMs;
    const flight: BoardFlight = {
      routeCode: candidate.route.code,
      dockSn: candidate.dock.sn,
      start,
      end,
      ready: end + candidate.wanted.recoveryMs,
      candidate,
      rows,
    };
    this.put(flight);
    return flight;
  }

  put(flight: BoardFlight): void {
    this.book.add(flight);
    if (!flight.candidate) return;
    this.flights.add(flight);
    this.flown.add(flight.candidate);
    for (const row of flight.rows) this.ledger.visit(row, flight.candidate.day, 1);
  }

  take(flight: BoardFlight): void {
    this.book.remove(flight);
    if (!flight.candidate) return;
    this.flights.delete(flight);
    this.flown.delete(flight.candidate);
    for (const row of flight.rows) this.ledger.visit(row, flight.candidate.day, -1);
  }

  /** What would be lost without this flight. */
  loss(flight: BoardFlight): number {
    const { candidate } = flight;
    if (!candidate) return Number.POSITIVE_INFINITY;
    this.take(flight);
    const lost = flight.rows.reduce((sum, row) => sum + this.ledger.gain(row, candidate.day), 0);
    this.put(flight);
    return lost;
  }

  /** True when the candidate is flown. */
  flies(candidate: Candidate): boolean {
    return this.flown.has(candidate);
  }

  private offerAt(candidate: Candidate, start: number): Offer {
    const end = start + candidate.wanted.flightMs;
    const rows = candidate.rows.filter((row) => this.ledger.counts(row, candidate.day, start, end));
    const gain = rows.reduce((sum, row) => sum + this.ledger.gain(row, candidate.day), 0);
    return { start, rows, gain };
  }

  /** A task that stands keeps its dock busy, and counts for what its route sees. */
  private stand({ routeCode, dockSn, start, end, ready }: StandingTask): void {
    this.book.add({ routeCode, dockSn, start, end, ready, candidate: null, rows: [] });
    const { firstDay, timeZone, days, routes } = this.input;
    const day = daysBetween(firstDay, localDayOf(start, timeZone));
    const route = routes.find(({ code }) => code === routeCode);
    if (!route || day < 0 || day >= days) return;
    for (const row of rowsOf(route, this.ledger.rows)) {
      if (this.ledger.counts(row, day, start, end)) this.ledger.visit(row, day, 1);
    }
  }

  private addCandidates(): void {
    const { input, ledger } = this;
    const docks = new Map(input.docks.map((dock) => [dock.sn, dock]));
    for (let day = 0; day < input.days; day++) {
      const local = addDays(input.firstDay, day);
      const grounds = new Map(input.docks.map((dock) => [dock.sn, dockGround(input, dock, local)]));
      const mains = new Map<string, Ground>();
      for (const route of [...input.routes].sort((a, b) => Number(a.backupOf !== null) - Number(b.backupOf !== null))) {
        const dock = docks.get(route.dockSn);
        if (!dock) continue;
        const own = routeGround(input, route, grounds.get(dock.sn)!);
        const main = route.backupOf === null ? undefined : mains.get(route.backupOf);
        const ground = main && !main.refused ? mainFlies(route.backupOf!) : own;
        if (route.backupOf === null) mains.set(route.code, own);
        const rows = rowsOf(route, ledger.rows);
        const wanted: Wanted = {
          routeCode: route.code,
          dockSn: dock.sn,
          flightMs: route.flightSeconds * 1000,
          recoveryMs: recoverySeconds(route, dock) * 1000,
        };
        const byWindow = new Map(rows.map((row) => [row.windowKey, row.times?.[day]]));
        const windows = [...byWindow.values()].map((times) => (times ? intersect(ground.free, times) : ground.free));
        this.candidates.push({ route, dock, day, ground, wanted, rows, windows });
      }
    }
  }
}

function mainFlies(code: string): Ground {
  return {
    free: [],
    refused: {
      code: 'main_flies',
      zh: `备用航线：主航线 ${code} 可飞`,
      en: `a backup: its main route ${code} can be flown`,
    },
  };
}

/** The demands that a route serves: of its scenarios, at the targets that it sees. */
function rowsOf(route: ProposalRoute, rows: readonly LedgerRow[]): LedgerRow[] {
  const [scenarios, targets] = [new Set(route.scenarios), new Set(route.sees)];
  return rows.filter(({ demand }) => scenarios.has(demand.scenario) && targets.has(demand.target));
}
