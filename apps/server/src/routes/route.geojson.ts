import { type Leg, type Route } from '#wayline';

/** Properties of a route that go with each of its features. */
export type RouteProperties = Readonly<Record<string, string | number | null>>;

/**
 * A route as GeoJSON features (RFC 7946, WGS84): a line for each leg. The third coordinate is by definition the height
 * above the ellipsoid, so other heights are told in `heights`, in metres of the kind that `heightKind` names.
 */
export function routeFeatures(route: Route, properties: RouteProperties): object[] {
  return route.legs.map((leg, index) => ({
    type: 'Feature',
    properties: {
      ...properties,
      leg: index + 1,
      heightKind: leg.heights ?? null,
      heights: leg.waypoints.map(({ height }) => height ?? null),
      speeds: leg.waypoints.map(({ speed }) => speed ?? leg.speed ?? null),
    },
    geometry: geometryOf(leg),
  }));
}

/** A collection of features. */
export function featureCollection(features: readonly object[]): object {
  return { type: 'FeatureCollection', features };
}

function geometryOf(leg: Leg): object | null {
  const isEllipsoid = leg.heights === 'ellipsoid' && leg.waypoints.every(({ height }) => height !== undefined);
  const positions = leg.waypoints.map(({ longitude, latitude, height }) =>
    isEllipsoid ? [longitude, latitude, height] : [longitude, latitude],
  );
  if (positions.length === 0) return null;
  // A line has two positions or more (section 3.1.4).
  return positions.length === 1
    ? { type: 'Point', coordinates: positions[0] }
    : { type: 'LineString', coordinates: positions };
}
