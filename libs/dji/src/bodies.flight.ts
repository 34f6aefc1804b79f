import {
  job,
  nothing,
  pathPoint,
  outOfControlAction,
  rcLostAction,
  rthMode,
  simulateMission,
} from './bodies.common.js';
import { bool, flag, list, num, range, struct, text, words } from './shape.js';

/** Commands that fly by hand, and who may (reference 7.2 to 7.4, 7.6). Degrees, metres above the ellipsoid, m/s. */
export const flightServices = {
  flight_authority_grab: nothing,
  payload_authority_grab: struct({ payload_index: text }),
  cloud_control_auth_request: struct({ user_id: text, user_callsign: text, control_keys: list(text) }),
  cloud_control_release: struct({ control_keys: list(text) }),
  drc_mode_enter: struct({
    mqtt_broker: struct({
      /** `host:port`, or a WebSocket address. */
      address: text,
      client_id: text,
      username: text,
      password: text,
      /** Seconds; real clouds send an absolute time. */
      expire_time: num,
      enable_tls: bool,
    }),
    /** Hertz, 1 to 30. */
    osd_frequency: num,
    hsi_frequency: num,
  }),
  drc_mode_exit: nothing,
  takeoff_to_point: struct({
    flight_id: text,
    target_latitude: num,
    target_longitude: num,
    target_height: num,
    /** Metres above take-off. */
    security_takeoff_height: num,
    rth_altitude: num,
    rth_mode: rthMode,
    rc_lost_action: rcLostAction,
    out_of_control_action: outOfControlAction,
    exit_wayline_when_rc_lost: flag,
    commander_mode_lost_action: flag,
    commander_flight_mode: flag,
    /** Missing means 2 m! */
    commander_flight_height: num,
    max_speed: num,
    simulate_mission: simulateMission,
    flight_safety_advance_check: flag,
  }),
  fly_to_point: struct({ fly_to_id: text, max_speed: num, points: list(pathPoint) }),
  fly_to_point_update: struct({ fly_to_id: text, max_speed: num, points: list(pathPoint) }),
  fly_to_point_stop: nothing,
  poi_mode_enter: pathPoint,
  poi_mode_exit: nothing,
  poi_circle_speed_set: struct({ circle_speed: num }),
};

const flightProgress = {
  result: num,
  way_point_index: num,
  /** Metres, seconds. */
  remaining_distance: num,
  remaining_time: num,
  planned_path_points: list(pathPoint),
};

/** Events of flights by hand. */
export const flightEvents = {
  takeoff_to_point_progress: struct({
    ...flightProgress,
    flight_id: text,
    track_id: text,
    status: words('task_ready', 'wayline_progress', 'wayline_ok', 'wayline_failed', 'wayline_cancel', 'task_finish'),
  }),
  fly_to_point_progress: struct({
    ...flightProgress,
    fly_to_id: text,
    status: words('wayline_progress', 'wayline_ok', 'wayline_failed', 'wayline_cancel'),
  }),
  poi_status_notify: struct({
    status: words('in_progress', 'ok', 'failed'),
    reason: num,
    circle_radius: num,
    circle_speed: num,
    max_circle_speed: num,
  }),
  /** 0 off, 1 connecting, 2 connected. */
  drc_status_notify: struct({ result: num, drc_state: range(0, 2) }),
  /** 0 RC lost, 1 low-battery return, 2 low-battery landing, 3 near a no-fly zone, 4 the RC took over. */
  joystick_invalid_notify: struct({ reason: range(0, 4) }),
  cloud_control_auth_notify: job,
  camera_photo_take_progress: struct({
    result: num,
    output: struct({
      status: words('in_progress', 'ok', 'fail', 'failed'),
      progress: struct({ current_step: num, percent: num }),
      ext: struct({ camera_mode: num }),
    }),
  }),
};
