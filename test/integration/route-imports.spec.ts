import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fact, type Page, type RouteApprovalResults, type RouteImportView, type RouteView } from '#contracts';
import { writeKmz } from '#wayline';
import { type z } from 'zod';
import { openDatabase } from '../../apps/server/src/database/data-source.js';
import { readWorkbook } from '../../apps/server/src/sheets/workbook.read.js';
import { zipOf } from '../../libs/dji/fixtures/wayline/samples.js';
import { routeAround } from '../support/drawn-routes.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';
import { RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const FIXTURES = new URL('../../libs/dji/fixtures/wayline/', import.meta.url);

let database: TestDatabase;
let app: TestApp;
let supervisor: RoutesClient;
let docks: { sn: string; name: string; longitude: number; latitude: number }[];

beforeAll(async () => {
  database = await testDatabase();
  app = await startApp({ databaseUrl: database.url });
  supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  docks = (await app.api<Page<(typeof docks)[number]>>('/api/v1/devices?kind=dock&limit=100')).items;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const begin = async (files: number, more: object = {}) => {
  const { status, body } = await supervisor.call<RouteImportView>('POST', '/imports', { files, ...more });
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
};
const send = (id: string, name: string, bytes: Uint8Array) =>
  supervisor.call<RouteImportView>('PUT', `/imports/${id}/files?name=${encodeURIComponent(name)}`, bytes);
const view = async (id: string) => (await supervisor.call<RouteImportView>('GET', `/imports/${id}`)).body;
const finished = (id: string) =>
  until('the import is done', async () => {
    const now = await view(id);
    return now.state === 'done' && now;
  });
const start = (id: string) => supervisor.call<RouteImportView>('POST', `/imports/${id}/start`);
/** A file that no other file is the same as, around the nth dock. */
const file = (nr: number) => writeKmz(routeAround(docks[nr % docks.length]!, { radius: 200 + nr, height: 60 }));
const outcome = ({ files }: RouteImportView, name: string) => files.find((each) => each.name === name);

describe('a bulk import', () => {
  it('takes good files, keeps doubtful ones as drafts and refuses the others by file and line', async () => {
    const { id } = await begin(4, { tags: ['批量'] });
    const fixtures = readdirSync(FIXTURES).filter((name) => /\.(kmz|plan)$/.test(name));
    for (const name of fixtures) await send(id, name, readFileSync(new URL(name, FIXTURES)));
    const bomb = '<!DOCTYPE kml [<!ENTITY a "b">]>\n<kml>&a;</kml>';
    const bundle = zipOf({
      '航线/CB-07车板巡河.kmz': file(0),
      '航线/红树林.kmz': file(1),
      '航线/红树林副本.kmz': file(1),
      'bad/bomb.kml': bomb,
      'bad/cut.kmz': file(2).subarray(0, 400),
      'bad/readme.txt': 'no route',
      '__MACOSX/bad/._cut.kmz': 'x',
    });
    expect((await send(id, 'all.zip', bundle)).status).toBe(200);
    const again = await send(id, 'all.zip', bundle);
    expect(again.body).toMatchObject({ state: 'receiving', received: fixtures.length + 6, done: 0 });
    expect((await start(id)).body.state).toMatch(/running|done/);
    const done = await finished(id);
    expect(done).toMatchObject({
      total: fixtures.length + 6,
      done: fixtures.length + 6,
      createdBy: 'county.supervisor',
    });
    expect(done.taken + done.drafts + done.refused).toBe(done.total);
    expect(outcome(done, '航线/CB-07车板巡河.kmz')).toMatchObject({
      state: 'taken',
      routeCode: 'CB-07',
      errors: 0,
      zh: null,
    });
    expect(outcome(done, '航线/红树林.kmz')).toMatchObject({ state: 'taken', routeCode: 'HX-001' });
    expect(outcome(done, '航线/红树林副本.kmz')).toMatchObject({
      state: 'refused',
      routeCode: 'HX-001',
      zh: '与航线“HX-001”第 1 版相同，未重复导入',
    });
    expect(outcome(done, 'bad/bomb.kml')).toMatchObject({
      state: 'refused',
      zh: expect.stringMatching(/bomb\.kml.*第 1 行/),
    });
    expect(outcome(done, 'bad/cut.kmz')).toMatchObject({ state: 'refused', zh: expect.stringContaining('已损坏') });
    expect(outcome(done, 'bad/readme.txt')).toMatchObject({ state: 'refused', routeId: null });
    expect(outcome(done, 'm30t_mapping3d_oblique.kmz')).toMatchObject({
      state: 'draft',
      errors: expect.any(Number),
      zh: expect.stringMatching(/[\u4e00-\u9fff]/),
    });
    const taken = (await supervisor.call('GET', `/${outcome(done, '航线/CB-07车板巡河.kmz')!.routeId}`)).body;
    expect(taken).toMatchObject({
      name: 'CB-07车板巡河',
      state: 'checked',
      homeDock: { sn: docks[0]!.sn },
      tags: ['批量'],
    });
    const told = (await app.api<Page<Fact>>('/api/v1/events?name=route_import.finished')).items;
    expect(told.map(({ data }) => data)).toContainEqual({
      importId: id,
      taken: done.taken,
      drafts: done.drafts,
      refused: done.refused,
      by: 'county.supervisor',
    });
    const { bytes } = await supervisor.bytes(`/imports/${id}/result.xlsx`);
    const [sheet] = (await readWorkbook(bytes)).sheets;
    expect(sheet?.rows.length).toBe(done.total + 1);
  });

  it('can only be filled while it receives, and only by whom it belongs to', async () => {
    const { id } = await begin(1);
    expect((await start(id)).body.code).toBe('no_files');
    await send(id, 'a.kmz', file(50));
    const town = await RoutesClient.of(app, 'cheban.operator', 'operator', '440881111');
    expect((await town.call('GET', `/imports/${id}`)).status).toBe(404);
    expect(
      (
        await town.call('POST', '/imports', {
          files: 1,
          homeDockSn: docks.find(({ sn }) => !sn.includes('440881111'))!.sn,
        })
      ).status,
    ).toBe(404);
    const reader = await RoutesClient.of(app, 'a.pilot', 'pilot', '440881');
    expect((await reader.call('POST', '/imports', { files: 1 })).status).toBe(403);
    await start(id);
    await finished(id);
    expect((await send(id, 'b.kmz', file(51))).body.code).toBe('import_started');
    expect((await start(id)).body.state).toBe('done');
  });

  it('goes on after its worker was stopped half-way, without doing anything twice', async () => {
    const count = 40;
    const { id } = await begin(count);
    const bundle = zipOf(Object.fromEntries(Array.from({ length: count }, (_, nr) => [`R-${nr}.kmz`, file(100 + nr)])));
    await send(id, 'many.zip', bundle);
    await start(id);
    await until('some files are done', async () => (await view(id)).done >= 3);
    await app.close();
    const left = await testRows(id);
    app = await startApp({ databaseUrl: database.url });
    supervisor = new RoutesClient(app, await app.token('county.supervisor', 'Lychee-Orchard-7'));
    expect(left).toBeGreaterThan(0);
    const done = await finished(id);
    expect(done).toMatchObject({ total: count, taken: count, drafts: 0, refused: 0 });
    expect(new Set(done.files.map(({ routeId }) => routeId)).size).toBe(count);
    expect((await supervisor.list('search=R-&limit=1000')).total).toBe(count);
  });

  it('imports, checks and approves 46 files well within a minute, and gives them back with their hashes', async () => {
    const before = performance.now();
    const { id } = await begin(46, { tags: ['四十六'] });
    for (let nr = 0; nr < 46; nr++) {
      const drawn = routeAround(docks[nr % docks.length]!, { radius: 500 + nr, height: 70, waypoints: 40 });
      await send(id, `四十六条-${nr}.kmz`, writeKmz(drawn));
    }
    await start(id);
    const done = await finished(id);
    expect(done).toMatchObject({ taken: 46, refused: 0, drafts: 0 });
    const routes = done.files.map(({ routeId }) => routeId!);
    const approvals = await supervisor.call<z.infer<typeof RouteApprovalResults>>('POST', '/approvals', { routes });
    expect(approvals.body).toMatchObject({ approved: 46, refused: 0 });
    const seconds = (performance.now() - before) / 1000;
    process.stdout.write(`46 files imported, checked and approved in ${seconds.toFixed(1)} s\n`);
    expect(seconds).toBeLessThan(60);
    const approved = await supervisor.list(`state=approved&tag=${encodeURIComponent('四十六')}&limit=1000`);
    expect(approved.total).toBe(46);
    expect(approved.items.every((route: RouteView) => route.summary?.errors === 0)).toBe(true);
  });
});

/** Files that still wait, read past the server. */
async function testRows(id: string): Promise<number> {
  const db = await openDatabase(database.url);
  try {
    const [row]: { count: number }[] = await db.query(
      `SELECT count(*)::int AS count FROM route_import_files WHERE import_id = $1 AND state = 'waiting'`,
      [id],
    );
    return row!.count;
  } finally {
    await db.destroy();
  }
}
