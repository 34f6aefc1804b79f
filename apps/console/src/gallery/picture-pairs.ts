import type { MediaView } from '#contracts';
import { distance } from '#geo';

/** Why two pictures stand side by side: the same waypoint of the same route, nearly the same pose, or for want of better. */
export type PairedBy = 'waypoint' | 'pose' | 'none';

export interface PicturePair {
  left: MediaView;
  right: MediaView;
  by: PairedBy;
  /** Between both cameras; null where a place is not known. */
  metres: number | null;
  /** Between both directions of view, the larger of yaw and pitch; null where one is not known. */
  degrees: number | null;
}

const NEAR_METRES = 40;
const NEAR_DEGREES = 25;

/**
 * Pictures of two visits that can be compared, those of the same waypoint first, then those of nearly the same pose. When
 * there is neither, the first ones of both. Each picture is used once. Pure.
 */
export function pairsOf(left: readonly MediaView[], right: readonly MediaView[]): PicturePair[] {
  const taken = new Set<string>();
  const pairs: PicturePair[] = [];
  const take = (by: PairedBy, one: MediaView, other: MediaView) => {
    taken.add(one.id).add(other.id);
    pairs.push({ left: one, right: other, by, ...between(one, other) });
  };
  for (const one of left) {
    const other = right.find((picture) => !taken.has(picture.id) && sameWaypoint(one, picture));
    if (other) take('waypoint', one, other);
  }
  for (const one of left) {
    if (taken.has(one.id)) continue;
    const [near] = right
      .filter((picture) => !taken.has(picture.id))
      .map((picture) => ({ picture, ...between(one, picture) }))
      .filter(({ metres, degrees }) => metres !== null && metres <= NEAR_METRES && (degrees ?? 0) <= NEAR_DEGREES)
      .sort((a, b) => a.metres! - b.metres!);
    if (near) take('pose', one, near.picture);
  }
  const [one, other] = [left[0], right[0]];
  if (pairs.length === 0 && one && other) take('none', one, other);
  return pairs;
}

function sameWaypoint(one: MediaView, other: MediaView): boolean {
  return (
    one.waypoint !== null && one.waypoint === other.waypoint && one.route !== null && one.route.id === other.route?.id
  );
}

function between(one: MediaView, other: MediaView): Pick<PicturePair, 'metres' | 'degrees'> {
  const [from, to] = [placeOf(one), placeOf(other)];
  const turns = [
    turn(one.gimbal.yaw, other.gimbal.yaw),
    one.gimbal.pitch === null || other.gimbal.pitch === null ? null : Math.abs(one.gimbal.pitch - other.gimbal.pitch),
  ].filter((degrees) => degrees !== null);
  return { metres: from && to ? distance(from, to) : null, degrees: turns.length === 0 ? null : Math.max(...turns) };
}

function placeOf({ longitude, latitude }: MediaView) {
  return longitude === null || latitude === null ? null : { longitude, latitude };
}

function turn(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return null;
  const degrees = Math.abs(one - other) % 360;
  return Math.min(degrees, 360 - degrees);
}
