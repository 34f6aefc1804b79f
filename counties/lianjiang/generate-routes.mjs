// Writes routes.json and routes/*.kmz of this folder: node counties/lianjiang/generate-routes.mjs (after npm run build)
// Another folder for the result: node counties/lianjiang/generate-routes.mjs --into <folder>
//
// The county's report says "main and backup routes, 46" and lists none. The rule by which they are made up, with nothing
// drawn by chance (the same inputs give the same bytes):
//   1. Each of the 18 docks has a main route M, with a photo of every feature point that is nearest to this dock and
//      within reach, by the point's own pose, and a panorama over the town's centre; in the order of a short round trip.
//   2. Its backup route B is flown the other way round, lower, and takes each photo from the opposite side.
//   3. Ten docks have a second main route M2 for one thing (route-list.mjs): a circle, a river, a shore, a village; some
//      take a picture of a point that is too much for M on their way home.
// A route that breaks a rule of the checks loses the point that is farthest from the dock until it breaks none; what no
// route sees is printed. Heights count from take-off over ground that is taken as level, since no elevation model is open.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { destination, distance, FlatElevation, geodesic, LocalFrame, seaHeight } from '#geo';
import { aimedAt, checkRoute, coverageOf, FLIGHT_SETTINGS, gridPattern, orbitPattern, orbitPitch, stripPattern } from '#routes';
import { completed, renumbered, routeForDock, writeKmz } from '#wayline';
import { readCounty } from '../../dist/apps/server/src/county/county-folder.js';
import { demonstrationFleet } from '../../dist/apps/server/src/county/demonstration-fleet.js';
import { SECOND_ROUTES } from './route-list.mjs';

const COUNT = 46;
/** Metres over ground from the dock: a point further away costs most of a battery for one picture. */
const REACH = 6_600;
/** The files name no moment of their making: that of the report's year. */
const MADE = Date.UTC(2026, 0, 1);
const SPEED = 12;
/** Percent of a battery that a route may take; the checks allow 70. */
const MOST_BATTERY = 66;

const folder = fileURLToPath(new URL('./', import.meta.url));
const into = process.argv[2] === '--into' ? `${process.argv[3]}/` : folder;
const layer = (name) => JSON.parse(readFileSync(new URL(`layers/${name}.geojson`, import.meta.url), 'utf8')).features;

if (into === folder) {
  // Whatever was made before must not stand in the way of reading the folder.
  rmSync(`${folder}routes.json`, { force: true });
  rmSync(`${folder}routes`, { recursive: true, force: true });
}
const county = await readCounty(folder);
const boundary = county.areas.find(({ codes }) => codes.join() === county.code).geometry;
const terrain = new FlatElevation(seaHeight(0));
const fleet = demonstrationFleet(county);
const docks = fleet
  .filter(({ kind }) => kind === 'dock')
  .map(({ sn, name, modelKey, divisionCode, place }) => {
    const aircraft = fleet.find(({ parentSn }) => parentSn === sn);
    const town = county.divisions.find(({ code }) => code === divisionCode);
    return { sn, name, modelKey, aircraftModelKey: aircraft.modelKey, place, town };
  });
const contextOf = (dock) => ({ dock, county: boundary, airspace: [], terrain, settings: FLIGHT_SETTINGS });

/** Rounds what the geometry gives, so that it is the same on every machine. */
const to = (digits) => (value) => Number(value.toFixed(digits));
const placed = ({ longitude, latitude }) => ({ longitude: to(7)(longitude), latitude: to(7)(latitude) });

const pointOf = (code) => county.featurePoints.find((point) => point.code === code);
const nearestDock = (point) =>
  docks
    .map((dock) => ({ dock, metres: distance(dock.place, point) }))
    .toSorted((one, other) => one.metres - other.metres)[0];

/** The points of a dock, nearest first. */
function pointsOf(dock) {
  return county.featurePoints
    .map((point) => ({ point, ...nearestDock(point) }))
    .filter((entry) => entry.dock === dock && entry.metres <= REACH)
    .toSorted((one, other) => one.metres - other.metres)
    .map(({ point }) => point);
}

