import type { GeoPoint } from '#geo';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import { openCountyMap, viewOfMap, type CountyMap, type CountyMapInput } from '../map/county-map.js';
import type { Shift } from '../map/datum.js';
import type { EditorStore } from './editor-store.js';
import { MapGestures } from './map-gestures.js';
import { RouteOverlay, type RouteScene } from './route-overlay.js';
import { marksOf, routeBox, type Pixel } from './route-scene.js';
import { rangeOf } from './selection.js';
import { hatchImage, surroundingFeatures, surroundingLayers, SOURCES, type Surroundings } from './surroundings.js';

export interface RouteMapEvents {
  /** A feature point was clicked. */
  point: (code: string) => void;
  trouble: () => void;
}

/** Closer than this a single place is not shown: a field with its neighbours. */
const PLACE_ZOOM = 16;
const DOCK_ZOOM = 13.5;
const ROUTE_ZOOM = 17;
const NO_FEATURES = { type: 'FeatureCollection' as const, features: [] };
const NO_MARKS = marksOf([]);

/** The map on which a route is drawn, outside React: it follows the store by itself, and tells it what pointers do. */
export class RouteMap {
  readonly #map: MapLibre;
  readonly #shift: Shift;
  readonly #overlay: RouteOverlay;
  readonly #gestures: MapGestures;
  readonly #stop: () => void;
  #around: Surroundings | null = null;
  #other: RouteScene['other'] = [];
  #preview: RouteScene['preview'] = [];
  #spot: GeoPoint | null = null;
  #marks = NO_MARKS;
  #marked: unknown = null;
  #drawAsked = 0;

