import { localFrame, wrapDegrees, type Place } from './local-frame.js';

/** One row of a recorded flight; a column without a value is null, never zero. Units as in the file's header. */
export type LogRow = { [Column in (typeof COLUMNS)[number]]: number | null } & { mode: string };

/** The columns that are read. WGS84 degrees, metres, m/s, degrees, percent, volts. */
const COLUMNS = [
  't_s',
  'lat',
  'lon',
  'rel_alt_m',
  'vz_up_mps',
  'speed_mps',
  'yaw_deg',
  'pitch_deg',
  'roll_deg',
  'gimbal_yaw_deg',
  'gimbal_pitch_deg',
  'gimbal_roll_deg',
  'battery_pct',
  'battery_v',
  'sats',
] as const;

/** Modes of the logs and the aircraft's `mode_code`; others are left out. */
const MODE_CODES: Record<string, number> = { TakeOff: 4, WP: 5, Waypoint: 5, GoHome: 9, Landing: 10, Manual: 3 };

/** A flight log cannot be used; the message says what is missing. */
export class InvalidLog extends Error {
  override name = 'InvalidLog';
}

/** Reads a flight: rows with a time and a position, in order of time. Throws `InvalidLog`. */
export function readFlightLog(text: string): LogRow[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  for (const needed of ['t_s', 'lat', 'lon']) {
    if (!names.includes(needed))
      throw new InvalidLog(`飞行记录缺少列 ${needed}。 The flight log has no column ${needed}.`);
  }
  const rows = lines
    .map((line) => rowOf(names, line.split(',')))
    .filter(({ t_s, lat, lon }) => t_s !== null && lat !== null && lon !== null);
  if (rows.length === 0) throw new InvalidLog('飞行记录没有带位置的行。 The flight log has no row with a position.');
  return rows.sort((one, other) => one.t_s! - other.t_s!);
}

function rowOf(names: string[], cells: string[]): LogRow {
  const cell = (name: string) => cells[names.indexOf(name)]?.trim() ?? '';
  const number = (name: string) =>
    cell(name) === '' || !Number.isFinite(Number(cell(name))) ? null : Number(cell(name));
  const numbers = Object.fromEntries(COLUMNS.map((name) => [name, number(name)])) as Omit<LogRow, 'mode'>;
  return { ...numbers, mode: cell('mode') } as LogRow;
}

/** One row for each `period` seconds of flight, the first of each; period 0 keeps all. */
export function thinned(rows: LogRow[], period: number): LogRow[] {
  let next = -Infinity;
  return rows.filter(({ t_s }) => {
    if (t_s! < next) return false;
    next = t_s! + period - 0.05;
    return true;
  });
}

/** The flight moved so that it begins at another place, with its true shape in metres. */
export function movedTo(rows: LogRow[], place: Place): LogRow[] {
  const from = localFrame({ longitude: rows[0]!.lon!, latitude: rows[0]!.lat! });
  const to = localFrame(place);
  return rows.map((row) => {
    const { longitude, latitude } = to.toPlace(from.toMetres({ longitude: row.lon!, latitude: row.lat! }));
    return { ...row, lon: longitude, lat: latitude };
  });
}

/**
 * A row as aircraft osd. The log's altitude above take-off is `elevation`; `height`, above the ellipsoid, is only there
 * when the ellipsoid height of the take-off place (`ground`, metres) is known. What the log does not say is absent.
 */
export function osdOfRow(row: LogRow, camera: string, ground: number | null): Record<string, unknown> {
  const gimbal = present({
    gimbal_pitch: row.gimbal_pitch_deg,
    gimbal_roll: row.gimbal_roll_deg,
    gimbal_yaw: row.gimbal_yaw_deg,
  });
  const cell = present({
    capacity_percent: row.battery_pct,
    voltage: row.battery_v === null ? null : Math.round(row.battery_v * 1000),
  });
  return {
    ...present({
      latitude: row.lat,
      longitude: row.lon,
      elevation: row.rel_alt_m,
      height: ground === null || row.rel_alt_m === null ? null : ground + row.rel_alt_m,
      horizontal_speed: row.speed_mps,
      // The log writes -0 for standing still.
      vertical_speed: row.vz_up_mps === null ? null : row.vz_up_mps + 0,
      attitude_head: row.yaw_deg === null ? null : wrapDegrees(row.yaw_deg),
      attitude_pitch: row.pitch_deg,
      attitude_roll: row.roll_deg,
      mode_code: MODE_CODES[row.mode] ?? null,
    }),
    ...(Object.keys(gimbal).length > 0 && { [camera]: { ...gimbal, payload_index: camera } }),
    ...(Object.keys(cell).length > 0 && {
      battery: {
        ...(row.battery_pct !== null && { capacity_percent: row.battery_pct }),
        batteries: [{ index: 0, ...cell }],
      },
    }),
    ...(row.sats !== null && { position_state: { gps_number: row.sats } }),
  };
}

function present(members: Record<string, number | null>): Record<string, number> {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, number] => entry[1] !== null));
}
