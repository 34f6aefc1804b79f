import { bool, list, num, oneOf, range, struct, text, words } from './shape.js';

const payload = { payload_index: text };
const lens = { ...payload, camera_type: words('wide', 'zoom', 'ir', 'vision') };
const place = { x: num, y: num };
const area = { ...place, width: num, height: num };

/** Commands to cameras and gimbals (reference 7.5). Places 0 to 1 from top left, degrees, degrees a second. */
export const cameraServices = {
  camera_mode_switch: struct({ ...payload, camera_mode: range(0, 4) }),
  camera_photo_take: struct(payload),
  camera_photo_stop: struct(payload),
  camera_recording_start: struct(payload),
  camera_recording_stop: struct(payload),
  camera_focal_length_set: struct({ ...lens, zoom_factor: num }),
  camera_aim: struct({ ...lens, locked: bool, ...place }),
  camera_frame_zoom: struct({ ...lens, locked: bool, ...area }),
  camera_screen_drag: struct({ ...payload, locked: bool, pitch_speed: num, yaw_speed: num }),
  camera_look_at: struct({ ...payload, locked: bool, latitude: num, longitude: num, height: num }),
  /** 0 centre, 1 down, 2 centre yaw, 3 pitch down. */
  gimbal_reset: struct({ ...payload, reset_mode: range(0, 3) }),
  camera_screen_split: struct({ ...payload, enable: bool }),
  photo_storage_set: struct({ ...payload, photo_storage_settings: list(text) }),
  video_storage_set: struct({ ...payload, video_storage_settings: list(text) }),
  /** 1 auto, 2 shutter, 3 aperture, 4 manual. */
  camera_exposure_mode_set: struct({ ...lens, exposure_mode: range(1, 4) }),
  /** A number written as text. */
  camera_exposure_set: struct({ ...lens, exposure_value: text }),
  /** 0 manual, 1 single, 2 continuous. */
  camera_focus_mode_set: struct({ ...lens, focus_mode: range(0, 2) }),
  camera_focus_value_set: struct({ ...lens, focus_value: num }),
  camera_point_focus_action: struct({ ...lens, ...place }),
  ir_metering_mode_set: struct({ ...payload, mode: range(0, 2) }),
  ir_metering_point_set: struct({ ...payload, ...place }),
  ir_metering_area_set: struct({ ...payload, ...area }),
};

/** The same and more over the DRC channel, under `drc_…` names. */
export const cameraDrc = {
  linkage_zoom_set: struct({ ...payload, state: bool }),
  video_resolution_set: struct({ ...payload, video_resolution: text }),
  interval_photo_set: struct({ ...payload, interval: text }),
  camera_aperture_value_set: struct({ ...lens, aperture_value: num }),
  camera_shutter_set: struct({ ...lens, shutter_value: range(0, 59, 65534) }),
  camera_iso_set: struct({ ...lens, iso_value: range(0, 13, 255) }),
  camera_mechanical_shutter_set: struct({ ...lens, mechanical_shutter_state: range(0, 1) }),
  camera_dewarping_set: struct({ ...lens, dewarping_state: range(0, 1) }),
  camera_night_mode_set: struct({ ...payload, mode: num }),
  camera_denoise_level_set: struct({ ...payload, level: num }),
  camera_night_vision_enable: struct({ ...payload, enable: bool }),
  infrared_fill_light_enable: struct({ ...payload, enable: bool }),
  camera_photo_format_set: struct({ ...payload, photo_format: oneOf(7, 16) }),
  live_lens_change: struct({ ...payload, video_type: words('thermal', 'wide', 'zoom') }),
};
