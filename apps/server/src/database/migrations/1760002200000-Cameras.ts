import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The catalogue of cameras. `credentials` are what a camera asks for, sealed with a key of the database's own; `origin` as
 * for divisions: a county's folder never changes a row that a person has changed.
 */
export class Cameras1760002200000 implements MigrationInterface {
  name = 'Cameras1760002200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE cameras (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL CHECK (code ~ '^\\d{20}$'),
        name text NOT NULL,
        division_code text NOT NULL REFERENCES divisions (code),
        longitude double precision,
        latitude double precision,
        placement text NOT NULL,
        vendor text NOT NULL,
        model text NOT NULL,
        mounting jsonb NOT NULL,
        source jsonb NOT NULL,
        credentials bytea,
        rights text NOT NULL CHECK (rights IN ('public', 'internal', 'restricted')),
        slow_live_point text REFERENCES slow_live_points (id),
        tags text[] NOT NULL,
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired')),
        demonstration boolean NOT NULL DEFAULT false,
        origin text NOT NULL DEFAULT 'person' CHECK (origin IN ('folder', 'person')),
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        updated_by text,
        CHECK ((longitude IS NULL) = (latitude IS NULL))
      );
      CREATE UNIQUE INDEX cameras_code ON cameras (code);
      CREATE INDEX cameras_division_code ON cameras (division_code);
      CREATE INDEX cameras_slow_live_point ON cameras (slow_live_point) WHERE slow_live_point IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE cameras');
  }
}
