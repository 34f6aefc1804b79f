import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { BaseMap } from './base-map.js';
import { MAP } from './map-palette.js';
import { namePoints, outlines } from './map-data.js';
import { drawLayer, MAP_FONT, type LoadedLayer } from './schematic-layers.js';

export interface StyleInput {
  base: BaseMap;
  layers: readonly LoadedLayer[];
  towns: FeatureCollection;
  slowLive: FeatureCollection;
  english: boolean;
  overTiles: boolean;
}

const geojson = (data: FeatureCollection): SourceSpecification => ({ type: 'geojson', data });

/** The whole style: base map, county layers in their order, the marked town, town names, slow-live points. */
export function buildStyle({ base, layers, towns, slowLive, english, overTiles }: StyleInput): StyleSpecification {
  const sources: Record<string, SourceSpecification> = { ...base.sources };
  const drawn: LayerSpecification[] = [...base.layers];
  for (const { layer, data } of layers) {
    const source = `county-${layer.id}`;
    sources[source] = geojson(data);
    if (layer.kind !== 'neighbours') {
      drawn.push(...drawLayer(layer, source, english, overTiles));
      continue;
    }
    sources[`${source}-names`] = geojson(namePoints(data));
    sources[`${source}-lines`] = geojson(outlines(data));
    drawn.push(...drawLayer(layer, source, english, overTiles));
  }
  sources['town-selected'] = geojson({ type: 'FeatureCollection', features: [] });
  sources['towns'] = geojson(towns);
  sources['slow-live'] = geojson(slowLive);
  const names = drawn.filter(({ type }) => type === 'symbol');
  const shapes = drawn.filter(({ type }) => type !== 'symbol');
  return { version: 8, sources, layers: [...shapes, ...selectedTown, ...names, ...townLayers, ...slowLiveLayers] };
}

const selectedTown: LayerSpecification[] = [
  {
    id: 'town-selected-fill',
    type: 'fill',
    source: 'town-selected',
    paint: { 'fill-color': MAP.selected, 'fill-opacity': 0.07 },
  },
  {
    id: 'town-selected-line',
    type: 'line',
    source: 'town-selected',
    paint: { 'line-color': MAP.selected, 'line-width': 1.6, 'line-dasharray': [4, 2] },
  },
];

const townLayers: LayerSpecification[] = [
  {
    id: 'town-dot',
    type: 'circle',
    source: 'towns',
    paint: {
      'circle-radius': 2.4,
      'circle-color': MAP.halo,
      'circle-stroke-color': MAP.townDot,
      'circle-stroke-width': 1.4,
    },
  },
  {
    id: 'town-name',
    type: 'symbol',
    source: 'towns',
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 8.5, 12, 12, 15],
      'text-variable-anchor-offset': ['top', [0, 1.3], 'bottom', [0, -1.5], 'left', [1.6, 0], 'right', [-1.6, 0]],
      'text-letter-spacing': 0.04,
      'text-padding': 1,
    },
    paint: { 'text-color': MAP.townText, 'text-halo-color': MAP.halo, 'text-halo-width': 1.6 },
  },
];

const slowLiveLayers: LayerSpecification[] = [
  {
    id: 'slow-live-ring',
    type: 'circle',
    source: 'slow-live',
    paint: {
      'circle-radius': 7,
      'circle-color': '#ffffff',
      'circle-stroke-color': MAP.slowLive,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'slow-live-eye',
    type: 'circle',
    source: 'slow-live',
    paint: { 'circle-radius': 3, 'circle-color': MAP.slowLive },
  },
  {
    id: 'slow-live-name',
    type: 'symbol',
    source: 'slow-live',
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': 12,
      'text-variable-anchor-offset': ['left', [1.1, 0], 'right', [-1.1, 0], 'bottom', [0, -1.1]],
    },
    paint: { 'text-color': MAP.slowLive, 'text-halo-color': MAP.halo, 'text-halo-width': 1.6 },
  },
];
