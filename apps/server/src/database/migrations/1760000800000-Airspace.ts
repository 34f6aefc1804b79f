import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Areas that flights keep out of, and elevation models. An elevation model is kept as it came, with its fingerprint, and
 * beside it as the grid that was read from it: 32-bit floats, little-endian, rows from north to south, NaN for no value,
 * packed with Deflate, so that a start reads no GeoTIFF.
 */
export class Airspace1760000800000 implements MigrationInterface {
  name = 'Airspace1760000800000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(AREAS);
    await db.query(MODELS);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE elevation_models, airspace_areas');
  }
}

const AREAS = `
  CREATE TABLE airspace_areas (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('keep_out', 'temporary', 'caution')),
    geometry jsonb NOT NULL,
    floor_metres double precision NOT NULL CHECK (floor_metres >= 0),
    ceiling_metres double precision,
    valid_from timestamptz,
    valid_to timestamptz,
    reason text NOT NULL,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'retired')),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text,
    CHECK (ceiling_metres > floor_metres),
    CHECK (valid_to > valid_from)
  );
  CREATE INDEX airspace_areas_active ON airspace_areas (lower(name), id) WHERE state = 'active';
`;

const MODELS = `
  CREATE TABLE elevation_models (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    bytes bytea NOT NULL CHECK (octet_length(bytes) <= 67108864),
    sha256 text NOT NULL,
    bbox double precision[] NOT NULL,
    spacing double precision NOT NULL,
    lowest double precision NOT NULL,
    highest double precision NOT NULL,
    accuracy double precision,
    -- Everything of the grid but its values: reference, first cell, steps, columns and rows.
    layout jsonb NOT NULL,
    cells bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL
  );
  CREATE UNIQUE INDEX elevation_models_sha256 ON elevation_models (sha256);
  CREATE INDEX elevation_models_created_at ON elevation_models (created_at DESC, id);
  -- Neither the file nor its cells get smaller by being packed once more.
  ALTER TABLE elevation_models ALTER COLUMN bytes SET STORAGE EXTERNAL, ALTER COLUMN cells SET STORAGE EXTERNAL;
`;
