import { DAY_MS, dayAfter, dayOf, dayStart } from '../common/local-time.js';

const HOUR = 3_600_000;

/** The days of a chart, side by side, each from one hour to another: nights without flights take no room. */
export interface GanttScale {
  days: readonly string[];
  fromHour: number;
  toHour: number;
}

/** Hours that a chart shows when nothing lies outside of them. */
const [EARLY, LATE] = [5, 21];

/** The scale of so many days from one on that shows all of these times, in ms since 1970. */
export function scaleFor(day: string, count: number, times: readonly number[]): GanttScale {
  const days = Array.from({ length: count }, (_, nr) => dayAfter(day, nr));
  const [first, last] = [dayStart(days[0]!), dayStart(days.at(-1)!) + DAY_MS];
  const inside = times.filter((at) => at >= first && at < last).map((at) => (at - dayStart(dayOf(at))) / HOUR);
  return {
    days,
    fromHour: Math.min(EARLY, ...inside.map(Math.floor)),
    toHour: Math.max(LATE, ...inside.map(Math.ceil)),
  };
}

/** Length of one day on the chart in ms. */
export function dayLength({ fromHour, toHour }: GanttScale): number {
  return (toHour - fromHour) * HOUR;
}

/** The times that a chart shows at its left and right end. */
export function bounds(scale: GanttScale): { from: number; to: number } {
  const from = dayStart(scale.days[0]!) + scale.fromHour * HOUR;
  const to = dayStart(scale.days.at(-1)!) + scale.toHour * HOUR;
  return { from, to };
}

/** Where a time lies, 0 at the left end and 1 at the right; a time of a night that is left out lies at its edge. */
export function fractionAt(scale: GanttScale, ms: number): number {
  const length = dayLength(scale);
  const count = scale.days.length;
  for (let nr = count - 1; nr >= 0; nr -= 1) {
    const begin = dayStart(scale.days[nr]!) + scale.fromHour * HOUR;
    if (ms >= begin) return (nr * length + Math.min(ms - begin, length)) / (count * length);
  }
  return 0;
}

/** The time at a fraction of the chart's width, in ms since 1970. */
export function timeAt(scale: GanttScale, fraction: number): number {
  const length = dayLength(scale);
  const count = scale.days.length;
  const along = Math.min(Math.max(fraction, 0), 1) * count * length;
  const nr = Math.min(count - 1, Math.floor(along / length));
  return dayStart(scale.days[nr]!) + scale.fromHour * HOUR + (along - nr * length);
}

/** A time moved along the chart by so much of its width, on whole steps of ms. */
export function movedBy(scale: GanttScale, start: number, fraction: number, step: number): number {
  return Math.round(timeAt(scale, fractionAt(scale, start) + fraction) / step) * step;
}

/** A mark of the axis. */
export interface Tick {
  at: number;
  /** 0 to 1. */
  place: number;
  label: string;
}

/** Whole hours: each of them on one day, every fourth when several days share the width. */
export function ticksOf(scale: GanttScale): Tick[] {
  const every = scale.days.length === 1 ? 1 : 4;
  return scale.days.flatMap((day) => {
    const ticks: Tick[] = [];
    for (let hour = Math.ceil(scale.fromHour / every) * every; hour < scale.toHour; hour += every) {
      const at = dayStart(day) + hour * HOUR;
      const label = scale.days.length === 1 ? `${String(hour).padStart(2, '0')}:00` : String(hour);
      if (hour > scale.fromHour) ticks.push({ at, place: fractionAt(scale, at), label });
    }
    return ticks;
  });
}
