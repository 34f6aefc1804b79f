import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { type County } from '../../apps/server/src/county/county.js';
import { readCounty } from '../../apps/server/src/county/county-folder.js';
import { AnotherCounty, seedCounty } from '../../apps/server/src/county/seed.js';
import { fleetOf } from '../../apps/server/src/county/simulator-fleet.js';
import { migrate, openDatabase } from '../../apps/server/src/database/data-source.js';
import { parseFleet } from '../../apps/simulator/src/fleet.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';

describe('loading a county', () => {
  let lianjiang: County;
  let yunxi: County;
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    lianjiang = await readCounty(join(process.cwd(), 'counties', 'lianjiang'));
    yunxi = await readCounty(join(process.cwd(), 'test', 'fixtures', 'counties', 'yunxi'));
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

  it('fills the tree, the slow-live points and the demonstration fleet of Lianjiang', async () => {
    expect(await seedCounty(db, lianjiang)).toEqual({
      loaded: true,
      divisions: 428,
      slowLivePoints: 2,
      devices: 56,
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
