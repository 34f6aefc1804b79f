import { type Action, type ActionGroup, type Leg, type Waypoint } from '#wayline';
import { type FlightFigures } from './aircraft.performance.js';

/** Seconds of one panorama of a full sphere, some thirty pictures. Assumed. */
const PANORAMA_SECONDS = 40;
/** Degrees a second that nose and gimbal turn. Assumed. */
const TURN_RATE = 60;
const SETTLE_SECONDS = 1;

/** Whether the actions of a group are done while the aircraft stands at the waypoint. */
function isDoneAtWaypoint({ trigger }: ActionGroup): boolean {
  return trigger?.kind === undefined || trigger.kind === 'reach';
}

/** Seconds that the actions at a waypoint take. */
export function actionSecondsAt(waypoint: Waypoint, figures: FlightFigures): number {
  return waypoint.actionGroups
    .filter(isDoneAtWaypoint)
    .reduce((sum, { actions, order }) => sum + secondsOf(actions, order, figures), 0);
}

/** Seconds of a list of actions; at once the longest counts. */
export function secondsOf(actions: readonly Action[], order: ActionGroup['order'], figures: FlightFigures): number {
  const each = actions.map((action) => secondsOfAction(action, figures));
  return order === 'at_once' ? Math.max(0, ...each) : each.reduce((sum, seconds) => sum + seconds, 0);
}

/** Photos among actions; a panorama counts as one. */
export function photosAmong(actions: readonly Action[]): number {
  return actions.filter(
    ({ kind }) => kind === 'take_photo' || kind === 'aimed_photo' || kind === 'aimed_photo_old' || kind === 'panorama',
  ).length;
}

/**
 * Photos of a leg. `arrivals` and `metres`: seconds and metres from its start at which each waypoint is reached. Of a
 * group that repeats itself, one more than its distance or time holds intervals.
 */
export function photosOfLeg(leg: Leg, arrivals: readonly number[], metres: readonly number[]): number {
  const last = leg.waypoints.length - 1;
  let photos = photosAmong(leg.startActions?.actions ?? []);
  for (const [at, { actionGroups }] of leg.waypoints.entries()) {
    for (const { actions, trigger, to } of actionGroups) {
      const one = photosAmong(actions);
      const marks =
        trigger?.kind === 'every_seconds' ? arrivals : trigger?.kind === 'every_metres' ? metres : undefined;
      const every = trigger?.every;
      if (one === 0) continue;
      if (!marks || !(every !== undefined && every > 0)) photos += one;
      else {
        const end = Math.min(last, Math.max(at, to ?? at));
        photos += one * (Math.floor((marks[end]! - marks[at]!) / every + 1e-9) + 1);
      }
    }
  }
  return photos;
}

function secondsOfAction(action: Action, figures: FlightFigures): number {
  switch (action.kind) {
    case 'hover':
      return Math.max(0, action.params.seconds ?? 0);
    case 'take_photo':
      return figures.photoSeconds;
    case 'aimed_photo':
    case 'aimed_photo_old':
      // Nose, gimbal and zoom move before the picture.
      return figures.photoSeconds + 180 / TURN_RATE;
    case 'panorama':
      return PANORAMA_SECONDS;
    case 'rotate_gimbal':
      return action.params.timed && action.params.duration !== undefined
        ? Math.max(0, action.params.duration)
        : 90 / TURN_RATE + SETTLE_SECONDS;
    case 'turn_aircraft':
      return 180 / TURN_RATE + SETTLE_SECONDS;
    case 'zoom':
    case 'focus':
      return 2;
    case 'start_recording':
    case 'stop_recording':
    case 'point_cloud':
    case 'megaphone':
    case 'searchlight':
      return SETTLE_SECONDS;
    case 'tilt_gimbal_evenly':
    case 'new_folder':
      return 0;
    default:
      return SETTLE_SECONDS;
  }
}
