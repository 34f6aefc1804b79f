import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Feature points, scenarios and what a scenario aims at. `origin` as for divisions: a county's folder never changes a row
 * that a person has changed.
 */
export class PointsAndScenarios1760000600000 implements MigrationInterface {
  name = 'PointsAndScenarios1760000600000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE feature_points (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL,
        name text NOT NULL,
        class text NOT NULL,
        story text NOT NULL,
        division_code text NOT NULL REFERENCES divisions (code),
        longitude double precision NOT NULL,
        latitude double precision NOT NULL,
        placement text NOT NULL,
        placement_note text,
        tags text[] NOT NULL,
        profile jsonb,
        poses jsonb NOT NULL,
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired')),
        demonstration boolean NOT NULL DEFAULT false,
        origin text NOT NULL DEFAULT 'person' CHECK (origin IN ('folder', 'person')),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        updated_by text
      );
      -- Codes end up in file names, and file systems do not all tell a from A.
      CREATE UNIQUE INDEX feature_points_code ON feature_points (lower(code));
      CREATE INDEX feature_points_division_code ON feature_points (division_code);
      CREATE INDEX feature_points_tags ON feature_points USING gin (tags);

      CREATE TABLE scenarios (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL,
        name text NOT NULL,
        purpose text NOT NULL,
        division_code text NOT NULL REFERENCES divisions (code),
        owner_unit text NOT NULL,
        owner_person text,
        checklist text[] NOT NULL,
        spots jsonb NOT NULL,
        cadence jsonb,
        outputs text[] NOT NULL,
        tags text[] NOT NULL,
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired')),
        demonstration boolean NOT NULL DEFAULT false,
        origin text NOT NULL DEFAULT 'person' CHECK (origin IN ('folder', 'person')),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        updated_by text
      );
      CREATE UNIQUE INDEX scenarios_code ON scenarios (lower(code));
      CREATE INDEX scenarios_division_code ON scenarios (division_code);
      CREATE INDEX scenarios_tags ON scenarios USING gin (tags);

      CREATE TABLE scenario_points (
        scenario_id uuid NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
        point_id uuid NOT NULL REFERENCES feature_points (id),
        PRIMARY KEY (scenario_id, point_id)
      );
      CREATE INDEX scenario_points_point_id ON scenario_points (point_id);

      CREATE TABLE scenario_divisions (
        scenario_id uuid NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
        division_code text NOT NULL REFERENCES divisions (code),
        PRIMARY KEY (scenario_id, division_code)
      );
      CREATE INDEX scenario_divisions_division_code ON scenario_divisions (division_code);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE scenario_divisions, scenario_points, scenarios, feature_points');
  }
}
