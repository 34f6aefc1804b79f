import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Files that drones took: one row for each object that a device told of. `task_media` counts the files of a task:
 * what was to come, what came, and whether more is waited for.
 */
export class MediaFiles1760001600000 implements MigrationInterface {
  name = 'MediaFiles1760001600000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE media_files (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        object_key text NOT NULL UNIQUE,
        name text NOT NULL,
        kind text NOT NULL,
        source text NOT NULL,
        state text NOT NULL,
        problem jsonb,
        content_type text,
        size bigint,
        sha256 text,
        task_id uuid REFERENCES tasks (id),
        waypoint int,
        feature_point_id uuid REFERENCES feature_points (id),
        division_path text NOT NULL,
        gateway_sn text,
        device_sn text,
        payload text,
        taken_at timestamptz NOT NULL,
        device_time text,
        received_at timestamptz NOT NULL DEFAULT now(),
        longitude double precision,
        latitude double precision,
        absolute_height double precision,
        relative_height double precision,
        gimbal_yaw double precision,
        gimbal_pitch double precision,
        gimbal_roll double precision,
        width int,
        height int,
        fingerprint text,
        tiny_fingerprint text,
        original boolean NOT NULL,
        duplicate_of uuid REFERENCES media_files (id),
        -- Keys of what was made of it.
        thumbnail_key text,
        preview_key text,
        -- What the device said, as it came.
        told jsonb NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        tried_at timestamptz
      );
      CREATE INDEX media_files_taken_at ON media_files (taken_at DESC, id DESC);
      CREATE INDEX media_files_task_id ON media_files (task_id);
      CREATE INDEX media_files_feature_point_id ON media_files (feature_point_id, taken_at DESC);
      CREATE INDEX media_files_division_path ON media_files (division_path text_pattern_ops);
      CREATE INDEX media_files_sha256 ON media_files (sha256);
      CREATE INDEX media_files_fingerprint ON media_files (fingerprint);
      CREATE INDEX media_files_tiny_fingerprint ON media_files (tiny_fingerprint);
      CREATE INDEX media_files_open ON media_files (received_at) WHERE state IN ('announced', 'stored');

      CREATE TABLE task_media (
        task_id uuid PRIMARY KEY REFERENCES tasks (id),
        -- What the dock itself says with the files.
        told_expected int,
        expected int NOT NULL DEFAULT 0,
        received int NOT NULL DEFAULT 0,
        surplus int NOT NULL DEFAULT 0,
        damaged int NOT NULL DEFAULT 0,
        missing jsonb NOT NULL DEFAULT '[]',
        deadline timestamptz,
        settled_at timestamptz,
        counted_at timestamptz
      );
      CREATE INDEX task_media_open ON task_media (task_id) WHERE settled_at IS NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE task_media, media_files');
  }
}
