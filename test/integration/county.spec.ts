import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { CountyView } from '#contracts';
import { type County } from '../../apps/server/src/county/county.js';
import { readCounty } from '../../apps/server/src/county/county-folder.js';
import { AnotherCounty, seedCounty } from '../../apps/server/src/county/seed.js';
import { fleetOf } from '../../apps/server/src/county/simulator-fleet.js';
import { migrate, openDatabase } from '../../apps/server/src/database/data-source.js';
import { parseFleet } from '../../apps/simulator/src/fleet.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';
import { startApp, type TestApp } from '../support/start-app.js';

const yunxiFolder = join(process.cwd(), 'test', 'fixtures', 'counties', 'yunxi');

describe('loading a county', () => {
  let lianjiang: County;
  let yunxi: County;
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    lianjiang = await readCounty(join(process.cwd(), 'counties', 'lianjiang'));
    yunxi = await readCounty(yunxiFolder);
  });
  beforeEach(async () => {
    database = await testDatabase();
    db = await openDatabase(database.url);
    await migrate(db);
  });
  afterEach(async () => {
    await db.destroy();
    await database.close();
  });

  const rows = (sql: string, parameters: unknown[] = []) => db.query<Record<string, unknown>[]>(sql, parameters);
  const codeCounts = () =>
    rows(
      `SELECT level, kind, count(*)::int AS count FROM divisions WHERE level <> 'village' GROUP BY 1, 2 ORDER BY 1, 2`,
    );

  it('fills the tree, the slow-live points, the demonstration fleet, feature points and scenarios of Lianjiang', async () => {
    expect(await seedCounty(db, lianjiang)).toEqual({
      loaded: true,
      divisions: 428,
      slowLivePoints: 2,
      devices: 56,
      featurePoints: 83,
      scenarios: 30,
      cameras: 867,
      keptDivisions: 0,
    });
    expect(await codeCounts()).toEqual([
      { level: 'county', kind: 'county_level_city', count: 1 },
      { level: 'town', kind: 'street', count: 3 },
      { level: 'town', kind: 'town', count: 18 },
      { level: 'zone', kind: 'development_zone', count: 1 },
    ]);
    expect(await rows(`SELECT count(*)::int AS villages FROM divisions WHERE level = 'village'`)).toEqual([
      { villages: 405 },
    ]);
    expect(
      await rows(
        'SELECT kind, role, placement, demonstration, count(*)::int FROM devices GROUP BY 1, 2, 3, 4 ORDER BY 1, 2',
      ),
    ).toEqual([
      { kind: 'aircraft', role: 'fixed', placement: 'reported', demonstration: true, count: 18 },
      { kind: 'aircraft', role: 'mobile', placement: 'reported', demonstration: true, count: 10 },
      { kind: 'dock', role: 'fixed', placement: 'assumed', demonstration: true, count: 18 },
      { kind: 'remote_controller', role: 'mobile', placement: 'assumed', demonstration: true, count: 10 },
    ]);
  });

  it('fills a made-up county with other codes, levels and counts just the same', async () => {
    expect(await seedCounty(db, yunxi)).toEqual({
      loaded: true,
      divisions: 7,
      slowLivePoints: 1,
      devices: 8,
      featurePoints: 0,
      scenarios: 0,
      cameras: 0,
      keptDivisions: 0,
    });
    expect(await rows(`SELECT path FROM divisions WHERE level = 'natural_village'`)).toEqual([
      { path: 'YX-7/YX-7-S/YX-7-S-2/YX-7-S-2-a' },
    ]);
    expect(await rows(`SELECT division_code FROM devices WHERE kind = 'dock'`)).toEqual([{ division_code: 'YX-7-N' }]);
  });

  it('does nothing the second time, also when two processes start together', async () => {
    const results = await Promise.all([seedCounty(db, yunxi), seedCounty(db, yunxi)]);
    expect(results.map(({ loaded }) => loaded).toSorted()).toEqual([false, true]);
    expect((await seedCounty(db, yunxi)).loaded).toBe(false);
    expect(await rows('SELECT count(*)::int AS loads FROM county_loads')).toEqual([{ loads: 1 }]);
  });

  it('leaves what people made or changed alone when the folder changes', async () => {
    await seedCounty(db, yunxi);
    await rows(`UPDATE devices SET name = 'our own name', longitude = 100.001 WHERE kind = 'dock'`);
    await rows(`UPDATE divisions SET name = 'by hand', origin = 'person' WHERE code = 'YX-7-N-1'`);
    await rows(
      `INSERT INTO divisions (code, parent_code, path, level, kind, name, position, ordinal)
       VALUES ('own', 'YX-7-S-1', 'YX-7/YX-7-S/YX-7-S-1/own', 'natural_village', 'hamlet', '新湾', 'none', 100)`,
    );
    const changed: County = {
      ...yunxi,
      digest: 'another',
      divisions: yunxi.divisions
        .filter(({ code }) => code !== 'YX-7-S-2-a')
        .map((division) =>
          division.code === 'YX-7-S-1'
            ? { ...division, parentCode: 'YX-7-N', path: 'YX-7/YX-7-N/YX-7-S-1' }
            : { ...division, name: `${division.name}!` },
        ),
    };
    expect(await seedCounty(db, changed)).toEqual({
      loaded: true,
      divisions: 0,
      slowLivePoints: 0,
      devices: 0,
      featurePoints: 0,
      scenarios: 0,
      cameras: 0,
      keptDivisions: 1,
    });
    expect(await rows('SELECT code, name, path FROM divisions ORDER BY code COLLATE "C"')).toEqual([
      { code: 'YX-7', name: '云溪县!', path: 'YX-7' },
      { code: 'YX-7-N', name: '北岭乡!', path: 'YX-7/YX-7-N' },
      { code: 'YX-7-N-1', name: 'by hand', path: 'YX-7/YX-7-N/YX-7-N-1' },
      { code: 'YX-7-S', name: '南渡镇 "老街"!', path: 'YX-7/YX-7-S' },
      { code: 'YX-7-S-1', name: '渡口村', path: 'YX-7/YX-7-N/YX-7-S-1' },
      { code: 'YX-7-S-2', name: '湖边村!', path: 'YX-7/YX-7-S/YX-7-S-2' },
      { code: 'YX-7-S-2-a', name: '大湾', path: 'YX-7/YX-7-S/YX-7-S-2/YX-7-S-2-a' },
      { code: 'own', name: '新湾', path: 'YX-7/YX-7-N/YX-7-S-1/own' },
    ]);
    expect(await rows(`SELECT name, longitude FROM devices WHERE kind = 'dock'`)).toEqual([
      { name: 'our own name', longitude: 100.001 },
    ]);
  });

  it('refuses to put a second county into one database', async () => {
    await seedCounty(db, yunxi);
    await expect(seedCounty(db, lianjiang)).rejects.toThrow(AnotherCounty);
    await expect(seedCounty(db, lianjiang)).rejects.toThrow(/云溪县（YX-7）.*XUNHANG_DATA_DIR/s);
    expect(await rows(`SELECT code FROM divisions WHERE level = 'county'`)).toEqual([{ code: 'YX-7' }]);
  });

  it('gives the simulator its demonstration devices and asks for no other account', async () => {
    await seedCounty(db, lianjiang);
    await rows(`UPDATE devices SET status = 'left' WHERE sn = 'XHR4408810001'`);
    await rows(`UPDATE devices SET demonstration = false WHERE sn = 'XHD44088110101'`);
    const asked: string[] = [];
    const fleet = await fleetOf(
      db,
      lianjiang,
      (sn) => {
        asked.push(sn);
        return Promise.resolve({ username: `gw-${sn}`, password: `secret of ${sn}` });
      },
      'mqtt://127.0.0.1:1883',
    );
    expect(asked).toHaveLength(26);
    expect(asked).not.toContain('XHR4408810001');
    expect(asked).not.toContain('XHD44088110101');
    expect(fleet.gateways.map(({ sn }) => sn)).toEqual(asked);
    expect(parseFleet(JSON.stringify(fleet), 'fleet.json')).toEqual(fleet);
    expect(fleet.gateways.find(({ sn }) => sn === 'XHD44088110201')).toMatchObject({
      kind: 'dock',
      name: '新民镇机场',
      username: 'gw-XHD44088110201',
      aircraft: { sn: 'XHA44088110201', name: '新民镇固定无人机' },
    });
  });
});

