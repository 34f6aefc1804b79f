import { camera } from './properties.camera.js';
import { any, bool, flag, list, num, numOr65535, range, struct, text } from './shape.js';

const speaker = struct({
  /** 0 TTS, 1 recording; other numbers on real speakers. */
  work_mode: numOr65535,
  /** 0 once, 1 loop. */
  play_mode: numOr65535,
  play_volume: num,
  /** 0 idle, 1 sending, 2 playing, 3 error, 4 converting, 99 downloading. */
  system_state: numOr65535,
  play_file_name: text,
  play_file_md5: text,
  tts_volume: num,
  tts_type: num,
  tts_language: num,
  tts_speed: num,
});

const light = struct({
  work_mode: num,
  brightness: num,
  calibration_status: range(0, 2),
  calibration_progress: num,
  left_value: num,
  right_value: num,
  wide_field_mode: bool,
  light_gimbal_control: bool,
});

/** State of one payload built on the maker's SDK (reference 3.4). */
export const psdkState = struct({
  psdk_index: num,
  psdk_name: text,
  psdk_sn: text,
  psdk_type: num,
  psdk_version: text,
  psdk_lib_version: text,
  speaker,
  light,
  values: any,
});

/** Batteries of an aircraft; percent, seconds, mV, °C. */
const battery = struct({
  capacity_percent: num,
  /** Seconds; 0 is often "unknown". */
  remain_flight_time: num,
  /** Percent needed to return and to land; 0 on the ground. */
  return_home_power: num,
  landing_power: num,
  /** Seconds; 65535 is none. */
  remain_job_time: numOr65535,
  batteries: list(
    struct({
      index: num,
      sn: text,
      type: num,
      sub_type: num,
      firmware_version: text,
      loop_times: num,
      capacity_percent: num,
      voltage: num,
      temperature: num,
      high_voltage_storage_days: num,
    }),
  ),
});

/** What only an aircraft reports (reference 3.3, 3.4); its payload objects are described in properties.camera.ts. */
export const aircraftMembers = {
  /** Metres above the take-off point. */
  elevation: num,
  /** Degrees; head -180 to 180, 0 north, clockwise. */
  attitude_head: num,
  attitude_pitch: num,
  attitude_roll: num,
  /** m/s; vertical positive when climbing. */
  horizontal_speed: num,
  vertical_speed: num,
  /** Metres. */
  home_distance: num,
  home_longitude: num,
  home_latitude: num,
  /** 1 north, clockwise to 8 north-west, 0 unknown. */
  wind_direction: range(0, 8),
  /** 0 A, 1 P, 2 NAV, 3 FPV, 4 FARM, 5 S, 6 F, 7 M, 8 G, 9 T. */
  gear: range(0, 9),
  battery,
  obstacle_avoidance: struct({ horizon: flag, upside: flag, downside: flag }),
  distance_limit_status: struct({
    state: flag,
    /** Metres. */
    distance_limit: num,
    is_near_distance_limit: flag,
  }),
  /** Metres. */
  height_limit: num,
  is_near_height_limit: flag,
  is_near_area_limit: flag,
  rth_altitude: num,
  /** 0 hover, 1 land, 2 return. */
  rc_lost_action: range(0, 2),
  /** 0 continue, 1 leave the wayline. */
  exit_wayline_when_rc_lost: flag,
  night_lights_state: flag,
  /** Seconds, metres, number. */
  total_flight_time: num,
  total_flight_distance: num,
  total_flight_sorties: num,
  /** Name of the flight's track; empty on the ground. */
  track_id: text,
  cameras: list(camera),
  best_link_gateway: text,
  rid_state: bool,
  /** Flight termination system; undocumented, 65535 is none. */
  fts_info: struct({
    fts_firmware_version: text,
    fts_sn: text,
    fts_status: numOr65535,
    fts_timestamp: num,
    fts_valid_duration: num,
    fts_verification_code: text,
  }),
  payloads: list(struct({ payload_index: text, control_source: text, firmware_version: text, sn: text })),
  /** "A", "B", or the id of a browser; may be empty. */
  control_source: text,
  mode_code_reason: range(0, 23),
  /** Percent. */
  low_battery_warning_threshold: num,
  serious_low_battery_warning_threshold: num,
  remaining_power_for_return_home: num,
  flysafe_database_version: text,
  offline_map_enable: bool,
  /** 0 optimal, 1 preset. */
  current_rth_mode: flag,
  rth_mode: flag,
  commander_flight_mode: flag,
  current_commander_flight_mode: flag,
  /** Metres. */
  commander_flight_height: num,
  /** 0 continue, 1 leave. */
  commander_mode_lost_action: flag,
  camera_watermark_settings: struct({
    global_enable: flag,
    drone_type_enable: flag,
    drone_sn_enable: flag,
    datetime_enable: flag,
    gps_enable: flag,
    user_custom_string_enable: flag,
    user_custom_string: text,
    layout: range(0, 3),
  }),
  psdk_ui_resource: list(struct({ psdk_index: num, psdk_ready: flag, object_key: text })),
  psdk_widget_values: list(psdkState),
  geo_caging_status: struct({ state: num }),
  is_beidou_version: bool,
  ai_model_list: any,
};
