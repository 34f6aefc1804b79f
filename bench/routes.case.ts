import { readFileSync } from 'node:fs';
import { AreaIndex, destination, seaHeight, type AreaGeometry, type ElevationSource, type GeoPoint } from '#geo';
import { checkRoute, coverageOf, FLIGHT_SETTINGS, gridPattern, type FlightContext } from '#routes';
import { completed, readRouteFile, routeForDock, validateRoute, writeKmz, type Route } from '#wayline';
import { unzipSync } from 'fflate';
import { villages } from '../libs/geo/fixtures/villages.js';
import { type BenchOptions } from './options.js';
import { median, printTable, ratio, whole } from './table.js';

const DOCK_PLACE: GeoPoint = { longitude: 110.28, latitude: 21.61 };
const ROUTES = 46;
/** Rolling ground as a measured model of 30 m gives it: the costly case, for a check looks as closely as the model. */
const HILLS: ElevationSource = {
  title: { zh: '起伏地面', en: 'rolling ground' },
  spacing: 30,
  groundAt: ({ longitude, latitude }) => ({
    height: seaHeight(8 + 6 * Math.sin(longitude * 700) * Math.cos(latitude * 900)),
    accuracy: 5,
    basis: 'measured',
  }),
};

/**
 * Routes: reading and checking a file beside what any reader must do, a grid, the division of a place, and what the
 * routes of a county see. All on one core, in milliseconds of processor time, so that others on the machine count less.
 */
export function routesCase(options: BenchOptions): void {
  const rounds = options.quick ? 15 : 60;
  readingTable(rounds);
  const context = surroundings();
  const ring = squareOf(5_000_000);
  const grid = () =>
    gridPattern({
      ring,
      aircraft: 'M4D',
      height: { aboveGround: 100 },
      overlapAlong: 80,
      overlapAcross: 70,
      speed: 12,
    });
  const routes = Array.from({ length: ROUTES }, (_, nr) =>
    photoRound(destination(DOCK_PLACE, nr * 47, 400 + nr * 60), 20),
  );
  const targets = Array.from({ length: 405 + 83 }, (_, nr) => ({
    code: `T${nr}`,
    ...destination(DOCK_PLACE, nr * 29, 100 + nr * 12),
  }));
  const index = new AreaIndex(villages());
  const places = Array.from(
    { length: 10_000 },
    (_, nr) => [109.77 + (nr % 100) * 0.0077, 21.33 + nr * 0.000062] as const,
  );
  let held = 0;
  const lookups = medianOf(rounds, () => {
    for (const [longitude, latitude] of places) if (index.find(longitude, latitude) !== undefined) held++;
  });
  const seen = new Set<string>();
  const coverage = medianOf(Math.ceil(rounds / 5), () => {
    for (const route of routes) for (const { code } of coverageOf(route, context, targets)) seen.add(code);
  });
  printTable(
    'Geometry of routes; milliseconds of processor time, median',
    ['what', 'ms', 'note'],
    [
      [
        'grid over 5 km², 100 m up, 80 % and 70 %',
        medianOf(rounds, grid).toFixed(2),
        `${whole(grid().leg.waypoints.length)} waypoints`,
      ],
      [
        `10,000 places in 405 villages`,
        lookups.toFixed(2),
        `${whole((places.length / lookups) * 1000)} a second${held > 0 ? '' : ', none found'}`,
      ],
      [
        `what ${ROUTES} routes of 20 waypoints see`,
        coverage.toFixed(0),
        `${whole(targets.length)} targets, ${whole(seen.size)} seen`,
      ],
    ],
  );
}

