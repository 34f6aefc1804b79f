import type { Leg, Route } from '#wayline';

/** Chosen waypoints of one leg: all from `anchor` to `focus`, counted from 0. Keys and panels act on `focus` first. */
export interface Selection {
  leg: number;
  anchor: number;
  focus: number;
}

/** What is drawn at one moment of the history. */
export interface Drawing {
  route: Route;
  /** The leg that is worked on. */
  leg: number;
  selection: Selection | null;
}

/** First and last chosen waypoint. */
export function rangeOf({ anchor, focus }: Selection): { from: number; to: number } {
  return { from: Math.min(anchor, focus), to: Math.max(anchor, focus) };
}

/** Whether a waypoint is among the chosen ones. */
export function isChosen(selection: Selection | null, leg: number, waypoint: number): boolean {
  if (!selection || selection.leg !== leg) return false;
  const { from, to } = rangeOf(selection);
  return waypoint >= from && waypoint <= to;
}

/** One waypoint chosen. */
export function chooseOne(leg: number, waypoint: number): Selection {
  return { leg, anchor: waypoint, focus: waypoint };
}

/** The choice stretched to a waypoint of the same leg; begun there when nothing was chosen. */
export function stretchTo(selection: Selection | null, leg: number, waypoint: number): Selection {
  if (!selection || selection.leg !== leg) return chooseOne(leg, waypoint);
  return { ...selection, focus: waypoint };
}

/** The leg that is worked on; undefined for a route without any. */
export function legOf({ route, leg }: Drawing): Leg | undefined {
  return route.legs[leg];
}

/** The choice, leg and all, as far as it exists in the route: undoing and deleting shorten what can be chosen. */
export function fitted(drawing: Drawing): Drawing {
  const leg = Math.max(0, Math.min(drawing.leg, drawing.route.legs.length - 1));
  const { selection } = drawing;
  if (!selection) return leg === drawing.leg ? drawing : { ...drawing, leg };
  const last = (drawing.route.legs[selection.leg]?.waypoints.length ?? 0) - 1;
  if (last < 0) return { ...drawing, leg, selection: null };
  const anchor = Math.min(selection.anchor, last);
  const focus = Math.min(selection.focus, last);
  if (leg === drawing.leg && anchor === selection.anchor && focus === selection.focus) return drawing;
  return { ...drawing, leg, selection: { ...selection, anchor, focus } };
}
