import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The event log: every fact, numbered in the order of commits. */
export class Events1760000500000 implements MigrationInterface {
  name = 'Events1760000500000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE events_id;
      CREATE TABLE events (
        id bigint PRIMARY KEY,
        at timestamptz NOT NULL,
        name text NOT NULL,
        division_path text NOT NULL,
        device_sn text,
        data jsonb NOT NULL
      );
      CREATE INDEX events_name_id ON events (name, id);
      CREATE INDEX events_device_sn_id ON events (device_sn, id) WHERE device_sn IS NOT NULL;
      CREATE INDEX events_at ON events (at);

      CREATE TABLE process_beats (
        role text PRIMARY KEY,
        at timestamptz NOT NULL,
        detail json NOT NULL
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE process_beats, events; DROP SEQUENCE events_id');
  }
}
