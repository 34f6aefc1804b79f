import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';
import { type z } from 'zod';
import { DivisionQuery } from '#contracts';
import { Scope } from '../../apps/server/src/auth/scope.js';
import { type County } from '../../apps/server/src/county/county.js';
import { readCounty } from '../../apps/server/src/county/county-folder.js';
import { seedCounty } from '../../apps/server/src/county/seed.js';
import { migrate, openDatabase } from '../../apps/server/src/database/data-source.js';
import { Notifications } from '../../apps/server/src/database/notifications.js';
import { DivisionsService } from '../../apps/server/src/divisions/divisions.service.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';

describe('the county tree', () => {
  let county: County;
  let database: TestDatabase;
  let db: DataSource;
  let notifications: Notifications;
  let divisions: DivisionsService;
  const everything = new Scope('440881');

  beforeAll(async () => {
    county = await readCounty(join(process.cwd(), 'counties', 'lianjiang'));
    database = await testDatabase();
    db = await openDatabase(database.url);
    await migrate(db);
    await seedCounty(db, county);
    notifications = new Notifications(db);
    divisions = new DivisionsService(db, notifications);
    await divisions.onModuleInit();
  });
  afterAll(async () => {
    await notifications.onApplicationShutdown();
    await db.destroy();
    await database.close();
  });

  const list = (query: z.input<typeof DivisionQuery>, scope = everything) =>
    divisions.list(DivisionQuery.parse(query), scope);

  it('counts 21 streets and towns, one zone apart from them, and 405 villages', () => {
    const total = (level: 'town' | 'zone' | 'village') => list({ level }).total;
    expect([total('town'), total('zone'), total('village')]).toEqual([21, 1, 405]);
    expect(list({ parent: '440881401' }).items.map(({ name }) => name)).toEqual(['廉江市经济开发区虚拟社区']);
  });

  it('pages through all of it once, in the order of the county’s own list', () => {
    const codes: string[] = [];
    let cursor: string | undefined;
    do {
      const page = list({ limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(428);
      codes.push(...page.items.map(({ code }) => code));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(codes).toEqual(county.divisions.map(({ code }) => code));
  });

  it('finds a village with its path, what it lies in, and how many children a town has', () => {
    expect(divisions.get('440881111210')).toMatchObject({ name: '旧埠村委会', level: 'village', childCount: 0 });
    expect(divisions.pathOf('440881111210')).toBe('440881/440881111/440881111210');
    expect(divisions.ancestors('440881111210').map(({ name }) => name)).toEqual(['廉江市', '车板镇']);
    expect(divisions.get('440881111').childCount).toBe(16);
    expect(divisions.county()).toMatchObject({ code: '440881', parentCode: null });
    expect(list({ search: '象路' }).items.map(({ code }) => code)).toEqual(['440881106237']);
    expect(list({ search: 'cheban' }).items.map(({ code }) => code)).toEqual(['440881111']);
  });

  it('shows a town’s user that town and its villages, and nothing else', () => {
    const cheban = new Scope('440881/440881111');
    expect(list({}, cheban).total).toBe(17);
    expect(list({ level: 'town' }, cheban).items.map(({ name }) => name)).toEqual(['车板镇']);
    expect(divisions.get('440881111210', cheban).name).toBe('旧埠村委会');
    expect(() => divisions.get('440881106', cheban)).toThrow('outside your scope');
    expect(() => divisions.get('440881', cheban)).toThrow('outside your scope');
  });

  it('says so for an unknown code', () => {
    expect(divisions.find('nowhere')).toBeUndefined();
    expect(() => divisions.pathOf('nowhere')).toThrow('no division "nowhere"');
    expect(() => list({ parent: 'nowhere' })).toThrow('no division "nowhere"');
  });

  it('places each town’s own point in that town, the shared cell of the streets in the county, the sea nowhere', () => {
    for (const town of list({ level: 'town' }).items) {
      const expected = town.kind === 'street' ? '440881' : town.code;
      expect(divisions.locate(town.longitude!, town.latitude!)).toBe(expected);
    }
    expect(divisions.locate(109.65, 21.35)).toBeNull();
    expect(divisions.locate(116.4, 39.9)).toBeNull();
  });

  it('finds a town for nearly every place inside the county line', () => {
    const [west, south, east, north] = county.bbox;
    const found = { town: 0, county: 0 };
    for (let step = 0; step < 10_000; step++) {
      // A grid of 100 by 100 over the county's frame.
      const longitude = west + ((east - west) * ((step % 100) + 0.5)) / 100;
      const latitude = south + ((north - south) * (Math.floor(step / 100) + 0.5)) / 100;
      const code = divisions.locate(longitude, latitude);
      if (code !== null) found[code === '440881' ? 'county' : 'town'] += 1;
    }
    const streets = 0.04;
    expect(found.town + found.county).toBeGreaterThan(3_000);
    expect(found.county / (found.town + found.county)).toBeLessThan(streets);
  });

  it('hears of a change that another process makes', async () => {
    await db.query(`UPDATE divisions SET name = '旧埠村' WHERE code = '440881111210'`);
    await db.query(`SELECT pg_notify('divisions', '440881')`);
    const deadline = Date.now() + 20_000;
    while (divisions.get('440881111210').name !== '旧埠村' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(divisions.get('440881111210').name).toBe('旧埠村');
  });
});
