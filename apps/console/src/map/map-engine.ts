import type { DeviceView } from '#contracts';
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { livePicture } from '../live/live-picture.js';
import { openCountyMap, viewOfMap, type CountyMap, type CountyMapInput } from './county-map.js';
import type { Shift } from './datum.js';
import { DeviceOverlay } from './device-overlay.js';
import { areaOfTown, boxOf } from './map-data.js';
import { composeScene, placeDevices, placeOf, type SceneCluster } from './scene.js';
import type { LoadedLayer } from './schematic-layers.js';
import { TrailOverlay, type ShownTrack } from './trail-overlay.js';

export interface MapEvents {
  device: (sn: string | null) => void;
  town: (code: string) => void;
  /** Devices in one place that no zoom can part. */
  together: (sns: string[]) => void;
  trouble: () => void;
}

const NO_FEATURES = { type: 'FeatureCollection' as const, features: [] };
const MAX_TRAILS = 150;
/** A device that is chosen elsewhere is shown at least this close: a flight of some hundred metres fills the view. */
const DEVICE_ZOOM = 14;
/** Scenes are grouped anew at each quarter of a zoom level, so that groups do not flicker while zooming. */
const ZOOM_STEP = 0.25;

/** The map with its devices, outside React: told what to show, it follows the live picture by itself. */
export class MapEngine {
  readonly #map: MapLibre;
  readonly #layers: readonly LoadedLayer[];
  readonly #shift: Shift;
  readonly #devices = new DeviceOverlay();
  readonly #trails: TrailOverlay;
  readonly #stops: (() => void)[] = [];
  #passes: (device: DeviceView) => boolean = () => true;
  #selected: string | null = null;
  #clustering = true;
  #track: ShownTrack | null = null;
  #sceneZoom = NaN;
  #sceneStale = true;
  #drawAsked = 0;

  private constructor(
    private readonly input: CountyMapInput,
    { map, layers, shift }: CountyMap,
    private readonly events: MapEvents,
  ) {
    this.#map = map;
    this.#layers = layers;
    this.#shift = shift;
    this.#trails = new TrailOverlay(shift);
    map.getCanvasContainer().append(this.#trails.canvas, this.#devices.canvas);
    this.#listen();
    this.#resize();
  }

  /** Builds the map. Throws when this browser has no WebGL 2 or the base map cannot be opened. */
  static async open(container: HTMLElement, input: CountyMapInput, events: MapEvents): Promise<MapEngine> {
    const opened = await openCountyMap(container, input);
    const engine = new MapEngine(input, opened, events);
    if (opened.failed.length > 0) events.trouble();
    return engine;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#drawAsked);
    this.#map.remove();
  }

  setFilter(passes: (device: DeviceView) => boolean): void {
    this.#passes = passes;
    this.#renew();
  }
  setSelected(sn: string | null): void {
    this.#selected = sn;
    this.#renew();
  }
  setClustering(on: boolean): void {
    this.#clustering = on;
    this.#renew();
  }
  setTrack(track: ShownTrack | null): void {
    this.#track = track;
    this.#askDraw();
  }

  /** Marks a town, or none. */
  setTown(code: string | null): void {
    const feature = code === null ? null : areaOfTown(this.#layers, code);
    const show = () =>
      this.#map
        .getSource<GeoJSONSource>('town-selected')
        ?.setData(feature ? { ...NO_FEATURES, features: [feature] } : NO_FEATURES);
    if (this.#map.isStyleLoaded()) show();
    else this.#map.once('load', show);
  }

  showCounty(): void {
    this.#map.fitBounds(this.input.county.bbox, { padding: 28, duration: 500 });
  }

  showTown(code: string): void {
    const area = areaOfTown(this.#layers, code);
    const town = this.input.towns.find((one) => one.code === code);
    if (area) this.#map.fitBounds(boxOf(area), { padding: 40, duration: 500, maxZoom: 13 });
    else if (town && town.longitude !== null && town.latitude !== null) {
      this.#map.easeTo({
        center: [...this.#shift([town.longitude, town.latitude])] as [number, number],
        zoom: 12,
        duration: 500,
      });
    }
  }

  /** Brings a device into view, closer if the map is far away. */
  showDevice(sn: string): void {
    const device = livePicture.device(sn);
    const parent = device?.parentSn ? livePicture.device(device.parentSn) : undefined;
    const place = device && (placeOf(device) ?? (parent && placeOf(parent)));
    if (!place) return;
    this.#map.easeTo({
      center: [...this.#shift(place)] as [number, number],
      zoom: Math.max(this.#map.getZoom(), DEVICE_ZOOM),
      // On a phone the device's panel covers the lower half of the map.
      offset: this.#map.getCanvas().clientWidth < 600 ? [0, -this.#map.getCanvas().clientHeight / 4] : [0, 0],
      duration: 500,
    });
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 180 });
  }

  /** For tests and measurements: whether the base map is complete, how much is drawn, where a device is (CSS pixels). */
  inspect(sn?: string): { settled: boolean; zoom: number; drawn: number; position: { x: number; y: number } | null } {
    return {
      settled: this.#map.loaded() && !this.#map.isMoving(),
      zoom: this.#map.getZoom(),
      drawn: this.#devices.drawnCount,
      position: sn === undefined ? null : this.#devices.positionOf(sn),
    };
  }

  #listen(): void {
    this.#stops.push(livePicture.onFrame(() => this.#renew()));
    const hidden = () => !document.hidden && this.#renew();
    document.addEventListener('visibilitychange', hidden);
    this.#stops.push(() => document.removeEventListener('visibilitychange', hidden));
    this.#map.on('render', () => this.#draw());
    this.#map.on('resize', () => this.#resize());
    this.#map.on('error', () => this.events.trouble());
    this.#map.on('click', (event) => this.#click(event));
    this.#map.on('mousemove', (event) => this.#hover(event));
    this.#map.on('mouseout', () => this.#devices.hover(null) && this.#askDraw());
  }

