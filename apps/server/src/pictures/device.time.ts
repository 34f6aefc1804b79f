import { instantAt } from '../common/local-day.js';

const TIME = /^(\d{4})[-:](\d{2})[-:](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The instant (ms since 1970) that a device's words mean: ISO 8601, or date and time as cameras write them. Without a zone
 * it is the county's time, which is what the clocks of its devices show. Null for anything else.
 */
export function deviceTimeOf(text: string, timeZone: string): number | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
  const date = `${year}-${month}-${day}`;
  const rest = Number(second) * 1000 + Math.trunc(Number(`0.${fraction || '0'}`) * 1000);
  const start = zone
    ? Date.parse(`${date}T${hour}:${minute}:00${zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`)
    : Number.isNaN(Date.parse(`${date}T${hour}:${minute}:00Z`))
      ? Number.NaN
      : instantAt(date, `${hour}:${minute}`, timeZone);
  return Number.isNaN(start) ? null : start + rest;
}
