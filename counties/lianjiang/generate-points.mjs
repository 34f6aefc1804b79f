// Writes feature-points.json and scenarios.json of this folder: node counties/lianjiang/generate-points.mjs
//
// The county's report says 83 feature points and 30 scenarios and lists neither. The rule by which they are made up, with
// nothing drawn by chance (the same inputs give the same files):
//   1. 旧埠村 (a typical village with ten natural villages) and 象路村 (a demonstration belt), which the report names;
//   2. the middle of every street and town; 3. the railway stations inside the county; 4. the two slow-live sites;
//   5. for every town whose estimated cell they cross: the sea shore, the Jiuzhou River, the shore of the Hedi Reservoir;
//   6. villages, town after town in turn, in the order of a hash of their codes, until there are 83, with classes in turn.
// Villages have no points: they are put near the seat of their town, inside its estimated cell, on dry land.
// Every story says that it is demonstration data; names are those of divisions.csv and of the layers.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { SCENARIOS } from './scenario-list.mjs';

const COUNT = 83;
const COUNTY = '440881';
const EARTH_RADIUS = 6_371_008.8;
const folder = new URL('./', import.meta.url);
const layer = (name) => JSON.parse(readFileSync(new URL(`layers/${name}.geojson`, folder), 'utf8')).features;

const divisions = readFileSync(new URL('divisions.csv', folder), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([code, parent, level, kind, name, , longitude, latitude]) => ({
    code,
    parent,
    level,
    kind,
    name,
    at: longitude === '' ? null : [Number(longitude), Number(latitude)],
  }));
const towns = divisions.filter(({ level }) => level === 'town');
const [boundary, sea, water] = [layer('county_boundary'), layer('sea'), layer('water')];
const cells = layer('town_cells_estimated');
const reservoir = water.filter(({ properties }) => properties.kind === 'reservoir');

/** Even-odd rule over the rings of polygons. */
function within([x, y], features) {
  const polygons = features.flatMap(({ geometry: { type, coordinates } }) =>
    type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [],
  );
  return polygons.some((rings) => {
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
    }
    return inside;
  });
}
const isDry = (place) => within(place, boundary) && !within(place, sea) && !within(place, reservoir);
const cellOf = (town) => cells.filter(({ properties }) => properties.town_codes.includes(town.code));

const radians = (degrees) => (degrees * Math.PI) / 180;
/** On a sphere: for distances of some kilometres the error is far below what "assumed" admits. */
function move([longitude, latitude], bearing, metres) {
  const north = (metres * Math.cos(radians(bearing))) / EARTH_RADIUS;
  const east = (metres * Math.sin(radians(bearing))) / EARTH_RADIUS / Math.cos(radians(latitude));
  return [longitude + (east * 180) / Math.PI, latitude + (north * 180) / Math.PI].map((n) => Number(n.toFixed(6)));
}
function metresBetween([ax, ay], [bx, by]) {
  const east = radians(bx - ax) * Math.cos(radians((ay + by) / 2));
  return EARTH_RADIUS * Math.hypot(east, radians(by - ay));
}
const hash = (text) => createHash('sha256').update(text).digest();
const fraction = (bytes, at) => bytes.readUInt32BE(at) / 2 ** 32;

/** A dry place between `least` and `most` metres around `centre`, further out when there is none, that `fits`. */
function dryPlace(centre, [least, most], seed, fits = () => true) {
  for (let round = 0; round < 400; round++) {
    const bytes = hash(`${seed}#${round}`);
    const reach = least + (most - least) * fraction(bytes, 0) * (1 + Math.floor(round / 40) / 4);
    const place = move(centre, 360 * fraction(bytes, 4), reach);
    if (isDry(place) && fits(place)) return place;
  }
  throw new Error(`no dry place for ${seed}`);
}

/** The vertices of lines and outlines inside a town's cell. */
function verticesIn(features, town) {
  const cell = cellOf(town);
  const all = features.flatMap(({ geometry }) => geometry.coordinates.flat(geometry.type.startsWith('Multi') ? 2 : 1));
  const positions = features.some(({ geometry }) => geometry.type === 'LineString')
    ? features.flatMap(({ geometry }) => geometry.coordinates)
    : all;
  return positions.filter((position) => typeof position[0] === 'number' && within(position, cell));
}
const middleOf = (list) => list[Math.floor(list.length / 2)];

const points = [];
const perTown = new Map();
/** Adds a point and gives it a code: LJ, the last three digits of the town, and a number. */
function add(division, name, kind, at, more = {}) {
  const town = division.code.slice(0, 9);
  const number = (perTown.get(town) ?? 0) + 1;
  perTown.set(town, number);
  const code = `LJ${town.slice(6)}-${String(number).padStart(2, '0')}`;
  const { tags = [], ...rest } = more;
  points.push({
    code,
    name,
    class: kind,
    story: `演示数据：${name}的位置和内容均为假定，正式使用前请按实际情况替换。`,
    divisionCode: division.code,
    longitude: at[0],
    latitude: at[1],
    placement: 'assumed',
    placementNote: '演示用假定位置，可能偏差数公里',
    tags: ['演示', ...tags],
    profile: null,
    poses: [overview(code, at)],
    ...rest,
  });
}

