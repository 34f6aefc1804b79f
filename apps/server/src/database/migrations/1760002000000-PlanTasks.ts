import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Plans are approved, and make tasks: who approved what is now in a plan, days on which it could make none, and which tasks
 * somebody has moved by hand.
 */
export class PlanTasks1760002000000 implements MigrationInterface {
  name = 'PlanTasks1760002000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE tasks ADD COLUMN moved_by text;
      ALTER TABLE plans ADD COLUMN approved_at timestamptz, ADD COLUMN approved_by text, ADD COLUMN approval_note text,
        ADD CONSTRAINT plans_approval CHECK ((approved_at IS NULL) = (approved_by IS NULL));
      CREATE TABLE plan_refusals (
        plan_id uuid NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
        day date NOT NULL,
        code text NOT NULL,
        zh text NOT NULL,
        en text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (plan_id, day)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE plan_refusals;
      ALTER TABLE plans DROP CONSTRAINT plans_approval, DROP COLUMN approved_at, DROP COLUMN approved_by,
        DROP COLUMN approval_note;
      ALTER TABLE tasks DROP COLUMN moved_by;
    `);
  }
}
