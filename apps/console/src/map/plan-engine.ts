import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import { openCountyMap, type CountyMap, type CountyMapInput } from './county-map.js';
import type { Place, Shift } from './datum.js';
import { planLayers } from './plan-layers.js';
import { planBox, planFeatures, type Box, type Plan } from './plan-features.js';

const SOURCES = ['areas', 'lines', 'ends', 'points'] as const;
const NO_FEATURES = { type: 'FeatureCollection' as const, features: [] };
/** A single place is shown with its neighbourhood. */
const CLOSEST = 15;

/** A map that shows a plan and answers clicks, outside React. */
export class PlanEngine {
  readonly #map: MapLibre;
  readonly #shift: Shift;
  #plan: Plan = {};
  #ready = false;
  #box: Box | null = null;

  private constructor(
    private readonly input: CountyMapInput,
    { map, shift, unshift }: CountyMap,
    pick: (place: Place) => void,
  ) {
    this.#map = map;
    this.#shift = shift;
    map.on('load', () => {
      for (const name of SOURCES) map.addSource(`plan-${name}`, { type: 'geojson', data: NO_FEATURES });
      for (const layer of planLayers) map.addLayer(layer);
      this.#ready = true;
      this.#show();
    });
    map.on('click', ({ lngLat }) => pick(unshift([lngLat.lng, lngLat.lat])));
  }

  /** Builds the map. Throws when this browser has no WebGL 2 or the base map cannot be opened. */
  static async open(container: HTMLElement, input: CountyMapInput, pick: (place: Place) => void): Promise<PlanEngine> {
    return new PlanEngine(input, await openCountyMap(container, input), pick);
  }

  close(): void {
    this.#map.remove();
  }

  setPlan(plan: Plan): void {
    this.#plan = plan;
    if (this.#ready) this.#show();
  }

  /** Looks at what holds all of the plan, unless it looks there already; an empty plan shows the county. */
  look(box: Box | null = planBox(this.#plan), duration = 0): void {
    if (JSON.stringify(box) === JSON.stringify(this.#box)) return;
    this.#box = box;
    if (box === null) return void this.#map.fitBounds(this.input.county.bbox, { padding: 20, duration });
    const [west, south, east, north] = box;
    this.#map.fitBounds(
      [[...this.#shift([west, south])] as [number, number], [...this.#shift([east, north])] as [number, number]],
      {
        padding: 44,
        maxZoom: CLOSEST,
        duration,
      },
    );
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 180 });
  }

  /** For tests: whether the map is complete, and how many places and lines it holds. */
  inspect(): { settled: boolean; lines: number; points: number; areas: number } {
    const { points = [], lines = [], areas = [] } = this.#plan;
    return {
      settled: this.#ready && this.#map.loaded() && !this.#map.isMoving(),
      lines: lines.length,
      points: points.length,
      areas: areas.length,
    };
  }

  setCursor(cursor: string): void {
    this.#map.getCanvas().style.cursor = cursor;
  }

  #show(): void {
    const features = planFeatures(this.#plan, this.#shift);
    for (const name of SOURCES) this.#map.getSource<GeoJSONSource>(`plan-${name}`)?.setData(features[name]);
  }
}
