import { type Camera } from './camera.js';
import { type Gateway } from './gateway.js';
import { BAD_PARAMETER, DONE, numberOf, textOf, type Answer, type Service, type Services } from './answers.js';
import { runJob } from './job.js';

const PHOTO_REFUSED: Answer = { result: 327006 };
const RECORDING_REFUSED: Answer = { result: 327007 };
const NOT_RECORDING: Answer = { result: 327008 };
const MODE_REFUSED: Answer = { result: 327009 };
const PANORAMA = 3;

/** A command for the main camera: the aircraft must be on, the index its own; afterwards `cameras` is said at once. */
function camera(change: (camera: Camera, data: Record<string, unknown>, gateway: Gateway) => Answer): Service<Gateway> {
  return (gateway, { data }) => {
    if (!gateway.aircraftReported) return { result: 325012 };
    const index = textOf(data['payload_index']);
    if (index !== undefined && index !== gateway.aircraft.model.camera) return BAD_PARAMETER;
    const answer = change(gateway.aircraft.camera, data, gateway);
    return answer.result === 0 ? { ...answer, after: () => sayCameras(gateway, answer.after) } : answer;
  };
}

function sayCameras(gateway: Gateway, after?: () => void): void {
  gateway.sayCameras();
  after?.();
}

/** Sets one number of the camera, within its range. */
function setting(
  name: string,
  low: number,
  high: number,
  apply: (camera: Camera, value: number) => void,
): Service<Gateway> {
  return camera((of, data) => {
    const value = numberOf(data[name]);
    if (value === undefined || value < low || value > high) return BAD_PARAMETER;
    apply(of, value);
    return DONE;
  });
}

const quiet = camera(() => DONE);

/** Commands for camera and gimbal. */
export const payloadServices: Services<Gateway> = {
  payload_authority_grab: camera((_camera, _data, gateway) => {
    gateway.aircraft.payloadControlSource = 'A';
    const after = () =>
      gateway.state(gateway.aircraft.sn, {
        payloads: [{ control_source: 'A', payload_index: gateway.aircraft.model.camera }],
      });
    return { ...DONE, after };
  }),
  camera_mode_switch: camera((of, data) => {
    const mode = numberOf(data['camera_mode']);
    if (mode === undefined || ![0, 1, 2, 3].includes(mode)) return BAD_PARAMETER;
    if (of.recording) return MODE_REFUSED;
    of.mode = mode;
    return DONE;
  }),
  camera_photo_take: (gateway, call) => takePhoto(gateway, call),
  camera_photo_stop: camera((of) => (of.mode === PANORAMA ? DONE : PHOTO_REFUSED)),
  camera_recording_start: camera((of) => {
    if (of.mode !== 1 || of.recording) return RECORDING_REFUSED;
    of.recording = true;
    of.recordSeconds = 0;
    return DONE;
  }),
  camera_recording_stop: camera((of) => {
    if (!of.recording) return NOT_RECORDING;
    of.recording = false;
    return DONE;
  }),
  camera_focal_length_set: camera((of, data) => {
    const factor = numberOf(data['zoom_factor']);
    const infrared = data['camera_type'] === 'ir';
    if (factor === undefined || factor < 1 || factor > (infrared ? 20 : 200)) return { result: 327010 };
    if (infrared) of.infraredZoom = factor;
    else of.zoom = factor;
    return DONE;
  }),
  camera_aim: camera((of, data) => {
    const [x, y] = [numberOf(data['x']), numberOf(data['y'])];
    if (x === undefined || y === undefined || x < 0 || x > 1 || y < 0 || y > 1) return BAD_PARAMETER;
    of.gimbalYaw += ((x - 0.5) * 60) / of.zoom;
    of.gimbalPitch = Math.max(-90, Math.min(35, of.gimbalPitch - ((y - 0.5) * 45) / of.zoom));
    return DONE;
  }),
  camera_screen_drag: camera((of, data) => {
    const [pitch, yaw] = [numberOf(data['pitch_speed']), numberOf(data['yaw_speed'])];
    if (pitch === undefined || yaw === undefined) return BAD_PARAMETER;
    of.gimbalPitch = Math.max(-90, Math.min(35, of.gimbalPitch + pitch / 10));
    of.gimbalYaw += yaw / 10;
    return DONE;
  }),
  camera_look_at: (gateway, call) => lookAt(gateway, call),
  gimbal_reset: setting('reset_mode', 0, 3, (of, mode) => {
    of.gimbalPitch = mode === 1 || mode === 3 ? -90 : mode === 0 ? 0 : of.gimbalPitch;
    if (mode === 0 || mode === 2) of.gimbalYaw = 0;
  }),
  camera_screen_split: camera((of, data) => {
    of.splitScreen = data['enable'] === true || data['enable'] === 1;
    return DONE;
  }),
  photo_storage_set: camera((of, data) => {
    const words = data['photo_storage_settings'];
    if (!Array.isArray(words) || words.length === 0) return BAD_PARAMETER;
    of.photoStorage = words.map(String);
    return DONE;
  }),
  video_storage_set: quiet,
  camera_frame_zoom: quiet,
  camera_exposure_mode_set: setting('exposure_mode', 1, 4, (of, value) => (of.exposureMode = value)),
  camera_exposure_set: setting('exposure_value', 1, 255, (of, value) => (of.exposureValue = value)),
  camera_focus_mode_set: setting('focus_mode', 0, 2, (of, value) => (of.focusMode = value)),
  camera_focus_value_set: setting('focus_value', 0, 98, (of, value) => (of.focusValue = value)),
  camera_point_focus_action: quiet,
  ir_metering_mode_set: setting('mode', 0, 2, (of, value) => (of.meteringMode = value)),
  ir_metering_point_set: camera((of, data) => {
    of.meteringPoint = { x: numberOf(data['x']) ?? 0.5, y: numberOf(data['y']) ?? 0.5 };
    return DONE;
  }),
  ir_metering_area_set: quiet,
};

const lookAt = camera((of, data, gateway) => {
  const [latitude, longitude, height] = [
    numberOf(data['latitude']),
    numberOf(data['longitude']),
    numberOf(data['height']),
  ];
  if (latitude === undefined || longitude === undefined || height === undefined) return BAD_PARAMETER;
  const { aircraft } = gateway;
  const { motion } = aircraft.flight;
  const at = aircraft.frame.toMetres({ latitude, longitude });
  const [east, north, up] = [at.x - motion.x, at.y - motion.y, height - aircraft.heightEllipsoid];
  of.gimbalPitch = Math.max(-90, (Math.atan2(up, Math.hypot(east, north)) * 180) / Math.PI);
  of.gimbalYaw = (Math.atan2(east, north) * 180) / Math.PI - motion.heading;
  return DONE;
});

/** A panorama is a job of several shots, a plain photograph is done at once. */
const takePhoto: Service<Gateway> = (gateway, call) => {
  const { mode, photosLeft } = gateway.aircraft.camera;
  const plain = camera((_of, _data, of) => {
    if ((mode !== 0 && mode !== PANORAMA) || photosLeft === 0) return PHOTO_REFUSED;
    of.aircraft.takePhoto();
    return DONE;
  })(gateway, call);
  if (plain.result !== 0 || mode !== PANORAMA) return plain;
  const steps = [3000, 3002, 3005].map((step, index) => ({ key: step, percent: index * 50, seconds: 4 }));
  const job = { method: 'camera_photo_take_progress', bid: call.bid, steps, ext: { camera_mode: PANORAMA } };
  return { ...plain, output: { status: 'in_progress' }, after: () => runJob(gateway, job) };
};