/** The camera stands 120 m aside, 80 m above the ground, and looks at the point. */
function overview(code, at) {
  const bearing = Math.floor(360 * fraction(hash(`${code} pose`), 0));
  const [longitude, latitude] = move(at, bearing, 120);
  return {
    name: '全景',
    longitude,
    latitude,
    height: 80,
    heightDatum: 'ground',
    gimbalPitch: -Number(((Math.atan2(80, 120) * 180) / Math.PI).toFixed(1)),
    gimbalYaw: (bearing + 180) % 360,
    zoom: 1,
    note: '演示用位姿',
  };
}
const villageName = ({ name }) => name.replace(/(居委会|委会)$/, '').replace(/社区$/, '社区');
const aroundSeat = (town, seed) => {
  const cell = cellOf(town);
  return dryPlace(town.at, [600, 3500], seed, (place) => within(place, cell));
};
const townOf = (village) => towns.find(({ code }) => code === village.parent);
const named = (code) => divisions.find((division) => division.code === code);

// 1
const jiubu = named('440881111210');
const xianglu = named('440881106237');
const naturalVillages = Array.from({ length: 10 }, (_, index) => `第${index + 1}自然村（名称待补）`);
add(jiubu, '旧埠村典型村', 'typical_village', aroundSeat(townOf(jiubu), jiubu.code), {
  profile: { kind: 'typical_village', naturalVillages, note: '上报材料：10 条自然村；名称未列出' },
  tags: ['典型村'],
});
add(xianglu, '象路村示范带', 'demonstration_belt', aroundSeat(townOf(xianglu), xianglu.code), {
  profile: { kind: 'demonstration_belt', naturalVillages: [], note: '上报材料：示范带采集视频' },
  tags: ['示范带'],
});
// 2
for (const town of towns) {
  const name = town.kind === 'street' ? `${town.name}中心` : `${town.name}圩镇`;
  add(town, name, 'public_space', dryPlace(town.at, [50, 400], `${town.code} seat`));
}
const nearestTown = (at) =>
  towns
    .filter((town) => within(at, cellOf(town)))
    .toSorted((a, b) => metresBetween(a.at, at) - metresBetween(b.at, at))[0];
const reached = (feature) => dryPlace(feature.geometry.coordinates, [0, 60], `station ${feature.properties.name}`);
// 3
for (const station of layer('rail_stations').filter(({ properties }) => properties.in_county && properties.name)) {
  const town = nearestTown(station.geometry.coordinates);
  if (town) add(town, `${station.properties.name}站`, 'traffic_node', reached(station), { tags: ['铁路'] });
}
// 4
for (const site of layer('scenic_sites_estimated')) {
  const at = dryPlace(site.geometry.coordinates, [0, 150], site.properties.name);
  const town = nearestTown(at) ?? nearestTown(site.geometry.coordinates);
  add(town, site.properties.name, site.properties.name.includes('红树林') ? 'mangrove' : 'tourism', at, {
    tags: ['慢直播'],
  });
}
// 5
for (const [features, label, kind, tag] of [
  [layer('coastline'), '海岸线', 'coast', '沿海'],
  [water.filter(({ properties }) => properties.name === '九洲江'), '九洲江段', 'river_or_lake', '河湖'],
  [reservoir, '鹤地水库岸线', 'water_works', '水库'],
]) {
  for (const town of towns.filter(({ kind: type }) => type === 'town')) {
    const at = middleOf(verticesIn(features, town));
    if (at) add(town, `${town.name}${label}`, kind, dryPlace(at, [30, 200], `${town.code} ${label}`), { tags: [tag] });
  }
}
// 6
const KINDS = [
  ['traditional_village', '古村落点位'],
  ['farmland', '农田点位'],
  ['water_works', '水利设施点位'],
  ['public_space', '文化广场点位'],
  ['forest', '林地点位'],
  ['industry', '产业园区点位'],
  ['tourism', '文旅点位'],
];
const taken = new Set(points.map(({ divisionCode }) => divisionCode));
const queues = towns.map((town) => ({
  town,
  villages: divisions
    .filter(({ parent, kind, code }) => parent === town.code && kind === 'village' && !taken.has(code))
    .toSorted((a, b) => (hash(a.code).toString('hex') < hash(b.code).toString('hex') ? -1 : 1)),
}));
for (let turn = 0; points.length < COUNT; turn++) {
  const { town, villages } = queues[turn % queues.length];
  const village = villages.shift();
  if (!village) continue;
  const [kind, label] = KINDS[(turn + 2 * Math.floor(turn / queues.length)) % KINDS.length];
  add(village, `${villageName(village)}${label}`, kind, aroundSeat(town, village.code));
}
if (points.length !== COUNT) throw new Error(`the rule gives ${points.length} points before the villages`);

const coastal = [
  ...new Set(points.filter(({ class: kind }) => kind === 'coast').map(({ divisionCode }) => divisionCode)),
];
const scenarios = SCENARIOS.map(({ targets, ...scenario }, index) => {
  const featurePoints = points
    .filter(
      (point) =>
        (targets.classes ?? []).includes(point.class) || (targets.tags ?? []).some((tag) => point.tags.includes(tag)),
    )
    .map(({ code }) => code);
  const areas = targets.county ? [COUNTY] : targets.coastalTowns ? coastal : [];
  return {
    code: `CJ-${String(index + 1).padStart(2, '0')}`,
    ...scenario,
    divisionCode: COUNTY,
    ownerPerson: null,
    targets: { featurePoints, divisions: areas },
    tags: ['演示', ...scenario.tags],
  };
});
const write = (file, key, rows) => {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(
    new URL(file, folder),
    `{\n  "format": 1,\n  "demonstration": true,\n  "${key}": [\n${lines}\n  ]\n}\n`,
  );
};
write(
  'feature-points.json',
  'featurePoints',
  points.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
);
write('scenarios.json', 'scenarios', scenarios);
