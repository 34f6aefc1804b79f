import { type AirspaceArea, type FlightContext } from './flight.context.js';
import { type Words } from './route.findings.js';

/** Whether an area counts for certain, and the words of its times. */
export interface Validity extends Words {
  certain: boolean;
}

/** Beijing time, by which Chinese orders are given. */
const EAST_8 = 8 * 3_600_000;

/** Whether an area has no bearing on a flight of `seconds`: it ends before, or begins after; see `FlightContext.at`. */
export function isOver({ validFrom, validTo }: AirspaceArea, { at, now }: FlightContext, seconds: number): boolean {
  const begins = validFrom === null ? -Infinity : Date.parse(validFrom);
  const ends = validTo === null ? Infinity : Date.parse(validTo);
  // A time that cannot be read is no reason to leave an area out: every comparison with it is false.
  if (at === undefined) return now !== undefined && ends <= now.getTime();
  const from = at instanceof Date ? at.getTime() : at.from.getTime();
  const to = at instanceof Date ? from + seconds * 1000 : at.to.getTime();
  return ends <= from || begins >= to;
}

/** What is known of the times of an area that has a bearing on a flight. */
export function validityOf({ validFrom, validTo }: AirspaceArea, { at }: FlightContext): Validity {
  const certain = at !== undefined || (validFrom === null && validTo === null);
  if (validFrom === null && validTo === null) return { certain, zh: '', en: '' };
  const from = validFrom === null ? undefined : clock(validFrom);
  const to = validTo === null ? undefined : clock(validTo);
  if (from && to) return { certain, zh: `，${from} 至 ${to} 有效`, en: `, valid from ${from} to ${to} (UTC+8)` };
  if (from) return { certain, zh: `，${from} 起有效`, en: `, valid from ${from} (UTC+8)` };
  return { certain, zh: `，${to} 前有效`, en: `, valid until ${to} (UTC+8)` };
}

function clock(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : new Date(at + EAST_8).toISOString().slice(0, 16).replace('T', ' ');
}
