import { type Gateway } from './gateway.js';

type Range = readonly [low: number, high: number];

/** A property of the gateway itself that can be written. */
export interface OwnProperty {
  range: Range;
  /** Said as true or false. */
  bool?: boolean;
  set(value: number): void;
}

/** Numbers that can be set on the aircraft. */
const AIRCRAFT_NUMBERS: Record<string, Range> = {
  height_limit: [20, 1500],
  rth_altitude: [20, 500],
  night_lights_state: [0, 1],
  rc_lost_action: [0, 2],
  commander_mode_lost_action: [0, 1],
  commander_flight_height: [2, 3000],
  commander_flight_mode: [0, 1],
  remaining_power_for_return_home: [10, 90],
};
/** Structs whose leaves are set one by one. */
const AIRCRAFT_STRUCTS: Record<string, Record<string, Range>> = {
  distance_limit_status: { state: [0, 1], distance_limit: [15, 8000] },
  obstacle_avoidance: { horizon: [0, 1], upside: [0, 1], downside: [0, 1] },
  camera_watermark_settings: {
    global_enable: [0, 1],
    drone_type_enable: [0, 1],
    drone_sn_enable: [0, 1],
    datetime_enable: [0, 1],
    gps_enable: [0, 1],
    layout: [0, 3],
  },
};
/** Of these the aircraft says the change on `state`; the others show in its osd. */
const SAID_ON_STATE = new Set([
  'commander_mode_lost_action',
  'commander_flight_height',
  'commander_flight_mode',
  'remaining_power_for_return_home',
  'camera_watermark_settings',
]);
const OK = { result: 0 };
const FAILED = { result: 1 };

/** Answers a `property/set` message: each property, and each leaf of a struct, with its own result (0 ok, 1 failed). */
export function setProperties(gateway: Gateway, message: { tid?: unknown; bid?: unknown; data?: unknown }): void {
  const asked =
    typeof message.data === 'object' && message.data !== null ? (message.data as Record<string, unknown>) : {};
  const data = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, setOne(gateway, name, value)]));
  gateway.world.wheel.after(150, () =>
    gateway.reply('property/set_reply', { tid: message.tid, bid: message.bid, data }),
  );
}

function setOne(gateway: Gateway, name: string, value: unknown): unknown {
  const own = gateway.ownProperties[name];
  if (own) return setOwn(gateway, name, value, own);
  if (!gateway.aircraftReported) return FAILED;
  const settings = gateway.aircraft.settings as unknown as Record<string, unknown>;
  const range = AIRCRAFT_NUMBERS[name];
  if (range) {
    if (!within(value, range)) return FAILED;
    settings[name] = Number(value);
    say(gateway, name, settings[name]);
    return OK;
  }
  const leaves = AIRCRAFT_STRUCTS[name];
  if (!leaves || typeof value !== 'object' || value === null) return FAILED;
  const struct = settings[name] as Record<string, unknown>;
  const results = Object.entries(value).map(([leaf, wanted]) => {
    const allowed = leaves[leaf];
    if (!allowed || !within(wanted, allowed)) return [leaf, FAILED];
    struct[leaf] = Number(wanted);
    return [leaf, OK];
  });
  say(gateway, name, struct);
  return Object.fromEntries(results) as unknown;
}

function setOwn(gateway: Gateway, name: string, value: unknown, own: OwnProperty): unknown {
  if (!within(value, own.range)) return FAILED;
  own.set(Number(value));
  gateway.state(gateway.sn, { [name]: own.bool ? Boolean(Number(value)) : Number(value) });
  return OK;
}

function say(gateway: Gateway, name: string, value: unknown): void {
  if (SAID_ON_STATE.has(name)) gateway.state(gateway.aircraft.sn, { [name]: value });
}

function within(value: unknown, [low, high]: Range): boolean {
  const number =
    typeof value === 'boolean'
      ? Number(value)
      : typeof value === 'string' && value.trim() === ''
        ? Number.NaN
        : Number(value);
  return Number.isFinite(number) && number >= low && number <= high;
}
