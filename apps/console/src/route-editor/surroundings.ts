import type { FeatureCollection, Feature, Point, Polygon, MultiPolygon } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import { destination, type GeoPoint } from '#geo';
import type { AirspaceArea } from '#routes';
import type { Shift } from '../map/datum.js';
import { MAP_FONT } from '../map/schematic-layers.js';
import { MAP } from '../map/map-palette.js';
import { COLORS } from '../theme/tokens.js';

/** A named place that is drawn below the route. */
export interface NamedPlace extends GeoPoint {
  key: string;
  name: string;
}

/** What lies around a route and is only looked at. */
export interface Surroundings {
  airspace: readonly AirspaceArea[];
  docks: readonly (NamedPlace & { home: boolean })[];
  /** Around the home dock, metres. */
  reach: { centre: GeoPoint; metres: number } | null;
  points: readonly NamedPlace[];
  villages: readonly NamedPlace[];
}

/** Names of the map's sources for them. */
export const SOURCES = ['airspace', 'reach', 'docks', 'points', 'villages'] as const;
export type SourceName = (typeof SOURCES)[number];

const CIRCLE_CORNERS = 96;

/** The surroundings as GeoJSON on the datum of the base map. */
export function surroundingFeatures(around: Surroundings, shift: Shift): Record<SourceName, FeatureCollection> {
  const point = (place: GeoPoint, properties: Record<string, unknown>): Feature<Point> => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [...shift([place.longitude, place.latitude])] },
  });
  const { reach } = around;
  return {
    airspace: all(
      around.airspace.map(({ name, kind, geometry }) => ({
        type: 'Feature',
        properties: { name, kind },
        geometry: areaOf(geometry, shift),
      })),
    ),
    reach: all(
      reach
        ? [{ type: 'Feature', properties: {}, geometry: polygon([circle(reach.centre, reach.metres)], shift) }]
        : [],
    ),
    docks: all(around.docks.map((dock) => point(dock, { name: dock.name, home: dock.home }))),
    points: all(around.points.map((one) => point(one, { name: one.name, key: one.key }))),
    villages: all(around.villages.map((one) => point(one, { name: one.name }))),
  };
}

function all(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

function areaOf(geometry: AirspaceArea['geometry'], shift: Shift): Polygon | MultiPolygon {
  switch (geometry.type) {
    case 'Circle':
      return polygon([circle(geometry.centre, geometry.radius)], shift);
    case 'Polygon':
      return polygon(geometry.coordinates, shift);
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map((rings) => polygon(rings, shift).coordinates),
      };
  }
}

function polygon(rings: readonly (readonly (readonly number[])[])[], shift: Shift): Polygon {
  const coordinates = rings.map((ring) =>
    ring.map(([longitude = 0, latitude = 0]) => [...shift([longitude, latitude])]),
  );
  return { type: 'Polygon', coordinates };
}

function circle(centre: GeoPoint, metres: number): number[][] {
  return Array.from({ length: CIRCLE_CORNERS + 1 }, (_, step) => {
    const { longitude, latitude } = destination(centre, ((step % CIRCLE_CORNERS) * 360) / CIRCLE_CORNERS, metres);
    return [longitude, latitude];
  });
}

/** How each kind of area looks: pattern, line and word differ, not only the colour. */
const AREAS = {
  keep_out: { colour: '#b3202c', dash: [1, 0], hatch: 'cross' },
  temporary: { colour: '#955300', dash: [5, 3], hatch: 'slope' },
  caution: { colour: '#6b6412', dash: [1, 2.4], hatch: 'dots' },
} as const;

/** The pattern of one kind of area, as an image that repeats. */
export function hatchImage(kind: AirspaceArea['kind']): ImageData {
  const size = 16;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  const { colour, hatch } = AREAS[kind];
  context.globalAlpha = 0.1;
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 0.62;
  context.strokeStyle = colour;
  context.lineWidth = 1.3;
  context.beginPath();
  if (hatch === 'dots') {
    context.arc(size / 2, size / 2, 1.5, 0, 2 * Math.PI);
    context.fill();
    return context.getImageData(0, 0, size, size);
  }
  for (const start of [-size, 0, size]) {
    context.moveTo(start, size);
    context.lineTo(start + size, 0);
    if (hatch === 'cross') {
      context.moveTo(start, 0);
      context.lineTo(start + size, size);
    }
  }
  context.stroke();
  return context.getImageData(0, 0, size, size);
}

