import { type Dock } from './dock.js';
import { type DrcOrder } from './drc.js';
import { type Metres } from './local-frame.js';
import {
  BAD_PARAMETER,
  DONE,
  NOT_SUPPORTED,
  numberOf,
  textOf,
  type Answer,
  type Call,
  type Services,
} from './answers.js';

/** Milliseconds that the start of an immediate task may lie from the dock's own clock. */
const IMMEDIATE_TOLERANCE = 30_000;
const CLOCKS_DIFFER = 319008;
const BUSY = 319016;
const FORBIDDEN_IN_FLIGHT_ID = /[<>:"/|?*._\\]/;

/** Missions, commanded flight and direct control. */
export const flightServices: Services<Dock> = {
  flighttask_prepare: prepare,
  flighttask_create: prepare,
  flighttask_execute: execute,
  flighttask_undo: undo,
  flighttask_pause: (dock) => ({ result: held(dock).sortie?.pause() ?? 319046 }),
  flighttask_recovery: (dock) => ({ result: held(dock).sortie?.resume() ?? 319044, delay: 480 }),
  flighttask_stop: (dock) => ({ result: held(dock).sortie?.returnHome() ?? 321259 }),
  flight_setup_abort: (dock) => ({ result: dock.aircraft.flight.airborne ? 326109 : 326108 }),
  return_home: (dock) => withStatus(held(dock).sortie?.returnHome() ?? 316024),
  return_home_cancel: (dock) => withStatus(held(dock).sortie?.cancelReturn() ?? 319043),
  return_specific_home: () => NOT_SUPPORTED,
  takeoff_to_point: takeoffToPoint,
  fly_to_point: flyToPoint,
  fly_to_point_update: flyToPoint,
  fly_to_point_stop: (dock) => {
    const { flight } = dock.aircraft;
    if (flight.phase !== 'commanded') return { result: 319023 };
    flight.pause();
    return DONE;
  },
  flight_authority_grab: (dock) => {
    if (!dock.aircraftReported) return { result: 514120 };
    dock.aircraft.controlSource = 'A';
    dock.state(dock.aircraft.sn, { control_source: 'A' });
    return DONE;
  },
  drc_mode_enter: (dock, { data, bid }) => {
    const result = dock.drc.enter(data as DrcOrder, bid);
    return { result, delay: dock.random.between(500, 1200) };
  },
  drc_mode_exit: (dock) => ({ result: dock.drc.exit() }),
  in_flight_wayline_deliver: () => NOT_SUPPORTED,
  in_flight_wayline_stop: () => NOT_SUPPORTED,
  in_flight_wayline_recover: () => NOT_SUPPORTED,
  in_flight_wayline_cancel: () => NOT_SUPPORTED,
};

function held(dock: Dock): Dock {
  dock.hold();
  return dock;
}

function withStatus(result: number): Answer {
  return result === 0 ? { result, output: { status: 'in_progress' } } : { result };
}

/** Checks the order and remembers it; a repetition of the same id is answered like the first. */
function prepare(dock: Dock, { data, bid }: Call): Answer {
  const flightId = textOf(data['flight_id']);
  const file = (data['file'] ?? {}) as { url?: unknown; fingerprint?: unknown };
  if (!flightId || FORBIDDEN_IN_FLIGHT_ID.test(flightId) || !textOf(file.url) || !textOf(file.fingerprint))
    return BAD_PARAMETER;
  dock.hold();
  if (dock.sortie) return { result: BUSY };
  const executeTime = numberOf(data['execute_time']);
  const taskType = numberOf(data['task_type']) ?? 0;
  if (taskType !== 2 && executeTime === undefined) return BAD_PARAMETER;
  if (taskType === 0 && Math.abs(executeTime! - dock.deviceTime) > IMMEDIATE_TOLERANCE)
    return { result: CLOCKS_DIFFER };
  const conditions = data['ready_conditions'] as { battery_capacity?: unknown } | undefined;
  if (taskType === 2 && !conditions) return BAD_PARAMETER;
  const rthAltitude = Math.min(1500, Math.max(20, numberOf(data['rth_altitude']) ?? 100));
  const from = numberOf((data['break_point'] as { index?: unknown } | undefined)?.index) ?? 0;
  const offered = { url: textOf(file.url)!, fingerprint: textOf(file.fingerprint)! };
  dock.prepared.set(flightId, { flightId, bid, rthAltitude, file: offered, from });
  if (taskType !== 2) return DONE;
  return { ...DONE, after: () => reportReady(dock, flightId, numberOf(conditions?.battery_capacity) ?? 0) };
}

/** A conditional task is ready once the battery holds more than was asked. */
function reportReady(dock: Dock, flightId: string, battery: number): void {
  if (!dock.prepared.has(flightId)) return;
  if (dock.aircraft.battery.percent > battery && dock.refusal === 0) {
    dock.event('flighttask_ready', { flight_ids: [flightId] }, { needReply: true });
  } else dock.world.wheel.after(5000, () => reportReady(dock, flightId, battery));
}

function execute(dock: Dock, { data, bid }: Call): Answer {
  const prepared = dock.prepared.get(textOf(data['flight_id']) ?? '');
  dock.hold();
  if (dock.sortie) return { result: BUSY };
  if (!prepared) return { result: 314010 };
  if (dock.refusal !== 0) return { result: dock.refusal };
  dock.prepared.delete(prepared.flightId);
  const { flightId, rthAltitude, file, from } = prepared;
  const after = () => {
    if (dock.refusal !== 0) return;
    dock.launch({
      kind: 'wayline',
      flightId,
      bid: bid || prepared.bid,
      route: dock.route,
      file,
      from,
      byCloud: true,
      returnHeight: rthAltitude,
    });
  };
  return { ...DONE, after };
}

function undo(dock: Dock, { data }: Call): Answer {
  const ids = Array.isArray(data['flight_ids']) ? data['flight_ids'].map(String) : [];
  if (ids.some((id) => id === dock.sortie?.order.flightId)) return { result: 319006 };
  for (const id of ids) dock.prepared.delete(id);
  return DONE;
}

/** `target_height` is an ellipsoid height, `security_takeoff_height` one above the take-off point: the higher wins. */
function takeoffToPoint(dock: Dock, { data, bid }: Call): Answer {
  const place = pointOf(dock, {
    latitude: data['target_latitude'],
    longitude: data['target_longitude'],
    height: data['target_height'],
  });
  const flightId = textOf(data['flight_id']);
  if (!place || !flightId) return BAD_PARAMETER;
  dock.hold();
  if (dock.refusal !== 0) return { result: dock.refusal };
  const security = numberOf(data['security_takeoff_height']) ?? 20;
  const target = { ...place, z: Math.max(place.z, security) };
  const speed = Math.min(15, Math.max(1, numberOf(data['max_speed']) ?? 10));
  const returnHeight = Math.min(1500, Math.max(20, numberOf(data['rth_altitude']) ?? 100));
  const order = {
    kind: 'takeoff_to_point' as const,
    flightId,
    bid,
    route: { points: [], speed },
    byCloud: true,
    returnHeight,
    target,
    speed,
  };
  return { ...DONE, after: () => dock.refusal === 0 && dock.launch(order) };
}

function flyToPoint(dock: Dock, { data }: Call): Answer {
  const { flight } = dock.aircraft;
  const points = Array.isArray(data['points']) ? data['points'] : [];
  const target = pointOf(dock, (points[0] ?? {}) as Record<string, unknown>);
  if (!target) return BAD_PARAMETER;
  const able = dock.sortie && flight.airborne && flight.phase !== 'landing' && flight.phase !== 'taking_off';
  if (!able) return { result: 319022 };
  held(dock).sortie!.commandId = textOf(data['fly_to_id']) ?? dock.sortie!.commandId;
  const speed = Math.min(15, Math.max(1, numberOf(data['max_speed']) ?? 10));
  return { ...DONE, after: () => flight.flyTo({ ...target, z: Math.max(20, target.z) }, speed) };
}

function pointOf(dock: Dock, point: { latitude?: unknown; longitude?: unknown; height?: unknown }): Metres | null {
  const [latitude, longitude, height] = [numberOf(point.latitude), numberOf(point.longitude), numberOf(point.height)];
  if (latitude === undefined || longitude === undefined || height === undefined) return null;
  const { aircraft } = dock;
  const metres = { ...aircraft.frame.toMetres({ latitude, longitude }), z: height - aircraft.groundHeight };
  return Math.hypot(metres.x, metres.y) > 10_000 ? null : metres;
}
