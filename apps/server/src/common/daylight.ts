import { getTimes } from 'suncalc';
import { type LocalDay } from '#contracts';
import { instantAt } from './local-day.js';

/** Sunrise and sunset as instants, in ms since 1970; null where the sun does not set or rise on that day. */
export interface Daylight {
  sunrise: number;
  sunset: number;
}

/**
 * Daylight at a place (WGS84) on a day of the county. The sun's upper edge at the level horizon with refraction; right to
 * about a minute (suncalc, tested against published tables).
 */
export function daylightOf(
  day: LocalDay,
  place: { latitude: number; longitude: number },
  timeZone: string,
): Daylight | null {
  const { sunrise, sunset } = getTimes(new Date(instantAt(day, '12:00', timeZone)), place.latitude, place.longitude);
  return sunrise && sunset ? { sunrise: sunrise.getTime(), sunset: sunset.getTime() } : null;
}