/** The points in the order of a short round trip from the dock: nearest next, then pieces turned round while that helps. */
function roundTrip(dock, points) {
  const tour = [];
  const left = [...points];
  let here = dock.place;
  while (left.length > 0) {
    const next = left.toSorted((one, other) => distance(here, one) - distance(here, other))[0];
    left.splice(left.indexOf(next), 1);
    tour.push(next);
    here = next;
  }
  const at = (index) => (index < 0 || index >= tour.length ? dock.place : tour[index]);
  for (let better = true; better;) {
    better = false;
    for (let from = 0; from < tour.length; from++) {
      for (let end = from + 1; end < tour.length; end++) {
        const now = distance(at(from - 1), at(from)) + distance(at(end), at(end + 1));
        const turned = distance(at(from - 1), at(end)) + distance(at(from), at(end + 1));
        if (turned < now - 1) {
          tour.splice(from, end - from + 1, ...tour.slice(from, end + 1).toReversed());
          better = true;
        }
      }
    }
  }
  return tour;
}

/** The pose from the other side of the point, 70 m up. */
function oppositePose(point) {
  const [pose] = point.poses;
  const { initialAzimuth } = geodesic(pose, point);
  const away = distance(pose, point);
  return {
    ...pose,
    ...placed(destination(point, initialAzimuth, away)),
    height: 70,
    gimbalPitch: orbitPitch(70, away),
    gimbalYaw: Math.round(initialAzimuth + 180) % 360,
  };
}

/** A waypoint that hovers and takes the picture of a point. */
function pictureOf(dock, point, pose) {
  const waypoint = aimedAt(pose, {
    heights: 'above_take_off',
    context: contextOf(dock),
    code: point.code,
    aircraft: dock.aircraftModelKey,
    by: 'take_photo',
  });
  const [group] = waypoint.actionGroups;
  const hover = { kind: 'hover', params: { seconds: 3 } };
  return {
    ...waypoint,
    height: Math.round(waypoint.height),
    speed: SPEED,
    actionGroups: [{ ...group, actions: [...group.actions.slice(0, -1), hover, group.actions.at(-1)] }],
  };
}

const panorama = { kind: 'panorama', params: { payload: 0, lenses: ['wide'], routeLenses: false, mode: 'full_sphere' } };

function tourLeg(dock, tour, { withPanorama, poseOf }) {
  const waypoints = tour.map((point) => {
    const waypoint = pictureOf(dock, point, poseOf(point));
    if (!withPanorama || point.class !== 'public_space' || point.divisionCode !== dock.town.code) return waypoint;
    const [group] = waypoint.actionGroups;
    return { ...waypoint, actionGroups: [{ ...group, actions: [...group.actions, panorama] }] };
  });
  // A leg has two waypoints or more: a town with one point is looked at from both sides.
  if (waypoints.length === 1) waypoints.push(pictureOf(dock, tour[0], oppositePose(tour[0])));
  return legOf(waypoints);
}

/** A leg whose groups stand at their own waypoints. */
function legOf(waypoints) {
  return {
    heights: 'above_take_off',
    speed: SPEED,
    waypoints: waypoints.map((waypoint, at) => ({
      ...waypoint,
      actionGroups: waypoint.actionGroups.map((group) => {
        const span = (group.to ?? 0) - (group.from ?? 0);
        return { ...group, from: at, to: at + span };
      }),
    })),
  };
}

