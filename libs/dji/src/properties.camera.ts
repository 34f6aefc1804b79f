import { bool, list, num, oneOf, range, struct, text, type ValueOf } from './shape.js';

const point = struct({ x: num, y: num, temperature: num });
const exposureMode = range(1, 4);
const iso = range(0, 13, 255);
const shutterSpeed = range(0, 59, 65534);
const exposureValue = range(0, 31, 255);
const focusMode = range(0, 2);
const region = struct({ left: num, top: num, right: num, bottom: num });

/** Members that only the thermal lens has. Temperatures in °C, places 0 to 1 from top left. */
const infrared = {
  ir_zoom_factor: num,
  /** 0 off, 1 point, 2 area. */
  ir_metering_mode: range(0, 2),
  ir_metering_point: point,
  ir_metering_area: struct({
    x: num,
    y: num,
    width: num,
    height: num,
    aver_temperature: num,
    min_temperature_point: point,
    max_temperature_point: point,
  }),
};

const lenses = {
  wide_exposure_mode: exposureMode,
  wide_iso: iso,
  wide_shutter_speed: shutterSpeed,
  wide_exposure_value: exposureValue,
  wide_aperture_value: num,
  wide_focus_mode: focusMode,
  wide_focus_state: range(0, 3),
  wide_focus_value: num,
  wide_max_focus_value: num,
  wide_min_focus_value: num,
  wide_calibrate_farthest_focus_value: num,
  wide_calibrate_nearest_focus_value: num,
  zoom_exposure_mode: exposureMode,
  zoom_iso: iso,
  zoom_shutter_speed: shutterSpeed,
  zoom_exposure_value: exposureValue,
  zoom_aperture_value: num,
  zoom_focus_mode: focusMode,
  zoom_focus_state: range(0, 3),
  zoom_focus_value: num,
  zoom_max_focus_value: num,
  zoom_min_focus_value: num,
  zoom_calibrate_farthest_focus_value: num,
  zoom_calibrate_nearest_focus_value: num,
};

/** One entry of `cameras` (reference 3.3). Times in seconds. */
export const camera = struct({
  payload_index: text,
  /** 0 photo, 1 video, 2 low light, 3 panorama, -1 unknown. */
  camera_mode: range(-1, 4),
  photo_state: range(0, 1),
  recording_state: range(0, 1),
  record_time: num,
  remain_photo_num: num,
  remain_record_duration: num,
  /** Zoom as the pilot sees it. */
  zoom_factor: num,
  /** Comes as the word "false" too (quirk 14). */
  screen_split_enable: bool,
  liveview_world_region: region,
  photo_storage_settings: list(text),
  video_storage_settings: list(text),
  photo_format: num,
  photo_size: num,
  video_resolution: num,
  ...infrared,
  ...lenses,
});
export type Camera = ValueOf<typeof camera>;

/** Laser ranging of a payload (reference 3.3); degrees, metres. 0 normal, 1 near, 2 far, 3 none. */
export const measureTarget = {
  measure_target_longitude: num,
  measure_target_latitude: num,
  measure_target_altitude: num,
  measure_target_distance: num,
  measure_target_error_state: range(0, 3),
};

/** Settings and readings of a thermal payload; °C. */
export const thermal = {
  thermal_current_palette_style: oneOf(0, 1, 2, 3, 5, 6, 8, 11, 12, 13),
  thermal_supported_palette_styles: list(num),
  thermal_gain_mode: range(0, 2),
  thermal_isotherm_state: range(0, 1),
  thermal_isotherm_upper_limit: num,
  thermal_isotherm_lower_limit: num,
  thermal_global_temperature_min: num,
  thermal_global_temperature_max: num,
};

/** The object of one payload in aircraft OSD, under its `type-subtype-gimbalindex` (reference 3.3). Degrees. */
export const payload = struct({
  payload_index: text,
  gimbal_pitch: num,
  gimbal_roll: num,
  gimbal_yaw: num,
  /** Focal ratio of the lens in use, below 1 for the wide one; not the zoom the pilot sees. */
  zoom_factor: num,
  version: num,
  ...measureTarget,
  ...thermal,
  smart_track_point: list(
    struct({ track_target_mode: num, track_latitude: num, track_longitude: num, track_altitude: num }),
  ),
});
export type Payload = ValueOf<typeof payload>;

/** What the DRC link says about one camera (reference 7.3). */
export const cameraOsd = struct({
  payload_index: text,
  wide_lense: struct(lenses),
  zoom_lense: struct({ ...lenses, zoom_factor: num }),
  ir_lense: struct({ screen_split_enable: bool, ...infrared, ...thermal }),
  measure_target: struct(measureTarget),
  liveview: struct({ liveview_world_region: region }),
});
