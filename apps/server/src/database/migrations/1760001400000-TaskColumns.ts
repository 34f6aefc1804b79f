import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Where a task comes from and who flies it: its plan and the day of it, a dock or a mobile drone with its pilot, limits and
 * backup route, and the task that it stands in for. A plan's day has one task, but for those that were withdrawn with a
 * change of the plan and those that stand in for another.
 */
export class TaskColumns1760001400000 implements MigrationInterface {
  name = 'TaskColumns1760001400000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE tasks
        ALTER COLUMN dock_sn DROP NOT NULL,
        ADD COLUMN plan_id uuid REFERENCES plans (id),
        ADD COLUMN plan_day date,
        ADD COLUMN backup_route_id uuid REFERENCES routes (id),
        ADD COLUMN limits jsonb,
        ADD COLUMN executor text NOT NULL DEFAULT 'dock' CHECK (executor IN ('dock', 'mobile')),
        ADD COLUMN aircraft_sn text REFERENCES devices (sn),
        ADD COLUMN pilot text,
        ADD COLUMN fallback_of uuid REFERENCES tasks (id),
        ADD COLUMN fallback_reason text,
        ADD COLUMN auto_fallback boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT tasks_executor_dock CHECK ((executor = 'dock') = (dock_sn IS NOT NULL)),
        ADD CONSTRAINT tasks_plan_day_both CHECK ((plan_id IS NULL) = (plan_day IS NULL));
      CREATE UNIQUE INDEX tasks_plan_id_plan_day ON tasks (plan_id, plan_day)
        WHERE fallback_of IS NULL AND (outcome ->> 'reason') IS DISTINCT FROM 'plan_withdrawn';
      CREATE INDEX tasks_plan_id ON tasks (plan_id);
      CREATE INDEX tasks_backup_route_id ON tasks (backup_route_id);
      CREATE INDEX tasks_aircraft_sn_window_start ON tasks (aircraft_sn, window_start);
      CREATE INDEX tasks_fallback_of ON tasks (fallback_of);
      CREATE INDEX tasks_pilot ON tasks (pilot, window_start) WHERE pilot IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX tasks_plan_id_plan_day, tasks_plan_id, tasks_backup_route_id, tasks_aircraft_sn_window_start,
        tasks_fallback_of, tasks_pilot;
      DELETE FROM tasks WHERE dock_sn IS NULL;
      ALTER TABLE tasks
        DROP CONSTRAINT tasks_executor_dock, DROP CONSTRAINT tasks_plan_day_both, ALTER COLUMN dock_sn SET NOT NULL,
        DROP COLUMN plan_id, DROP COLUMN plan_day, DROP COLUMN backup_route_id, DROP COLUMN limits,
        DROP COLUMN executor, DROP COLUMN aircraft_sn, DROP COLUMN pilot, DROP COLUMN fallback_of,
        DROP COLUMN fallback_reason, DROP COLUMN auto_fallback;
    `);
  }
}
