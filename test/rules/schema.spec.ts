import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions, migrate } from '../../apps/server/src/database/data-source.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';
import { filesBelow, read, ROOT } from './source-files.js';

describe('the migrations', () => {
  let database: TestDatabase;
  let db: DataSource;
  beforeEach(async () => {
    database = await testDatabase();
    db = new DataSource({
      ...dataSourceOptions(database.url),
      entities: [join(ROOT, 'apps', 'server', 'src', '**', '*.entity.{js,ts}')],
    });
    await db.initialize();
  });
  afterEach(async () => {
    await db.destroy();
    await database.close();
  });

  /** Tables with their columns, and indexes, as the database itself describes them. */
  const schema = () =>
    db.query<object[]>(
      `SELECT table_name || '.' || column_name AS name, concat_ws(' ', data_type, is_nullable, column_default) AS what
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations'
       UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'migrations'
       ORDER BY 1, 2`,
    );

  it('make what the entities describe, and nothing is left to make', async () => {
    await migrate(db);
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can be taken back one by one, and made again to the same', async () => {
    await migrate(db);
    const made = await schema();
    expect(made.length).toBeGreaterThan(0);
    for (let left = db.migrations.length; left > 0; left--) await db.undoLastMigration();
    expect(await schema()).toEqual([]);
    await migrate(db);
    expect(await schema()).toEqual(made);
  });

  it('run once, also when processes start together', async () => {
    await Promise.all([migrate(db), migrate(db)]);
    const rows = await db.query<object[]>('SELECT name FROM migrations');
    expect(rows).toHaveLength(db.migrations.length);
  });

  it('are named by time and content, file and class alike', () => {
    const folder = 'apps/server/src/database/migrations';
    for (const file of filesBelow(folder, /\.ts$/)) {
      const [, time, what] = /\/(\d{13})-(\w+)\.ts$/.exec(file) ?? [];
      expect(`${file}: ${read(file)}`).toContain(`class ${what}${time} implements MigrationInterface`);
    }
  });
});
