import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** One task at most stands in for another: never do two fly in its place. */
export class Fallbacks1760002300000 implements MigrationInterface {
  name = 'Fallbacks1760002300000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX tasks_fallback_of; CREATE UNIQUE INDEX tasks_fallback_of ON tasks (fallback_of)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX tasks_fallback_of; CREATE INDEX tasks_fallback_of ON tasks (fallback_of)');
  }
}
