import { cameraDrc, cameraServices } from './bodies.cameras.js';
import { jobStatus } from './bodies.common.js';
import { payloadServices } from './bodies.reports.js';
import { psdkState } from './properties.aircraft.js';
import { cameraOsd } from './properties.camera.js';
import { any, bool, flag, list, num, range, type Shape, struct, text } from './shape.js';

/** Pushes and echoes of the low-latency channel (reference 7.3). */
export const drcShapes = {
  /** Device echoes the time it got, ms. */
  heart_beat: struct({ timestamp: num, seq: num }),
  /** 364 to 1684, 1024 neutral. */
  stick_control: struct({ roll: num, pitch: num, throttle: num, yaw: num, gimbal_pitch: num }),
  /** Obsolete; m/s and degrees a second. Answers only on error. */
  drone_control: struct({ seq: num, x: num, y: num, h: num, w: num, result: num, output: struct({ seq: num }) }),
  drone_emergency_stop: struct({ result: num }),
  osd_info_push: struct({
    attitude_head: num,
    latitude: num,
    longitude: num,
    height: num,
    speed_x: num,
    speed_y: num,
    speed_z: num,
    gimbal_pitch: num,
    gimbal_roll: num,
    gimbal_yaw: num,
  }),
  /** Distances in mm, 60000 is free, an empty list is all free. */
  hsi_info_push: struct({
    up_distance: num,
    down_distance: num,
    around_distances: list(num),
    around_distance: list(num),
    ...Object.fromEntries(
      ['up', 'down', 'left', 'right', 'front', 'back', 'vertical', 'horizontal'].flatMap((side) => [
        [`${side}_enable`, bool],
        [`${side}_work`, bool],
      ]),
    ),
  }),
  /** ms. */
  delay_info_push: struct({
    sdr_cmd_delay: num,
    liveview_delay_list: list(struct({ video_id: text, liveview_delay_time: num })),
  }),
  drc_camera_osd_info_push: cameraOsd,
  drc_camera_state_push: struct({
    payload_index: text,
    camera_state: struct({
      camera_mode: range(-1, 4),
      interval_photo_interval: num,
      video_resolution: num,
      linkage_zoom_state: any,
      photo_size: num,
      photo_format: num,
      record_time: num,
      recording_state: flag,
      photo_state: flag,
      remain_photo_num: num,
      remain_record_duration: num,
      night_mode_settings: struct({
        night_mode: range(0, 2),
        denoise_level: range(0, 3),
        night_vision_enable: bool,
        infrared_fill_light_enable: bool,
        night_scene_mode_suggestion: flag,
        is_working: flag,
      }),
    }),
    media_storage: struct({ photo_storage_settings: list(text), video_storage_settings: list(text) }),
  }),
  drc_drone_state_push: struct({
    stealth_state: any,
    night_lights_state: any,
    mode_code: range(0, 21),
    landing_type: range(0, 4),
    landing_protection_type: range(0, 3),
  }),
  drc_camera_photo_info_push: struct({
    countdown_time: num,
    result: num,
    status: text,
    progress: struct({ current_step: num, percent: num }),
    ext: struct({ camera_mode: num }),
  }),
  drc_psdk_floating_window_text: struct({ psdk_index: num, floating_window_text: text }),
  drc_psdk_state_info: psdkState,
  drc_psdk_ui_resource: struct({ psdk_index: num, psdk_ready: flag, object_key: text }),
  drc_speaker_play_progress: struct({
    psdk_index: num,
    result: num,
    status: text,
    md5: text,
    progress: struct({ percent: num, step_key: text }),
  }),
  drc_ai_info_push: struct({
    identify_on: flag,
    spotlight_zoom_on: flag,
    ai_spotlight_zoom: struct({ state: range(0, 3), state_reason: range(0, 15) }),
    ai_model_list: list(struct({ index: num, signed_name: text })),
    selected_ai_model: any,
    ai_wayline_state: any,
  }),
};

/** Commands of the channel that have no arguments worth a shape, or one switch. */
const DRC_COMMANDS: Readonly<Record<string, Shape>> = {
  drc_force_landing: struct({ result: num }),
  drc_emergency_landing: struct({ result: num }),
  drc_initial_state_subscribe: struct({ result: num }),
  drc_night_lights_state_set: struct({ night_lights_state: flag }),
  drc_stealth_state_set: struct({ stealth_state: flag }),
  drc_light_brightness_set: struct({ psdk_index: num, group: num, brightness: num }),
  drc_light_mode_set: struct({ psdk_index: num, group: num, mode: range(0, 4) }),
  drc_light_fine_tuning_set: struct({ psdk_index: num, position: flag, value: num, saved: bool }),
  drc_light_calibration: struct({ psdk_index: num }),
  drc_speaker_tts_set: struct({ psdk_index: num, volume: num, type: flag, language: flag, speed: num }),
  drc_ai_model_select: struct({ index: num }),
  drc_ai_identify_set: struct({ on: flag }),
  drc_ai_spotlight_zoom_set: struct({ on: flag }),
  drc_ai_spotlight_zoom_track: struct({ target_index: num }),
  drc_ai_spotlight_zoom_select: struct({ center_x: num, center_y: num, height: num, width: num }),
  drc_ai_spotlight_zoom_confirm: struct({}),
  drc_ai_spotlight_zoom_stop: struct({}),
  drc_ai_identify_score_mode_set: struct({ score_mode: range(0, 3) }),
  drc_ai_identify_score_set: struct({ score: num }),
  drc_ai_identify_score_reset: struct({}),
  drc_ai_identify_filter_set: struct({ filters: list(num) }),
};

/** Every method of the channel; commands answer with a result under their own name. */
export const drcTable: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...Object.entries(drcShapes),
  ...Object.entries(DRC_COMMANDS).map(withResult),
  ...Object.entries({ ...cameraServices, ...cameraDrc, ...payloadServices }).map(([name, shape]) =>
    withResult([`drc_${name}`, shape]),
  ),
]);

function withResult([name, shape]: [string, Shape]): [string, Shape] {
  const members = new Map([...shape.members!, ['result', num as Shape], ['status', jobStatus as Shape]]);
  return [name, { ...shape, members }];
}
