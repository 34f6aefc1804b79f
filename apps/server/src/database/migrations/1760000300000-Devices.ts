import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The register of devices, what carries them, what they last said, and what was unknown about them. */
export class Devices1760000300000 implements MigrationInterface {
  name = 'Devices1760000300000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE devices (
        sn text PRIMARY KEY,
        kind text NOT NULL,
        name text NOT NULL,
        model_key text,
        parent_sn text,
        role text NOT NULL DEFAULT 'fixed',
        division_code text NOT NULL,
        longitude double precision,
        latitude double precision,
        height_ellipsoid double precision,
        placement text NOT NULL DEFAULT 'reported',
        demonstration boolean NOT NULL DEFAULT false,
        status text NOT NULL DEFAULT 'registered',
        pilot_name text,
        permit text,
        guest_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX devices_parent_sn ON devices (parent_sn);
      CREATE INDEX devices_division_code ON devices (division_code);

      CREATE TABLE device_links (
        sn text PRIMARY KEY,
        gateway_sn text NOT NULL,
        linked boolean NOT NULL,
        provisional boolean NOT NULL DEFAULT false,
        model_key text,
        control_index text,
        changed_at timestamptz NOT NULL
      );
      CREATE INDEX device_links_gateway_sn ON device_links (gateway_sn);

      CREATE TABLE device_states (
        sn text PRIMARY KEY,
        properties json NOT NULL,
        times json NOT NULL,
        sample json NOT NULL,
        received_at timestamptz NOT NULL,
        device_time timestamptz,
        clock_offset_ms double precision
      );

      CREATE TABLE device_presence (
        sn text PRIMARY KEY,
        state text NOT NULL,
        reason text NOT NULL,
        since timestamptz NOT NULL,
        last_message_at timestamptz
      );

      CREATE TABLE unknown_devices (
        sn text PRIMARY KEY,
        gateway_sn text,
        kind text NOT NULL,
        model_key text,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        messages bigint NOT NULL,
        last_topic text NOT NULL,
        status text NOT NULL DEFAULT 'waiting'
      );

      CREATE TABLE health_notices (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        sn text NOT NULL,
        key text NOT NULL,
        code text NOT NULL,
        level int NOT NULL,
        module int,
        in_the_sky boolean NOT NULL,
        imminent boolean NOT NULL,
        text_zh text,
        text_en text,
        args json NOT NULL,
        raised_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        cleared_at timestamptz
      );
      CREATE UNIQUE INDEX health_notices_active ON health_notices (sn, key) WHERE cleared_at IS NULL;
      CREATE INDEX health_notices_sn_raised_at ON health_notices (sn, raised_at DESC);

      CREATE TABLE protocol_notes (
        kind text NOT NULL,
        name text NOT NULL,
        example text NOT NULL,
        sn text,
        count bigint NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        PRIMARY KEY (kind, name)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE protocol_notes, health_notices, unknown_devices, device_presence, device_states, device_links, devices',
    );
  }
}
