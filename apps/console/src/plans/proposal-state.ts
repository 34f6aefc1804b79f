import type { ProposalView } from '#contracts';

type Flight = ProposalView['flights'][number];

/** A proposed flight as the reader leaves it. */
export interface Choice {
  key: string;
  flight: Flight;
  ticked: boolean;
  /** Take-off, landing and when its dock can fly again, ms since 1970, moved where the reader moved it. */
  start: number;
  end: number;
  ready: number;
  adjusted: boolean;
}

/** What the reader changed of a proposal, by the key of a flight. */
export interface ProposalEdits {
  /** Left out. */
  unticked: ReadonlySet<string>;
  /** Moved to a start, ms since 1970. */
  starts: ReadonlyMap<string, number>;
}
export const NO_EDITS: ProposalEdits = { unticked: new Set(), starts: new Map() };

export function keyOf({ day, route }: Pick<Flight, 'day' | 'route'>): string {
  return `${day} ${route.code}`;
}

/** The flights of a proposal with what the reader changed, in the order of take-off. Pure. */
export function choicesOf(proposal: ProposalView, { unticked, starts }: ProposalEdits): Choice[] {
  return proposal.flights
    .map((flight): Choice => {
      const key = keyOf(flight);
      const planned = Date.parse(flight.startAt);
      const start = starts.get(key) ?? planned;
      const shift = start - planned;
      return {
        key,
        flight,
        ticked: !unticked.has(key),
        start,
        end: Date.parse(flight.endAt) + shift,
        ready: Date.parse(flight.readyAt) + shift,
        adjusted: shift !== 0,
      };
    })
    .sort((one, other) => one.start - other.start || one.key.localeCompare(other.key));
}

/** What is sent when the ticked ones are accepted. Pure. */
export function acceptanceOf(choices: readonly Choice[]) {
  return choices
    .filter(({ ticked }) => ticked)
    .map(({ flight, start }) => ({
      day: flight.day,
      routeCode: flight.route.code,
      dockSn: flight.dock.sn,
      startAt: new Date(start).toISOString(),
    }));
}

/** Ticks or leaves out these flights. Pure. */
export function ticked(edits: ProposalEdits, keys: readonly string[], on: boolean): ProposalEdits {
  const unticked = new Set(edits.unticked);
  for (const key of keys) {
    if (on) unticked.delete(key);
    else unticked.add(key);
  }
  return { ...edits, unticked };
}

/** Moves a flight; null takes it back to where it was proposed. Pure. */
export function started(edits: ProposalEdits, key: string, start: number | null): ProposalEdits {
  const starts = new Map(edits.starts);
  if (start === null) starts.delete(key);
  else starts.set(key, start);
  return { ...edits, starts };
}
