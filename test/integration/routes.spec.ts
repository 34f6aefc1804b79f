import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fact, type FactBody, type Page, type RouteVersionView } from '#contracts';
import { writeKmz } from '#wayline';
import { CHEBAN_DOCK, RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { routeAround } from '../support/drawn-routes.js';

const CHEBAN = '440881111';
let app: TestApp;
let supervisor: RoutesClient;
let operator: RoutesClient;
let dock: { longitude: number; latitude: number };

beforeAll(async () => {
  app = await startApp();
  supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  operator = await RoutesClient.of(app, 'county.operator', 'operator', '440881');
  dock = await app.api(`/api/v1/devices/${CHEBAN_DOCK}`);
});
afterAll(() => app.close());

const facts = async (name: string) => (await app.api<Page<Fact>>(`/api/v1/events?limit=1000&name=${name}`)).items;
/** A file without a fault, and another one for each number. */
const file = (nr = 0) => writeKmz(routeAround(dock, { height: 60 + nr }));

describe('a route', () => {
  it('lives from a draft through checks and approval to retirement, told as facts', async () => {
    const route = await operator.add({ name: '旧埠河湖巡查', tags: ['河湖'] });
    expect(route).toMatchObject({
      state: 'draft',
      role: 'main',
      divisionCode: CHEBAN,
      homeDock: { sn: CHEBAN_DOCK },
      latestVersion: null,
      summary: null,
      version: 1,
    });
    const saved = await operator.save(route, file());
    expect([saved.status, saved.body.detailEn, saved.body.state]).toEqual([201, undefined, 'checked']);
    expect(saved.body).toMatchObject({ number: 1, waypoints: 4, legs: 1, createdBy: 'county.operator' });
    expect((await operator.call('POST', `/${route.id}/versions/1/approve`, {})).status).toBe(403);
    const approved = await supervisor.call<RouteVersionView>('POST', `/${route.id}/versions/1/approve`, {
      note: '可飞',
    });
    expect(approved.body).toMatchObject({ state: 'approved', approvedBy: 'county.supervisor' });
    const { body: seen } = await operator.call('GET', `/${route.id}`);
    expect(seen).toMatchObject({ state: 'approved', approvedVersion: 1, latestVersion: 1 });
    const { bytes, headers } = await operator.bytes(`/${route.id}/versions/1/route.kmz`);
    const md5 = createHash('md5').update(bytes).digest('hex');
    expect([headers.get('etag'), approved.body.md5, seen.summary?.md5]).toEqual([`"${md5}"`, md5, md5]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(approved.body.sha256);
    const retired = await operator.call('PATCH', `/${route.id}`, { state: 'retired', version: seen.version });
    expect(retired.body).toMatchObject({ state: 'retired', version: seen.version + 1 });
    expect((await operator.save(route, file(1))).body.code).toBe('not_in_this_state');
    const back = await operator.call('PATCH', `/${route.id}`, { state: 'active', version: seen.version + 1 });
    expect(back.body.state).toBe('approved');
    for (const name of ['added', 'version_saved', 'version_approved', 'retired', 'restored']) {
      const told = (await facts(`route.${name}`)).map(({ data }) => (data as FactBody<'route.added'>).route.id);
      expect([name, told.includes(route.id)]).toEqual([name, true]);
    }
  });

  it('keeps its approved version frozen in the database itself', async () => {
    const route = await operator.add();
    await operator.save(route, file());
    await supervisor.call('POST', `/${route.id}/versions/1/approve`, {});
    await operator.save(route, file(1));
    const tries = [
      `UPDATE route_versions SET kmz = 'x' WHERE route_id = '${route.id}' AND number = 1`,
      `UPDATE route_versions SET report = '{}' WHERE route_id = '${route.id}' AND number = 1`,
      `UPDATE route_versions SET approved_by = 'me' WHERE route_id = '${route.id}' AND number = 1`,
      `UPDATE route_versions SET state = 'draft', approved_at = NULL WHERE route_id = '${route.id}' AND number = 1`,
      `UPDATE route_versions SET state = 'superseded', md5 = '' WHERE route_id = '${route.id}' AND number = 1`,
      `UPDATE route_versions SET number = 9 WHERE route_id = '${route.id}' AND number = 1`,
      `DELETE FROM route_versions WHERE route_id = '${route.id}'`,
      'TRUNCATE route_versions',
      `DELETE FROM routes WHERE id = '${route.id}'`,
    ];
    for (const sql of tries) {
      await expect(app.db.query(sql)).rejects.toThrow(/never changed or deleted|violates foreign key/);
    }
    await app.db.query(`UPDATE route_versions SET note = 'x' WHERE route_id = '${route.id}' AND number = 2`);
    await supervisor.call('POST', `/${route.id}/versions/2/approve`, {});
    const states = async () =>
      (await operator.call<Page<RouteVersionView>>('GET', `/${route.id}/versions`)).body.items.map(
        ({ state }) => state,
      );
    expect(await states()).toEqual(['approved', 'superseded']);
    const again = await supervisor.call('POST', `/${route.id}/versions/1/approve`, {});
    expect([again.status, again.body.code]).toEqual([409, 'not_in_this_state']);
  });

  it('is refused at save with the waypoint and the rule in Chinese, and kept as a draft when asked', async () => {
    const route = await operator.add({ name: '超速航线' });
    const fast = routeAround(dock);
    fast.legs[0]!.waypoints[2]!.speed = 30;
    const refused = await operator.save(route, writeKmz(fast));
    expect([refused.status, refused.body.code]).toEqual([422, 'route_breaks_rules']);
    expect(refused.body.detail).toMatch(/“超速航线”.*第 3 航点.*速度/);
    expect(refused.body.errors).toContainEqual({
      path: expect.stringMatching(/^legs\.0\.waypoints\.2/),
      message: expect.stringMatching(/第 3 航点.*\/ .*waypoint 3/),
    });
    expect((await operator.call('GET', `/${route.id}`)).body.latestVersion).toBeNull();
    const draft = await operator.save(route, writeKmz(fast), 'as=draft');
    expect(draft.body).toMatchObject({ number: 1, state: 'draft', report: { errors: refused.body.errors!.length } });
    const approved = await supervisor.call('POST', `/${route.id}/versions/1/approve`, {});
    expect([approved.status, approved.body.code]).toEqual([409, 'not_in_this_state']);
  });

  it('takes one of two versions that are based on the same one, and of two approvals exactly one', async () => {
    const route = await operator.add();
    await operator.save(route, file());
    const both = await Promise.all([1, 2].map((nr) => operator.save(route, file(nr), 'basedOn=1')));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 412]);
    const loser = both.find(({ status }) => status === 412)!;
    expect(loser.body).toMatchObject({
      code: 'newer_version',
      detail: expect.stringMatching(/county\.operator.*第 2 版/),
    });
    const approvals = await Promise.all(
      [1, 2].map(() => supervisor.call('POST', `/${route.id}/versions/2/approve`, {})),
    );
    expect(approvals.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const many = await Promise.all(Array.from({ length: 8 }, (_, nr) => operator.save(route, file(nr + 3))));
    expect(many.map(({ body }) => body.number).toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
