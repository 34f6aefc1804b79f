import { geodesic, type GeoPoint } from '#geo';
import { type Action, type Leg, type Lens, type Waypoint } from '#wayline';

/** How a camera looks at some moment. Degrees; `yaw` from true north, 0 to below 360; `pitch` 0 level, -90 down. */
export interface Look {
  yaw: number;
  /** Null: nothing in the route says it. */
  pitch: number | null;
  /** Times the widest view. */
  zoom: number;
  /** `wide` where the route names none. */
  lens: Lens;
}

/** What the camera does at one waypoint and on the way to the next. */
export interface WaypointLooks {
  /** When its actions are done, and when it leaves for the next waypoint. */
  atRest: Look;
  onward: Look;
  /** Pictures at the waypoint, in order. A panorama looks everywhere. */
  shots: { look: Look; kind: 'photo' | 'panorama' }[];
  /** What is taken on the way to the next waypoint. */
  onTheWay: 'photos' | 'video' | null;
  /** Where the nose points at the next waypoint while it turns evenly; null: it does not turn by itself. */
  turnsTo: number | null;
}

/** Millimetres, as on 35 mm film, of the widest lens of all dock aircraft: zoom 1. */
export const WIDEST_FOCAL_LENGTH = 24;

/**
 * Follows the camera along a leg: nose, gimbal and zoom are as the last thing said, at a waypoint or by an action, left
 * them. Where nothing was said of the nose it points along the way.
 */
export function walkCamera(leg: Leg): WaypointLooks[] {
  const camera = new Camera();
  for (const action of leg.startActions?.actions ?? []) camera.act(action);
  return leg.waypoints.map((waypoint, at) => {
    camera.arrive(leg, waypoint, at);
    const shots: WaypointLooks['shots'] = [];
    for (const { trigger, actions } of waypoint.actionGroups) {
      if (trigger?.kind !== undefined && trigger.kind !== 'reach') continue;
      for (const action of actions) {
        const kind = camera.act(action);
        if (kind) shots.push({ look: camera.lookFor(action), kind });
      }
    }
    const atRest = camera.look();
    const { heading, turnsTo } = headingOnward(leg, at, camera.yaw);
    camera.yaw = heading;
    const onward = camera.look();
    const onTheWay = at === leg.waypoints.length - 1 ? null : camera.isRecording ? 'video' : photosAfter(leg, at);
    return { atRest, onward, shots, onTheWay, turnsTo };
  });
}

/** Nose, gimbal and zoom while a leg is flown. */
class Camera {
  yaw = 0;
  isRecording = false;
  private pitch: number | null = null;
  private zoom = 1;
  private lens: Lens = 'wide';

  look(): Look {
    return { yaw: this.yaw, pitch: this.pitch, zoom: this.zoom, lens: this.lens };
  }

  /** The look of a picture: with the lens that its action names. */
  lookFor(action: Action): Look {
    if (action.kind === 'aimed_photo' || action.kind === 'aimed_photo_old') {
      const { yaw, heading, pitch, focalLength, lenses } = action.params;
      return {
        yaw: compass(yaw ?? heading ?? this.yaw),
        pitch: pitch ?? this.pitch,
        zoom: zoomOf(focalLength, false) ?? this.zoom,
        lens: lenses?.[0] ?? (focalLength !== undefined && focalLength > WIDEST_FOCAL_LENGTH ? 'zoom' : this.lens),
      };
    }
    const lenses = action.kind === 'take_photo' || action.kind === 'panorama' ? action.params.lenses : undefined;
    return { ...this.look(), lens: lenses?.[0] ?? this.lens };
  }

  arrive(leg: Leg, waypoint: Waypoint, at: number): void {
    this.yaw = headingAt(leg, waypoint, at) ?? this.yaw;
    const pitch = waypoint.gimbal?.pitch ?? waypoint.gimbalPitch ?? tiltedTo(leg, at);
    if (pitch !== undefined) this.pitch = pitch;
  }

