import { dayText } from './age.js';

const MINUTE = 60_000;
export const DAY_MS = 24 * 60 * MINUTE;

/** Midnight at which a day such as `2026-11-25` begins here, in ms since 1970. */
export function dayStart(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

/** The day so many days after another. */
export function dayAfter(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00`);
  at.setDate(at.getDate() + days);
  return dayText(at);
}

/** The local day of an instant. */
export function dayOf(ms: number): string {
  return dayText(new Date(ms));
}

/** `09:05` in local time. */
export function shortClock(ms: number): string {
  const at = new Date(ms);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** `09:05–09:27`, with the day in front when it is not `today`. */
export function spanText(from: number, to: number, today: string): string {
  const day = dayOf(from);
  return `${day === today ? '' : `${day.slice(5)} `}${shortClock(from)}–${shortClock(to)}`;
}

/** The instant of a day's time such as `09:05`; null for a text that is none. */
export function instantOf(day: string, clock: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(clock)) return null;
  const at = new Date(`${day}T${clock}:00`).getTime();
  return Number.isNaN(at) ? null : at;
}

/** `3 h 20 min` until an instant or since it, with its sign told by the caller. */
export function minutesBetween(from: number, to: number): number {
  return Math.round(Math.abs(to - from) / MINUTE);
}