/** The stretch of the nearest line of a layer, `metres` long, around the place next to a point. */
function stretchNear(features, point, metres) {
  const frame = new LocalFrame(point);
  const lines = features.flatMap(({ geometry: { type, coordinates } }) =>
    type === 'LineString' ? [coordinates] : type === 'Polygon' ? coordinates : [],
  );
  let best = { away: Infinity };
  const plane = lines.map((line) => line.map(([longitude, latitude]) => frame.toPlane({ longitude, latitude })));
  for (const line of plane) {
    let along = 0;
    for (let at = 0; at + 1 < line.length; at++) {
      const [a, b] = [line[at], line[at + 1]];
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      const share = length === 0 ? 0 : Math.min(1, Math.max(0, (-a.x * (b.x - a.x) - a.y * (b.y - a.y)) / length ** 2));
      const away = Math.hypot(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y));
      if (away < best.away) best = { away, line, along: along + share * length };
      along += length;
    }
  }
  const stretch = [];
  let along = 0;
  const [from, end] = [best.along - metres / 2, best.along + metres / 2];
  for (let at = 0; at + 1 < best.line.length; at++) {
    const [a, b] = [best.line[at], best.line[at + 1]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const [first, last] = [Math.max(from, along), Math.min(end, along + length)];
    for (const mark of first < last ? [first, last] : []) {
      const share = (mark - along) / length;
      stretch.push({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
    }
    along += length;
  }
  return stretch.map((place) => placed(frame.toPoint(place)));
}

const rectangle = (centre, bearing, length, width) =>
  [
    [length / 2, width / 2],
    [length / 2, -width / 2],
    [-length / 2, -width / 2],
    [-length / 2, width / 2],
  ].map(([ahead, aside]) => placed(destination(destination(centre, bearing, ahead), bearing + 90, aside)));

/** What a second route does, as the list says. */
function secondLegs(dock, { kind, point: code, ...rule }) {
  const point = pointOf(code);
  const camera = { aircraft: dock.aircraftModelKey, overlapAlong: 70, overlapAcross: 60, speed: 10 };
  const common = { suffix: code, from: dock.place };
  switch (kind) {
    case 'orbit':
      return [orbitPattern({ centre: placed(point), ...rule, speed: 8, capture: 'photos', suffix: code }).leg];
    case 'grid':
      return [gridPattern({ ...camera, ...common, ring: rectangle(point, rule.bearing, rule.length, rule.width), height: { aboveGround: rule.height } }).leg];
    case 'line': {
      const features = rule.layer === 'coastline' ? layer('coastline') : layer('water').filter(({ properties }) => properties.name === rule.water);
      const line = stretchNear(features, point, rule.length);
      return [stripPattern({ ...camera, ...common, ...rule.strip, line, height: { aboveGround: rule.height } }).leg];
    }
    case 'towards': {
      const bearing = geodesic(point, pointOf(rule.other)).initialAzimuth;
      const line = [destination(point, bearing, -rule.length / 2), destination(point, bearing, rule.length / 2)].map(placed);
      return [stripPattern({ ...camera, ...common, ...rule.strip, line, height: { aboveGround: rule.height } }).leg];
    }
  }
  throw new Error(`no such kind: ${kind}`);
}

function routeOf(dock, legs) {
  const mission = {
    approach: 'climb_first',
    finish: 'return_home',
    linkLoss: 'leave_route',
    linkLossAction: 'return_home',
    takeOffSafeHeight: 60,
    transitSpeed: SPEED,
    returnHeight: 100,
    payloads: [],
  };
  const drawn = { author: 'Xunhang', createdAt: MADE, updatedAt: MADE, mission, legs: renumbered(legs), templates: [], resources: [] };
  return routeForDock(completed(drawn), { dockModelKey: dock.modelKey, aircraftModelKey: dock.aircraftModelKey });
}

/** Why a route is not made: the rules that it breaks, or that it would come home with little to spare. */
function errorsOf(dock, route) {
  const { findings, estimate } = checkRoute(route, contextOf(dock));
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ en }) => en);
  return estimate.batteryPercent > MOST_BATTERY ? [...errors, `takes ${estimate.batteryPercent} %`] : errors;
}

/** The longest tour that breaks no rule. */
function bestTour(dock, points, options) {
  for (let count = points.length; count > 0; count--) {
    const tour = roundTrip(dock, points.slice(0, count));
    const ordered = options.reversed ? tour.toReversed() : tour;
    const route = routeOf(dock, [tourLeg(dock, ordered, options)]);
    if (errorsOf(dock, route).length === 0) return { route, points: points.slice(0, count) };
  }
  throw new Error(`no route of ${dock.name} passes`);
}

const COUNTY_WIDE = county.scenarios.filter(({ targets }) => targets.divisions.includes(county.code)).map(({ code }) => code);
function scenariosOf(dock, points, isPatrol) {
  const codes = new Set(points.map(({ code }) => code));
  return county.scenarios
    .filter(
      ({ code, targets }) =>
        targets.featurePoints.some((point) => codes.has(point)) ||
        (isPatrol && (COUNTY_WIDE.includes(code) || targets.divisions.includes(dock.town.code))),
    )
    .map(({ code }) => code);
}