  private constructor(
    private readonly input: CountyMapInput,
    { map, shift, unshift }: CountyMap,
    private readonly store: EditorStore,
    events: RouteMapEvents,
  ) {
    this.#map = map;
    this.#shift = shift;
    this.#overlay = new RouteOverlay(shift);
    // Arrow keys move waypoints here; the page gives them to the map when nothing is chosen.
    map.keyboard.disable();
    map.getCanvasContainer().append(this.#overlay.canvas);
    this.#gestures = new MapGestures(
      map,
      unshift,
      store,
      () => this.#overlay.legs,
      () => this.#askDraw(),
      events.point,
    );
    map.on('load', () => this.#addSurroundings());
    map.on('render', () => this.#draw());
    map.on('resize', () => this.#resize());
    map.on('error', () => events.trouble());
    this.#stop = store.subscribe(() => this.#askDraw());
    this.#resize();
  }

  /** Builds the map. Throws when this browser has no WebGL 2 or the base map cannot be opened. */
  static async open(
    container: HTMLElement,
    input: CountyMapInput,
    store: EditorStore,
    events: RouteMapEvents,
  ): Promise<RouteMap> {
    const opened = await openCountyMap(container, input);
    if (opened.failed.length > 0) events.trouble();
    return new RouteMap(input, opened, store, events);
  }

  close(): void {
    this.#stop();
    cancelAnimationFrame(this.#drawAsked);
    this.#map.remove();
  }

  setSurroundings(around: Surroundings): void {
    this.#around = around;
    this.#showSurroundings();
    this.#askDraw();
  }
  /** The line of another version below this one; empty: none. */
  setOther(lines: RouteScene['other']): void {
    this.#other = lines;
    this.#askDraw();
  }
  /** Legs that a dialog would make; empty: none. */
  setPreview(lines: RouteScene['preview']): void {
    this.#preview = lines;
    this.#askDraw();
  }
  /** Cross hairs at a place, or none. */
  setSpot(spot: GeoPoint | null): void {
    this.#spot = spot;
    this.#askDraw();
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 180 });
  }
  panBy(east: number, south: number): void {
    this.#map.panBy([east, south], { duration: 120 });
  }
  showCounty(): void {
    this.#map.fitBounds(this.input.county.bbox, { padding: 28, duration: 400 });
  }

  /** The whole route with its dock; the dock alone while nothing is drawn; without a dock the county. */
  showRoute(duration = 400): void {
    const box = routeBox(this.store.route);
    const dock = this.store.state().context?.dock?.place;
    if (box) this.#fit(box, duration);
    else if (dock) this.#map.easeTo({ center: this.#drawn(dock), zoom: DOCK_ZOOM, duration });
    else this.showCounty();
  }

  /** Brings the chosen waypoints into sight, closer only when asked. */
  showChosen(closer = false): void {
    const { selection, route } = this.store.drawing;
    const leg = selection && route.legs[selection.leg];
    if (!selection || !leg) return;
    const { from, to } = rangeOf(selection);
    const box = routeBox({ ...route, legs: [{ ...leg, waypoints: leg.waypoints.slice(from, to + 1) }] });
    if (!box) return;
    const [west, south, east, north] = box;
    if (from === to || !closer) this.showPlace({ longitude: (west + east) / 2, latitude: (south + north) / 2 }, closer);
    else this.#fit(box, 300);
  }

  /** Brings a place into sight; the map stays where it is while the place is well inside. */
  showPlace(place: GeoPoint, closer = false): void {
    const center = this.#drawn(place);
    const zoom = closer ? Math.max(this.#map.getZoom(), PLACE_ZOOM) : this.#map.getZoom();
    const { x, y } = this.#map.project(center);
    const { clientWidth, clientHeight } = this.#map.getCanvas();
    const inside = x > 60 && y > 60 && x < clientWidth - 60 && y < clientHeight - 60;
    if (inside && zoom === this.#map.getZoom()) return;
    this.#map.easeTo({ center, zoom, duration: 300 });
  }

  /** The place in the middle of the map, WGS84. */
  get middle(): GeoPoint {
    const { clientWidth, clientHeight } = this.#map.getCanvas();
    return this.#gestures.placeAt({ x: clientWidth / 2, y: clientHeight / 2 });
  }

  /** For tests and measurements: whether the map is complete, its zoom, where waypoints are drawn (CSS pixels). */
  inspect(): { settled: boolean; zoom: number; legs: readonly (readonly Pixel[])[] } {
    return {
      settled: this.#map.loaded() && !this.#map.isMoving(),
      zoom: this.#map.getZoom(),
      legs: this.#overlay.legs,
    };
  }

  #drawn({ longitude, latitude }: GeoPoint): [number, number] {
    return [...this.#shift([longitude, latitude])];
  }

  #fit([west, south, east, north]: [number, number, number, number], duration: number): void {
    const bounds: [[number, number], [number, number]] = [
      this.#drawn({ longitude: west, latitude: south }),
      this.#drawn({ longitude: east, latitude: north }),
    ];
    this.#map.fitBounds(bounds, { padding: 70, duration, maxZoom: ROUTE_ZOOM });
  }

  #addSurroundings(): void {
    for (const kind of ['keep_out', 'temporary', 'caution'] as const) {
      this.#map.addImage(`hatch-${kind}`, hatchImage(kind), { pixelRatio: 1.6 });
    }
    for (const name of SOURCES) this.#map.addSource(`route-${name}`, { type: 'geojson', data: NO_FEATURES });
    for (const layer of surroundingLayers()) this.#map.addLayer(layer);
    this.#showSurroundings();
  }

  #showSurroundings(): void {
    if (!this.#around) return;
    const features = surroundingFeatures(this.#around, this.#shift);
    for (const name of SOURCES) this.#map.getSource<GeoJSONSource>(`route-${name}`)?.setData(features[name]);
  }

  #askDraw(): void {
    if (this.#drawAsked) return;
    this.#drawAsked = requestAnimationFrame(() => {
      this.#drawAsked = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { history, tool, sketch, sketched, report, context, profileAt } = this.store.state();
    if (this.#marked !== report) {
      this.#marks = report ? marksOf(report.findings) : NO_MARKS;
      this.#marked = report;
    }
    const drawing = history.present;
    const onProfile = profileAt === null ? undefined : report?.profile[profileAt];
    const last = drawing.route.legs[drawing.leg]?.waypoints.at(-1);
    const corners = tool === 'draw' ? (last ? [last] : []) : sketch;
    this.#overlay.draw(viewOfMap(this.#map), {
      drawing,
      marks: this.#marks,
      dock: context?.dock?.place ?? null,
      hover: this.#gestures.hover,
      sketch: { corners: tool === 'draw' && !this.#gestures.pointer ? [] : corners, closed: tool === 'area' },
      pointer: sketched || this.#gestures.hover ? null : this.#gestures.pointer,
      other: this.#other,
      preview: this.#preview,
      spot: onProfile ?? this.#spot,
    });
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#map.getCanvas();
    this.#overlay.resize(clientWidth, clientHeight);
    this.#askDraw();
  }
}
