import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What devices said, by day. `device_messages` keeps every payload as it came (text, not jsonb: parsing on insert costs
 * two thirds of the write); `telemetry_points` is the narrow track. Partitions are made and dropped by `partitions.ts`.
 */
export class Telemetry1760000400000 implements MigrationInterface {
  name = 'Telemetry1760000400000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE device_messages (
        sn text NOT NULL,
        received_at timestamptz NOT NULL,
        device_time timestamptz,
        channel text NOT NULL,
        method text,
        payload text NOT NULL
      ) PARTITION BY RANGE (received_at);
      CREATE INDEX device_messages_sn_received_at ON device_messages (sn, received_at DESC);

      CREATE TABLE telemetry_points (
        sn text NOT NULL,
        received_at timestamptz NOT NULL,
        device_time timestamptz,
        longitude double precision,
        latitude double precision,
        height_ellipsoid real,
        height_above_takeoff real,
        heading real,
        speed real,
        vertical_speed real,
        battery_percent real,
        mode_code int,
        late boolean NOT NULL
      ) PARTITION BY RANGE (received_at);
      CREATE INDEX telemetry_points_sn_received_at ON telemetry_points (sn, received_at DESC);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE telemetry_points, device_messages');
  }
}
