import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { Area } from '#geo';
import { type County } from '../../apps/server/src/county/county.js';
import { readCounty } from '../../apps/server/src/county/county-folder.js';
import { seedCounty } from '../../apps/server/src/county/seed.js';
import { migrate, openDatabase } from '../../apps/server/src/database/data-source.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';

describe('the feature points and scenarios of a county’s folder', () => {
  let lianjiang: County;
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    lianjiang = await readCounty(join(process.cwd(), 'counties', 'lianjiang'));
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
  const counts = async () => {
    const [row] = await rows(
      `SELECT (SELECT count(*)::int FROM feature_points) AS points, (SELECT count(*)::int FROM scenarios) AS scenarios,
         (SELECT count(*)::int FROM scenario_points) AS aims, (SELECT sum(version)::int FROM feature_points) AS versions`,
    );
    return row!;
  };

  it('are 83 and 30, marked as demonstration data, each with a place that is said to be assumed', async () => {
    await seedCounty(db, lianjiang);
    expect(await counts()).toMatchObject({ points: 83, scenarios: 30 });
    expect(await rows('SELECT DISTINCT demonstration, placement, version, updated_by FROM feature_points')).toEqual([
      { demonstration: true, placement: 'assumed', version: 1, updated_by: null },
    ]);
    expect(await rows('SELECT DISTINCT demonstration FROM scenarios')).toEqual([{ demonstration: true }]);
    const idle = `SELECT s.code FROM scenarios s WHERE NOT EXISTS (SELECT FROM scenario_points WHERE scenario_id = s.id)
      AND NOT EXISTS (SELECT FROM scenario_divisions WHERE scenario_id = s.id)`;
    expect(await rows(idle)).toEqual([]);
    const [village] = await rows(`SELECT profile FROM feature_points WHERE division_code = '440881111210'`);
    expect(village).toMatchObject({ profile: { kind: 'typical_village', naturalVillages: { length: 10 } } });
    const belt = await rows(`SELECT division_code FROM feature_points WHERE profile ->> 'kind' = 'demonstration_belt'`);
    expect(belt).toEqual([{ division_code: '440881106237' }]);
  });

  it('stand on dry land inside the county, and in the cell of their own town', () => {
    const land = lianjiang.areas.filter(({ codes }) => codes.join() === lianjiang.code);
    const cells = lianjiang.areas.filter(({ estimated }) => estimated);
    const wet = lianjiang.layers
      .filter(({ kind }) => kind === 'sea' || kind === 'water')
      .flatMap(({ polygons }) => polygons);
    const holds = ({ longitude, latitude }: { longitude: number; latitude: number }) => ({
      land: land.some(({ geometry }) => new Area(geometry).contains(longitude, latitude)),
      water: wet.some((geometry) => new Area(geometry).contains(longitude, latitude)),
      towns: cells
        .filter(({ geometry }) => new Area(geometry).contains(longitude, latitude))
        .flatMap(({ codes }) => codes),
    });
    const strays = lianjiang.featurePoints.filter((point) => {
      const { land: dry, water, towns } = holds(point);
      return !dry || water || !towns.includes(point.divisionCode.slice(0, 9));
    });
    expect(strays.map(({ code, name }) => `${code} ${name}`)).toEqual([]);
    expect(lianjiang.featurePoints.filter(({ story }) => !story.startsWith('演示数据'))).toEqual([]);
  });

  it('come into a database that was filled from the folder before it had any', async () => {
    const earlier: County = { ...lianjiang, digest: 'earlier', featurePoints: [], scenarios: [] };
    expect(await seedCounty(db, earlier)).toMatchObject({ loaded: true, featurePoints: 0, scenarios: 0 });
    expect(await seedCounty(db, lianjiang)).toMatchObject({
      loaded: true,
      devices: 0,
      featurePoints: 83,
      scenarios: 30,
    });
    const filled = await counts();
    expect((await seedCounty(db, lianjiang)).loaded).toBe(false);
    expect(await seedCounty(db, { ...lianjiang, digest: 'again' })).toMatchObject({ featurePoints: 0, scenarios: 0 });
    expect(await counts()).toEqual(filled);
  });

  it('are changed with the folder, except those that people changed or made', async () => {
    await seedCounty(db, lianjiang);
    const [own, other] = lianjiang.featurePoints;
    await rows(`UPDATE feature_points SET name = '我们的名字', origin = 'person' WHERE code = $1`, [own!.code]);
    await rows(`UPDATE scenarios SET name = '我们的场景', origin = 'person' WHERE code = 'CJ-01'`);
    await rows(`DELETE FROM scenario_points USING scenarios s WHERE s.id = scenario_id AND s.code = 'CJ-01'`);
    const changed: County = {
      ...lianjiang,
      digest: 'changed',
      featurePoints: lianjiang.featurePoints.map((point) => ({ ...point, name: `${point.name}!` })),
    };
    await seedCounty(db, changed);
    expect(
      await rows('SELECT name, version FROM feature_points WHERE code = ANY ($1) ORDER BY code', [
        [own!.code, other!.code],
      ]),
    ).toEqual([
      { name: '我们的名字', version: 1 },
      { name: `${other!.name}!`, version: 2 },
    ]);
    const aims = await rows(
      `SELECT count(*)::int FROM scenario_points JOIN scenarios s ON s.id = scenario_id WHERE s.code = 'CJ-01'`,
    );
    expect(aims).toEqual([{ count: 0 }]);
    expect(await rows(`SELECT version FROM scenarios WHERE code = 'CJ-02'`)).toEqual([{ version: 1 }]);
  });
});