/** Each file is read by all methods in turns. */
function readingTable(rounds: number): void {
  const file = writeKmz(photoRound(DOCK_PLACE, 200));
  const context = surroundings();
  const decoder = new TextDecoder();
  const texts = () => Object.values(unzipSync(file)).map((bytes) => decoder.decode(bytes));
  const read = () => readRouteFile(file, 'bench.kmz').route;
  const dock = { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' };
  const methods: Record<string, () => unknown> = {
    'bare unzip': texts,
    'bare unzip, each tag and text found once': () => texts().map((text) => text.match(/<[^>]*>|[^<]+/g)?.length),
    read: read,
    'read, and the file’s own rules': () => validateRoute(read(), dock),
    'read, and every check of the flight': () => checkRoute(read(), context),
  };
  const times = new Map<string, number[]>();
  for (let round = -3; round < rounds; round++) {
    for (const [name, method] of Object.entries(methods)) {
      const time = milliseconds(method);
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), time]);
    }
  }
  const bare = median(times.get('bare unzip, each tag and text found once')!);
  printTable(
    `A KMZ of 200 waypoints with photos, ${whole(file.length)} bytes; milliseconds of processor time, median of ${rounds}`,
    ['method', 'ms', 'of the bare pass'],
    [...times].map(([name, values]) => [name, median(values).toFixed(2), ratio(median(values) / bare)]),
  );
}

function medianOf(rounds: number, work: () => unknown): number {
  work();
  return median(Array.from({ length: rounds }, () => milliseconds(work)));
}

/** Processor time of this process, collecting of garbage included. */
function milliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function surroundings(): FlightContext {
  const layer = new URL('../../counties/lianjiang/layers/county_boundary.geojson', import.meta.url);
  const { features } = JSON.parse(readFileSync(layer, 'utf8')) as { features: { geometry: AreaGeometry }[] };
  return {
    dock: {
      sn: 'BENCHDOCK0001',
      name: 'bench',
      place: DOCK_PLACE,
      modelKey: '3-3-0',
      aircraftModelKey: '0-100-1',
      distanceLimit: 8_000,
      heightLimit: 120,
    },
    county: features[0]!.geometry,
    airspace: Array.from({ length: 10 }, (_, nr) => ({
      id: `${nr}`,
      name: `area ${nr}`,
      kind: 'keep_out' as const,
      geometry: { type: 'Polygon' as const, coordinates: [ringAround(destination(DOCK_PLACE, nr * 36, 5_000), 300)] },
      floorMetres: 0,
      ceilingMetres: null,
      validFrom: null,
      validTo: null,
    })),
    terrain: HILLS,
    settings: FLIGHT_SETTINGS,
  };
}

/** A round with a photo at every waypoint, one kilometre wide at the most. */
function photoRound(place: GeoPoint, waypoints: number): Route {
  const legs = [
    {
      id: 0,
      templateId: 0,
      heights: 'above_take_off' as const,
      waypoints: Array.from({ length: waypoints }, (_, at) => ({
        ...destination(place, (360 / waypoints) * at, 400 + (at % 7) * 15),
        height: 90,
        actionGroups: [
          {
            id: at,
            from: at,
            to: at,
            order: 'one_after_another' as const,
            trigger: { kind: 'reach' as const },
            actions: [
              {
                id: 0,
                kind: 'rotate_gimbal' as const,
                params: {
                  payload: 0,
                  yawFrom: 'aircraft' as const,
                  mode: 'absolute' as const,
                  turnPitch: true,
                  pitch: -45,
                },
              },
              {
                id: 1,
                kind: 'take_photo' as const,
                params: { payload: 0, suffix: `P${at}`, lenses: ['wide' as const] },
              },
            ],
          },
        ],
      })),
    },
  ];
  const draft: Route = { mission: { payloads: [] }, legs, templates: [], resources: [] };
  return routeForDock(completed(draft), { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' });
}

function squareOf(squareMetres: number): GeoPoint[] {
  const reach = Math.sqrt(squareMetres / 2);
  return [45, 135, 225, 315].map((direction) => destination(DOCK_PLACE, direction, reach));
}

function ringAround(place: GeoPoint, metres: number): [number, number][] {
  const corners = Array.from({ length: 24 }, (_, at) => destination(place, at * -15, metres));
  return [...corners, corners[0]!].map(({ longitude, latitude }) => [longitude, latitude]);
}
