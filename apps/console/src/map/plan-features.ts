import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { AirspaceAreaKind, AirspaceGeometry } from '#contracts';
import { destination } from '#geo';
import type { Place, Shift } from './datum.js';

/** What a plan shows of a thing at one place. */
export interface PlanPoint {
  key: string;
  name: string;
  place: Place;
  look: 'point' | 'seen' | 'unseen' | 'dock' | 'drone';
}

/** A line of flight; `before` is an older one, `flown` is where an aircraft really was. */
export interface PlanLine {
  look: 'now' | 'before' | 'flown';
  /** Longitude, latitude of each leg. */
  legs: readonly (readonly (readonly number[])[])[];
}

export interface PlanArea {
  key: string;
  name: string;
  kind: AirspaceAreaKind;
  geometry: AirspaceGeometry;
  /** Drawn strongly. */
  chosen?: boolean;
}

/** What a plan shows, WGS84. */
export interface Plan {
  points?: readonly PlanPoint[];
  lines?: readonly PlanLine[];
  areas?: readonly PlanArea[];
}

/** West, south, east, north, WGS84. */
export type Box = [west: number, south: number, east: number, north: number];

const CIRCLE_CORNERS = 72;

/** The plan as GeoJSON on the datum of the base map, one collection for each kind. */
export function planFeatures(
  plan: Plan,
  shift: Shift,
): Record<'points' | 'lines' | 'ends' | 'areas', FeatureCollection> {
  const move = ([longitude = 0, latitude = 0]: readonly number[]) => [...shift([longitude, latitude])];
  const lines = (plan.lines ?? []).flatMap(({ look, legs }) =>
    legs
      .filter((leg) => leg.length > 1)
      .map((leg) => feature({ type: 'LineString', coordinates: leg.map(move) }, { look })),
  );
  const ends = (plan.lines ?? []).flatMap(({ look, legs }) =>
    // A track has no waypoints.
    (look === 'flown' ? [] : legs).flatMap((leg) =>
      leg.map((at) => feature({ type: 'Point', coordinates: move(at) }, { look })),
    ),
  );
  return {
    points: all(
      (plan.points ?? []).map(({ key, name, look, place }) =>
        feature({ type: 'Point', coordinates: move(place) }, { key, name, look }),
      ),
    ),
    lines: all(lines),
    ends: all(ends),
    areas: all(
      (plan.areas ?? []).map(({ key, name, kind, geometry, chosen = false }) =>
        feature(
          { type: 'MultiPolygon', coordinates: ringsOf(geometry).map((rings) => rings.map((ring) => ring.map(move))) },
          { key, name, kind, chosen },
        ),
      ),
    ),
  };
}

/** What holds all of a plan; null for an empty one. */
export function planBox(plan: Plan): Box | null {
  const places: (readonly number[])[] = [
    ...(plan.points ?? []).map(({ place }) => place),
    ...(plan.lines ?? []).flatMap(({ legs }) => legs.flat()),
    ...(plan.areas ?? []).flatMap(({ geometry }) => ringsOf(geometry).flat(2)),
  ];
  if (places.length === 0) return null;
  const longitudes = places.map(([longitude = 0]) => longitude);
  const latitudes = places.map(([, latitude = 0]) => latitude);
  const least = (values: number[]) => values.reduce((one, other) => Math.min(one, other));
  const most = (values: number[]) => values.reduce((one, other) => Math.max(one, other));
  return [least(longitudes), least(latitudes), most(longitudes), most(latitudes)];
}

/** The polygons of an area; a circle becomes one of 72 corners. */
export function ringsOf(geometry: AirspaceGeometry): number[][][][] {
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
    case 'Circle': {
      const corners = Array.from({ length: CIRCLE_CORNERS + 1 }, (_, step) => {
        const bearing = ((step % CIRCLE_CORNERS) * 360) / CIRCLE_CORNERS;
        const { longitude, latitude } = destination(geometry.centre, bearing, geometry.radius);
        return [longitude, latitude];
      });
      return [[corners]];
    }
  }
}

function feature(geometry: Geometry, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry, properties };
}

function all(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}
