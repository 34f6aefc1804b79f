import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { MediaView } from '#contracts';
import { openCountyMap, type CountyMap, type CountyMapInput } from '../map/county-map.js';
import type { Shift } from '../map/datum.js';
import type { Box } from '../map/plan-features.js';
import { pictureLayers, viewMark } from './picture-layers.js';

const CLUSTERS_TO = 16;
const CLOSEST = 16;
const HIT = ['picture-clusters', 'picture-dots', 'picture-views'];

/** A map of where pictures were taken and where the camera looked, outside React. */
export class PictureMapEngine {
  readonly #map: MapLibre;
  readonly #shift: Shift;
  readonly #unshift: Shift;
  #pictures: readonly MediaView[] = [];
  #chosen: string | null = null;
  #ready = false;
  #looked = false;

  private constructor({ map, shift, unshift }: CountyMap, pick: (id: string) => void) {
    this.#map = map;
    this.#shift = shift;
    this.#unshift = unshift;
    map.on('load', () => {
      for (const chosen of [false, true]) {
        const mark = viewMark(chosen, devicePixelRatio);
        if (mark) map.addImage(chosen ? 'picture-view-chosen' : 'picture-view', mark, { pixelRatio: devicePixelRatio });
      }
      const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
      map.addSource('pictures', {
        type: 'geojson',
        data: empty,
        cluster: true,
        clusterRadius: 44,
        clusterMaxZoom: CLUSTERS_TO,
      });
      map.addSource('picture-chosen', { type: 'geojson', data: empty });
      for (const layer of pictureLayers) map.addLayer(layer);
      this.#ready = true;
      this.#show();
    });
    map.on('click', (event) => void this.#clicked(event, pick));
    for (const layer of HIT) {
      map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
      map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
    }
  }

  /** Builds the map. Throws when this browser has no WebGL 2 or the base map cannot be opened. */
  static async open(
    container: HTMLElement,
    input: CountyMapInput,
    pick: (id: string) => void,
  ): Promise<PictureMapEngine> {
    return new PictureMapEngine(await openCountyMap(container, input), pick);
  }

  close(): void {
    this.#map.remove();
  }

  /** Shows these pictures, and looks at all of them the first time that there are any. */
  setPictures(pictures: readonly MediaView[]): void {
    this.#pictures = pictures;
    if (this.#ready) this.#show();
    const box = boxOf(pictures);
    if (this.#looked || box === null) return;
    this.#looked = true;
    this.#look(box);
  }

  /** Another question was asked: the next pictures are looked at. */
  lookAgain(): void {
    this.#looked = false;
  }

  /** Marks one picture and brings it into sight. */
  choose(id: string | null): void {
    this.#chosen = id;
    if (this.#ready) this.#show();
    const media = this.#pictures.find((one) => one.id === id);
    if (media?.longitude == null || media.latitude === null) return;
    const [longitude, latitude] = this.#shift([media.longitude, media.latitude]);
    const center: [number, number] = [longitude, latitude];
    const near = this.#map.getZoom() >= 14;
    if (near && this.#map.getBounds().contains(center)) return;
    this.#map.jumpTo({ center, zoom: Math.max(this.#map.getZoom(), 15) });
  }

  /** What the map shows at the moment, WGS84. */
  box(): Box {
    const bounds = this.#map.getBounds();
    const [west, south] = this.#unshift([bounds.getWest(), bounds.getSouth()]);
    const [east, north] = this.#unshift([bounds.getEast(), bounds.getNorth()]);
    return [west, south, east, north];
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 180 });
  }

  /** For tests: whether the map is complete, how many pictures it holds and which one is marked. */
  inspect(): { settled: boolean; pictures: number; chosen: string | null } {
    return {
      settled: this.#ready && this.#map.loaded() && !this.#map.isMoving(),
      pictures: this.#pictures.filter(({ longitude }) => longitude !== null).length,
      chosen: this.#chosen,
    };
  }

  async #clicked({ point }: MapMouseEvent, pick: (id: string) => void): Promise<void> {
    if (!this.#ready) return;
    const hits = this.#map.queryRenderedFeatures(point, { layers: HIT });
    const cluster = hits.find(({ properties }) => properties['cluster_id'] !== undefined);
    if (cluster && cluster.geometry.type === 'Point') {
      const source = this.#map.getSource<GeoJSONSource>('pictures');
      const zoom = (await source?.getClusterExpansionZoom(Number(cluster.properties['cluster_id']))) ?? 0;
      const [longitude = 0, latitude = 0] = cluster.geometry.coordinates;
      return void this.#map.easeTo({ center: [longitude, latitude], zoom: zoom + 0.3, duration: 240 });
    }
    const ids = [...new Set(hits.map(({ properties }) => String(properties['id'])))];
    // Several at one place: each click takes the next one.
    const next = ids[(ids.indexOf(this.#chosen ?? '') + 1) % ids.length];
    if (next) pick(next);
  }

  #look([west, south, east, north]: Box): void {
    const [from, to] = [this.#shift([west, south]), this.#shift([east, north])];
    this.#map.fitBounds([[...from] as [number, number], [...to] as [number, number]], {
      padding: 50,
      maxZoom: CLOSEST,
      duration: 0,
    });
  }

  #show(): void {
    const all = featuresOf(this.#pictures, this.#shift);
    this.#map.getSource<GeoJSONSource>('pictures')?.setData(all);
    const own = all.features.filter(({ properties }) => properties?.['id'] === this.#chosen);
    this.#map.getSource<GeoJSONSource>('picture-chosen')?.setData({ type: 'FeatureCollection', features: own });
  }
}

function featuresOf(pictures: readonly MediaView[], shift: Shift): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: pictures.flatMap(({ id, longitude, latitude, gimbal }) =>
      longitude === null || latitude === null
        ? []
        : [
            {
              type: 'Feature' as const,
              geometry: { type: 'Point' as const, coordinates: [...shift([longitude, latitude])] },
              properties: { id, yaw: gimbal.yaw ?? 0, directed: gimbal.yaw !== null },
            },
          ],
    ),
  };
}

function boxOf(pictures: readonly MediaView[]): Box | null {
  let box: Box | null = null;
  for (const { longitude, latitude } of pictures) {
    if (longitude === null || latitude === null) continue;
    const [west, south, east, north]: Box = box ?? [longitude, latitude, longitude, latitude];
    box = [Math.min(west, longitude), Math.min(south, latitude), Math.max(east, longitude), Math.max(north, latitude)];
  }
  return box;
}
