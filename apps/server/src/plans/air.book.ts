import { type Interval } from './intervals.js';
import { CROSSING_SECONDS } from './proposal.input.js';

/** A flight that stands in the book. Times in ms since 1970. */
export interface BookedFlight {
  routeCode: string;
  /** Null: a mobile drone's, which has no dock to keep busy. */
  dockSn: string | null;
  start: number;
  /** Landing. */
  end: number;
  /** When its dock can fly again. */
  ready: number;
}

/** Who keeps a new flight out of a time, and until when. */
export interface Blocker<Flight extends BookedFlight> {
  flight: Flight;
  kind: 'dock' | 'crossing';
  /** The earliest start at which this one does not block any more. */
  until: number;
}

/** A flight that looks for a time. */
export interface Wanted {
  routeCode: string;
  dockSn: string;
  flightMs: number;
  /** From landing until the dock can fly again. */
  recoveryMs: number;
}

/** Who flies when: one dock one drone, and crossing routes never together. */
export class AirBook<Flight extends BookedFlight> {
  private readonly byDock = new Map<string, Set<Flight>>();
  private readonly byRoute = new Map<string, Set<Flight>>();
  private readonly partners = new Map<string, string[]>();

  constructor(crossings: readonly (readonly [string, string])[]) {
    for (const [one, other] of crossings) {
      this.partners.set(one, [...(this.partners.get(one) ?? []), other]);
      this.partners.set(other, [...(this.partners.get(other) ?? []), one]);
    }
  }

  add(flight: Flight): void {
    if (flight.dockSn !== null) put(this.byDock, flight.dockSn, flight);
    put(this.byRoute, flight.routeCode, flight);
  }

  remove(flight: Flight): void {
    if (flight.dockSn !== null) this.byDock.get(flight.dockSn)?.delete(flight);
    this.byRoute.get(flight.routeCode)?.delete(flight);
  }

  /** Everything that keeps the wanted flight from starting at this time. */
  blockers(wanted: Wanted, start: number): Blocker<Flight>[] {
    const found: Blocker<Flight>[] = [];
    const end = start + wanted.flightMs;
    for (const flight of this.byDock.get(wanted.dockSn) ?? []) {
      if (start < flight.ready && end + wanted.recoveryMs > flight.start) {
        found.push({ flight, kind: 'dock', until: flight.ready });
      }
    }
    const apart = CROSSING_SECONDS * 1000;
    for (const code of this.partners.get(wanted.routeCode) ?? []) {
      for (const flight of this.byRoute.get(code) ?? []) {
        if (start < flight.end + apart && end > flight.start - apart) {
          found.push({ flight, kind: 'crossing', until: flight.end + apart });
        }
      }
    }
    return found;
  }

  /** The earliest start so that the flight lies within one of the times and nobody blocks it; null: none. */
  earliest(wanted: Wanted, times: readonly Interval[], from = 0): number | null {
    for (const [begin, end] of times) {
      let start = Math.max(begin, from);
      while (start + wanted.flightMs <= end) {
        const blockers = this.blockers(wanted, start);
        if (blockers.length === 0) return start;
        start = Math.max(...blockers.map(({ until }) => until));
      }
    }
    return null;
  }

  /** Flights that touch these times at the wanted dock or cross the wanted route. */
  near(wanted: Wanted, times: readonly Interval[]): Set<Flight> {
    const touches = (flight: Flight) => times.some(([from, to]) => flight.start < to && flight.ready > from);
    const dock = [...(this.byDock.get(wanted.dockSn) ?? [])];
    const crossing = (this.partners.get(wanted.routeCode) ?? []).flatMap((code) => [...(this.byRoute.get(code) ?? [])]);
    return new Set([...dock, ...crossing].filter(touches));
  }
}

function put<Flight>(map: Map<string, Set<Flight>>, key: string, flight: Flight): void {
  const known = map.get(key);
  if (known) known.add(flight);
  else map.set(key, new Set([flight]));
}