  /** Does an action; tells when it was a picture. */
  act(action: Action): 'photo' | 'panorama' | undefined {
    switch (action.kind) {
      case 'rotate_gimbal': {
        const { turnPitch, turnYaw, pitch = 0, yaw = 0, mode, yawFrom } = action.params;
        const relative = mode === 'relative';
        if (turnPitch) this.pitch = relative ? (this.pitch ?? 0) + pitch : pitch;
        if (turnYaw) this.yaw = compass(relative || yawFrom === 'aircraft' ? this.yaw + yaw : yaw);
        return undefined;
      }
      case 'turn_aircraft':
        this.yaw = compass(action.params.heading ?? this.yaw);
        return undefined;
      case 'zoom':
        this.zoom = zoomOf(action.params.focalLength, action.params.isFactor === true) ?? this.zoom;
        this.lens = this.zoom > 1 ? 'zoom' : 'wide';
        return undefined;
      case 'start_recording':
        this.isRecording = true;
        this.lens = action.params.lenses?.[0] ?? this.lens;
        return undefined;
      case 'stop_recording':
        this.isRecording = false;
        return undefined;
      case 'take_photo':
      case 'aimed_photo':
      case 'aimed_photo_old':
        return 'photo';
      case 'panorama':
        return 'panorama';
      default:
        return undefined;
    }
  }
}

/** Degrees from north, 0 to below 360. */
export const compass = (angle: number): number => ((angle % 360) + 360) % 360;

export const bearing = (from: GeoPoint, to: GeoPoint): number => geodesic(from, to).initialAzimuth;

function zoomOf(focalLength: number | undefined, isFactor: boolean): number | undefined {
  if (focalLength === undefined || !(focalLength > 0)) return undefined;
  return Math.max(1, isFactor ? focalLength : focalLength / WIDEST_FOCAL_LENGTH);
}

/** Where the nose points on arriving: undefined where it stays as it was. */
function headingAt(leg: Leg, waypoint: Waypoint, at: number): number | undefined {
  const { mode, angle, pointOfInterest } = waypoint.heading ?? {};
  switch (mode) {
    case 'point_of_interest':
      return pointOfInterest ? compass(bearing(waypoint, pointOfInterest)) : undefined;
    case 'smooth':
      return angle === undefined ? undefined : compass(angle);
    case 'fixed':
    case 'manual':
      return angle !== undefined && waypoint.heading?.angleUsed === true ? compass(angle) : undefined;
    default: {
      const from = at === 0 ? waypoint : leg.waypoints[at - 1]!;
      const to = at === 0 ? leg.waypoints[1] : waypoint;
      return to && bearing(from, to);
    }
  }
}

/** Where the nose points on the way to the next waypoint. */
function headingOnward(leg: Leg, at: number, now: number): { heading: number; turnsTo: number | null } {
  const [waypoint, next] = [leg.waypoints[at]!, leg.waypoints[at + 1]];
  const { mode, pointOfInterest } = waypoint.heading ?? {};
  if (!next) return { heading: now, turnsTo: null };
  if (mode === 'point_of_interest' && pointOfInterest)
    return { heading: now, turnsTo: compass(bearing(next, pointOfInterest)) };
  if (mode === 'smooth') return { heading: now, turnsTo: headingAt(leg, next, at + 1) ?? null };
  if (mode === 'fixed' || mode === 'manual') return { heading: now, turnsTo: null };
  return { heading: bearing(waypoint, next), turnsTo: null };
}

/** The pitch to which an even turn of the gimbal has come at a waypoint. */
function tiltedTo(leg: Leg, at: number): number | undefined {
  const groups = leg.waypoints[at - 1]?.actionGroups ?? [];
  const actions = groups.filter(({ trigger }) => trigger?.kind === 'between').flatMap((group) => group.actions);
  return actions.flatMap((action) => (action.kind === 'tilt_gimbal_evenly' ? (action.params.pitch ?? []) : [])).at(-1);
}

/** Whether a group that repeats itself takes photos between a waypoint and the next. */
function photosAfter(leg: Leg, at: number): 'photos' | null {
  for (const [start, { actionGroups }] of leg.waypoints.slice(0, at + 1).entries()) {
    for (const { trigger, from = start, to = from, actions } of actionGroups) {
      const repeats = trigger?.kind === 'every_metres' || trigger?.kind === 'every_seconds';
      if (repeats && from <= at && to > at && actions.some(({ kind }) => kind === 'take_photo')) return 'photos';
    }
  }
  return null;
}
