import type { GeoPoint } from '#geo';
import type { Shift } from '../map/datum.js';
import type { View } from '../map/mercator.js';
import { COLORS } from '../theme/tokens.js';
import { arrow, INK, label, MARK, spot, stroke, warningRing } from './route-paint.js';
import { handleOf, markKey, Projector, type Marks, type Pixel, type RouteHit } from './route-scene.js';
import { isChosen, type Drawing } from './selection.js';

/** Everything that the overlay draws. Places are WGS84. */
export interface RouteScene {
  drawing: Drawing;
  marks: Marks;
  /** Where the flight begins and ends; null: unknown. */
  dock: GeoPoint | null;
  hover: RouteHit | null;
  /** Corners of what is being drawn for a pattern; `closed` for an area. */
  sketch: { corners: readonly GeoPoint[]; closed: boolean };
  /** Under the pointer while something is drawn: the line goes on to it. */
  pointer: GeoPoint | null;
  /** Legs of another version, longitude and latitude. */
  other: readonly (readonly (readonly number[])[])[];
  /** Legs that a dialog would make. */
  preview: RouteScene['other'];
  /** A place of the height profile, or of a finding. */
  spot: GeoPoint | null;
}

/** Waypoints closer than this on the screen are dots without numbers. */
const ROOM_FOR_NUMBERS = 19;
const MANY_WAYPOINTS = 60;

/** Draws the route over the map: on a canvas, so that a drag is on the screen in the same frame. */
export class RouteOverlay {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d')!;
  readonly #ratio = Math.min(window.devicePixelRatio || 1, 2);
  readonly #project: Projector;
  #legs: Pixel[][] = [];

