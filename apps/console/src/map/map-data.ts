import type { CountyView, DivisionView, SlowLivePointView } from '#contracts';
import type { Feature, FeatureCollection, Geometry, Point, Position } from 'geojson';
import { getJson } from '../api/client.js';
import type { Shift } from './datum.js';
import { isDrawn, type LoadedLayer } from './schematic-layers.js';

/** Fetches the county's layers and moves them to the base map's datum. A layer that fails is left out and named. */
export async function loadLayers(
  county: CountyView,
  shift: Shift,
): Promise<{ layers: LoadedLayer[]; failed: string[] }> {
  const overTiles = county.baseMap.source !== 'schematic';
  const wanted = county.layers.filter((layer) => isDrawn(layer, overTiles));
  const failed: string[] = [];
  const layers = await Promise.all(
    wanted.map(async (layer): Promise<LoadedLayer | null> => {
      try {
        return { layer, data: shifted(await getJson<FeatureCollection>(layer.url), shift) };
      } catch {
        failed.push(layer.id);
        return null;
      }
    }),
  );
  return { layers: layers.filter((layer) => layer !== null), failed };
}

/** Towns as labelled points; a town without a point has no place on the map. */
export function townPoints(towns: readonly DivisionView[], shift: Shift, english: boolean): FeatureCollection<Point> {
  return points(
    towns.flatMap((town) =>
      town.longitude === null || town.latitude === null
        ? []
        : [pointOf(shift([town.longitude, town.latitude]), { code: town.code, name: nameOf(town, english) })],
    ),
  );
}

export function slowLivePoints(
  rows: readonly SlowLivePointView[],
  shift: Shift,
  english: boolean,
): FeatureCollection<Point> {
  return points(
    rows.map((row) => pointOf(shift([row.longitude, row.latitude]), { id: row.id, name: nameOf(row, english) })),
  );
}

/**
 * The rough area of a town: the feature of an area layer one of whose properties is the town's code, or a list that
 * holds it. Layers name that property as they like.
 */
export function areaOfTown(layers: readonly LoadedLayer[], code: string): Feature | null {
  for (const { layer, data } of layers) {
    if (layer.kind !== 'town_cells') continue;
    const feature = data.features.find(({ properties }) =>
      Object.values(properties ?? {}).some((value) => value === code || (Array.isArray(value) && value.includes(code))),
    );
    if (feature) return feature;
  }
  return null;
}

/**
 * Outlines of areas that were cut to a window, without the cuts: an edge that lies on the window's frame is no boundary.
 */
export function outlines(areas: FeatureCollection): FeatureCollection {
  const frame = areas.features
    .map(boxOf)
    .reduce(
      (all, box) => [
        Math.min(all[0], box[0]),
        Math.min(all[1], box[1]),
        Math.max(all[2], box[2]),
        Math.max(all[3], box[3]),
      ],
      [180, 90, -180, -90],
    );
  const onFrame = (one: Position, other: Position) =>
    frame.some((edge, side) => near(one[side % 2], edge) && near(other[side % 2], edge));
  const lines = areas.features.flatMap(({ geometry }) => ringsOf(geometry).flatMap((ring) => cutRing(ring, onFrame)));
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } }],
  };
}

/** The pieces of a ring between the edges that are left out. */
function cutRing(ring: Position[], leaveOut: (one: Position, other: Position) => boolean): Position[][] {
  const pieces: Position[][] = [];
  let piece: Position[] = [];
  for (const [index, position] of ring.entries()) {
    const before = ring[index - 1];
    if (before && leaveOut(before, position)) {
      if (piece.length > 1) pieces.push(piece);
      piece = [];
    }
    piece.push(position);
  }
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

function near(one: number | undefined, other: number): boolean {
  return one !== undefined && Math.abs(one - other) < 1e-4;
}

function ringsOf(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates.slice(0, 1);
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flatMap((polygon) => polygon.slice(0, 1));
  return [];
}

/** One point for the name of each area: the middle of its largest ring. */
export function namePoints(areas: FeatureCollection): FeatureCollection<Point> {
  return points(
    areas.features.flatMap(({ geometry, properties }) => {
      const largest = ringsOf(geometry)
        .map(middleOfRing)
        .toSorted((one, other) => other.area - one.area)[0];
      return largest ? [{ type: 'Feature', properties, geometry: { type: 'Point', coordinates: largest.middle } }] : [];
    }),
  );
}

/** Area (square degrees) and centroid of a ring by the shoelace formula. */
function middleOfRing(ring: Position[]): { area: number; middle: [number, number] } {
  let twice = 0;
  let x = 0;
  let y = 0;
  for (const [index, [x1 = 0, y1 = 0]] of ring.entries()) {
    const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? [];
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return { area: Math.abs(twice / 2), middle: [x / (3 * twice), y / (3 * twice)] };
}

/** west, south, east, north of a feature. */
export function boxOf(feature: Feature): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  eachPosition(feature.geometry, ([longitude = 0, latitude = 0]) => {
    box[0] = Math.min(box[0], longitude);
    box[1] = Math.min(box[1], latitude);
    box[2] = Math.max(box[2], longitude);
    box[3] = Math.max(box[3], latitude);
  });
  return box;
}

function shifted(data: FeatureCollection, shift: Shift): FeatureCollection {
  for (const { geometry } of data.features) {
    eachPosition(geometry, (position) => {
      [position[0], position[1]] = shift([position[0] ?? 0, position[1] ?? 0]) as [number, number];
    });
  }
  return data;
}

function eachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) eachPosition(part, visit);
    return;
  }
  const walk = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return;
    if (typeof coordinates[0] === 'number') visit(coordinates as Position);
    else for (const inner of coordinates) walk(inner);
  };
  walk(geometry.coordinates);
}

function nameOf(row: { name: string; nameEn: string | null }, english: boolean): string {
  return english ? (row.nameEn ?? row.name) : row.name;
}

function pointOf(coordinates: readonly [number, number], properties: Record<string, string>): Feature<Point> {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [...coordinates] } };
}

function points(features: Feature<Point>[]): FeatureCollection<Point> {
  return { type: 'FeatureCollection', features };
}