const made = [];
function add(dock, suffix, name, role, route, points, { scenarios, tags, partner = null }) {
  const errors = errorsOf(dock, route);
  if (errors.length > 0) throw new Error(`${dock.name} ${suffix}: ${errors.join('; ')}`);
  const code = codeOf(dock, suffix);
  const entry = {
    code,
    name,
    role,
    partnerCode: partner && codeOf(dock, partner),
    dockTown: dock.town.code,
    divisionCode: dock.town.code,
    featurePoints: points.map((point) => point.code).toSorted(),
    scenarios,
    tags: ['演示', ...tags],
    file: `routes/${code}.kmz`,
  };
  made.push({ entry, dock, route, bytes: writeKmz(route) });
}
const codeOf = (dock, suffix) => `LJ-${dock.town.code.slice(-2)}-${suffix}`;

for (const dock of docks) {
  const points = pointsOf(dock);
  const main = bestTour(dock, points, { withPanorama: true, poseOf: (point) => point.poses[0] });
  const backup = bestTour(dock, main.points, { reversed: true, poseOf: oppositePose });
  const { name } = dock.town;
  const tags = (what) => ({ tags: [what, '点位拍照'] });
  add(dock, 'M', `${name}巡查主航线`, 'main', main.route, main.points, {
    scenarios: scenariosOf(dock, main.points, true),
    partner: 'B',
    ...tags('主航线'),
  });
  add(dock, 'B', `${name}巡查备航线`, 'backup', backup.route, backup.points, {
    scenarios: scenariosOf(dock, backup.points, true),
    partner: 'M',
    ...tags('备航线'),
  });
  const second = SECOND_ROUTES.find(({ town }) => town === dock.town.code);
  if (!second) continue;
  const { town: _, name: title, tags: words, also = [], ...rule } = second;
  const aims = [rule.point, ...also].map(pointOf);
  const [leg] = secondLegs(dock, rule);
  const pictures = also.map((code) => pictureOf(dock, pointOf(code), pointOf(code).poses[0]));
  const whole = { ...leg, waypoints: [...leg.waypoints, ...legOf([...leg.waypoints, ...pictures]).waypoints.slice(leg.waypoints.length)] };
  add(dock, 'M2', title, 'main', routeOf(dock, [whole]), aims, {
    scenarios: scenariosOf(dock, aims, false),
    tags: ['主航线', ...words],
  });
}
if (made.length !== COUNT) throw new Error(`the rule gives ${made.length} routes`);

mkdirSync(`${into}routes`, { recursive: true });
for (const { entry, bytes } of made) writeFileSync(`${into}${entry.file}`, bytes);
const list = made.map(({ entry }) => entry).toSorted((one, other) => (one.code < other.code ? -1 : 1));
writeFileSync(
  `${into}routes.json`,
  `{\n  "format": 1,\n  "demonstration": true,\n  "routes": [\n${list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]\n}\n`,
);

const seen = new Set(made.flatMap(({ dock, route }) => coverageOf(route, contextOf(dock), county.featurePoints).map(({ code }) => code)));
const photographed = new Set(made.flatMap(({ entry }) => entry.featurePoints));
const named = (points) => points.map(({ code, name }) => `${code} ${name}`).join('、') || '无';
console.log(`${made.length} 条航线，覆盖 ${seen.size} / ${county.featurePoints.length} 个特色点位`);
console.log(`没有航线看到：${named(county.featurePoints.filter(({ code }) => !seen.has(code)))}`);
console.log(`看到但没有航线专门拍摄：${named(county.featurePoints.filter(({ code }) => seen.has(code) && !photographed.has(code)))}`);
if (process.argv.includes('--verbose')) {
  for (const { entry, dock, route } of made) {
    const { estimate, highest, findings } = checkRoute(route, contextOf(dock));
    const minutes = to(1)(estimate.flightSeconds / 60);
    console.log(entry.code, entry.name, `${entry.featurePoints.length} 点`, `${route.legs[0].waypoints.length} 航点`, `${minutes} 分钟`, `${to(0)(estimate.batteryPercent)}%`, highest.metres, findings.map(({ code }) => code).join());
  }
}
