import type { CountyView } from '#contracts';
import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import { MAP } from './map-palette.js';

export type CountyLayer = CountyView['layers'][number];

/** Glyphs are drawn from these fonts of the computer itself: no font file and no glyph server. */
export const MAP_FONT = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei'];

type Draw = (source: string, nameOf: string, overTiles: boolean) => LayerSpecification[];

/**
 * How each kind of county layer is drawn. Over a tile map only outlines and names stay: the tiles have their own fills.
 * `nameOf` is the property that holds the name in the reader's language.
 */
const DRAW: Readonly<Record<CountyLayer['kind'], Draw>> = {
  neighbours: (source, nameOf, overTiles) =>
    overTiles
      ? []
      : [
          { id: `${source}-fill`, type: 'fill', source, paint: { 'fill-color': MAP.neighbour } },
          {
            id: `${source}-line`,
            type: 'line',
            source: `${source}-lines`,
            paint: { 'line-color': MAP.neighbourLine, 'line-width': 1, 'line-dasharray': [4, 3] },
          },
          {
            id: `${source}-name`,
            type: 'symbol',
            // One name a county, not one a polygon or tile.
            source: `${source}-names`,
            layout: {
              'text-field': ['coalesce', ['get', nameOf], ['get', 'name'], ''],
              'text-font': MAP_FONT,
              'text-size': 12,
              'text-letter-spacing': 0.18,
            },
            paint: { 'text-color': MAP.neighbourText, 'text-halo-color': MAP.neighbour, 'text-halo-width': 1.2 },
          },
        ],
  county: (source, _nameOf, overTiles) => [
    ...(overTiles
      ? []
      : [{ id: `${source}-fill`, type: 'fill', source, paint: { 'fill-color': MAP.county } } as LayerSpecification]),
    {
      id: `${source}-glow`,
      type: 'line',
      source,
      paint: { 'line-color': MAP.countyLine, 'line-width': 7, 'line-opacity': 0.16, 'line-blur': 3 },
    },
    {
      id: `${source}-line`,
      type: 'line',
      source,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': MAP.countyLine, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1.2, 13, 2.2] },
    },
  ],
  sea: (source, _nameOf, overTiles) =>
    overTiles ? [] : [{ id: `${source}-fill`, type: 'fill', source, paint: { 'fill-color': MAP.sea } }],
  coastline: (source, _nameOf, overTiles) =>
    overTiles
      ? []
      : [
          {
            id: `${source}-glow`,
            type: 'line',
            source,
            paint: { 'line-color': MAP.seaGlow, 'line-width': 6, 'line-blur': 5, 'line-opacity': 0.8 },
          },
          { id: `${source}-line`, type: 'line', source, paint: { 'line-color': MAP.coast, 'line-width': 1 } },
        ],
  water: (source, nameOf, overTiles) =>
    overTiles
      ? []
      : [
          {
            id: `${source}-fill`,
            type: 'fill',
            source,
            filter: ['==', ['geometry-type'], 'Polygon'],
            paint: { 'fill-color': MAP.water, 'fill-outline-color': MAP.coast },
          },
          {
            id: `${source}-line`,
            type: 'line',
            source,
            filter: ['==', ['geometry-type'], 'LineString'],
            layout: { 'line-cap': 'round', 'line-join': 'round' },
            paint: { 'line-color': MAP.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1, 13, 3] },
          },
          waterName(`${source}-name`, source, nameOf, 'Polygon'),
          waterName(`${source}-river-name`, source, nameOf, 'LineString'),
        ],
  rail: (source, nameOf, overTiles) =>
    overTiles
      ? []
      : [
          {
            id: `${source}-dot`,
            type: 'circle',
            source,
            minzoom: 10.4,
            paint: {
              'circle-radius': 2.6,
              'circle-color': MAP.county,
              'circle-stroke-color': MAP.rail,
              'circle-stroke-width': 1.3,
            },
          },
          {
            id: `${source}-name`,
            type: 'symbol',
            source,
            minzoom: 10.4,
            layout: {
              'text-field': ['coalesce', ['get', nameOf], ['get', 'name'], ''],
              'text-font': MAP_FONT,
              'text-size': 11,
              'text-anchor': 'left',
              'text-offset': [0.6, 0],
            },
            paint: { 'text-color': MAP.rail, 'text-halo-color': MAP.halo, 'text-halo-width': 1.2 },
          },
        ],
  town_cells: (source) => [
    {
      id: `${source}-line`,
      type: 'line',
      source,
      paint: { 'line-color': MAP.cellLine, 'line-width': 1, 'line-dasharray': [2, 3] },
    },
  ],
  // Town seats come from the division tree and slow-live sites from their own list, with codes that can be opened.
  towns: () => [],
  scenic: () => [],
};

/** The drawing of one county layer whose features are in source `source`. */
export function drawLayer(
  layer: CountyLayer,
  source: string,
  english: boolean,
  overTiles: boolean,
): LayerSpecification[] {
  return DRAW[layer.kind](source, english ? 'name_en' : 'name', overTiles);
}

/** Layers whose features the map needs; the others are drawn from the API's own rows. */
export function isDrawn(layer: CountyLayer, overTiles: boolean): boolean {
  return DRAW[layer.kind]('x', 'name', overTiles).length > 0;
}

export type LoadedLayer = { layer: CountyLayer; data: FeatureCollection };

function waterName(id: string, source: string, nameOf: string, geometry: 'Polygon' | 'LineString'): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source,
    minzoom: geometry === 'Polygon' ? 8 : 9,
    filter: ['==', ['geometry-type'], geometry],
    layout: {
      'text-field': ['coalesce', ['get', nameOf], ['get', 'name'], ''],
      'text-font': MAP_FONT,
      'text-size': 12,
      'text-letter-spacing': 0.12,
      'symbol-placement': geometry === 'Polygon' ? 'point' : 'line',
      'text-max-angle': 40,
      'symbol-spacing': 620,
    },
    paint: { 'text-color': MAP.waterText, 'text-halo-color': MAP.halo, 'text-halo-width': 1.2 },
  };
}
