import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The register of papers, and the paperwork of each task: who filed, answered, reported, and who let it pass. */
export class Papers1760001500000 implements MigrationInterface {
  name = 'Papers1760001500000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(PAPERS);
    await db.query(PAPERWORK);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE task_paperwork; DROP TABLE papers');
  }
}

const PAPERS = `
  CREATE TABLE papers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind text NOT NULL CHECK (kind IN ('aircraft_registration', 'operation_identification', 'pilot_licence', 'insurance')),
    subject text NOT NULL,
    number text NOT NULL,
    issuer text NOT NULL,
    valid_from date,
    valid_to date,
    note text NOT NULL,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'withdrawn')),
    demonstration boolean NOT NULL DEFAULT false,
    noticed_days int,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text,
    CHECK (valid_to >= valid_from),
    CHECK (subject <> '*' OR kind IN ('pilot_licence', 'insurance'))
  );
  CREATE UNIQUE INDEX papers_number ON papers (kind, lower(subject), lower(number));
  CREATE INDEX papers_subject ON papers (lower(subject));
  CREATE INDEX papers_valid_to ON papers (valid_to) WHERE state = 'active';
`;

// The second person is another one, whatever the code says.
const PAPERWORK = `
  CREATE TABLE task_paperwork (
    task_id uuid PRIMARY KEY REFERENCES tasks (id),
    required boolean NOT NULL,
    filing_kind text NOT NULL CHECK (filing_kind IN ('required', 'emergency', 'exempt')),
    filed_at timestamptz,
    filed_by text,
    filed_note text,
    answered_at timestamptz,
    answered_by text,
    answer_note text,
    granted boolean,
    reported_at timestamptz,
    reported_by text,
    report_note text,
    override_reason text,
    override_by text,
    override_asked_at timestamptz,
    override_second text,
    override_at timestamptz,
    CHECK (override_second <> override_by)
  );
`;
