// Writes cameras.json of this folder: node counties/lianjiang/generate-cameras.mjs
//
// The county's report says 865 camera feeds on the provincial platform and 2 slow-live points, and lists no camera. The rule
// by which they are made up, with nothing drawn by chance (the same inputs give the same file):
//   1. one camera at each slow-live point of county.json;
//   2. 865 others: units in turn, first every town and street, then every village, then again from the start, until there
//      are enough; what they look at in turn; near the seat of the town, inside its estimated cell, on dry land.
// Codes are built as GB/T 28181-2022 annex E says: 6 digits of the county, 2 of the town in the order of divisions.csv, trade
// 00 (roads, joined by the government), kind 132 (network camera), network 6 (government net), number. None of them is
// registered anywhere. No stream is known: the source is `none`.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const COUNT = 865;
const EARTH_RADIUS = 6_371_008.8;
const folder = new URL('./', import.meta.url);
const layer = (name) => JSON.parse(readFileSync(new URL(`layers/${name}.geojson`, folder), 'utf8')).features;
const county = JSON.parse(readFileSync(new URL('county.json', folder), 'utf8'));
const divisions = readFileSync(new URL('divisions.csv', folder), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([code, parent, level, , name, , longitude, latitude]) => ({
    code,
    parent,
    level,
    name,
    at: longitude === '' ? null : [Number(longitude), Number(latitude)],
  }));
const upper = divisions.filter(({ level }) => level === 'town' || level === 'zone');
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
const hash = (text) => createHash('sha256').update(text).digest();
const fraction = (bytes, at) => bytes.readUInt32BE(at) / 2 ** 32;

/** On a sphere: for some kilometres the error is far below what "assumed" admits. */
function move([longitude, latitude], bearing, metres) {
  const turn = (bearing * Math.PI) / 180;
  const north = (metres * Math.cos(turn)) / EARTH_RADIUS;
  const east = (metres * Math.sin(turn)) / EARTH_RADIUS / Math.cos((latitude * Math.PI) / 180);
  return [longitude + (east * 180) / Math.PI, latitude + (north * 180) / Math.PI].map((n) => Number(n.toFixed(6)));
}

/** A dry place of the town's cell between 50 m and some kilometres from its seat; further out when there is none. */
function placeIn(town, seed) {
  const cell = cells.filter(({ properties }) => properties.town_codes.includes(town.code));
  for (let round = 0; round < 400; round++) {
    const bytes = hash(`${seed}#${round}`);
    const reach = 50 + 3500 * fraction(bytes, 0) * (1 + Math.floor(round / 40) / 4);
    const place = move(town.at, 360 * fraction(bytes, 4), reach);
    if (isDry(place) && within(place, cell)) return place;
  }
  throw new Error(`no dry place for ${seed}`);
}

function nearestTown(at) {
  const metres = ({ at: [x, y] }) => Math.hypot((x - at[0]) * Math.cos((at[1] * Math.PI) / 180), y - at[1]);
  return upper.filter((town) => town.at).toSorted((a, b) => metres(a) - metres(b))[0];
}

const VIEWS = [
  ['村委会门口', 3.5],
  ['主要路口', 6],
  ['文化广场', 4.5],
  ['河道岸边', 5],
  ['农贸市场', 4],
  ['学校门口', 4.5],
  ['垃圾收集点', 3.5],
  ['候车亭', 3.5],
];
const VENDORS = ['演示厂商甲', '演示厂商甲', '演示厂商乙', '演示厂商丙'];

const cameras = [];
function add(town, division, name, at, more = {}) {
  const number = cameras.length + 1;
  const place = String(upper.findIndex(({ code }) => code === town.code) + 1).padStart(2, '0');
  const code = `${county.code}${place}001326${String(number).padStart(6, '0')}`;
  const bytes = hash(`${code} camera`);
  cameras.push({
    code,
    name,
    divisionCode: division.code,
    longitude: at?.[0] ?? null,
    latitude: at?.[1] ?? null,
    placement: 'assumed',
    vendor: VENDORS[bytes[0] % VENDORS.length],
    model: '',
    mounting: {
      height: more.height ?? null,
      azimuth: Math.floor(360 * fraction(bytes, 4)),
      tilt: -10 - (bytes[8] % 20),
      sign: null,
      note: '演示用假定记录',
    },
    source: { kind: 'none' },
    rights: more.rights ?? 'internal',
    slowLivePoint: more.slowLivePoint ?? null,
    tags: ['演示', ...(more.tags ?? [])],
  });
}

for (const { id, name, divisionCode, longitude, latitude } of county.slowLivePoints) {
  const at = [longitude, latitude];
  // a point that is said to be the county's alone goes to the town whose seat is nearest
  const town = upper.find(({ code }) => code === divisionCode.slice(0, 9)) ?? nearestTown(at);
  add(town, town, `${name}慢直播`, at, { height: 12, rights: 'public', slowLivePoint: id, tags: ['慢直播'] });
}
const units = [...upper, ...divisions.filter(({ level }) => level === 'village')];
for (let nr = 0; nr < COUNT; nr++) {
  const unit = units[nr % units.length];
  const town = unit.level === 'village' ? upper.find(({ code }) => code === unit.parent) : unit;
  const [view, height] = VIEWS[(nr + Math.floor(nr / units.length)) % VIEWS.length];
  // a unit without a point has no place to put a camera at, and none is made up
  const at = town.at ? placeIn(town, `camera ${nr}`) : null;
  const round = Math.floor(nr / units.length) + 1;
  const name = `${unit.name.replace(/(居委会|委会)$/, '')}${view}${round > 1 ? round : ''}`;
  add(town, unit, name, at, { height });
}

const lines = cameras.map((camera) => `    ${JSON.stringify(camera)}`);
writeFileSync(
  new URL('cameras.json', folder),
  `{\n  "format": 1,\n  "demonstration": true,\n  "cameras": [\n${lines.join(',\n')}\n  ]\n}\n`,
);
