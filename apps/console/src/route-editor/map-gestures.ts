import type { GeoPoint } from '#geo';
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { Shift } from '../map/datum.js';
import type { EditorStore } from './editor-store.js';
import { moveWaypoints } from './line-moves.js';
import { appendWaypoint, insertOnSegment, placeOf, type Span } from './route-edits.js';
import { handleOf, hitOf, type Pixel, type RouteHit } from './route-scene.js';
import { chooseOne, isChosen } from './selection.js';
import type { Route } from '#wayline';

type PointerEventOfMap = MapMouseEvent | MapTouchEvent;

interface Drag {
  /** The route as it was when the drag began. */
  base: Route;
  span: Span;
  from: GeoPoint;
  /** From the pointer to the waypoint, pixels, so that it does not jump under the pointer. */
  offset: Pixel;
  mark: string;
}

/** Two clicks nearer than this are one place. */
const SAME_PLACE = 6;

/** What pointers do to the route: choose, drag, insert, append, and draw what a pattern is made from. */
export class MapGestures {
  hover: RouteHit | null = null;
  /** Under the pointer, WGS84; null while it is not over the map. */
  pointer: GeoPoint | null = null;
  #drag: Drag | null = null;
  #drags = 0;

  constructor(
    private readonly map: MapLibre,
    private readonly unshift: Shift,
    private readonly store: EditorStore,
    private readonly waypoints: () => readonly (readonly Pixel[])[],
    /** Something that is drawn but not kept in the store has changed. */
    private readonly changed: () => void,
    private readonly openPoint: (key: string) => void,
  ) {
    map.on('mousedown', (event) => this.#down(event, event.originalEvent.shiftKey, event.originalEvent.button));
    map.on('touchstart', (event) => event.points.length === 1 && this.#down(event, false, 0));
    map.on('mousemove', (event) => this.#moved(event));
    map.on('touchmove', (event) => event.points.length === 1 && this.#moved(event));
    map.on('mouseup', () => this.#up());
    map.on('touchend', () => this.#up());
    map.on('touchcancel', () => this.#up());
    map.on('mouseout', () => this.#left());
    map.on('click', (event) => this.#clicked(event));
    map.on('dblclick', (event) => this.#doubleClicked(event));
  }

  #hit({ point }: PointerEventOfMap): RouteHit | null {
    const { tool } = this.store.state();
    if (tool !== 'select' && tool !== 'draw') return null;
    return hitOf(this.waypoints(), this.store.drawing.leg, point);
  }

  /** The stored place under a pixel of the map. */
  placeAt({ x, y }: Pixel): GeoPoint {
    const { lng, lat } = this.map.unproject([x, y]);
    const [longitude, latitude] = this.unshift([lng, lat]);
    return placeOf({ longitude, latitude });
  }

  #down(event: PointerEventOfMap, stretch: boolean, button: number): void {
    const hit = this.#hit(event);
    if (!hit || button !== 0) return;
    event.preventDefault();
    this.#drags += 1;
    const mark = `drag-${this.#drags}`;
    if (hit.kind === 'handle') return this.#insert(hit, event, mark);
    const { store } = this;
    if (stretch || !isChosen(store.drawing.selection, hit.leg, hit.index)) {
      store.chooseWaypoint(hit.leg, hit.index, stretch);
    }
    this.#grab(hit.leg, hit.index, event.point, mark);
  }

  #insert({ leg, index }: RouteHit, event: PointerEventOfMap, mark: string): void {
    const places = this.waypoints()[leg] ?? [];
    const [from, to] = [places[index], places[index + 1]];
    const at = from && to ? handleOf(from, to) : null;
    if (!at) return;
    this.store.edit(
      (route) => insertOnSegment(route, leg, index, this.placeAt(at)),
      mark,
      () => chooseOne(leg, index + 1),
    );
    this.#grab(leg, index + 1, event.point, mark, at);
  }

  /** Begins to drag a waypoint, and with it the other chosen ones. `at`: where it lies on the screen. */
  #grab(leg: number, index: number, pointer: Pixel, mark: string, at = this.waypoints()[leg]?.[index]): void {
    const { route } = this.store;
    const waypoint = route.legs[leg]?.waypoints[index];
    if (!waypoint || !at) return;
    const { longitude, latitude } = waypoint;
    this.#drag = {
      base: route,
      span: this.store.span,
      from: { longitude, latitude },
      offset: { x: at.x - pointer.x, y: at.y - pointer.y },
      mark,
    };
    window.addEventListener('pointerup', this.#release);
    window.addEventListener('blur', this.#release);
  }

  readonly #release = (): void => this.#up();

  #moved(event: PointerEventOfMap): void {
    const drag = this.#drag;
    if (drag) {
      event.preventDefault();
      const to = this.placeAt({ x: event.point.x + drag.offset.x, y: event.point.y + drag.offset.y });
      this.store.edit(() => moveWaypoints(drag.base, drag.span, drag.from, to), drag.mark);
      return;
    }
    const hit = this.#hit(event);
    const { tool } = this.store.state();
    this.map.getCanvas().style.cursor = hit
      ? hit.kind === 'handle'
        ? 'copy'
        : 'move'
      : tool === 'select'
        ? ''
        : 'crosshair';
    const drawing = tool !== 'select';
    if (!drawing && hit?.kind === this.hover?.kind && hit?.leg === this.hover?.leg && hit?.index === this.hover?.index)
      return;
    this.hover = hit;
    this.pointer = drawing ? this.placeAt(event.point) : null;
    this.changed();
  }

  #up(): void {
    window.removeEventListener('pointerup', this.#release);
    window.removeEventListener('blur', this.#release);
    if (!this.#drag) return;
    this.#drag = null;
    this.store.settle();
  }

  #left(): void {
    if (!this.hover && !this.pointer) return;
    this.hover = null;
    this.pointer = null;
    this.changed();
  }

  #clicked(event: MapMouseEvent): void {
    const { tool, sketch } = this.store.state();
    const place = this.placeAt(event.point);
    if (tool === 'area' || tool === 'strip' || tool === 'spot') {
      const last = sketch.at(-1);
      if (!last || this.#apart(last, event.point) > SAME_PLACE) this.store.sketchCorner(place);
      return;
    }
    if (this.#hit(event)) return;
    if (tool === 'draw') {
      this.store.edit(
        (route) => appendWaypoint(route, this.store.drawing.leg, place),
        null,
        (route) => {
          const { leg } = this.store.drawing;
          return chooseOne(leg, (route.legs[leg]?.waypoints.length ?? 1) - 1);
        },
      );
      return;
    }
    const layers = ['route-points-dot', 'route-points-name'].filter((layer) => this.map.getLayer(layer));
    const [feature] = this.map.queryRenderedFeatures(event.point, {
      layers,
    });
    const key: unknown = feature?.properties['key'];
    if (typeof key === 'string') this.openPoint(key);
    else this.store.choose(null);
  }

  #doubleClicked(event: MapMouseEvent): void {
    const { tool } = this.store.state();
    if (tool === 'select') return;
    event.preventDefault();
    if (tool === 'draw') this.store.setTool('select');
    else this.store.finishSketch();
  }

  #apart(place: GeoPoint, at: Pixel): number {
    const mine = this.placeAt(at);
    const scale = (512 * 2 ** this.map.getZoom()) / 360;
    return Math.hypot(mine.longitude - place.longitude, mine.latitude - place.latitude) * scale;
  }
}
