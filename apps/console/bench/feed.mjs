import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CONSOLE = join(ROOT, 'dist/console');
const COUNTY = join(ROOT, 'counties/lianjiang');
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** The beat of the product's live frames. */
const BEAT_MS = 250;

/**
 * The built console fed with `count` aircraft that all move in every live frame: the server's side of the contract and
 * nothing behind it, so that a measurement of the page is not one of the database. Answers `{ url, close }`.
 */
export async function startFeed(count) {
  const county = JSON.parse(await readFile(join(COUNTY, 'county.json'), 'utf8'));
  const fleet = Array.from({ length: count }, (_, index) => aircraft(index, county.bbox, county.code));
  const http = createServer((request, response) => {
    answer(new URL(request.url, 'http://feed'), county, fleet).then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      (error) => response.writeHead(404).end(String(error)),
    );
  });
  const live = new Server(http).of('/live');
  live.on('connection', (socket) => {
    socket.on('watch', (request, done) => done({ division: county.code, eventId: 0, replayed: 0, complete: true }));
  });
  const beat = setInterval(() => {
    const t = Date.now();
    live.volatile.emit('samples', { t, samples: fleet.map((device) => move(device, t)) });
  }, BEAT_MS);
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    close: () => {
      clearInterval(beat);
      live.disconnectSockets(true);
      http.closeAllConnections();
      return new Promise((resolve) => http.close(resolve));
    },
  };
}

/** One aircraft flying a circle of its own, some hundred metres wide, somewhere in the county. */
function aircraft(index, [west, south, east, north], code) {
  // The golden ratio spreads points evenly without a random source, so that every run draws the same picture.
  const spread = (step) => ((index + 1) * step) % 1;
  const at = new Date().toISOString();
  const sn = `BENCH${String(index).padStart(5, '0')}`;
  return {
    middle: [west + (east - west) * spread(0.7548776662), south + (north - south) * spread(0.5698402909)],
    phase: index,
    view: {
      sn,
      kind: 'aircraft',
      name: `无人机 ${index + 1}`,
      modelKey: '0-100-1',
      modelName: null,
      parentSn: null,
      role: 'mobile',
      divisionCode: code,
      divisionName: '测试',
      divisionPath: code,
      longitude: null,
      latitude: null,
      placement: 'reported',
      demonstration: true,
      pilotName: null,
      guestUntil: null,
      presence: index % 23 === 0 ? 'stale' : 'online',
      presenceReason: 'message',
      presenceSince: at,
      lastMessageAt: at,
      health: { notice: 0, reminder: 0, warning: index % 50 === 0 ? 1 : 0 },
      sample: null,
    },
  };
}

function move({ middle, phase, view }, t) {
  const angle = t / 20_000 + phase;
  return {
    sn: view.sn,
    at: new Date(t).toISOString(),
    deviceTime: null,
    longitude: middle[0] + 0.004 * Math.cos(angle),
    latitude: middle[1] + 0.004 * Math.sin(angle),
    heightEllipsoid: 100,
    heightAboveTakeoff: 80,
    heading: (360 - (((angle * 180) / Math.PI) % 360)) % 360,
    speed: 12,
    verticalSpeed: 0,
    batteryPercent: 70,
    modeCode: 5,
    airborne: true,
  };
}

async function answer({ pathname }, county, fleet) {
  const json = (value) => ({ type: 'application/json', body: JSON.stringify(value) });
  const page = (items) => json({ items, total: items.length, nextCursor: null });
  const user = {
    id: 'bench',
    username: 'bench',
    displayName: 'bench',
    roles: ['operator'],
    permissions: ['devices.read'],
    divisionCode: county.code,
    divisionName: county.name,
  };
  const layer = /^\/layers\/([a-z0-9-]+)$/.exec(pathname);
  if (layer) {
    const { file } = county.layers.find(({ id }) => id === layer[1]);
    return { type: 'application/json', body: await readFile(join(COUNTY, file)) };
  }
  switch (pathname) {
    case '/api/v1/sessions':
    case '/api/v1/sessions/refresh':
      return json({ accessToken: 'bench', expiresInSeconds: 3600, user });
    case '/api/v1/county':
      return json({
        ...county,
        layers: county.layers.map((one) => ({ ...one, url: `/layers/${one.id}` })),
        baseMap: { source: 'schematic', url: null, labelsUrl: null, datum: 'WGS84', attribution: '', maxZoom: 18 },
      });
    case '/api/v1/divisions':
    case '/api/v1/slow-live-points':
    case '/api/v1/events':
      return page([]);
    case '/api/v1/morning-sheet':
      return json({
        since: new Date().toISOString(),
        at: new Date().toISOString(),
        devices: [],
        changes: [],
        todo: [],
      });
    case '/api/v1/live/snapshot': {
      const t = Date.now();
      const devices = fleet.map((device) => ({ ...device.view, sample: move(device, t) }));
      return json({ eventId: 0, at: new Date(t).toISOString(), devices });
    }
  }
  if (pathname.endsWith('/track')) return json({ sn: '', from: '', to: '', recorded: 0, items: [] });
  const path = normalize(pathname);
  const file = path.startsWith('/assets/') || path === '/mark.svg' ? path : '/index.html';
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: await readFile(join(CONSOLE, file)) };
}
