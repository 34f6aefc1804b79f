import { jobStatus } from './bodies.common.js';
import { any, bool, flag, list, num, range, struct, text, words } from './shape.js';

const psdk = { psdk_index: num };
const speakerProgress = struct({
  result: num,
  output: struct({
    ...psdk,
    status: words('in_progress', 'ok', 'success', 'failed'),
    md5: text,
    progress: struct({ percent: num, step_key: text }),
  }),
});

/** One aircraft nearby (ADS-B); metres, degrees. The body is a list; an empty one is "all clear" (quirk 11). */
const airsense = struct({
  icao: text,
  warning_level: range(0, 4),
  latitude: num,
  longitude: num,
  altitude: num,
  /** 0 ellipsoid, 1 above sea. */
  altitude_type: flag,
  heading: num,
  relative_altitude: num,
  /** 0 level, 1 up, 2 down. */
  vert_trend: range(0, 2),
  distance: num,
});

/** What the regulator of China is told (undocumented, seen every 2 s); degrees times 1e7, heights and speeds in tenths. */
const uomExt = struct({
  GS: num,
  VS: num,
  altitude: num,
  area_code: text,
  coordinate: num,
  course: num,
  flight_status: text,
  height: num,
  height_type: num,
  is_flying: bool,
  is_simulator_open: bool,
  latitude: num,
  longitude: num,
  manufacture_id: text,
  order_id: text,
  sn: text,
  time_stamp: text,
  uas_id: text,
  uas_model: text,
});

/** Events that report on their own: health, air traffic, areas, payloads (reference 4.6, 8.1, 8.2, 8.3). */
export const reportEvents = {
  /** The complete set of active notices of the topic's device. */
  hms: struct({
    list: list(
      struct({
        /** 0 notice, 1 reminder, 2 warning. */
        level: range(0, 2),
        /** 0 mission, 1 device management, 2 media, 3 hms. */
        module: range(0, 3),
        in_the_sky: flag,
        code: text,
        device_type: text,
        imminent: flag,
        args: any,
      }),
    ),
    event: text,
    method: text,
    output: struct({ codes: list(any) }),
  }),
  /** Numbers of the M3 series on the RC Pro. */
  status_code: struct({ event: text, method: text, output: struct({ codes: list(struct({ id: num })) }) }),
  airsense_warning: list(airsense),
  uom_fly_data_info: struct({
    result: num,
    output: struct({ status: jobStatus, progress: struct({ current_step: num, percent: num }), ext: uomExt }),
  }),
  /** Analytics of a flight, once after landing; undocumented. */
  track: struct({ list: list(any) }),
  flight_areas_sync_progress: struct({
    status: words('wait_sync', 'synchronizing', 'synchronized', 'fail', 'switch_fail'),
    reason: range(0, 13),
    file: struct({ name: text, checksum: text }),
  }),
  flight_areas_drone_location: struct({
    drone_locations: list(struct({ area_id: text, area_distance: num, is_in_area: bool })),
  }),
  psdk_floating_window_text: struct({ ...psdk, value: text }),
  psdk_ui_resource_upload_result: struct({ ...psdk, object_key: text, size: num, result: num }),
  speaker_audio_play_start_progress: speakerProgress,
  speaker_tts_play_start_progress: speakerProgress,
  custom_data_transmission_from_psdk: struct({ value: text }),
  custom_data_transmission_from_esdk: struct({ value: text }),
};

/** Commands to payloads built on the maker's SDK (reference 8.3). */
export const payloadServices = {
  custom_data_transmission_to_psdk: struct({ value: text }),
  custom_data_transmission_to_esdk: struct({ value: text }),
  psdk_widget_value_set: struct({ ...psdk, index: num, value: num }),
  psdk_input_box_text_set: struct({ ...psdk, value: text }),
  speaker_audio_play_start: struct({
    ...psdk,
    file: struct({ name: text, url: text, md5: text, format: words('pcm') }),
  }),
  speaker_tts_play_start: struct({ ...psdk, tts: struct({ name: text, text, md5: text }) }),
  speaker_replay: struct(psdk),
  speaker_play_stop: struct(psdk),
  /** 0 once, 1 loop. */
  speaker_play_mode_set: struct({ ...psdk, play_mode: flag }),
  speaker_play_volume_set: struct({ ...psdk, play_volume: num }),
};
