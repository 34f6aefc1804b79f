import { type AircraftModel } from './models.js';

/** The main camera: what commands change and what `cameras[]` of the aircraft shows. */
export interface Camera {
  /** 0 photo, 1 video, 2 low light, 3 panorama. */
  mode: number;
  recording: boolean;
  recordSeconds: number;
  /** Photos that still fit. */
  photosLeft: number;
  zoom: number;
  infraredZoom: number;
  splitScreen: boolean;
  exposureMode: number;
  exposureValue: number;
  focusMode: number;
  focusValue: number;
  meteringMode: number;
  meteringPoint: { x: number; y: number };
  gimbalPitch: number;
  /** Degrees to the right of the nose. */
  gimbalYaw: number;
  photoStorage: string[];
  thermalPalette: number;
  thermalGain: number;
}

export function newCamera(model: AircraftModel): Camera {
  return {
    mode: 0,
    recording: false,
    recordSeconds: 0,
    photosLeft: 10_069,
    zoom: 2,
    infraredZoom: 2,
    splitScreen: false,
    exposureMode: 1,
    exposureValue: 16,
    focusMode: 2,
    focusValue: 44,
    meteringMode: 0,
    meteringPoint: { x: 0.5, y: 0.5 },
    gimbalPitch: 0,
    gimbalYaw: 0,
    photoStorage: [...model.photoStorage],
    thermalPalette: 0,
    thermalGain: 2,
  };
}

/** One element of `cameras[]`, key for key as a Matrice 4TD sends it. `ambient` in °C. */
export function cameraBody(camera: Camera, model: AircraftModel, ambient: number): Record<string, unknown> {
  const width = 0.386 / camera.zoom;
  return {
    camera_mode: camera.mode,
    ...(model.thermal && {
      ir_metering_mode: camera.meteringMode,
      ir_metering_point: { temperature: ambient + 2, ...camera.meteringPoint },
      ir_zoom_factor: camera.infraredZoom,
    }),
    liveview_world_region: { bottom: 0.5 + width, left: 0.5 - width, right: 0.5 + width, top: 0.5 - width },
    payload_index: model.camera,
    photo_state: 0,
    photo_storage_settings: camera.photoStorage,
    record_time: Math.floor(camera.recordSeconds),
    recording_state: camera.recording ? 1 : 0,
    remain_photo_num: camera.photosLeft,
    remain_record_duration: 0,
    screen_split_enable: camera.splitScreen,
    ...lens('wide', camera, 8),
    ...lens('zoom', camera, 8),
    zoom_factor: camera.zoom,
  };
}

function lens(name: 'wide' | 'zoom', camera: Camera, shutter: number): Record<string, number> {
  return {
    [`${name}_calibrate_farthest_focus_value`]: 32,
    [`${name}_calibrate_nearest_focus_value`]: 66,
    [`${name}_exposure_mode`]: camera.exposureMode,
    [`${name}_exposure_value`]: camera.exposureValue,
    [`${name}_focus_mode`]: camera.focusMode,
    [`${name}_focus_state`]: 1,
    [`${name}_focus_value`]: camera.focusValue,
    [`${name}_iso`]: 3,
    [`${name}_max_focus_value`]: 98,
    [`${name}_min_focus_value`]: 0,
    [`${name}_shutter_speed`]: shutter,
  };
}
