import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Patrol plans. And what tasks must never do, whatever the code says: leave their end, or have a start or a take-off
 * recorded anew.
 */
export class Plans1760001300000 implements MigrationInterface {
  name = 'Plans1760001300000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(PLANS);
    await db.query(KEEP);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TRIGGER keep_course ON tasks; DROP FUNCTION keep_task_course; DROP TABLE plans');
  }
}

const PLANS = `
  CREATE TABLE plans (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL,
    name text NOT NULL,
    scenario_id uuid REFERENCES scenarios (id),
    main_route_id uuid NOT NULL REFERENCES routes (id),
    backup_route_id uuid REFERENCES routes (id),
    executor jsonb NOT NULL,
    dock_sn text,
    division_code text NOT NULL REFERENCES divisions (code),
    priority text NOT NULL CHECK (priority IN ('emergency', 'meeting', 'routine')),
    recurrence text,
    first_day date NOT NULL,
    last_day date,
    window_from text NOT NULL,
    window_to text NOT NULL,
    limits jsonb NOT NULL,
    on_holidays text NOT NULL CHECK (on_holidays IN ('fly', 'skip', 'next_workday')),
    no_fly_days date[] NOT NULL,
    note text NOT NULL,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'ended')),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text,
    CHECK (last_day IS NULL OR last_day >= first_day),
    CHECK (window_from < window_to)
  );
  CREATE UNIQUE INDEX plans_code ON plans (lower(code));
  CREATE INDEX plans_division_code ON plans (division_code);
  CREATE INDEX plans_main_route_id ON plans (main_route_id);
  CREATE INDEX plans_backup_route_id ON plans (backup_route_id);
  CREATE INDEX plans_scenario_id ON plans (scenario_id);
  CREATE INDEX plans_dock_sn ON plans (dock_sn);
`;

const KEEP = `
  CREATE FUNCTION keep_task_course() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.outcome IS NOT NULL AND (NEW.state, NEW.outcome) IS DISTINCT FROM (OLD.state, OLD.outcome) THEN
      RAISE EXCEPTION 'a task never leaves its end' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.execute_sent_at IS NOT NULL AND NEW.execute_sent_at IS DISTINCT FROM OLD.execute_sent_at THEN
      RAISE EXCEPTION 'the start of a task is recorded once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.took_off_at IS NOT NULL AND NEW.took_off_at IS DISTINCT FROM OLD.took_off_at THEN
      RAISE EXCEPTION 'the take-off of a task is recorded once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_course BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION keep_task_course();
`;
