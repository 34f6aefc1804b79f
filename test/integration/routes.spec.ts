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
      'TRUNCATE route_versions CASCADE',
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

describe('the row of a route', () => {
  it('is changed on top of the version that was read, and of two at once the second is told', async () => {
    const route = await operator.add();
    const change = (name: string) => operator.call('PATCH', `/${route.id}`, { name }, '"1"');
    const answers = await Promise.all([change('甲'), change('乙')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await operator.call('PATCH', `/${route.id}`, { name: '丙' })).body.code).toBe('version_needed');
    const same = await operator.call('PATCH', `/${route.id}`, { role: 'main', version: 2 });
    expect(same.body.version).toBe(2);
    expect((await operator.call('POST', '', { code: route.code.toLowerCase(), name: '丁' })).body.code).toBe(
      'division_needed',
    );
    const taken = await operator.call('POST', '', { code: route.code.toLowerCase(), name: '丁', divisionCode: CHEBAN });
    expect([taken.status, taken.body.code]).toEqual([409, 'code_taken']);
    const bad = await operator.call('POST', '', { code: 'X-1', name: 'a/b', divisionCode: CHEBAN });
    expect([bad.status, bad.body.errors?.[0]?.path]).toEqual([400, 'name']);
    const unknown = await operator.call('POST', '', {
      code: 'X-1',
      name: '戊',
      divisionCode: CHEBAN,
      featurePoints: ['NO-1'],
    });
    expect([unknown.status, unknown.body.code, unknown.body.errors?.[0]?.path]).toEqual([
      400,
      'unknown_target',
      'featurePoints.0',
    ]);
  });

  it('has a partner that has it as a partner, and lets go of the one before', async () => {
    const [a, b, c] = [await operator.add(), await operator.add({ role: 'backup' }), await operator.add()];
    const partners = async () =>
      Promise.all([a, b, c].map(async ({ id }) => (await operator.call('GET', `/${id}`)).body.partner?.code ?? null));
    const pair = async (route: { id: string }, partnerCode: string | null) =>
      (
        await operator.call('PATCH', `/${route.id}`, {
          partnerCode,
          version: (await operator.call('GET', `/${route.id}`)).body.version,
        })
      ).status;
    expect(await pair(a, b.code)).toBe(200);
    expect(await partners()).toEqual([b.code, a.code, null]);
    expect(await pair(c, b.code)).toBe(200);
    expect(await partners()).toEqual([null, c.code, b.code]);
    expect(await pair(b, null)).toBe(200);
    expect(await partners()).toEqual([null, null, null]);
    expect(await pair(a, a.code)).toBe(400);
    const together = await Promise.all([pair(a, b.code), pair(b, c.code), pair(c, a.code)]);
    expect(together.every((status) => [200, 412].includes(status))).toBe(true);
    const now = await partners();
    for (const [index, code] of now.entries()) {
      const other = [a, b, c].findIndex((route) => route.code === code);
      if (code !== null) expect(now[other]).toBe([a, b, c][index]!.code);
    }
  });

  it('changes its dock only while nothing is approved for it, and then nothing has passed the checks', async () => {
    const route = await operator.add();
    await operator.save(route, file());
    const other = 'XHD44088110601';
    const moved = await operator.call('PATCH', `/${route.id}`, { homeDockSn: other, version: 2 });
    expect(moved.body).toMatchObject({ state: 'draft', homeDock: { sn: other }, divisionCode: CHEBAN });
    const { body } = await supervisor.call<RouteVersionView>('POST', `/${route.id}/versions/1/check`);
    expect(body).toMatchObject({ state: 'draft', report: { against: { dockSn: other } } });
    expect(body.report.errors).toBeGreaterThan(0);
    const fixed = await operator.add();
    await operator.save(fixed, file());
    await supervisor.call('POST', `/${fixed.id}/versions/1/approve`, {});
    const { version } = (await operator.call('GET', `/${fixed.id}`)).body;
    const refused = await operator.call('PATCH', `/${fixed.id}`, { homeDockSn: other, version });
    expect([refused.status, refused.body.code]).toEqual([409, 'approved_for_dock']);
  });

  it('is listed by state, role, division, dock, point, scenario, tag and words, with an exact total', async () => {
    const tag = '清单';
    const points = (await app.api<Page<{ code: string }>>('/api/v1/feature-points?limit=1')).items;
    const scenarios = (await app.api<Page<{ code: string }>>('/api/v1/scenarios?limit=1')).items;
    const one = await operator.add({ tags: [tag], code: 'L-1', featurePoints: [points[0]!.code] });
    const two = await operator.add({
      tags: [tag],
      code: 'L-2',
      role: 'backup',
      scenarios: [scenarios[0]!.code],
      homeDockSn: null,
      divisionCode: '440881106237',
    });
    await operator.save(one, file());
    const codes = async (query: string) => {
      const page = await operator.list(`tag=${encodeURIComponent(tag)}&${query}`);
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ code }) => code);
    };
    expect(await codes('')).toEqual(['L-1', 'L-2']);
    expect(await codes('state=checked')).toEqual(['L-1']);
    expect(await codes('state=draft')).toEqual(['L-2']);
    expect(await codes('role=backup')).toEqual(['L-2']);
    expect(await codes(`division=${CHEBAN}`)).toEqual(['L-1']);
    expect(await codes(`dock=${CHEBAN_DOCK}`)).toEqual(['L-1']);
    expect(await codes(`point=${points[0]!.code.toLowerCase()}`)).toEqual(['L-1']);
    expect(await codes(`scenario=${scenarios[0]!.code}`)).toEqual(['L-2']);
    expect(await codes(`search=${encodeURIComponent('车板')}`)).toEqual(['L-1']);
    expect(await codes(`search=${encodeURIComponent('象路')}`)).toEqual(['L-2']);
    const first = await operator.list(`tag=${encodeURIComponent(tag)}&limit=1`);
    expect(first).toMatchObject({ total: 2, nextCursor: expect.any(String) });
    expect(
      (await operator.list(`tag=${encodeURIComponent(tag)}&limit=1&cursor=${first.nextCursor}`)).items[0]!.code,
    ).toBe('L-2');
    await operator.call('PUT', `/${two.id}/favourite`);
    await operator.call('PUT', `/${two.id}/favourite`);
    expect((await operator.call('GET', `/${two.id}`)).body.favourite).toBe(true);
    expect((await supervisor.call('GET', `/${two.id}`)).body.favourite).toBe(false);
    await operator.call('DELETE', `/${two.id}/favourite`);
    expect((await operator.call('GET', `/${two.id}`)).body.favourite).toBe(false);
    await operator.call('PATCH', `/${two.id}`, { state: 'retired', version: 1 });
    expect(await codes('')).toEqual(['L-1']);
    expect(await codes('state=all')).toEqual(['L-1', 'L-2']);
  });

  it('shows a town its own routes alone, and lets nobody do what the role does not allow', async () => {
    const mine = await operator.add();
    const other = await operator.add({ homeDockSn: 'XHD44088110601' });
    await operator.save(other, writeKmz(routeAround(await app.api('/api/v1/devices/XHD44088110601'))));
    const town = await RoutesClient.of(app, 'cheban.operator', 'operator', CHEBAN);
    const seen = await town.list('limit=1000&state=all');
    expect(seen.items.map(({ code }) => code)).toContain(mine.code);
    expect(seen.items.filter(({ divisionPath }) => !divisionPath.includes(CHEBAN))).toEqual([]);
    const hidden = [
      ['GET', `/${other.id}`],
      ['GET', `/${other.id}/versions`],
      ['GET', `/${other.id}/versions/1`],
      ['GET', `/${other.id}/versions/1/route.kmz`],
      ['GET', `/${other.id}/versions/1/route.geojson`],
      ['GET', `/${other.id}/thumbnail.svg`],
      ['GET', `/${other.id}/difference?from=1&to=1`],
      ['PUT', `/${other.id}/favourite`],
      ['GET', '?division=440881106'],
      ['GET', '/coverage?division=440881106'],
      ['GET', '/check-context?dock=XHD44088110601'],
    ] as const;
    for (const [method, path] of hidden) expect([path, (await town.call(method, path)).status]).toEqual([path, 404]);
    expect((await town.save(other, file())).status).toBe(404);
    expect((await town.call('PATCH', `/${mine.id}`, { homeDockSn: 'XHD44088110601', version: 1 })).status).toBe(404);
    expect((await town.call('PATCH', `/${mine.id}`, { partnerCode: other.code, version: 1 })).status).toBe(404);
    expect((await town.call('POST', '/check?dock=XHD44088110601', file())).status).toBe(404);
    const approvals = await supervisor.call('POST', '/approvals', { routes: [other.id, mine.id] });
    expect(approvals.body).toMatchObject({
      approved: 1,
      refused: 1,
      results: [{ approved: true }, { code: mine.code, zh: expect.stringContaining('还没有航线文件') }],
    });
    const { body: geojson } = await town.call<{ features: { properties: { code: string } }[] }>(
      'GET',
      '/export.geojson?state=all',
    );
    expect(geojson.features.map(({ properties }) => properties.code)).not.toContain(other.code);
    const pilot = await RoutesClient.of(app, 'a.pilot', 'pilot', '440881');
    expect((await pilot.call('GET', `/${mine.id}`)).status).toBe(200);
    expect((await pilot.call('PATCH', `/${mine.id}`, { name: 'x', version: 1 })).status).toBe(403);
    expect((await pilot.save(mine, file())).status).toBe(403);
    expect((await operator.call('POST', '/approvals', { routes: [mine.id] })).status).toBe(403);
  });
});
