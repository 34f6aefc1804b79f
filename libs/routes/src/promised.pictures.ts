import { type GeoPoint } from '#geo';
import { type Action, type Route, type Waypoint } from '#wayline';
import { type Look, walkCamera } from './camera.walk.js';

/** A picture or a video that a route takes at a waypoint. */
export interface PromisedPicture {
  /** From 1, counted through all legs. */
  waypoint: number;
  /** Leg of the file, and the waypoint in it, both from 0, as break points count. */
  legId: number;
  index: number;
  kind: 'photo' | 'panorama' | 'video';
  /** What becomes part of the file's name; null: nothing. */
  suffix: string | null;
  place: GeoPoint;
  /** Of a photo alone. */
  look: Look | null;
}

/**
 * What the actions of a route take, in the order of the flight: one for each photo and panorama at a waypoint, one for
 * each begin of a recording. Photos at even steps on the way are not among them: how many there are only the flight tells.
 * One with several lenses brings several files, and counts once.
 */
export function promisedPictures(route: Route): PromisedPicture[] {
  const promised: PromisedPicture[] = [];
  let before = 0;
  for (const [nr, leg] of route.legs.entries()) {
    const looks = walkCamera(leg);
    for (const [index, waypoint] of leg.waypoints.entries()) {
      const actions =
        index === 0 ? [...(leg.startActions?.actions ?? []), ...actionsAt(waypoint)] : actionsAt(waypoint);
      const shots = looks[index]!.shots.map(({ look }) => look);
      const ofStart = index === 0 ? picturesAmong(leg.startActions?.actions ?? []) : 0;
      promised.push(
        ...picturesOf(actions, { legId: leg.id ?? nr, index, waypoint, number: before + index + 1 }, shots, ofStart),
      );
    }
    before += leg.waypoints.length;
  }
  return promised;
}

interface Stop {
  legId: number;
  index: number;
  waypoint: Waypoint;
  number: number;
}

/** `shots`: the looks of the photos but for the first `without` ones, of which none is known. */
function picturesOf(
  actions: readonly Action[],
  { legId, index, waypoint, number }: Stop,
  shots: readonly Look[],
  without: number,
): PromisedPicture[] {
  const pictures: PromisedPicture[] = [];
  let taken = -without;
  for (const action of actions) {
    const kind = kindOf(action);
    if (!kind) continue;
    const look = kind === 'video' ? null : (shots[taken++] ?? null);
    const { longitude, latitude } = waypoint;
    const suffix = suffixOf(action);
    pictures.push({ waypoint: number, legId, index, kind, suffix, place: { longitude, latitude }, look });
  }
  return pictures;
}

/** Those that are done when the aircraft is there. */
function actionsAt({ actionGroups }: Waypoint): Action[] {
  return actionGroups
    .filter(({ trigger }) => trigger?.kind === undefined || trigger.kind === 'reach')
    .flatMap(({ actions }) => actions);
}

function picturesAmong(actions: readonly Action[]): number {
  return actions.filter((action) => ['photo', 'panorama'].includes(kindOf(action) ?? '')).length;
}

function kindOf({ kind }: Action): PromisedPicture['kind'] | null {
  switch (kind) {
    case 'take_photo':
    case 'aimed_photo':
    case 'aimed_photo_old':
      return 'photo';
    case 'panorama':
      return 'panorama';
    case 'start_recording':
      return 'video';
    default:
      return null;
  }
}

function suffixOf({ params }: Action): string | null {
  const { suffix } = params as { suffix?: string };
  return suffix === undefined || suffix === '' ? null : suffix;
}
