import type { CountyView, DivisionView, SlowLivePointView } from '#contracts';
import { Map as MapLibre, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { session } from '../api/session.js';
import { openBaseMap } from './base-map.js';
import { shiftFor, unshiftFor, type Shift } from './datum.js';
import { loadLayers, slowLivePoints, townPoints } from './map-data.js';
import { buildStyle } from './map-style.js';
import { viewOf, type View } from './mercator.js';
import type { LoadedLayer } from './schematic-layers.js';

/** What every map of the county shows. */
export interface CountyMapInput {
  county: CountyView;
  towns: readonly DivisionView[];
  slowLive: readonly SlowLivePointView[];
  english: boolean;
  /** Names of the map and its canvas for those who do not see it. */
  canvasLabel: string;
}

/** The county's map without anything of a page on it. */
export interface CountyMap {
  map: MapLibre;
  layers: readonly LoadedLayer[];
  /** From stored WGS84 to what is drawn. */
  shift: Shift;
  /** From what is drawn, such as a place under the pointer, back to WGS84. */
  unshift: Shift;
  /** Names of layers that could not be fetched and are left out. */
  failed: readonly string[];
}

const MAX_ZOOM = 19;

setWorkerUrl(workerUrl);

/**
 * Opens the base map with the county's layers: north up, flat, no addresses outside this server. Throws when this
 * browser has no WebGL 2 or the base map cannot be opened.
 */
export async function openCountyMap(container: HTMLElement, input: CountyMapInput): Promise<CountyMap> {
  const { county, english } = input;
  const overTiles = county.baseMap.source !== 'schematic';
  const datum = overTiles ? county.baseMap.datum : 'WGS84';
  const shift = shiftFor(datum);
  const [base, { layers, failed }] = await Promise.all([openBaseMap(county.baseMap), loadLayers(county, shift)]);
  const map = new MapLibre({
    container,
    style: buildStyle({
      base,
      layers,
      towns: townPoints(input.towns, shift, english),
      slowLive: slowLivePoints(input.slowLive, shift, english),
      english,
      overTiles,
    }),
    bounds: county.bbox,
    fitBoundsOptions: { padding: 28 },
    maxZoom: MAX_ZOOM,
    minZoom: 6,
    dragRotate: false,
    touchPitch: false,
    maxPitch: 0,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: 0,
    locale: { 'Map.Title': input.canvasLabel },
    transformRequest: (url) => (url.startsWith(location.origin) ? { url, headers: session.headers() } : { url }),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left');
  return { map, layers, shift, unshift: unshiftFor(datum), failed };
}

/** Where a map looks at the moment. */
export function viewOfMap(map: MapLibre): View {
  const { lng, lat } = map.getCenter();
  const canvas = map.getCanvas();
  return viewOf(lng, lat, map.getZoom(), canvas.clientWidth, canvas.clientHeight);
}
