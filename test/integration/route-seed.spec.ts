import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Page, type RouteVersionView, type RouteView } from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';

const folder = join(process.cwd(), 'counties', 'lianjiang');

describe('the routes of the county’s folder', () => {
  let app: TestApp;
  let routes: RouteView[];
  beforeAll(async () => {
    app = await startApp({ countyRoutes: true });
    ({ items: routes } = await app.api<Page<RouteView>>('/api/v1/routes?state=approved&limit=200'));
  });
  afterAll(() => app.close());

  const total = async (path: string) => (await app.api<Page<unknown>>(path)).total;

  it('are 46, beside 83 feature points and 30 scenarios', async () => {
    expect(await total('/api/v1/routes?state=approved')).toBe(46);
    expect(await total('/api/v1/routes?state=all')).toBe(46);
    expect(await total('/api/v1/feature-points')).toBe(83);
    expect(await total('/api/v1/scenarios')).toBe(30);
  });

  it('are approved without an error by the real checks, marked as demonstration data, and drawn small', () => {
    expect(routes).toHaveLength(46);
    for (const route of routes) {
      expect([route.code, route.summary?.errors, route.approvedVersion, route.updatedBy]).toEqual([
        route.code,
        0,
        1,
        null,
      ]);
      expect(route.demonstration).toBe(true);
      expect(route.homeDock).not.toBeNull();
      expect(route.summary!.estimate!.batteryPercent).toBeLessThanOrEqual(70);
      expect(route.thumbnail).toMatch(/^<svg/);
      expect(route.featurePoints.length).toBeGreaterThan(0);
      expect(route.scenarios.length).toBeGreaterThan(0);
    }
  });

  it('are main and backup in pairs, and ten more for one thing each', () => {
    const pairs = routes.filter(({ partner }) => partner !== null);
    expect(pairs).toHaveLength(36);
    for (const { code, role, partner } of pairs) {
      const other = routes.find((route) => route.code === partner!.code)!;
      expect(other.partner!.code).toBe(code);
      expect(new Set([role, other.role])).toEqual(new Set(['main', 'backup']));
    }
    expect(routes.filter(({ partner }) => partner === null).map(({ role }) => role)).toEqual(Array(10).fill('main'));
    expect(new Set(routes.map(({ homeDock }) => homeDock!.sn)).size).toBe(18);
  });

  it('serve all points but those that are too far away, and every scenario', async () => {
    const served = new Set(routes.flatMap(({ featurePoints }) => featurePoints.map(({ code }) => code)));
    const { items: points } = await app.api<Page<{ code: string }>>('/api/v1/feature-points?limit=200');
    const left = points.map(({ code }) => code).filter((code) => !served.has(code));
    expect(left.toSorted()).toEqual(['LJ105-02', 'LJ106-03', 'LJ111-03', 'LJ118-02']);
    expect(new Set(routes.flatMap(({ scenarios }) => scenarios.map(({ code }) => code))).size).toBe(30);
  });

  it('hand out the very bytes of the folder', async () => {
    const route = routes.find(({ code }) => code === 'LJ-11-M2')!;
    const answer = await fetch(`${app.url}/api/v1/routes/${route.id}/versions/1/route.kmz`, {
      headers: { authorization: `Bearer ${await app.token()}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.equals(await readFile(join(folder, 'routes', 'LJ-11-M2.kmz')))).toBe(true);
    const { items } = await app.api<Page<RouteVersionView>>(`/api/v1/routes/${route.id}/versions`);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ state: 'approved', createdBy: null, approvedBy: null, source: null });
  });

  it('are the same bytes when they are made again', async () => {
    const into = await mkdtemp(join(tmpdir(), 'routes-'));
    try {
      execFileSync(process.execPath, [join(folder, 'generate-routes.mjs'), '--into', into]);
      const names = (await readdir(join(into, 'routes'))).toSorted();
      expect(names).toEqual((await readdir(join(folder, 'routes'))).toSorted());
      const files = ['routes.json', ...names.map((name) => `routes/${name}`)];
      const differing = [];
      for (const file of files) {
        const [made, kept] = [await readFile(join(into, file)), await readFile(join(folder, file))];
        if (!made.equals(kept)) differing.push(file);
      }
      expect(differing).toEqual([]);
    } finally {
      await rm(into, { recursive: true, force: true });
    }
  });
});
