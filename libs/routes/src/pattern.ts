import { type GeoPoint, type LocalFrame, type PlanePoint } from '#geo';
import { type Action, type ActionGroup, type Leg, type Waypoint } from '#wayline';
import { PatternError } from './pattern.error.js';

/** A leg drawn by a rule, and what the rule made of its parameters. The same parameters give the same leg. */
export interface Pattern {
  leg: Leg;
  /** Straight lines or passes that are photographed. */
  lines: number;
  /** Degrees from true north in which the lines run, 0 to below 180; null where there is no one direction. */
  direction: number | null;
  /** Metres between neighbouring lines as drawn; null for a single one. */
  spacing: number | null;
  /** Metres between photos; null where none are taken at even distances. */
  photoDistance: number | null;
  /** m/s. */
  speed: number;
  /** Metres across a line that a photo shows; null where the camera does not look down. */
  swath: number | null;
  /** Metres of ground a pixel shows; null: not known. */
  groundSampling: number | null;
}

/** Most waypoints that a leg of a dock's route can have. */
export const MAX_WAYPOINTS = 65_535;

/** Throws `too_many_waypoints`. */
export function checkCount(waypoints: number): void {
  if (waypoints <= MAX_WAYPOINTS) return;
  throw new PatternError(
    'too_many_waypoints',
    `需要 ${waypoints} 个航点，超过 ${MAX_WAYPOINTS} 个，请升高、减小重叠率或把范围分成几块`,
    `${waypoints} waypoints are needed, more than ${MAX_WAYPOINTS}; fly higher, lower the overlap or divide the area`,
  );
}

/** A point of a pattern: it stops, so that the line begins where it should, and every value is written out. */
export function patternPoint(place: GeoPoint, height: number, speed: number, actionGroups: ActionGroup[]): Waypoint {
  return {
    ...place,
    height,
    speed,
    heading: { mode: 'along_leg', direction: 'shortest' },
    turn: { mode: 'stop', damping: 0 },
    straight: true,
    actionGroups,
  };
}

/** Turns the gimbal before anything else is done at a waypoint. */
export const tilted = (pitch: number): Action => ({
  kind: 'rotate_gimbal',
  params: {
    payload: 0,
    yawFrom: 'north',
    mode: 'absolute',
    turnPitch: true,
    pitch,
    turnRoll: false,
    roll: 0,
    turnYaw: false,
    yaw: 0,
    timed: false,
    duration: 0,
  },
});

/** A photo of the wide lens; `suffix` becomes part of the file's name. */
export const photo = (suffix: string): Action => ({
  kind: 'take_photo',
  params: { payload: 0, suffix, lenses: ['wide'], routeLenses: false },
});

/** The begin and the end of a video of the wide lens. */
export const recording = (suffix: string): Action => ({
  kind: 'start_recording',
  params: { payload: 0, suffix, lenses: ['wide'], routeLenses: false },
});
export const stopped: Action = { kind: 'stop_recording', params: { payload: 0, lenses: ['wide'] } };

/** Done one after another on reaching waypoint `at`. Numbers are given by `renumbered`. */
export const onReaching = (at: number, actions: Action[]): ActionGroup => ({
  from: at,
  to: at,
  order: 'one_after_another',
  trigger: { kind: 'reach' },
  actions,
});

/** Photos every so many metres from waypoint `from` to waypoint `to`. */
export const everyMetres = (from: number, to: number, metres: number, suffix: string): ActionGroup => ({
  from,
  to,
  order: 'one_after_another',
  trigger: { kind: 'every_metres', every: metres },
  actions: [photo(suffix)],
});

/** Back to WGS84, to a hundredth of a millionth of a degree (1 mm): the same on every machine. */
export function placeOf(frame: LocalFrame, plane: PlanePoint): GeoPoint {
  const { longitude, latitude } = frame.toPoint(plane);
  return { longitude: Number(longitude.toFixed(8)), latitude: Number(latitude.toFixed(8)) };
}
