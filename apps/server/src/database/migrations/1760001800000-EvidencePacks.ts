import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Evidence packs. The file lies in the store of media; the row of a pack that is ready says its hash and never changes. */
export class EvidencePacks1760001800000 implements MigrationInterface {
  name = 'EvidencePacks1760001800000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(PACKS);
    await db.query(FREEZE);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE evidence_packs');
    await db.query('DROP FUNCTION refuse_change_of_evidence');
  }
}

const PACKS = `
  CREATE TABLE evidence_packs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    note text NOT NULL,
    task_id uuid REFERENCES tasks (id),
    -- In the order in which they stand in the pack; chosen when it was asked for.
    media_ids uuid[] NOT NULL,
    division_path text NOT NULL,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'building', 'ready', 'failed')),
    progress int NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    tries int NOT NULL DEFAULT 0,
    -- When the worker that builds it last gave a sign.
    seen_at timestamptz,
    object_key text,
    file_name text,
    size bigint,
    sha256 text,
    manifest_sha256 text,
    reason_code text,
    reason_zh text,
    reason_en text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    finished_at timestamptz,
    CHECK (state <> 'ready' OR (object_key IS NOT NULL AND sha256 IS NOT NULL AND manifest_sha256 IS NOT NULL))
  );
  CREATE INDEX evidence_packs_created_at ON evidence_packs (created_at DESC, id);
  CREATE INDEX evidence_packs_task_id ON evidence_packs (task_id);
  CREATE INDEX evidence_packs_open ON evidence_packs (state) WHERE state IN ('queued', 'building');
`;

const FREEZE = `
  CREATE FUNCTION refuse_change_of_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'evidence pack % is ready and never changes', OLD.id;
  END $$;
  CREATE TRIGGER evidence_packs_frozen BEFORE UPDATE OR DELETE ON evidence_packs
    FOR EACH ROW WHEN (OLD.state = 'ready') EXECUTE FUNCTION refuse_change_of_evidence();
`;
