/** What the battery carries at the moment. */
export type Load = 'off' | 'idle' | 'hover' | 'cruise' | 'climb' | 'descend' | 'charging';

/** A flight battery: percent 0 to 100, °C of its cells, full cycles so far. */
export interface Battery {
  percent: number;
  temperature: number;
  loopTimes: number;
}

/** What sets one model's battery apart. */
export interface BatteryKind {
  /** Cells in series: six in a Matrice 4D, four in the others here. */
  cells: number;
  /** Minutes of hovering from full to empty. */
  hoverMinutes: number;
  /** Minutes from 20 to 90 % in the dock. */
  chargeMinutes: number;
}

/** Drain relative to hovering; a fast cruise costs a little more, a descent less, motors off next to nothing. */
const DRAIN: Record<Load, number> = {
  off: 0,
  idle: 0.12,
  hover: 1,
  cruise: 1.06,
  climb: 1.45,
  descend: 0.82,
  charging: 0,
};
const HEATING: Record<Load, number> = { off: 0, idle: 3, hover: 15, cruise: 17, climb: 22, descend: 12, charging: 8 };
/** Volts of a lithium cell at rest by percent, 0 to 100 in steps of ten. */
const CELL_VOLTS = [3.3, 3.56, 3.65, 3.7, 3.74, 3.79, 3.86, 3.94, 4.02, 4.09, 4.18];
/** What a loaded cell gives less. */
const SAG: Record<Load, number> = {
  off: 0,
  idle: 0.01,
  hover: 0.14,
  cruise: 0.15,
  climb: 0.21,
  descend: 0.11,
  charging: -0.05,
};

/** The battery after `seconds` under a load, in air of `ambient` °C. Charging slows down above 80 %. */
export function drain(battery: Battery, load: Load, kind: BatteryKind, ambient: number, seconds: number): Battery {
  const perMinute = load === 'charging' ? chargeRate(battery.percent, kind) : (-100 / kind.hoverMinutes) * DRAIN[load];
  const percent = Math.min(100, Math.max(0, battery.percent + (perMinute * seconds) / 60));
  const settled = ambient + HEATING[load];
  const temperature = settled + (battery.temperature - settled) * Math.exp(-seconds / 420);
  const charged = Math.max(0, percent - battery.percent);
  return { percent, temperature, loopTimes: battery.loopTimes + charged / 100 };
}

/** Millivolts at the connector. */
export function voltageOf(battery: Battery, load: Load, kind: BatteryKind): number {
  const position = Math.min(9.999, Math.max(0, battery.percent / 10));
  const below = Math.floor(position);
  const low = CELL_VOLTS[below]!;
  const volts = low + (CELL_VOLTS[below + 1]! - low) * (position - below) - SAG[load];
  return Math.round(volts * kind.cells * 1000);
}

/** Percent that the way home costs from `distance` metres away and `height` metres up, at 10 m/s, with a tenth spare. */
export function percentToReturn(distance: number, height: number, kind: BatteryKind): number {
  const minutes = (distance / 10 + height / 3 + 37) / 60;
  return Math.ceil((minutes * 100 * 1.1) / kind.hoverMinutes);
}

/** Percent below which the aircraft lands where it is. */
export const LANDING_PERCENT = 8;

/** Seconds of hovering left above the landing reserve. */
export function flightSecondsLeft(battery: Battery, kind: BatteryKind): number {
  return Math.max(0, Math.round(((battery.percent - LANDING_PERCENT) / 100) * kind.hoverMinutes * 60));
}

function chargeRate(percent: number, kind: BatteryKind): number {
  const fast = 70 / kind.chargeMinutes;
  return percent < 80 ? fast : fast * Math.max(0.25, (105 - percent) / 25);
}
