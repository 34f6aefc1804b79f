import type { RouteCheckContextView, TerrainGridView } from '#contracts';
import {
  ElevationGrid,
  FlatElevation,
  LayeredElevation,
  seaHeight,
  type AreaGeometry,
  type ElevationSource,
} from '#geo';
import type { FlightContext } from '#routes';
import { aircraftOfDock, completed, renumbered, routeForDock, type Route } from '#wayline';

const WGS84_EPSG = 4326;

/** What the server checks a route against, as the checks take it. */
export function flightContextOf(view: RouteCheckContextView, now: Date): FlightContext {
  const { dock, county, airspace, settings } = view;
  const place =
    dock && dock.longitude !== null && dock.latitude !== null
      ? { longitude: dock.longitude, latitude: dock.latitude }
      : null;
  return {
    ...(dock ? { dock: { ...dock, place } } : {}),
    ...(isArea(county) ? { county } : {}),
    airspace: airspace.filter(({ state }) => state === 'active'),
    terrain: terrainOf(view.terrain),
    settings,
    now,
  };
}

/** The ground as the server sent it. Where the grid knows nothing, level ground stands in and says so. */
export function terrainOf(view: TerrainGridView): ElevationSource {
  const { columns, rows, decimetres } = view;
  const level = new FlatElevation(seaHeight(0));
  if (view.basis === 'assumed' || decimetres.length === 0) return level;
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = decimetres[row * columns + column];
      // The server counts rows from the south, the grid from the north.
      values[(rows - 1 - row) * columns + column] = value === null || value === undefined ? Number.NaN : value / 10;
    }
  }
  const grid = new ElevationGrid({
    title: view.title,
    epsg: WGS84_EPSG,
    west: view.west,
    north: view.south + (rows - 1) * view.stepLatitude,
    stepX: view.stepLongitude,
    stepY: view.stepLatitude,
    columns,
    rows,
    values,
    vertical: 'sea',
    accuracy: view.accuracy,
  });
  return new LayeredElevation([grid, level]);
}

/**
 * The route as it is written when it is saved: numbers in order, every value that a dock needs, made for the dock's
 * aircraft where that is known.
 */
export function prepared(route: Route, { dock }: Pick<FlightContext, 'dock'>): Route {
  const { templateMission: _, ...rest } = route;
  const ready = completed({ ...rest, legs: renumbered(route.legs) });
  const choice = aircraftOfDock(dock?.modelKey ?? '');
  // A dock that nobody knows: the checks say so.
  if (choice.length === 0) return ready;
  const own = choice.find(({ modelKey }) => modelKey === dock?.aircraftModelKey);
  return routeForDock(ready, { dockModelKey: dock!.modelKey!, ...(own && { aircraftModelKey: own.modelKey }) });
}

function isArea(geometry: unknown): geometry is AreaGeometry {
  if (typeof geometry !== 'object' || geometry === null || !('type' in geometry)) return false;
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
}
