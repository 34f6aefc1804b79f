import { geodesic } from '#geo';
import type { EditorStore } from './editor-store.js';
import { moveWaypoints, placeBeside } from './line-moves.js';
import { appendWaypoint, deleteWaypoints, insertOnSegment, raise } from './route-edits.js';
import { chooseOne } from './selection.js';

/** Metres to a waypoint that is put behind the last one without a pointer. */
const STEP_METRES = 100;

/**
 * Puts a waypoint behind the chosen one and chooses it: half way to the next, or behind the last one straight on. On an
 * empty leg it comes to lie at `middle`.
 */
export function insertBehind(store: EditorStore, middle = { longitude: 0, latitude: 0 }): void {
  const { leg: at, selection, route } = store.drawing;
  const waypoints = route.legs[at]?.waypoints ?? [];
  const here = selection?.leg === at ? selection.focus : waypoints.length - 1;
  const [before, point, next] = [waypoints[here - 1], waypoints[here], waypoints[here + 1]];
  const choose = () => chooseOne(at, point ? here + 1 : 0);
  if (!point) return store.edit((before_) => appendWaypoint(before_, at, middle), null, choose);
  if (next) {
    const half = { longitude: (point.longitude + next.longitude) / 2, latitude: (point.latitude + next.latitude) / 2 };
    return store.edit((before_) => insertOnSegment(before_, at, here, half), null, choose);
  }
  const azimuth = ((before ? geodesic(before, point).initialAzimuth : 0) * Math.PI) / 180;
  const place = placeBeside(point, STEP_METRES * Math.sin(azimuth), STEP_METRES * Math.cos(azimuth));
  store.edit((before_) => appendWaypoint(before_, at, place), null, choose);
}

/** Deletes the chosen waypoints and chooses the one before them, so that the key can be pressed again. */
export function deleteSpan(store: EditorStore): void {
  const { selection } = store.drawing;
  if (!selection) return;
  const { span } = store;
  store.edit(
    (route) => deleteWaypoints(route, span),
    null,
    (route) => {
      const left = route.legs[span.leg]?.waypoints.length ?? 0;
      return left === 0 ? null : chooseOne(span.leg, Math.min(Math.max(0, span.from - 1), left - 1));
    },
  );
}

/** Moves the chosen waypoints by metres; while a key is held down it is one step. False when nothing is chosen. */
export function nudge(store: EditorStore, east: number, north: number): boolean {
  const { selection, route } = store.drawing;
  const focus = selection && route.legs[selection.leg]?.waypoints[selection.focus];
  if (!focus) return false;
  const { span } = store;
  store.edit((before) => moveWaypoints(before, span, focus, placeBeside(focus, east, north)), 'nudge');
  return true;
}

/** Raises the chosen waypoints; nothing happens when none is chosen. */
export function raiseChosen(store: EditorStore, metres: number): void {
  const { span } = store;
  if (store.drawing.selection) store.edit((route) => raise(route, span, metres), 'raise');
}
