import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { type DataSource } from 'typeorm';
import { readKmz, writeKmz } from '#wayline';
import { readConfig } from '../../apps/server/src/config.js';
import { type County, type CountyRoute } from '../../apps/server/src/county/county.js';
import { readCounty } from '../../apps/server/src/county/county-folder.js';
import { seedCounty } from '../../apps/server/src/county/seed.js';
import { migrate, openDatabase } from '../../apps/server/src/database/data-source.js';
import { logger } from '../../apps/server/src/logger.js';
import { CoreModule } from '../../apps/server/src/roles/core.module.js';
import { RouteSeed, type RouteSeedResult } from '../../apps/server/src/routes/route.seed.js';
import { RoutesCoreModule } from '../../apps/server/src/routes/routes-core.module.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';

describe('the routes of a folder that changes', () => {
  let lianjiang: County;
  let database: TestDatabase;
  let db: DataSource;
  beforeAll(async () => {
    const whole = await readCounty(join(process.cwd(), 'counties', 'lianjiang'));
    lianjiang = { ...whole, routes: whole.routes.filter(({ dockTown }) => dockTown === '440881115') };
    database = await testDatabase();
    db = await openDatabase(database.url);
    await migrate(db);
  });
  afterAll(async () => {
    await db.destroy();
    await database.close();
  });

  /** Loads the folder with other routes, as a start does. */
  const load = async (digest: string, change: (route: CountyRoute) => CountyRoute): Promise<RouteSeedResult> => {
    const county = { ...lianjiang, digest, routes: lianjiang.routes.map(change) };
    await seedCounty(db, county);
    const config = readConfig({ databaseUrl: database.url, logLevel: 'error' }, {});
    const module = await Test.createTestingModule({
      imports: [CoreModule.with(config, db, county), RoutesCoreModule],
    })
      .setLogger(logger(config))
      .compile();
    return module.get(RouteSeed).load();
  };
  const withReturnHeight = (route: CountyRoute, returnHeight: number): CountyRoute => {
    const { route: read } = readKmz(route.bytes, route.file);
    const mission = { ...read.mission, returnHeight };
    return { ...route, bytes: Buffer.from(writeKmz({ ...read, mission })) };
  };
  const held = () =>
    db.query<unknown[]>(
      `SELECT code, name, state, version,
         (SELECT array_agg(state ORDER BY number) FROM route_versions WHERE route_id = id) AS versions,
         (SELECT count(*)::int FROM route_points WHERE route_id = id) AS points
       FROM routes r ORDER BY code`,
    );

  it('are drafts where they break a rule or cannot be read, and the others are approved', async () => {
    const result = await load('first', (route) =>
      route.role === 'main' ? withReturnHeight(route, 200) : { ...route, name: '备用' },
    );
    expect(result).toEqual({ loaded: true, routes: 2, versions: 2 });
    expect(await held()).toEqual([
      { code: 'LJ-15-B', name: '备用', state: 'approved', version: 1, versions: ['approved'], points: 3 },
      { code: 'LJ-15-M', name: '石颈镇巡查主航线', state: 'draft', version: 1, versions: ['draft'], points: 3 },
    ]);
    const [{ report }]: [{ report: { errors: number; findings: { code: string }[] } }] = await db.query(
      `SELECT report FROM route_versions WHERE state = 'draft'`,
    );
    expect(report.errors).toBeGreaterThan(0);
    expect(report.findings.map(({ code }) => code)).toContain('above_120_metres');
  });

  it('are loaded once for each content', async () => {
    const before = await held();
    expect(await load('first', (route) => route)).toEqual({ loaded: false, routes: 0, versions: 0 });
    expect(await held()).toEqual(before);
  });

  it('become new versions where the file is another one, and new rows where that is', async () => {
    expect(await load('second', (route) => route)).toEqual({ loaded: true, routes: 0, versions: 1 });
    expect(await held()).toEqual([
      { code: 'LJ-15-B', name: '石颈镇巡查备航线', state: 'approved', version: 2, versions: ['approved'], points: 3 },
      {
        code: 'LJ-15-M',
        name: '石颈镇巡查主航线',
        state: 'approved',
        version: 1,
        versions: ['draft', 'approved'],
        points: 3,
      },
    ]);
    const raised = await load('third', (route) => (route.role === 'main' ? withReturnHeight(route, 110) : route));
    expect(raised).toEqual({ loaded: true, routes: 0, versions: 1 });
    expect((await held())[1]).toMatchObject({ state: 'approved', versions: ['draft', 'superseded', 'approved'] });
  });

  it('are left alone where a person changed them', async () => {
    await db.query(`UPDATE routes SET name = '我们的', origin = 'person' WHERE code = 'LJ-15-M'`);
    const before = await held();
    const other = (route: CountyRoute) => ({ ...withReturnHeight(route, 90), name: '另一个', featurePoints: [] });
    expect(await load('fourth', (route) => (route.role === 'main' ? other(route) : route))).toEqual({
      loaded: true,
      routes: 0,
      versions: 0,
    });
    expect(await held()).toEqual(before);
    // A file that cannot be read stops nothing.
    expect(await load('fifth', (route) => ({ ...route, bytes: Buffer.from('PK') }))).toMatchObject({ versions: 0 });
    expect(await held()).toEqual(before);
  });
});
