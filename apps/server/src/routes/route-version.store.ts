import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type RouteReportView, type RouteVersionState, type RouteVersionView } from '#contracts';
import { type DrawnRoute } from './drawn.route.js';

/** A version before it has a number. */
export interface NewVersion {
  drawn: DrawnRoute;
  /** The file as it came, and its name; null for what our own editor drew. */
  source: { name: string; bytes: Uint8Array; sha256: string } | null;
  state: 'draft' | 'checked';
  report: RouteReportView;
  note: string;
  basedOn: number | null;
}

interface VersionRow {
  route_id: string;
  number: number;
  state: RouteVersionState;
  size: number;
  md5: string;
  sha256: string;
  source_name: string | null;
  source_format: string | null;
  source_size: number | null;
  source_sha256: string | null;
  issues: RouteVersionView['issues'];
  report: RouteReportView;
  waypoints: number;
  legs: number;
  note: string;
  based_on: number | null;
  created_at: Date;
  created_by: string | null;
  approved_at: Date | null;
  approved_by: string | null;
}

const COLUMNS = `route_id, number, state, size, md5, sha256, source_name, source_format, octet_length(source) AS source_size,
  source_sha256, issues, report, waypoints, legs, note, based_on, created_at, created_by, approved_at, approved_by`;

/** Reads and writes versions of routes. Whoever writes holds the lock of the route. */
@Injectable()
export class RouteVersionStore {
  constructor(private readonly db: DataSource) {}

  /** Newest first. */
  async list(routeId: string): Promise<RouteVersionView[]> {
    const rows: VersionRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM route_versions WHERE route_id = $1 ORDER BY number DESC`,
      [routeId],
    );
    return rows.map(viewOf);
  }

  async find(
    routeId: string,
    number: number,
    tx: EntityManager = this.db.manager,
  ): Promise<RouteVersionView | undefined> {
    const [row]: VersionRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM route_versions WHERE route_id = $1 AND number = $2`,
      [routeId, number],
    );
    return row && viewOf(row);
  }

  /** The KMZ of a version, exactly as it was stored. */
  async kmz(routeId: string, number: number, tx: EntityManager = this.db.manager): Promise<Buffer | undefined> {
    const [row]: { kmz: Buffer }[] = await tx.query(
      'SELECT kmz FROM route_versions WHERE route_id = $1 AND number = $2',
      [routeId, number],
    );
    return row?.kmz;
  }

  /** The file that a version was made from; undefined when there is none. */
  async source(routeId: string, number: number): Promise<{ name: string; bytes: Buffer } | undefined> {
    const [row]: { name: string; bytes: Buffer }[] = await this.db.query(
      `SELECT source_name AS name, source AS bytes FROM route_versions
       WHERE route_id = $1 AND number = $2 AND source IS NOT NULL`,
      [routeId, number],
    );
    return row;
  }

  /** Adds the version after the newest one; returns its number. `by`: null for what came with the county's folder. */
  async insert(tx: EntityManager, routeId: string, version: NewVersion, by: string | null): Promise<number> {
    const { drawn, source, state, report, note, basedOn } = version;
    const [row]: { number: number }[] = await tx.query(
      `INSERT INTO route_versions (route_id, number, state, kmz, md5, sha256, size, source, source_name, source_format,
         source_sha256, issues, report, waypoints, legs, bbox, thumbnail, note, based_on, created_by)
       SELECT $1::uuid, coalesce(max(number), 0) + 1, $2::text, $3::bytea, $4::text, $5::text, octet_length($3::bytea),
         $6::bytea, $7::text, $8::text, $9::text, $10::jsonb, $11::jsonb, $12::int, $13::int, $14::float8[], $15::text,
         $16::text, $17::int, $18::text
       FROM route_versions WHERE route_id = $1::uuid RETURNING number`,
      [
        routeId,
        state,
        buffer(drawn.kmz),
        drawn.md5,
        drawn.sha256,
        source && buffer(source.bytes),
        source?.name ?? null,
        source && drawn.format,
        source?.sha256 ?? null,
        JSON.stringify(drawn.issues),
        JSON.stringify(report),
        drawn.waypoints,
        drawn.legs,
        drawn.bbox,
        drawn.thumbnail,
        note,
        basedOn,
        by,
      ],
    );
    return row!.number;
  }

  /** Keeps the result of a check of a version that is not frozen. */
  async recordCheck(
    tx: EntityManager,
    { routeId, number }: Pick<RouteVersionView, 'routeId' | 'number'>,
    state: RouteVersionState,
    report: RouteReportView,
  ): Promise<void> {
    await tx.query('UPDATE route_versions SET state = $3, report = $4 WHERE route_id = $1 AND number = $2', [
      routeId,
      number,
      state,
      JSON.stringify(report),
    ]);
  }

  /** Versions that passed their checks for another dock are drafts again. */
  async demote(tx: EntityManager, routeId: string): Promise<void> {
    await tx.query(`UPDATE route_versions SET state = 'draft' WHERE route_id = $1 AND state = 'checked'`, [routeId]);
  }

  /** Approves a version with the report of this moment; the one that was approved before is superseded. */
  async approve(
    tx: EntityManager,
    { routeId, number }: Pick<RouteVersionView, 'routeId' | 'number'>,
    report: RouteReportView,
    by: string | null,
    note: string,
  ): Promise<void> {
    await tx.query(`UPDATE route_versions SET state = 'superseded' WHERE route_id = $1 AND state = 'approved'`, [
      routeId,
    ]);
    await tx.query(
      `UPDATE route_versions SET state = 'approved', report = $3, approved_at = now(), approved_by = $4, approval_note = $5
       WHERE route_id = $1 AND number = $2`,
      [routeId, number, JSON.stringify(report), by, note],
    );
  }
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function viewOf(row: VersionRow): RouteVersionView {
  const { source_name: name, source_format: format, source_size: size, source_sha256: sha256 } = row;
  return {
    routeId: row.route_id,
    number: row.number,
    state: row.state,
    size: row.size,
    md5: row.md5,
    sha256: row.sha256,
    source:
      name !== null && format !== null && size !== null && sha256 !== null ? { name, format, size, sha256 } : null,
    issues: row.issues,
    waypoints: row.waypoints,
    legs: row.legs,
    report: row.report,
    note: row.note,
    basedOn: row.based_on,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    approvedAt: row.approved_at?.toISOString() ?? null,
    approvedBy: row.approved_by,
  };
}
