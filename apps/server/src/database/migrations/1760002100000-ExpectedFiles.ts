import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What a device says with each file of how many there are is kept with the file: who records what devices say waits for
 * nobody who counts.
 */
export class ExpectedFiles1760002100000 implements MigrationInterface {
  name = 'ExpectedFiles1760002100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE media_files ADD COLUMN expected_files int');
    await db.query('ALTER TABLE task_media DROP COLUMN told_expected');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE task_media ADD COLUMN told_expected int');
    await db.query('ALTER TABLE media_files DROP COLUMN expected_files');
  }
}
