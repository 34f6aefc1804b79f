import { type LocalDay } from '#contracts';
import { daylightOf } from '../common/daylight.js';
import { type Interval, intersect, lengthOf, without } from './intervals.js';
import { addDays, instantAt, localClockOf } from '../common/local-day.js';
import { type ProposalDock, type ProposalInput, type ProposalRoute } from './proposal.input.js';

/** A cause with its stable code and a sentence in each language. */
export interface Cause {
  code: string;
  zh: string;
  en: string;
}

/** When a route may be in the air on a day, before it is asked who else flies; and why not, when it may not. */
export interface Ground {
  free: Interval[];
  refused: Cause | null;
}

/** The whole local day. */
export function dayInterval(day: LocalDay, timeZone: string): Interval {
  return [instantAt(day, '00:00', timeZone), instantAt(addDays(day, 1), '00:00', timeZone)];
}

/** A window of local time on a day; one that runs past midnight is both ends of the day. */
export function windowOn(day: LocalDay, window: { from: string; to: string } | null, timeZone: string): Interval[] {
  const [start, end] = dayInterval(day, timeZone);
  if (!window) return [[start, end]];
  const [from, to] = [instantAt(day, window.from, timeZone), instantAt(day, window.to, timeZone)];
  return from < to
    ? [[from, to]]
    : [
        [start, to],
        [from, end],
      ];
}

/** When a dock may have its drone in the air on a day: no-fly days, working hours, daylight, weather. Pure. */
export function dockGround(input: ProposalInput, dock: ProposalDock, day: LocalDay): Ground {
  const closed = input.marks.noFly.get(day);
  if (closed !== undefined) {
    return none('no_fly_day', `全县禁飞日：${closed}`, `nobody flies in the county: ${closed}`);
  }
  if (dock.unavailable) return { free: [], refused: dock.unavailable };
  let free = windowOn(day, input.working, input.timeZone);
  if (input.limits.daylight) {
    const light = daylightOf(day, dock, input.timeZone);
    free = light ? intersect(free, [[light.sunrise, light.sunset]]) : [];
    if (free.length === 0) return none('no_daylight', '作业时段内没有日照', 'no daylight within the working hours');
  }
  free = without(free, [0, input.now]);
  if (free.length === 0) return none('day_is_over', '当日作业时段已过', 'the working hours of that day are over');
  return inWeather(input, dock, free);
}

function inWeather(input: ProposalInput, dock: ProposalDock, from: readonly Interval[]): Ground {
  let free = [...from];
  let worst: Cause | null = null;
  for (const forecast of input.forecasts) {
    if (forecast.dockSn !== null && forecast.dockSn !== dock.sn) continue;
    const { windSpeed, rainfall } = forecast;
    const cause: Cause | null =
      rainfall !== null && rainfall > input.limits.rainfall
        ? { code: 'rain', zh: '预报有雨', en: 'rain is forecast' }
        : windSpeed !== null && windSpeed > input.limits.windSpeed
          ? { code: 'wind', zh: `预报风速 ${windSpeed} m/s`, en: `wind of ${windSpeed} m/s is forecast` }
          : null;
    if (!cause) continue;
    const left = without(free, [forecast.from, forecast.to]);
    if (lengthOf(left) < lengthOf(free)) worst = cause;
    free = left;
  }
  return free.length === 0 ? { free, refused: worst } : { free, refused: null };
}

/** When a route may be in the air on a day: its dock's times without its closures. */
export function routeGround(input: ProposalInput, route: ProposalRoute, dock: Ground): Ground {
  if (dock.refused) return dock;
  let { free } = dock;
  let last: Cause | null = null;
  for (const closure of input.closures) {
    if (closure.routeCode !== route.code) continue;
    const left = without(free, [closure.from, closure.to]);
    if (lengthOf(left) < lengthOf(free)) last = { code: 'airspace_closed', zh: closure.zh, en: closure.en };
    free = left;
  }
  const fits = free.filter(([from, to]) => to - from >= route.flightSeconds * 1000);
  if (fits.length > 0) return { free: fits, refused: null };
  const longest = Math.max(0, ...free.map(([from, to]) => to - from)) / 60_000;
  return { free: [], refused: last ?? tooLong(route, Math.floor(longest)) };
}

function tooLong({ flightSeconds }: ProposalRoute, minutes: number): Cause {
  const needed = Math.ceil(flightSeconds / 60);
  return {
    code: 'too_long',
    zh: `需飞 ${needed} 分钟，当日可飞时段最长 ${minutes} 分钟`,
    en: `it takes ${needed} min, and the longest time to fly on that day is ${minutes} min`,
  };
}

/** The times of a list as text, such as `07:10–18:00`. */
export function shownTimes(list: readonly Interval[], timeZone: string): string {
  return list.map(([from, to]) => `${localClockOf(from, timeZone)}–${localClockOf(to, timeZone)}`).join('、');
}

function none(code: string, zh: string, en: string): Ground {
  return { free: [], refused: { code, zh, en } };
}
