import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The county tree, the areas by which a point finds its division, the slow-live points, and what was loaded from which
 * folder. `origin` says whether a row came from the folder or from a person: a folder never changes a person's row.
 */
export class Divisions1760000000000 implements MigrationInterface {
  name = 'Divisions1760000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE divisions (
        code text PRIMARY KEY,
        parent_code text REFERENCES divisions (code) DEFERRABLE INITIALLY DEFERRED,
        path text NOT NULL,
        level text NOT NULL CHECK (level IN ('county', 'town', 'zone', 'village', 'natural_village')),
        kind text NOT NULL,
        name text NOT NULL,
        name_en text,
        longitude double precision,
        latitude double precision,
        position text NOT NULL,
        position_note text,
        ordinal int NOT NULL,
        origin text NOT NULL DEFAULT 'person' CHECK (origin IN ('folder', 'person')),
        CHECK ((level = 'county') = (parent_code IS NULL))
      );
      -- text_pattern_ops: rights and lists ask for a path and everything below it, which is a prefix.
      CREATE UNIQUE INDEX divisions_path ON divisions (path text_pattern_ops);
      CREATE INDEX divisions_parent_code ON divisions (parent_code);
      CREATE UNIQUE INDEX divisions_one_county ON divisions (level) WHERE level = 'county';

      CREATE TABLE division_areas (
        nr int PRIMARY KEY,
        codes text[] NOT NULL,
        geometry json NOT NULL,
        estimated boolean NOT NULL
      );

      CREATE TABLE slow_live_points (
        id text PRIMARY KEY,
        name text NOT NULL,
        name_en text,
        division_code text NOT NULL REFERENCES divisions (code),
        longitude double precision NOT NULL,
        latitude double precision NOT NULL,
        placement text NOT NULL,
        placement_note text,
        origin text NOT NULL DEFAULT 'person' CHECK (origin IN ('folder', 'person'))
      );
      CREATE INDEX slow_live_points_division_code ON slow_live_points (division_code);

      CREATE TABLE county_loads (
        county_code text NOT NULL,
        digest text NOT NULL,
        loaded_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE county_loads, slow_live_points, division_areas, divisions');
  }
}
