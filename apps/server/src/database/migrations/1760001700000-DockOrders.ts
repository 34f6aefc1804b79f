import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What people told docks: asked for, confirmed by the same person, sent once at most, with its end and why. */
export class DockOrders1760001700000 implements MigrationInterface {
  name = 'DockOrders1760001700000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE dock_orders (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        dock_sn text NOT NULL REFERENCES devices (sn),
        method text NOT NULL,
        action int,
        state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'confirmed', 'sent', 'in_progress', 'ok', 'failed',
          'refused', 'timeout', 'not_sent', 'lapsed', 'withdrawn')),
        note text NOT NULL,
        affected jsonb NOT NULL,
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        confirm_before timestamptz NOT NULL,
        confirmed_at timestamptz,
        sent_at timestamptz,
        deadline timestamptz,
        settled_at timestamptz,
        percent real,
        step text,
        reason text,
        device_code int,
        CHECK ((reason IS NULL) = (settled_at IS NULL))
      );
      CREATE INDEX dock_orders_dock_sn ON dock_orders (dock_sn, asked_at DESC);
      CREATE INDEX dock_orders_open ON dock_orders (asked_at) WHERE settled_at IS NULL;
      -- A dock does one thing at a time.
      CREATE UNIQUE INDEX dock_orders_one_at_a_time ON dock_orders (dock_sn)
        WHERE state IN ('confirmed', 'sent', 'in_progress');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE dock_orders');
  }
}
