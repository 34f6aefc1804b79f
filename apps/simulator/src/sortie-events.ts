import { groundSpeed } from './dynamics.js';
import { type Metres } from './local-frame.js';
import { type Sortie } from './sortie.js';

/** Numbers of the newest Dock 3 firmware: on the way, and at the end. */
const STEP_UNDER_WAY = 27;
const STEP_RESULT = 36;
const STEP_PREPARING = 7;

/** `data` of `flighttask_progress`; `more` is added to `ext`. */
export function taskProgress(sortie: Sortie, more: Record<string, unknown> = {}): Record<string, unknown> {
  const { dock, order, stage } = sortie;
  const { flight } = dock.aircraft;
  const ended = stage === 'recovering';
  const transit = flight.phase === 'transit' && sortie.status === 'in_progress';
  return {
    output: {
      ext: {
        ...(sortie.breakPoint && sortie.status !== 'in_progress' && { break_point: sortie.breakPoint }),
        current_waypoint_index: flight.waypoint,
        flight_id: order.flightId,
        ...more,
        track_id: dock.aircraft.trackId,
        ...(transit && { transition_wayline_info: { last_point_type: 0, planned_path_points: pathOf(sortie) } }),
        wayline_id: stage === 'preparing' || sortie.unprepared ? 65535 : 0,
        wayline_mission_state: sortie.missionState,
      },
      progress: {
        current_step: ended ? STEP_RESULT : stage === 'preparing' ? STEP_PREPARING : STEP_UNDER_WAY,
        percent: percentOf(sortie),
      },
      status: sortie.status,
    },
    result: sortie.status === 'failed' ? sortie.result : 0,
  };
}

/** It jumps as the real one does: it tells of the step, not of the way. */
function percentOf({ stage, status, unprepared }: Sortie): number {
  if (unprepared) return 15;
  if (stage === 'recovering') return status === 'ok' ? 100 : 95;
  return stage === 'preparing' ? 5 : 90;
}

/** Tells the progress of a flight by command; at the end with a wish for an answer. */
export function commandProgress(sortie: Sortie, ended?: 'task_finish'): void {
  const { dock, order } = sortie;
  const { flight } = dock.aircraft;
  const path = pathOf(sortie);
  const left = flight.path.length > 1 ? distance(flight.path) : 0;
  const arrived = flight.phase === 'hovering';
  const body = {
    planned_path_points: path,
    remaining_distance: left,
    remaining_time: left / Math.max(0.5, groundSpeed(flight.motion)),
    result: 0,
    status: ended ?? (flight.airborne ? (arrived ? 'wayline_ok' : 'wayline_progress') : 'task_ready'),
    way_point_index: arrived ? 1 : 0,
  };
  const needReply = ended !== undefined || arrived;
  if (sortie.commandId && !ended) {
    dock.event('fly_to_point_progress', { fly_to_id: sortie.commandId, ...body }, { needReply, markNoReply: true });
    if (arrived) sortie.commandId = '';
    return;
  }
  if (order.kind !== 'takeoff_to_point') return;
  if (sortie.stage === 'recovering' && !ended) return;
  const ids = { flight_id: order.flightId, track_id: dock.aircraft.trackId };
  dock.event('takeoff_to_point_progress', { ...ids, ...body }, { bid: order.bid, needReply, markNoReply: true });
}

/** The way home it would take; no path on the ground. */
export function returnHomeInfo(sortie: Sortie): Record<string, unknown> {
  const { flight } = sortie.dock.aircraft;
  const flightId = { flight_id: sortie.order.flightId };
  if (!flight.airborne) return flightId;
  const height = Math.max(flight.motion.z, flight.returnHeight);
  const path = [
    { x: flight.motion.x, y: flight.motion.y, z: height },
    { x: 0, y: 0, z: height },
  ];
  return { ...flightId, last_point_type: 0, planned_path_points: path.map((point) => wgs84(sortie, point)) };
}

/** What the dock reports on for the national regulator: degrees ×1e7, heights in 0.1 m, speeds in 0.1 m/s. */
export function uomBody(sortie: Sortie): Record<string, unknown> {
  const { dock } = sortie;
  const { flight } = dock.aircraft;
  const { motion } = flight;
  const place = dock.aircraft.place;
  const stamp = new Date(dock.deviceTime + 8 * 3_600_000).toISOString();
  return {
    output: {
      ext: {
        GS: Math.round(groundSpeed(motion) * 10),
        VS: Math.round(-motion.vz * 10),
        altitude: dock.aircraft.heightEllipsoid * 10,
        area_code: 'CN',
        coordinate: 1,
        course: Math.round(((motion.heading + 360) % 360) * 10),
        flight_status: 'Inflight',
        height: Math.round(motion.z * 10),
        height_type: 1,
        is_flying: true,
        is_simulator_open: false,
        latitude: place.latitude * 1e7,
        longitude: place.longitude * 1e7,
        manufacture_id: '914403007954257495',
        order_id: `${dock.aircraft.sn}-${stamp.slice(0, 10).replaceAll('-', '')}-${sortie.order.flightId.slice(0, 8)}`,
        sn: dock.aircraft.sn,
        time_stamp: stamp.slice(0, 19).replaceAll(/[-:T]/g, ''),
        uas_id: 'UAS-DEFAULT',
        uas_model: dock.aircraft.model.name,
      },
      progress: { current_step: 1, percent: 88 },
      status: 'in_progress',
    },
    result: 0,
  };
}

/** The analysis of a flight, once after it. */
export function trackBody(sortie: Sortie): Record<string, unknown> {
  const { dock, stamps, order } = sortie;
  const now = dock.deviceTime;
  const seconds = (stamp: number | undefined) => Math.floor((stamp ?? now) / 1000);
  const returned = stamps.return ?? now;
  return {
    list: [
      {
        properties: {
          cover_close_end_time: now,
          cover_close_start_time: stamps.coverCloses ?? now,
          flight_id: order.flightId,
          fly_to_duration: 0,
          get_media_count_end_time: now,
          get_media_count_start_time: now,
          get_tracking_data_end_time: now,
          get_tracking_data_start_time: now,
          joystick_duration: 0,
          landing_duration: 36_960,
          landing_time: seconds(stamps.landing),
          manual_fly_duration: 0,
          pano_shot_duration: 0,
          record_state_check_end_time: now,
          record_state_check_start_time: now,
          return_home_duration: Math.max(0, (stamps.landing ?? now) - returned),
          spotlight_zoom_duration: 0,
          take_off_duration: 7020,
          take_off_time: seconds(stamps.takeOff),
          transition_wayline_duration: 0,
          visual_explore_duration: 0,
          waiting_rtk_duration: 0,
          wayline_duration: Math.max(0, returned - (stamps.takeOff ?? returned)),
        },
        sn: dock.sn,
        timestamp: now,
        type: 'flighttask_execute',
      },
    ],
  };
}

function pathOf(sortie: Sortie): Record<string, number>[] {
  return sortie.dock.aircraft.flight.path.map((point) => wgs84(sortie, point));
}

function wgs84(sortie: Sortie, point: Metres): Record<string, number> {
  const { aircraft } = sortie.dock;
  return { height: aircraft.groundHeight + point.z, ...aircraft.frame.toPlace(point) };
}

function distance([from, to]: Metres[]): number {
  return from && to ? Math.hypot(to.x - from.x, to.y - from.y, to.z - from.z) : 0;
}
