import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** When the routes of a county's folder were loaded: after the rest of it, since they are checked against that. */
export class CountyRoutes1760000900000 implements MigrationInterface {
  name = 'CountyRoutes1760000900000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE county_loads ADD COLUMN routes_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE county_loads DROP COLUMN routes_at');
  }
}
