import {
  breakPoint,
  fileWithFingerprint,
  jobStatus,
  nothing,
  outOfControlAction,
  pathPoint,
  rthMode,
  simulateMission,
} from './bodies.common.js';
import { alternateLandPoint, rtcmInfo, wirelessLinkTopo } from './properties.gateway.js';
import { any, bool, flag, list, num, numOr65535, range, struct, text, words } from './shape.js';

/** Several docks that share one mission (reference 4.1). */
const multiDockTask = struct({
  wireless_link_topo: wirelessLinkTopo,
  dock_infos: list(
    struct({
      dock_type: words('takeoff', 'landing'),
      latitude: num,
      longitude: num,
      height: num,
      heading: num,
      home_position_is_valid: range(0, 3),
      index: num,
      sn: text,
      rtcm_info: rtcmInfo,
      alternate_land_point: alternateLandPoint,
    }),
  ),
});

/** Commands around missions (reference 4.1, 4.2). */
export const missionServices = {
  flighttask_prepare: struct({
    /** The cloud's UUID of the mission, its key for repeating the command. */
    flight_id: text,
    /** 0 immediate, 1 timed, 2 conditional. */
    task_type: range(0, 2),
    /** ms. */
    execute_time: num,
    file: fileWithFingerprint,
    /** Percent, ms. */
    ready_conditions: struct({ battery_capacity: num, begin_time: num, end_time: num }),
    executable_conditions: struct({ storage_capacity: num }),
    break_point: breakPoint,
    /** Metres above take-off. */
    rth_altitude: num,
    rth_mode: rthMode,
    out_of_control_action: outOfControlAction,
    /** 0 continue, 1 leave the wayline. */
    exit_wayline_when_rc_lost: flag,
    /** 0 GPS, 1 RTK. */
    wayline_precision_type: flag,
    simulate_mission: simulateMission,
    flight_safety_advance_check: flag,
    wayline_type: num,
  }),
  flighttask_execute: struct({ flight_id: text, multi_dock_task: multiDockTask }),
  flighttask_undo: struct({ flight_ids: list(text) }),
  flighttask_pause: nothing,
  flighttask_recovery: nothing,
  /** 0 normal, 1 fault of the peer dock. */
  flighttask_stop: struct({ flight_id: text, reason: flag }),
  /** Obsolete. */
  flighttask_create: struct({ flight_id: text, type: text, file: fileWithFingerprint }),
  flight_setup_abort: nothing,
  return_home: nothing,
  return_home_cancel: nothing,
  return_specific_home: struct({ home_dock_sn: text }),
  in_flight_wayline_deliver: struct({
    in_flight_wayline_id: text,
    file: fileWithFingerprint,
    rth_altitude: num,
    rth_mode: rthMode,
    out_of_control_action: outOfControlAction,
    exit_wayline_when_rc_lost: flag,
    wayline_precision_type: flag,
  }),
  in_flight_wayline_stop: struct({ in_flight_wayline_id: text }),
  in_flight_wayline_recover: struct({ in_flight_wayline_id: text }),
  in_flight_wayline_cancel: struct({ in_flight_wayline_id: text }),
};

/** How far a mission is (reference 4.4). Never drive logic from `current_step`: it differs between models (quirk 7). */
const flighttaskProgress = struct({
  result: num,
  output: struct({
    status: jobStatus,
    progress: struct({ current_step: num, percent: num }),
    ext: struct({
      flight_id: text,
      current_waypoint_index: num,
      /** 65535 is none. */
      wayline_id: numOr65535,
      wayline_mission_state: range(0, 9),
      /** Files to expect; only at the end. */
      media_count: num,
      /** Empty in the last message: keep the last that was not (quirk 10). */
      track_id: text,
      break_point: breakPoint,
      transition_wayline_info: struct({ last_point_type: flag, planned_path_points: list(pathPoint) }),
    }),
  }),
});

/** Events around missions (reference 4.4 to 4.6). */
export const missionEvents = {
  flighttask_progress: flighttaskProgress,
  flighttask_ready: struct({ flight_ids: list(text) }),
  return_home_info: struct({
    flight_id: text,
    /** 0 above home, 1 not. */
    last_point_type: flag,
    planned_path_points: list(pathPoint),
    home_dock_sn: text,
    multi_dock_home_info: list(
      struct({
        sn: text,
        /** 0 planning or failed, 1 unreachable, 2 too little battery, 3 reachable. */
        plan_status: range(0, 3),
        estimated_battery_consumption: num,
        home_distance: num,
      }),
    ),
  }),
  /** The aircraft stopped returning (1) or does again (0): in the air an alarm. */
  device_exit_homing_notify: struct({ sn: text, action: flag, reason: range(0, 10) }),
  /** Dock 1. Minutes, ms. */
  flight_setup_exception_notify: struct({
    sn: text,
    flight_id: text,
    timeout_time: num,
    timestamp: num,
    /** 1 wayline, 2 command flight. */
    flight_type: range(1, 2),
  }),
  in_flight_wayline_progress: struct({
    in_flight_wayline_id: text,
    progress: struct({ percent: num }),
    /** 1 uploading, 2 uploaded, 3 running, 4 paused, 5 canceled, 6 ok, 7 failed, 8 timeout. */
    status: range(0, 8),
    result: num,
    way_point_index: num,
  }),
  release_terminal_control_area: any,
  obstacle_avoidance_notify: struct({
    wayline_uuid: text,
    flight_id: text,
    obstacles: list(
      struct({
        id: num,
        type: range(0, 2),
        timestamp: num,
        latitude: num,
        longitude: num,
        height: num,
        wayline_id: num,
        waypoint_index: num,
      }),
    ),
    is_final_report: bool,
  }),
};