  #click(event: MapMouseEvent): void {
    const hit = this.#devices.hit(event.point.x, event.point.y);
    if (hit?.type === 'device') return this.events.device(hit.device.sn);
    if (hit?.type === 'cluster') return this.#openCluster(hit.cluster);
    const [feature] = this.#map.queryRenderedFeatures(event.point, { layers: ['town-name', 'town-dot'] });
    const code: unknown = feature?.properties['code'];
    if (typeof code === 'string') this.events.town(code);
    else this.events.device(null);
  }

  #openCluster({ members, x, y }: SceneCluster): void {
    const spread = Math.max(...members.map((one) => Math.hypot(one.x - x, one.y - y)));
    const zoom = Math.min(CLOSEST_PART, Math.log2(120 / (512 * Math.max(spread, 1e-9))));
    if (zoom - this.#map.getZoom() < 0.4) return this.events.together(members.map((one) => one.sn));
    const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
    this.#map.easeTo({ center: [x * 360 - 180, latitude], zoom, duration: 400 });
  }

  #hover(event: MapMouseEvent): void {
    const hit = this.#devices.hit(event.point.x, event.point.y);
    this.#map.getCanvas().style.cursor = hit ? 'pointer' : '';
    if (this.#devices.hover(hit?.type === 'device' ? hit.device.sn : null)) this.#askDraw();
  }

  #renew(): void {
    this.#sceneStale = true;
    this.#askDraw();
  }

  #askDraw(): void {
    if (this.#drawAsked || document.hidden) return;
    this.#drawAsked = requestAnimationFrame(() => {
      this.#drawAsked = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const view = viewOfMap(this.#map);
    const zoom = Math.round(view.zoom / ZOOM_STEP) * ZOOM_STEP;
    if (this.#sceneStale || zoom !== this.#sceneZoom) this.#compose(zoom);
    const gliding = this.#devices.draw(view, performance.now());
    this.#trails.draw(view, this.#visibleTrails(), this.#track, livePicture.serverNow());
    if (gliding) this.#askDraw();
  }

  #compose(zoom: number): void {
    const all = livePicture.devices;
    const wanted = [...all.values()].filter((device) => device.sn === this.#selected || this.#passes(device));
    const placed = placeDevices(wanted, all, this.#shift);
    this.#devices.show(composeScene(placed, zoom, this.#clustering, this.#selected), this.#selected);
    this.#flying = placed.filter((device) => device.airborne).map((device) => device.sn);
    this.#sceneZoom = zoom;
    this.#sceneStale = false;
  }

  #flying: string[] = [];

  #visibleTrails() {
    const sns = this.#flying.length > MAX_TRAILS ? [] : this.#flying;
    const wanted = this.#selected && !sns.includes(this.#selected) ? [...sns, this.#selected] : sns;
    return wanted.map((sn) => livePicture.trails.of(sn)).filter((trail) => trail.length > 1);
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#map.getCanvas();
    this.#trails.resize(clientWidth, clientHeight);
    this.#devices.resize(clientWidth, clientHeight);
    this.#renew();
  }
}

/** Beyond this zoom a group is shown as a list instead of moving closer. */
const CLOSEST_PART = 17;
