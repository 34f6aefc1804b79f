import { type WithExtra } from './extra.js';
import { type OtherWord } from './leaf.js';
import { type TurnDirection } from './route.words.js';

/**
 * When the actions of a group are done. reach: at the waypoint. between: evenly over the segment. every_seconds and
 * every_metres: again and again from the first waypoint of the group to the last.
 */
export interface Trigger extends WithExtra {
  kind?: 'reach' | 'between' | 'every_seconds' | 'every_metres' | OtherWord;
  /** Seconds or metres. */
  every?: number;
}

/** Actions that belong together. It stands with the waypoint at which it begins. */
export interface ActionGroup extends WithExtra {
  id?: number;
  /** Number of the waypoint, from 0, at which the group begins and ends. */
  from?: number;
  to?: number;
  order?: 'one_after_another' | 'at_once' | OtherWord;
  trigger?: Trigger;
  actions: Action[];
}

/** A lens or sensor of a camera. */
export type Lens = 'wide' | 'zoom' | 'infrared' | 'narrow_band' | 'visible' | OtherWord;

/** Members that every action of a payload has. */
export interface OnPayload extends WithExtra {
  /** Gimbal: 0 main or left, 1 right, 2 top. */
  payload?: number;
}

/** A photo, or the begin of a video. */
export interface Shoot extends OnPayload {
  /** Becomes part of the file name: a feature point's code, ASCII. */
  suffix?: string;
  lenses?: Lens[];
  /** True: the lenses set for the whole route, `lenses` does not count. */
  routeLenses?: boolean;
}

/** Area in fractions of the picture from its upper left corner. */
export interface FocusArea {
  focusX?: number;
  focusY?: number;
  focusWidth?: number;
  focusHeight?: number;
}

export interface Focus extends OnPayload, FocusArea {
  onPoint?: boolean;
  onInfinity?: boolean;
}

export interface Zoom extends OnPayload {
  /** Millimetres, as of a 35 mm camera. */
  focalLength?: number;
  /** True: `focalLength` is a factor instead. */
  isFactor?: boolean;
}

export interface NewFolder extends OnPayload {
  name?: string;
}

export interface RotateGimbal extends OnPayload {
  yawFrom?: 'north' | 'aircraft' | OtherWord;
  mode?: 'absolute' | 'relative' | OtherWord;
  /** Which axes turn. */
  turnPitch?: boolean;
  turnRoll?: boolean;
  turnYaw?: boolean;
  /** Degrees. */
  pitch?: number;
  roll?: number;
  yaw?: number;
  timed?: boolean;
  /** Seconds. */
  duration?: number;
}

export interface TiltGimbalEvenly extends OnPayload {
  /** Degrees, 0 level, -90 down. */
  pitch?: number;
  roll?: number;
}

export interface TurnAircraft extends WithExtra {
  /** Degrees from true north, -180 to 180. */
  heading?: number;
  direction?: TurnDirection | OtherWord;
}

export interface Hover extends WithExtra {
  seconds?: number;
}

/** A photo with the pose of an earlier one, so that the same picture is taken again. */
export interface AimedPhoto extends OnPayload, FocusArea {
  /** Degrees. */
  pitch?: number;
  roll?: number;
  yaw?: number;
  /** Degrees from true north. */
  heading?: number;
  focalLength?: number;
  lenses?: Lens[];
  routeLenses?: boolean;
  /** Whether the aircraft looks for the very frame of the reference picture. */
  matchFrame?: boolean;
  /** Degrees by which the target's frame is turned. */
  targetAngle?: number;
  /** Written into the photo: it links a photo to a feature point. */
  uuid?: string;
  /** Pixels of the reference picture. */
  imageWidth?: number;
  imageHeight?: number;
  focusMotor?: number;
  gimbalPort?: number;
  /** Payload type of the camera that took the reference picture, such as 81. */
  cameraType?: number;
  referencePath?: string;
  referenceMd5?: string;
  referenceSize?: number;
  referenceSuffix?: string;
  aperture?: number;
  luminance?: number;
  shutter?: number;
  iso?: number;
  light?: 'normal' | 'low_light' | OtherWord;
}

export interface Panorama extends OnPayload {
  lenses?: Lens[];
  routeLenses?: boolean;
  mode?: 'full_sphere' | OtherWord;
}

export interface PointCloud extends OnPayload {
  operation?: 'start' | 'pause' | 'resume' | 'stop' | OtherWord;
}

export interface Megaphone extends WithExtra {
  operation?: 'start' | 'stop' | OtherWord;
  /** 0 to 100. */
  volume?: number;
  loop?: boolean;
  path?: string;
  name?: string;
  originalName?: string;
  md5?: string;
  bitrate?: number;
  uuid?: string;
}

export interface Searchlight extends WithExtra {
  operation?: 'off' | 'on' | 'flash' | OtherWord;
  /** 0 to 100. */
  brightness?: number;
}

/** What each kind of action needs to know. */
export interface ActionParams {
  take_photo: Shoot;
  start_recording: Shoot;
  stop_recording: Shoot;
  focus: Focus;
  zoom: Zoom;
  new_folder: NewFolder;
  rotate_gimbal: RotateGimbal;
  tilt_gimbal_evenly: TiltGimbalEvenly;
  turn_aircraft: TurnAircraft;
  hover: Hover;
  aimed_photo: AimedPhoto;
  /** The older form of aimed_photo. */
  aimed_photo_old: AimedPhoto;
  panorama: Panorama;
  point_cloud: PointCloud;
  megaphone: Megaphone;
  searchlight: Searchlight;
}

export type ActionKind = keyof ActionParams;

/** An action of a kind that the maker's documents do not list: its parameters are all in `params.extra`. */
export interface OtherAction extends WithExtra {
  id?: number;
  kind: OtherWord;
  params: WithExtra;
}

/** One thing done at a waypoint. */
export type Action =
  { [K in ActionKind]: { id?: number; kind: K; params: ActionParams[K] } & WithExtra }[ActionKind] | OtherAction;
