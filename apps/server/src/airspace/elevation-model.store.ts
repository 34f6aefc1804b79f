import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type ElevationModelView } from '#contracts';
import { type ElevationCells, ElevationGrid } from '#geo';

/** A model before it is stored. */
export interface NewElevationModel {
  name: string;
  bytes: Buffer;
  sha256: string;
  bbox: readonly [west: number, south: number, east: number, north: number];
  lowest: number;
  highest: number;
  cells: ElevationCells;
}

interface ModelRow {
  id: string;
  name: string;
  size: number;
  sha256: string;
  bbox: number[];
  spacing: number;
  columns: number;
  rows: number;
  lowest: number;
  highest: number;
  accuracy: number | null;
  created_at: Date;
  created_by: string;
}

const COLUMNS = `id, name, octet_length(bytes) AS size, sha256, bbox, spacing, (layout ->> 'columns')::int AS columns,
  (layout ->> 'rows')::int AS rows, lowest, highest, accuracy, created_at, created_by`;
const pack = promisify(deflate);
const unpack = promisify(inflate);

/** Reads and writes elevation models. */
@Injectable()
export class ElevationModelStore {
  constructor(private readonly db: DataSource) {}

  /** Newest first: the order in which they are asked. */
  async list(tx: EntityManager = this.db.manager): Promise<ElevationModelView[]> {
    const rows: ModelRow[] = await tx.query(`SELECT ${COLUMNS} FROM elevation_models ORDER BY created_at DESC, id`);
    return rows.map(viewOf);
  }

  /** The ids of all models, newest first: cheap enough to be asked before each check. */
  async ids(): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query('SELECT id FROM elevation_models ORDER BY created_at DESC, id');
    return rows.map(({ id }) => id);
  }

  /** The grid of a model; undefined when it was removed. */
  async grid(id: string): Promise<ElevationGrid | undefined> {
    const [row]: { layout: Omit<ElevationCells, 'values'>; cells: Buffer }[] = await this.db.query(
      'SELECT layout, cells FROM elevation_models WHERE id = $1',
      [id],
    );
    if (!row) return undefined;
    const { layout, cells } = row;
    const bytes = await unpack(cells, { maxOutputLength: 4 * layout.columns * layout.rows });
    const values = new Float32Array(layout.columns * layout.rows);
    new Uint8Array(values.buffer).set(bytes);
    return new ElevationGrid({ ...layout, values });
  }

  /** Lets one model be added at a time, until the transaction ends. */
  async lock(tx: EntityManager): Promise<void> {
    await tx.query('LOCK TABLE elevation_models IN SHARE ROW EXCLUSIVE MODE');
  }

  async insert(tx: EntityManager, model: NewElevationModel, by: string): Promise<ElevationModelView> {
    const { values, ...layout } = model.cells;
    const cells = await pack(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const spacing = new ElevationGrid(model.cells).spacing;
    const [row]: ModelRow[] = await tx.query(
      `INSERT INTO elevation_models (name, bytes, sha256, bbox, spacing, lowest, highest, accuracy, layout, cells, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
      [
        model.name,
        model.bytes,
        model.sha256,
        model.bbox,
        spacing,
        model.lowest,
        model.highest,
        layout.accuracy,
        JSON.stringify(layout),
        cells,
        by,
      ],
    );
    return viewOf(row!);
  }

  /** Removes a model; returns its name, or undefined when there is none. */
  async remove(tx: EntityManager, id: string): Promise<string | undefined> {
    const [rows]: [{ name: string }[]] = await tx.query('DELETE FROM elevation_models WHERE id = $1 RETURNING name', [
      id,
    ]);
    return rows[0]?.name;
  }
}

function viewOf(row: ModelRow): ElevationModelView {
  const { id, name, size, sha256, bbox, spacing, columns, rows, lowest, highest, accuracy } = row;
  const createdAt = row.created_at.toISOString();
  const model = { id, name, size, sha256, bbox, spacing, columns, rows, lowest, highest, accuracy };
  return { ...model, createdAt, createdBy: row.created_by };
}
