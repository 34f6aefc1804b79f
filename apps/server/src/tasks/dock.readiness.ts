import { type PlanLimits } from '#contracts';
import { type Hold, hold } from './task.hold.js';
import { type TaskReason } from './task.reasons.js';

/** What is last known of a dock and its aircraft. Members under the device's own names: the codec has fitted them. */
export interface DockKnowledge {
  presence: 'unknown' | 'online' | 'stale' | 'offline' | 'resting' | null;
  properties: Readonly<Record<string, unknown>>;
  /** Of the aircraft that belongs to it. */
  aircraft: Readonly<Record<string, unknown>>;
  /** Device clock minus ours, ms; null: it has told no time. */
  clockOffsetMs: number | null;
  /** Another task of ours that keeps it busy. */
  busyWith: string | null;
}

/** What a flight needs of dock and weather. */
export interface FlightNeeds {
  /** Percent of the battery that the flight takes. */
  batteryPercent: number;
  /** What its plan allows; null: what the dock allows. */
  limits: Pick<PlanLimits, 'windSpeed' | 'rainfall' | 'batteryPercent'> | null;
}

/** Percent that the battery must hold beyond what the flight takes. */
const RESERVE = 30;
/**
 * A dock keeps its battery at 90 to 95 percent, so that asking for more would wait for ever. A route was approved with 30
 * percent of a full battery to spare: from here it lands with 20 at the least.
 */
const AS_FULL_AS_KEPT = 90;
/** Docks refuse a mission whose time is further than this from their own clock (319008). */
const CLOCK_TOLERANCE_MS = 25_000;
const HEAVY_RAIN = 3;
/** m/s above which a dock does not start (reference 4.3 and the maker's limits of Dock 2 and 3). */
const WIND_LIMIT = 12;
/** kB that a flight's pictures may need at the least: some eighty of 20 MB and a short video. Ours, not the maker's. */
const LEAST_STORAGE_KB = 2_000_000;
const RAIN_WORDS: readonly { zh: string; en: string }[] = [
  { zh: '无雨', en: 'none' },
  { zh: '小雨', en: 'light' },
  { zh: '中雨', en: 'moderate' },
  { zh: '大雨', en: 'heavy' },
];
/** `mode_code` of a dock: 0 idle; 1, 2 debugging; 3 upgrading; 4 working; 5 waiting for calibration. */
const MODES: Readonly<Record<number, TaskReason>> = {
  1: 'dock_in_debugging',
  2: 'dock_in_debugging',
  3: 'dock_updating',
  4: 'dock_busy',
  5: 'dock_not_calibrated',
};

/**
 * Why a dock cannot fly now; null when nothing known speaks against it. A value that was not told is not held against
 * it: the dock checks itself once more.
 */
export function dockRefusal(dock: DockKnowledge, needs: FlightNeeds): Hold | null {
  const { properties } = dock;
  if (dock.presence !== 'online') return hold('dock_offline');
  if (dock.busyWith !== null) {
    return hold('dock_busy', { zh: `正在执行“${dock.busyWith}”`, en: `it flies "${dock.busyWith}"` });
  }
  if (dock.clockOffsetMs !== null && Math.abs(dock.clockOffsetMs) > CLOCK_TOLERANCE_MS) {
    const seconds = Math.round(dock.clockOffsetMs / 1000);
    return hold('clock_differs', { zh: `相差 ${seconds} 秒`, en: `by ${seconds} s` });
  }
  const mode = MODES[numberIn(properties, 'mode_code') ?? 0];
  if (mode) return hold(mode);
  if (numberIn(properties, 'emergency_stop_state') === 1) return hold('emergency_stop');
  if (numberIn(properties, 'drone_in_dock') === 0) return hold('aircraft_missing');
  return weatherRefusal(dock, needs) ?? storageRefusal(dock) ?? batteryRefusal(dock, needs);
}

function weatherRefusal({ properties }: DockKnowledge, { limits }: FlightNeeds): Hold | null {
  const rain = numberIn(properties, 'rainfall') ?? 0;
  const mostRain = Math.min(limits?.rainfall ?? HEAVY_RAIN - 1, HEAVY_RAIN - 1);
  if (rain > mostRain) {
    const [now, most] = [RAIN_WORDS[rain] ?? RAIN_WORDS[HEAVY_RAIN]!, RAIN_WORDS[mostRain]!];
    const en = `now ${now.en}, at most ${most.en} is allowed`;
    return hold('rain', { zh: `现为${now.zh}，限${most.zh}${mostRain > 0 ? '以下' : ''}`, en });
  }
  const wind = numberIn(properties, 'wind_speed') ?? 0;
  const mostWind = Math.min(limits?.windSpeed ?? WIND_LIMIT, WIND_LIMIT);
  if (wind <= mostWind && wind < WIND_LIMIT) return null;
  return hold('wind', {
    zh: `现为 ${wind} 米/秒，限 ${mostWind} 米/秒`,
    en: `${wind} m/s now, ${mostWind} m/s allowed`,
  });
}

/** The dock keeps what the aircraft brings until it is uploaded: both need room. */
function storageRefusal({ properties, aircraft }: DockKnowledge): Hold | null {
  for (const [whose, told] of [
    [{ zh: '机场', en: 'the dock' }, properties],
    [{ zh: '无人机', en: 'the aircraft' }, aircraft],
  ] as const) {
    const { total, used } = (told['storage'] ?? {}) as { total?: unknown; used?: unknown };
    if (typeof total !== 'number' || typeof used !== 'number' || total <= 0) continue;
    const free = total - used;
    if (free >= LEAST_STORAGE_KB) continue;
    const gigabytes = (Math.max(0, free) / 1_000_000).toFixed(1);
    return hold('storage_full', { zh: `${whose.zh}剩余 ${gigabytes} GB`, en: `${whose.en} has ${gigabytes} GB left` });
  }
  return null;
}

function batteryRefusal({ properties }: DockKnowledge, { batteryPercent, limits }: FlightNeeds): Hold | null {
  const battery = batteryOf(properties);
  const least = Math.max(Math.min(AS_FULL_AS_KEPT, batteryPercent + RESERVE), limits?.batteryPercent ?? 0);
  if (battery === null || battery >= least) return null;
  return hold('battery_low', {
    zh: `现为 ${battery}%，需 ${Math.ceil(least)}%`,
    en: `${battery} % now, ${Math.ceil(least)} % needed`,
  });
}

/** Percent of the aircraft's battery as the dock's charger sees it; null while it does not. */
function batteryOf(properties: DockKnowledge['properties']): number | null {
  const charge = properties['drone_charge_state'] as { capacity_percent?: unknown } | undefined;
  const percent = charge?.capacity_percent;
  return typeof percent === 'number' && percent <= 100 ? percent : null;
}

function numberIn(told: Readonly<Record<string, unknown>>, name: string): number | null {
  return typeof told[name] === 'number' ? told[name] : null;
}
