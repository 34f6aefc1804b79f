import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Routes, the frozen versions of their files, and bulk imports of such files. `origin` as for feature points. A version
 * that was approved is evidence of what was flown by whose decision: the database itself refuses to change or delete it.
 */
export class Routes1760000700000 implements MigrationInterface {
  name = 'Routes1760000700000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLES);
    await db.query(FREEZE);
    await db.query(IMPORTS);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `DROP TABLE route_import_files, route_imports, route_versions, route_favourites, route_scenarios, route_points, routes;
       DROP FUNCTION keep_approved_route_versions`,
    );
  }
}

const TABLES = `
  CREATE TABLE routes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL,
    name text NOT NULL,
    role text NOT NULL DEFAULT 'main' CHECK (role IN ('main', 'backup')),
    partner_id uuid REFERENCES routes (id),
    home_dock_sn text,
    division_code text NOT NULL REFERENCES divisions (code),
    tags text[] NOT NULL,
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'checked', 'approved', 'retired')),
    demonstration boolean NOT NULL DEFAULT false,
    origin text NOT NULL DEFAULT 'person' CHECK (origin IN ('folder', 'person')),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text,
    CHECK (partner_id <> id)
  );
  -- Codes end up in file names, and file systems do not all tell a from A.
  CREATE UNIQUE INDEX routes_code ON routes (lower(code));
  CREATE INDEX routes_division_code ON routes (division_code);
  CREATE INDEX routes_home_dock_sn ON routes (home_dock_sn);
  CREATE UNIQUE INDEX routes_partner_id ON routes (partner_id);
  CREATE INDEX routes_tags ON routes USING gin (tags);

  CREATE TABLE route_points (
    route_id uuid NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    point_id uuid NOT NULL REFERENCES feature_points (id),
    PRIMARY KEY (route_id, point_id)
  );
  CREATE INDEX route_points_point_id ON route_points (point_id);

  CREATE TABLE route_scenarios (
    route_id uuid NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    scenario_id uuid NOT NULL REFERENCES scenarios (id),
    PRIMARY KEY (route_id, scenario_id)
  );
  CREATE INDEX route_scenarios_scenario_id ON route_scenarios (scenario_id);

  CREATE TABLE route_favourites (
    route_id uuid NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (route_id, user_id)
  );
  CREATE INDEX route_favourites_user_id ON route_favourites (user_id);

  CREATE TABLE route_versions (
    route_id uuid NOT NULL REFERENCES routes (id),
    number int NOT NULL CHECK (number >= 1),
    state text NOT NULL CHECK (state IN ('draft', 'checked', 'approved', 'superseded')),
    kmz bytea NOT NULL,
    md5 text NOT NULL,
    sha256 text NOT NULL,
    size int NOT NULL,
    source bytea,
    source_name text,
    source_format text,
    source_sha256 text,
    issues jsonb NOT NULL,
    report jsonb NOT NULL,
    waypoints int NOT NULL,
    legs int NOT NULL,
    bbox double precision[],
    thumbnail text NOT NULL,
    note text NOT NULL,
    based_on int,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text,
    approved_at timestamptz,
    approved_by text,
    approval_note text,
    PRIMARY KEY (route_id, number),
    CHECK ((state IN ('approved', 'superseded')) = (approved_at IS NOT NULL)),
    CHECK ((source IS NULL) = (source_sha256 IS NULL))
  );
  CREATE UNIQUE INDEX route_versions_approved ON route_versions (route_id) WHERE state = 'approved';
  CREATE INDEX route_versions_md5 ON route_versions (md5);
  CREATE INDEX route_versions_sha256 ON route_versions (sha256);
  CREATE INDEX route_versions_source_sha256 ON route_versions (source_sha256);
`;

const FREEZE = `
  CREATE FUNCTION keep_approved_route_versions() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'TRUNCATE' THEN
      IF NOT EXISTS (SELECT FROM route_versions WHERE state IN ('approved', 'superseded')) THEN RETURN NULL; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
      IF OLD.state = 'approved' AND NEW.state = 'superseded' THEN OLD.state := NEW.state; END IF;
      IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a route version that was approved is never changed or deleted' USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER keep_approved BEFORE UPDATE OR DELETE ON route_versions FOR EACH ROW
    WHEN (OLD.state IN ('approved', 'superseded')) EXECUTE FUNCTION keep_approved_route_versions();
  CREATE TRIGGER keep_approved_all BEFORE TRUNCATE ON route_versions FOR EACH STATEMENT
    EXECUTE FUNCTION keep_approved_route_versions();
`;

const IMPORTS = `
  CREATE TABLE route_imports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    state text NOT NULL DEFAULT 'receiving' CHECK (state IN ('receiving', 'running', 'done')),
    home_dock_sn text,
    role text NOT NULL,
    tags text[] NOT NULL,
    expected int NOT NULL,
    -- What whoever began it may see and manage: the work is done within that.
    scope_path text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    finished_at timestamptz
  );
  CREATE INDEX route_imports_unfinished ON route_imports (created_at) WHERE state <> 'done';

  CREATE TABLE route_import_files (
    id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    import_id uuid NOT NULL REFERENCES route_imports (id) ON DELETE CASCADE,
    name text NOT NULL,
    size int NOT NULL,
    sha256 text NOT NULL,
    -- Kept until the file was looked at; a route's version keeps its own copy.
    bytes bytea,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'draft', 'refused')),
    route_id uuid REFERENCES routes (id),
    errors int NOT NULL DEFAULT 0,
    warnings int NOT NULL DEFAULT 0,
    zh text,
    en text,
    CHECK (state <> 'waiting' OR bytes IS NOT NULL)
  );
  -- The same file sent again after a lost answer is one row; another file of the same name is another.
  CREATE UNIQUE INDEX route_import_files_once ON route_import_files (import_id, name, sha256);
  CREATE INDEX route_import_files_route_id ON route_import_files (route_id);
`;
