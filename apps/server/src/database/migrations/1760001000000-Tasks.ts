import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Tasks. The id is the mission's id on the device too. What the machine knows of a task's course are columns of their own,
 * written by one method; `wait_reason` tells why a queued task does not go yet.
 */
export class Tasks1760001000000 implements MigrationInterface {
  name = 'Tasks1760001000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE tasks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL,
        route_id uuid NOT NULL REFERENCES routes (id),
        route_version int NOT NULL,
        dock_sn text NOT NULL REFERENCES devices (sn),
        priority text NOT NULL,
        window_start timestamptz NOT NULL,
        window_end timestamptz NOT NULL,
        note text NOT NULL,
        continues uuid REFERENCES tasks (id),
        flight_seconds double precision NOT NULL,
        return_height double precision NOT NULL,
        filing text,
        state text NOT NULL,
        since timestamptz NOT NULL,
        execute_sent_at timestamptz,
        started_at timestamptz,
        took_off_at timestamptz,
        cancel_requested_at timestamptz,
        cancel_requested_by text,
        device_word text,
        outcome jsonb,
        wait_reason jsonb,
        progress jsonb,
        break_point jsonb,
        media_expected int,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        approved_by text,
        FOREIGN KEY (route_id, route_version) REFERENCES route_versions (route_id, number)
      );
      CREATE INDEX tasks_dock_sn_window_start ON tasks (dock_sn, window_start);
      CREATE INDEX tasks_window_start ON tasks (window_start, id);
      CREATE INDEX tasks_route_id ON tasks (route_id);
      CREATE INDEX tasks_open ON tasks (state)
        WHERE state NOT IN ('ok', 'partially_done', 'failed', 'canceled', 'rejected', 'timeout');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE tasks');
  }
}
