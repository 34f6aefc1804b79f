import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What lies in the store of media under which key. The bytes are kept by their SHA-256, outside of the database; a key that
 * is taken never names other bytes again.
 */
export class Media1760001100000 implements MigrationInterface {
  name = 'Media1760001100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE media_objects (
        key text PRIMARY KEY,
        sha256 text NOT NULL,
        size bigint NOT NULL CHECK (size >= 0),
        -- As S3 tells it: the MD5, or that of the parts' MD5s with their number behind it.
        etag text NOT NULL,
        content_type text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL
      );
      CREATE INDEX media_objects_sha256 ON media_objects (sha256);

      CREATE TABLE media_uploads (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        key text NOT NULL,
        content_type text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL
      );
      CREATE INDEX media_uploads_created_at ON media_uploads (created_at);

      CREATE TABLE media_upload_parts (
        upload_id uuid NOT NULL REFERENCES media_uploads (id) ON DELETE CASCADE,
        number int NOT NULL CHECK (number BETWEEN 1 AND 10000),
        staged text NOT NULL,
        size bigint NOT NULL,
        md5 text NOT NULL,
        PRIMARY KEY (upload_id, number)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE media_upload_parts, media_uploads, media_objects');
  }
}