  constructor(shift: Shift) {
    this.#project = new Projector(shift);
    this.canvas.className = 'map-overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  /** The waypoints of all legs as they were drawn last. */
  get legs(): readonly (readonly Pixel[])[] {
    return this.#legs;
  }

  resize(width: number, height: number): void {
    this.canvas.width = Math.round(width * this.#ratio);
    this.canvas.height = Math.round(height * this.#ratio);
  }

  draw(view: View, scene: RouteScene): void {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.scale(this.#ratio, this.#ratio);
    context.lineJoin = 'round';
    context.lineCap = 'round';
    const { route, leg: active } = scene.drawing;
    this.#legs = route.legs.map((leg) => this.#project.leg(leg, view));
    this.#other(scene, view);
    this.#ends(scene, view);
    for (const [leg, places] of this.#legs.entries()) this.#line(places, leg, scene);
    for (const leg of this.#legs.keys()) if (leg !== active) this.#points(leg, scene);
    this.#handles(scene);
    this.#points(active, scene);
    for (const line of scene.preview) stroke(this.#context, this.#places(line, view), INK.sketch, 1.8);
    this.#sketch(scene, view);
    if (scene.spot) spot(this.#context, this.#project.point(scene.spot, view));
  }

  #places(line: RouteScene['other'][number], view: View): Pixel[] {
    return line.map(([longitude = 0, latitude = 0]) => this.#project.point({ longitude, latitude }, view));
  }

  #other({ other }: RouteScene, view: View): void {
    for (const line of other) {
      const places = this.#places(line, view);
      stroke(this.#context, places, INK.casing, 5);
      stroke(this.#context, places, INK.other, 2.2, [2, 6]);
    }
  }

  /** From the dock to the first waypoint and from the last one back, and between legs. */
  #ends({ dock, marks }: RouteScene, view: View): void {
    const flown = this.#legs.filter((places) => places.length > 0);
    for (const [index, places] of flown.entries()) {
      const next = flown[index + 1]?.[0];
      if (next) stroke(this.#context, [places.at(-1)!, next], COLORS.inkSoft, 1.4, [5, 5]);
    }
    const [first, last] = [flown[0]?.[0], flown.at(-1)?.at(-1)];
    if (!dock || !first || !last) return;
    const home = this.#project.point(dock, view);
    for (const [part, end] of [
      ['approach', first],
      ['return', last],
    ] as const) {
      const severity = marks.parts.get(part);
      stroke(this.#context, [home, end], INK.casing, 4);
      stroke(this.#context, [home, end], severity ? MARK[severity] : COLORS.inkSoft, severity ? 2.2 : 1.4, [5, 5]);
    }
  }

  #line(places: readonly Pixel[], leg: number, { drawing, marks }: RouteScene): void {
    const active = leg === drawing.leg;
    stroke(this.#context, places, INK.casing, 6);
    stroke(this.#context, places, active ? INK.line : INK.otherLeg, active ? 2.8 : 2);
    for (let index = 0; index + 1 < places.length; index += 1) {
      const pair = [places[index]!, places[index + 1]!];
      if (isChosen(drawing.selection, leg, index) && isChosen(drawing.selection, leg, index + 1)) {
        stroke(this.#context, pair, INK.chosen, 4);
      }
      const severity = marks.segments.get(markKey(leg, index));
      if (severity) {
        stroke(this.#context, pair, INK.casing, 7);
        stroke(this.#context, pair, MARK[severity], 3.6, severity === 'error' ? [9, 5] : [2, 6]);
      }
      arrow(this.#context, pair[0]!, pair[1]!, severity ? MARK[severity] : active ? INK.line : INK.otherLeg);
    }
  }

  /** Handles of all segments, or of a long leg only those beside what is chosen: rows of a grid would be all handles. */
  #handles({ drawing, hover }: RouteScene): void {
    const context = this.#context;
    const places = this.#legs[drawing.leg] ?? [];
    const { selection, leg } = drawing;
    const beside = (index: number) => isChosen(selection, leg, index) || isChosen(selection, leg, index + 1);
    for (let index = 0; index + 1 < places.length; index += 1) {
      const at = handleOf(places[index]!, places[index + 1]!);
      if (!at) continue;
      const hovered = hover?.kind === 'handle' && hover.leg === drawing.leg && hover.index === index;
      if (places.length > MANY_WAYPOINTS && !hovered && !beside(index)) continue;
      context.beginPath();
      context.arc(at.x, at.y, hovered ? 8 : 4, 0, 2 * Math.PI);
      context.fillStyle = '#ffffff';
      context.strokeStyle = INK.line;
      context.lineWidth = 1.6;
      context.fill();
      context.stroke();
      if (!hovered) continue;
      context.beginPath();
      context.moveTo(at.x - 4, at.y);
      context.lineTo(at.x + 4, at.y);
      context.moveTo(at.x, at.y - 4);
      context.lineTo(at.x, at.y + 4);
      context.stroke();
    }
  }

  #points(leg: number, scene: RouteScene): void {
    const places = this.#legs[leg] ?? [];
    const { drawing, marks, hover } = scene;
    const chosenLast: number[] = [];
    for (const index of places.keys()) {
      if (isChosen(drawing.selection, leg, index)) chosenLast.push(index);
      else this.#point(places, index, leg, scene, false);
    }
    for (const index of chosenLast) this.#point(places, index, leg, scene, true);
    const focus = drawing.selection?.leg === leg ? drawing.selection.focus : undefined;
    const shown = hover?.kind === 'waypoint' && hover.leg === leg ? hover.index : focus;
    if (shown !== undefined && places[shown]) {
      const { height } = drawing.route.legs[leg]!.waypoints[shown] ?? {};
      const severity = marks.waypoints.get(markKey(leg, shown));
      if (height !== undefined)
        label(this.#context, places[shown], `${height} m`, severity ? MARK[severity] : COLORS.ink);
    }
  }

  #point(places: readonly Pixel[], index: number, leg: number, { drawing, marks }: RouteScene, chosen: boolean): void {
    const context = this.#context;
    const { x, y } = places[index]!;
    const severity = marks.waypoints.get(markKey(leg, index));
    const isFocus = chosen && drawing.selection?.focus === index;
    const apart = (other: Pixel | undefined) => (other ? Math.hypot(other.x - x, other.y - y) : Infinity);
    const room = Math.min(apart(places[index - 1]), apart(places[index + 1])) >= ROOM_FOR_NUMBERS;
    const numbered = leg === drawing.leg && (room || isFocus || index === 0 || index === places.length - 1);
    const radius = numbered ? 9 : leg === drawing.leg ? 4.5 : 3.5;
    if (severity) warningRing(this.#context, { x, y }, radius + 4.5, severity);
    context.beginPath();
    context.arc(x, y, radius + (isFocus ? 2 : 0), 0, 2 * Math.PI);
    context.fillStyle = chosen ? INK.chosen : leg === drawing.leg ? INK.line : INK.otherLeg;
    context.strokeStyle = '#ffffff';
    context.lineWidth = isFocus ? 2.6 : 1.8;
    context.fill();
    context.stroke();
    if (isFocus) {
      context.beginPath();
      context.arc(x, y, radius + 5, 0, 2 * Math.PI);
      context.strokeStyle = INK.chosen;
      context.lineWidth = 1.6;
      context.stroke();
    }
    if (!numbered) return;
    context.fillStyle = '#ffffff';
    context.font = `600 ${index < 99 ? 11 : 8}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(index + 1), x, y + 0.5);
  }

  #sketch({ sketch, pointer }: RouteScene, view: View): void {
    const { corners, closed } = sketch;
    const places = [...corners, ...(pointer ? [pointer] : [])].map((corner) => this.#project.point(corner, view));
    if (places.length === 0) return;
    const context = this.#context;
    const ring = closed && places.length > 2 ? [...places, places[0]!] : places;
    if (closed && places.length > 2) {
      context.beginPath();
      for (const { x, y } of ring) context.lineTo(x, y);
      context.fillStyle = 'rgba(107, 63, 160, 0.1)';
      context.fill();
    }
    stroke(this.#context, ring, INK.casing, 4.5);
    stroke(this.#context, ring, INK.sketch, 2, [6, 4]);
    for (const { x, y } of places) {
      context.beginPath();
      context.rect(x - 4, y - 4, 8, 8);
      context.fillStyle = '#ffffff';
      context.strokeStyle = INK.sketch;
      context.lineWidth = 1.8;
      context.fill();
      context.stroke();
    }
  }
}
