import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What people told flights: each is sent once at most, and what came of it is kept. */
export class FlightOrders1760001900000 implements MigrationInterface {
  name = 'FlightOrders1760001900000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE flight_orders (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        task_id uuid NOT NULL REFERENCES tasks (id),
        kind text NOT NULL CHECK (kind IN ('pause', 'resume', 'return_home', 'cancel_return_home')),
        state text NOT NULL DEFAULT 'asked'
          CHECK (state IN ('asked', 'sent', 'accepted', 'refused', 'silent', 'not_sent')),
        note text NOT NULL,
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        sent_at timestamptz,
        settled_at timestamptz,
        device_code int
      );
      CREATE INDEX flight_orders_task_id ON flight_orders (task_id, asked_at DESC);
      CREATE INDEX flight_orders_open ON flight_orders (asked_at) WHERE state IN ('asked', 'sent');
      -- The history of one task among the facts of all.
      CREATE INDEX events_task ON events (coalesce(data #>> '{task,id}', data ->> 'taskId'))
        WHERE coalesce(data #>> '{task,id}', data ->> 'taskId') IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX events_task; DROP TABLE flight_orders');
  }
}
