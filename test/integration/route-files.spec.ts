import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import {
  type Page,
  type Problem,
  type RouteCheckContextView,
  type RouteCheckView,
  type RouteCoverageView,
  type RouteCrossingView,
  type RouteDifferenceView,
  type RouteVersionView,
} from '#contracts';
import { readRouteFile, writeKmz } from '#wayline';
import { ElevationModelStore } from '../../apps/server/src/airspace/elevation-model.store.js';
import { sampleRoute, waylinesText, zipOf } from '../../libs/dji/fixtures/wayline/samples.js';
import { routeAround } from '../support/drawn-routes.js';
import { CHEBAN_DOCK, ROUTES, RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';

const FIXTURES = new URL('../../libs/dji/fixtures/wayline/', import.meta.url);
let app: TestApp;
let supervisor: RoutesClient;
let dock: { longitude: number; latitude: number };

beforeAll(async () => {
  app = await startApp();
  supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  dock = await app.api(`/api/v1/devices/${CHEBAN_DOCK}`);
});
afterAll(() => app.close());

const file = (nr = 0) => writeKmz(routeAround(dock, { radius: 300 + nr }));
const approve = (route: { id: string }, number = 1) =>
  supervisor.call<RouteVersionView>('POST', `/${route.id}/versions/${number}/approve`, {});

describe('a file of a route', () => {
  it('becomes the KMZ of the dock, and the file that came is kept as it was', async () => {
    const route = await supervisor.add();
    const plan = readFileSync(new URL('qgroundcontrol_sample.plan', FIXTURES));
    const { body } = await supervisor.save(route, plan, 'as=draft&name=sample.plan');
    expect(body).toMatchObject({
      state: 'draft',
      source: { name: 'sample.plan', format: 'qgc_plan', size: plan.length },
      report: { against: { dockSn: CHEBAN_DOCK } },
    });
    expect((await supervisor.bytes(`/${route.id}/versions/1/source`)).bytes.equals(plan)).toBe(true);
    const kmz = (await supervisor.bytes(`/${route.id}/versions/1/route.kmz`)).bytes;
    const { route: read } = readRouteFile(kmz, 'a.kmz');
    expect(read.mission.aircraft?.modelKey).toMatch(/^0-(91|100)-/);
    const drawn = await supervisor.save(route, kmz, 'as=draft');
    expect(drawn.body).toMatchObject({ number: 2, md5: body.md5, source: null });
    expect((await supervisor.call('GET', `/${route.id}/versions/2/source`)).status).toBe(404);
    const tag = { 'if-none-match': `"${body.md5}"`, authorization: `Bearer ${await app.token()}` };
    expect((await fetch(`${app.url}${ROUTES}/${route.id}/versions/1/route.kmz`, { headers: tag })).status).toBe(304);
  });

  it('without a dock is for the aircraft that it names, by the rules of mobile drones', async () => {
    const route = await supervisor.add({ homeDockSn: null, divisionCode: '440881111' });
    const mobile = routeAround(dock);
    mobile.mission.aircraft = { modelKey: '0-77-1' };
    mobile.mission.payloads = [{ modelKey: '1-67-0', position: 0 }];
    const { status, body } = await supervisor.save(route, writeKmz(mobile));
    expect([status, body.errors]).toEqual([201, undefined]);
    const kmz = (await supervisor.bytes(`/${route.id}/versions/1/route.kmz`)).bytes;
    expect(readRouteFile(kmz, 'a.kmz').route.mission.aircraft?.modelKey).toBe('0-77-1');
    expect((await approve(route)).body.state).toBe('approved');
  });

  it.each([
    ['entity bomb', '<?xml version="1.0"?>\n<!DOCTYPE kml [<!ENTITY a "b">]>\n<kml>&a;</kml>', /evil\.kml.*第 2 行/],
    ['outside path', zipOf({ '../x.wpml': 'x' }), /evil\.kml.*压缩包之外/],
    ['cut archive', writeKmz(sampleRoute()).subarray(0, 900), /evil\.kml.*损坏/],
    [
      'broken XML inside',
      zipOf({ 'wpmz/waylines.wpml': waylinesText('<Placemark>\n<Point>') }),
      /waylines\.wpml.*第 \d+ 行/,
    ],
    ['zip bomb', zipOf({ 'wpmz/waylines.wpml': new Uint8Array(60_000_000) }, 9), /waylines\.wpml.*压缩/],
    ['words', 'no route at all', /evil\.kml/],
    ['nothing', '', /evil\.kml/],
  ])('that is hostile or broken is refused by file and line: %s', async (_, bytes, zh) => {
    const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    const { status, body } = await supervisor.call<Problem>('POST', '/check?name=evil.kml', content);
    expect([status, body.code]).toEqual([422, 'unreadable_route']);
    expect(body.detail).toMatch(zh);
    expect(body.errors?.[0]).toEqual({
      path: expect.stringContaining('evil.kml'),
      message: expect.stringMatching(/ \/ /),
    });
  });

  it('that is large is read beside the other work, and one that is too large not at all', async () => {
    const route = await supervisor.add();
    const many = routeAround(dock, { waypoints: 3_000 });
    const bytes = writeKmz(many);
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const began = performance.now();
    const slow = await supervisor.save(route, bytes, 'as=draft');
    delays.disable();
    expect(slow.body).toMatchObject({ waypoints: 3_000, state: 'draft' });
    const [whole, stop] = [performance.now() - began, delays.max / 1e6];
    process.stdout.write(`3,000 waypoints saved in ${whole.toFixed(0)} ms, longest stop ${stop.toFixed(0)} ms\n`);
    expect(stop).toBeLessThan(whole / 2);
    const huge = await supervisor.call<Problem>('POST', '/check', new Uint8Array(33 * 2 ** 20));
    expect([huge.status, huge.body.code]).toEqual([413, 'route_too_large']);
    const json = await fetch(`${app.url}${ROUTES}/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await app.token()}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
  });

  it('is checked without being saved, as the page that draws it checks it', async () => {
    const { body } = await supervisor.call<RouteCheckView>('POST', `/check?dock=${CHEBAN_DOCK}`, file());
    expect(body).toMatchObject({ errors: 0, waypoints: 4, legs: 1, estimate: { photos: 4 } });
    const context = await supervisor.call<RouteCheckContextView>('GET', `/check-context?dock=${CHEBAN_DOCK}`);
    expect(context.body).toMatchObject({
      dock: { sn: CHEBAN_DOCK, longitude: dock.longitude, latitude: dock.latitude, distanceLimit: expect.any(Number) },
      county: { type: expect.stringMatching(/Polygon/) },
      settings: { ceilingMetres: 120 },
    });
    const bad = await supervisor.call<Problem>('GET', '/check-context?bbox=1,2,3');
    expect([bad.status, bad.body.code]).toEqual([400, 'bad_bbox']);
    expect((await supervisor.call('GET', '/check-context')).status).toBe(200);
  });
});

describe('what lies around a route', () => {
  it('is looked at again when it is approved: an area that was drawn since keeps it out', async () => {
    const route = await supervisor.add();
    expect((await supervisor.save(route, file())).body.state).toBe('checked');
    const circle = { type: 'Circle', centre: { longitude: dock.longitude, latitude: dock.latitude }, radius: 400 };
    const area = await app.api<{ id: string; version: number }>('/api/v1/airspace-areas', {
      method: 'POST',
      body: { name: '演练管制区', kind: 'temporary', geometry: circle },
    });
    const refused = await approve(route);
    expect([refused.status, (refused.body as unknown as Problem).code]).toEqual([422, 'route_breaks_rules']);
    expect((refused.body as unknown as Problem).detail).toContain('演练管制区');
    const { body: version } = await supervisor.call<RouteVersionView>('GET', `/${route.id}/versions/1`);
    expect(version).toMatchObject({ state: 'draft', report: { against: { airspaceAreas: 1 } } });
    await app.api(`/api/v1/airspace-areas/${area.id}`, {
      method: 'PATCH',
      body: { state: 'retired', version: area.version },
    });
    const again = await supervisor.call<RouteVersionView>('POST', `/${route.id}/versions/1/check`);
    expect(again.body).toMatchObject({ state: 'checked', report: { errors: 0, against: { airspaceAreas: 0 } } });
    expect((await approve(route)).body.state).toBe('approved');
  });

  it('is the ground of an uploaded model, for a small route and for a large one in its thread alike', async () => {
    const before = await supervisor.call<RouteCheckView>('POST', `/check?dock=${CHEBAN_DOCK}`, file());
    expect(before.body.against.terrain.zh).toContain('地形未知');
    const [columns, rows, step] = [120, 120, 0.0005];
    const values = new Float32Array(columns * rows).fill(10);
    // A hill of 50 m stands north of the dock, where every route of these tests begins.
    for (let row = 50; row < 57; row++)
      for (let column = 57; column < 64; column++) values[row * columns + column] = 60;
    const cells = {
      title: { zh: '小山', en: 'a hill' },
      epsg: 4326,
      west: dock.longitude - (columns / 2) * step,
      north: dock.latitude + (rows / 2) * step,
      stepX: step,
      stepY: step,
      columns,
      rows,
      values,
      vertical: 'sea' as const,
      accuracy: 1,
    };
    const bbox = [cells.west, cells.north - rows * step, cells.west + columns * step, cells.north] as const;
    const model = { name: '小山', bytes: Buffer.from('x'), sha256: 'x', bbox, lowest: 10, highest: 60, cells };
    await new ElevationModelStore(app.db).insert(app.db.manager, model, 'somebody');
    for (const waypoints of [4, 600]) {
      const bytes = writeKmz(routeAround(dock, { waypoints }));
      const { body } = await supervisor.call<RouteCheckView>('POST', `/check?dock=${CHEBAN_DOCK}`, bytes);
      expect([waypoints, body.findings.map(({ code }) => code)]).toEqual([
        waypoints,
        expect.arrayContaining(['clearance_too_small']),
      ]);
      expect(body.highest?.basis).toBe('measured');
    }
    const context = await supervisor.call<RouteCheckContextView>('GET', `/check-context?dock=${CHEBAN_DOCK}`);
    expect(context.body.terrain.decimetres.filter((height) => height === 600).length).toBeGreaterThan(0);
    await app.db.query('DELETE FROM elevation_models');
  });
});

describe('routes together', () => {
  it('tell what differs between two versions, in words and as lines', async () => {
    const route = await supervisor.add();
    await supervisor.save(route, file());
    const changed = routeAround(dock, { height: 60 });
    changed.legs[0]!.waypoints[1]!.height = 80;
    await supervisor.save(route, writeKmz(changed));
    const { body } = await supervisor.call<RouteDifferenceView>('GET', `/${route.id}/difference?from=1&to=2`);
    expect(body.changes).toContainEqual(expect.objectContaining({ leg: 0, after: 1, field: 'height' }));
    expect(body.lines.from[0]).toHaveLength(4);
    const { headers, bytes } = await supervisor.bytes(`/${route.id}/thumbnail.svg`);
    expect([headers.get('content-type'), bytes.toString().slice(0, 4)]).toEqual([
      'image/svg+xml; charset=utf-8',
      '<svg',
    ]);
  });

  it('are exported with hashes that verify, and as lines', async () => {
    const tag = encodeURIComponent('导出');
    const [one, two] = [
      await supervisor.add({ tags: ['导出'], code: 'CON' }),
      await supervisor.add({ tags: ['导出'] }),
    ];
    const none = await supervisor.add({ tags: ['导出'] });
    await supervisor.save(one, file());
    await approve(one);
    await supervisor.save(one, file(5));
    await supervisor.save(two, file(6));
    const files = unzipSync((await supervisor.bytes(`/export.zip?tag=${tag}`)).bytes);
    const names = Object.keys(files).toSorted();
    expect(names).toEqual(['CON-v1.kmz', 'SHA256SUMS', 'manifest.json', `${two.code}-v1.kmz`].toSorted());
    const sums = new TextDecoder().decode(files['SHA256SUMS']).trim().split('\n');
    expect(sums).toHaveLength(2);
    for (const line of sums) {
      const [sha256, name] = line.split('  ');
      expect(createHash('sha256').update(files[name!]!).digest('hex')).toBe(sha256);
    }
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as {
      routes: { code: string; file: string | null }[];
    };
    expect(manifest.routes).toContainEqual(expect.objectContaining({ code: none.code, file: null }));
    const { body } = await supervisor.call<{ features: object[] }>('GET', `/export.geojson?tag=${tag}`);
    expect(body.features).toHaveLength(2);
    expect(body.features[0]).toMatchObject({
      geometry: { type: 'LineString' },
      properties: { code: 'CON', version: 1, heightKind: 'above_take_off', heights: [60, 60, 60, 60] },
    });
  });

  it('tell which villages and feature points they see, and which nobody sees', async () => {
    const before = (await supervisor.call<RouteCoverageView>('GET', '/coverage')).body;
    const near = before.featurePoints.find(({ routes }) => routes.length === 0)!;
    const look = routeAround(
      { longitude: near.longitude!, latitude: near.latitude! },
      { radius: 30, height: 80, look: -90 },
    );
    const route = await supervisor.add({ homeDockSn: null, divisionCode: '440881' });
    const saved = await supervisor.save(route, writeKmz(look));
    expect(saved.body.errors ?? []).toEqual([]);
    await approve(route);
    const { body } = await supervisor.call<RouteCoverageView>('GET', '/coverage');
    expect(body.villages).toHaveLength(405);
    expect(body.villagesWithoutPlace).toBe(body.villages.filter(({ longitude }) => longitude === null).length);
    expect(body.featurePoints).toHaveLength(before.featurePoints.length);
    expect(body.featurePoints.find(({ code }) => code === near.code)?.routes).toEqual([
      expect.objectContaining({ code: route.code, waypoints: expect.arrayContaining([1]) }),
    ]);
  });

  it('of two docks are told where both come close when they take off together', async () => {
    const neighbour = 'XHD44088110601';
    const there = await app.api<{ longitude: number; latitude: number }>(`/api/v1/devices/${neighbour}`);
    // Half-way between both docks, so that they arrive there at the same time.
    const middle = {
      longitude: (dock.longitude + there.longitude) / 2,
      latitude: (dock.latitude + there.latitude) / 2,
    };
    const codes: string[] = [];
    for (const homeDockSn of [CHEBAN_DOCK, neighbour]) {
      const route = await supervisor.add({ homeDockSn });
      const saved = await supervisor.save(route, writeKmz(routeAround(middle, { radius: 100 })), 'as=draft');
      // The docks may stand too far apart for the rules; what is asked here is geometry.
      await app.db.query(`UPDATE route_versions SET state = 'approved', approved_at = now() WHERE route_id = $1`, [
        saved.body.routeId,
      ]);
      await app.db.query(`UPDATE routes SET state = 'approved' WHERE id = $1`, [route.id]);
      codes.push(route.code);
    }
    const { body } = await supervisor.call<Page<RouteCrossingView>>('GET', '/crossings');
    expect(body.total).toBe(body.items.length);
    const found = body.items.find(({ routes }) => routes.every(({ code }) => codes.includes(code)));
    expect(found).toMatchObject({ apartVertically: expect.any(Number), zh: expect.stringContaining(codes[0]!) });
    expect(found!.apartSeconds).toBeLessThanOrEqual(60);
    expect((await supervisor.call<Page<RouteCrossingView>>('GET', '/crossings')).body).toEqual(body);
  });
});