const source = (name: SourceName): string => `route-${name}`;
const named = (size: number, offset: number) => ({
  'text-field': ['get', 'name'] as ['get', string],
  'text-font': MAP_FONT,
  'text-size': size,
  'text-anchor': 'left' as const,
  'text-offset': [offset, 0] as [number, number],
});

/** The layers of the surroundings, lowest first. Images `hatch-<kind>` must be there. */
export function surroundingLayers(): LayerSpecification[] {
  const areas = Object.entries(AREAS).flatMap(([kind, { colour, dash }]): LayerSpecification[] => [
    {
      id: `route-airspace-${kind}`,
      type: 'fill',
      source: source('airspace'),
      filter: ['==', ['get', 'kind'], kind],
      paint: { 'fill-pattern': `hatch-${kind}` },
    },
    {
      id: `route-airspace-${kind}-line`,
      type: 'line',
      source: source('airspace'),
      filter: ['==', ['get', 'kind'], kind],
      paint: { 'line-color': colour, 'line-width': 1.8, 'line-dasharray': [...dash] },
    },
  ]);
  return [
    ...areas,
    {
      id: 'route-reach-line',
      type: 'line',
      source: source('reach'),
      paint: { 'line-color': COLORS.inkFaint, 'line-width': 1.2, 'line-dasharray': [6, 4] },
    },
    {
      id: 'route-villages-dot',
      type: 'circle',
      source: source('villages'),
      minzoom: 11,
      paint: { 'circle-radius': 2, 'circle-color': MAP.townDot },
    },
    {
      id: 'route-villages-name',
      type: 'symbol',
      source: source('villages'),
      minzoom: 12.4,
      layout: named(11, 0.6),
      paint: { 'text-color': MAP.townText, 'text-halo-color': MAP.halo, 'text-halo-width': 1.3 },
    },
    {
      id: 'route-points-dot',
      type: 'circle',
      source: source('points'),
      minzoom: 10,
      paint: {
        'circle-radius': 4,
        'circle-color': '#ffffff',
        'circle-stroke-color': MAP.slowLive,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'route-points-name',
      type: 'symbol',
      source: source('points'),
      minzoom: 11.6,
      layout: named(12, 0.8),
      paint: { 'text-color': MAP.slowLive, 'text-halo-color': MAP.halo, 'text-halo-width': 1.5 },
    },
    {
      id: 'route-docks-dot',
      type: 'circle',
      source: source('docks'),
      paint: {
        'circle-radius': ['case', ['get', 'home'], 8, 4.5],
        'circle-color': ['case', ['get', 'home'], COLORS.ink, '#ffffff'],
        'circle-stroke-color': ['case', ['get', 'home'], '#ffffff', COLORS.ink],
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'route-docks-name',
      type: 'symbol',
      source: source('docks'),
      filter: ['any', ['get', 'home'], ['>=', ['zoom'], 10.5]],
      layout: named(12, 1),
      paint: { 'text-color': COLORS.ink, 'text-halo-color': MAP.halo, 'text-halo-width': 1.6 },
    },
    {
      id: 'route-airspace-name',
      type: 'symbol',
      source: source('airspace'),
      layout: { 'text-field': ['get', 'name'], 'text-font': MAP_FONT, 'text-size': 12 },
      paint: {
        'text-color': [
          'match',
          ['get', 'kind'],
          'keep_out',
          AREAS.keep_out.colour,
          'temporary',
          AREAS.temporary.colour,
          AREAS.caution.colour,
        ],
        'text-halo-color': MAP.halo,
        'text-halo-width': 1.6,
      },
    },
  ];
}
