import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Favourite routes of guests, who are no users: by the serial number of their controller. */
export class PilotFavourites1760001200000 implements MigrationInterface {
  name = 'PilotFavourites1760001200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE pilot_favourites (
        gateway_sn text NOT NULL,
        route_id uuid NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
        PRIMARY KEY (gateway_sn, route_id)
      );
      CREATE INDEX pilot_favourites_route_id ON pilot_favourites (route_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE pilot_favourites');
  }
}