describe('the county over the API', () => {
  let app: TestApp;
  let token = '';
  const dataFile = join(tmpdir(), `base-map-${process.pid}.pmtiles`);

  beforeAll(async () => {
    const archive = Buffer.alloc(1_000, 7);
    archive.write('PMTiles\u0003', 'latin1');
    archive[101] = 11;
    await writeFile(dataFile, archive);
    app = await startApp({ settings: { county: yunxiFolder, baseMap: 'pmtiles', baseMapUrl: dataFile } });
    token = await app.token();
  });
  afterAll(async () => {
    await app.close();
    await rm(dataFile, { force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

  /** As a browser asks again for what it has; `fetch` would add `cache-control: no-cache` by itself. */
  const revalidate = (path: string, etag: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'if-none-match': etag };
      request(`${app.url}${path}`, { headers, agent: false }, resolve).on('error', reject).end();
    });

  it('is another county by its folder alone', async () => {
    const county = await app.api<CountyView>('/api/v1/county');
    expect(CountyView.parse(county)).toEqual(county);
    expect(county).toMatchObject({
      code: 'YX-7',
      name: '云溪县',
      timeZone: 'Asia/Urumqi',
      bbox: [100, 30, 100.1, 30.1],
    });
    const docks = await app.api<{ items: { name: string; divisionPath: string }[]; total: number }>(
      '/api/v1/devices?kind=dock',
    );
    expect(docks).toMatchObject({ total: 1, items: [{ name: 'Dock of 北岭乡', divisionPath: 'YX-7/YX-7-N' }] });
    expect(JSON.stringify(county)).not.toMatch(/廉江|440881/);
  });

  it('keeps a layer for good under the address that names its content, and asks again under any other', async () => {
    const { layers } = await app.api<CountyView>('/api/v1/county');
    const lake = layers.find(({ kind }) => kind === 'water')!;
    const first = await get(lake.url);
    expect(first.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(first.headers.get('content-type')).toContain('application/geo+json');
    expect(await first.json()).toEqual(JSON.parse(await readFile(join(yunxiFolder, 'layers', 'lake.geojson'), 'utf8')));
    const plain = await get('/api/v1/county/layers/lake', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('cache-control')).toBe('private, no-cache');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const etag = plain.headers.get('etag')!;
    expect((await revalidate('/api/v1/county/layers/lake', etag)).statusCode).toBe(304);
    expect((await get('/api/v1/county/layers/nowhere')).status).toBe(404);
  });

  it('lists the slow-live points of the caller’s part of the county', async () => {
    expect(await app.api('/api/v1/slow-live-points')).toEqual({
      items: [
        {
          id: 'lake-view',
          name: '云溪湖',
          nameEn: null,
          divisionCode: 'YX-7-S-2',
          divisionName: '湖边村',
          longitude: 100.04,
          latitude: 30.01,
          placement: 'surveyed',
          placementNote: null,
        },
      ],
      total: 1,
      nextCursor: null,
    });
    const north = {
      username: 'north',
      displayName: '北岭',
      password: 'Up-above-7788',
      roles: ['operator'],
      divisionCode: 'YX-7-N',
    };
    await app.api('/api/v1/users', { method: 'POST', body: north });
    const northern = await app.token('north', north.password);
    expect(await app.api('/api/v1/slow-live-points', { token: northern })).toMatchObject({ items: [], total: 0 });
    const divisions = await app.api<{ items: { code: string }[] }>('/api/v1/divisions', { token: northern });
    expect(divisions.items.map(({ code }) => code)).toEqual(['YX-7-N', 'YX-7-N-1']);
    await expect(app.api('/api/v1/divisions/YX-7-S', { token: northern })).rejects.toThrow('404');
  });

  it('spares the village’s bandwidth: an unchanged tree is not sent again', async () => {
    const first = await get('/api/v1/divisions?limit=1000');
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\//);
    expect(((await first.json()) as { total: number }).total).toBe(7);
    const again = await revalidate('/api/v1/divisions?limit=1000', etag);
    expect([again.statusCode, await again.toArray()]).toEqual([304, []]);
  });

  it('serves the base map file in pieces', async () => {
    const { baseMap } = await app.api<CountyView>('/api/v1/county');
    expect(baseMap).toMatchObject({ source: 'pmtiles', url: '/api/v1/base-map.pmtiles', maxZoom: 11 });
    const piece = await get(baseMap.url!, { range: 'bytes=100-109' });
    expect([piece.status, piece.headers.get('content-range')]).toEqual([206, 'bytes 100-109/1000']);
    expect([...new Uint8Array(await piece.arrayBuffer())]).toEqual([7, 11, 7, 7, 7, 7, 7, 7, 7, 7]);
    expect((await get('/api/v1/tiles/base/3/1/1')).status).toBe(404);
    expect((await get('/api/v1/tiles/base/99/1/1')).status).toBe(400);
  });

  it.each(['county', 'county/layers/lake', 'slow-live-points', 'divisions', 'tiles/base/3/1/1', 'base-map.pmtiles'])(
    'shows %s to nobody who is not signed in',
    async (path) => {
      expect((await fetch(`${app.url}/api/v1/${path}`)).status).toBe(401);
    },
  );
});
