import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type MediaQuery, type Page, type PageQuery } from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { type MediaObject } from '../media/media-objects.store.js';
import { kindOf, type ReadFile, type StoredMediaFile, type ToldFile } from './media-file.js';

/** PostgreSQL channel told of every file that a device told of; the payload is its id. */
export const MEDIA_CHANNEL = 'media';

type MediaFileRow = Omit<StoredMediaFile, 'takenAt' | 'receivedAt'> & { takenAt: Date; receivedAt: Date };

const NAMED = (table: string) => `CASE WHEN ${table}.id IS NOT NULL THEN
  json_build_object('id', ${table}.id, 'code', ${table}.code, 'name', ${table}.name) END`;
const COLUMNS = `f.id, f.object_key AS "objectKey", f.name, f.kind, f.source, f.state, f.problem,
  f.content_type AS "contentType", f.size::float8 AS size, f.sha256,
  CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'name', t.name) END AS task, ${NAMED('r')} AS route,
  f.waypoint, ${NAMED('p')} AS "featurePoint", f.division_path AS "divisionPath", coalesce(d.name, '') AS "divisionName",
  f.gateway_sn AS "gatewaySn", f.device_sn AS "deviceSn", f.payload, f.taken_at AS "takenAt",
  f.device_time AS "deviceTime", f.received_at AS "receivedAt", f.longitude, f.latitude,
  f.absolute_height AS "absoluteHeight", f.relative_height AS "relativeHeight", f.gimbal_yaw AS "gimbalYaw",
  f.gimbal_pitch AS "gimbalPitch", f.gimbal_roll AS "gimbalRoll", f.width, f.height, f.original,
  f.duplicate_of AS "duplicateOf", f.thumbnail_key AS "thumbnailKey", f.preview_key AS "previewKey", f.expected_files AS "expectedFiles", f.attempts`;
const TABLES = `media_files f LEFT JOIN tasks t ON t.id = f.task_id LEFT JOIN routes r ON r.id = t.route_id
  LEFT JOIN feature_points p ON p.id = f.feature_point_id LEFT JOIN divisions d ON d.path = f.division_path`;

/** Pictures of a feature point that were taken together, in order. */
export interface Visit {
  key: string;
  at: string;
  ids: string[];
}

/** What a file is a picture of. */
export interface MediaLink {
  waypoint: number | null;
  featurePointId: string | null;
  /** Of the feature point; null leaves it as it is. */
  divisionPath: string | null;
}

/** Reads and writes the rows of files that drones took. */
@Injectable()
export class MediaFileStore {
  constructor(private readonly db: DataSource) {}

  /** Newest first. */
  async page(path: string, query: MediaQuery): Promise<Page<StoredMediaFile>> {
    const { where, values } = conditionsOf(path, query);
    const [at, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], MediaFileRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where}
           AND ($${next}::timestamptz IS NULL OR (f.taken_at, f.id) < ($${next}, $${next + 1}::uuid))
         ORDER BY f.taken_at DESC, f.id DESC LIMIT $${next + 2}`,
        [...values, at, id, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(fileOf);
    const last = items.at(-1);
    const more = rows.length > query.limit && last !== undefined;
    return {
      items,
      total: counted[0]!.total,
      nextCursor: more ? encodeCursor([new Date(last.takenAt).toISOString(), last.id]) : null,
    };
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredMediaFile | undefined> {
    const [row]: MediaFileRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE f.id = $1`, [id]);
    return row && fileOf(row);
  }

  /** Those of a list of ids that lie in a division (by path) and below, in no order. */
  async some(ids: readonly string[], path: string): Promise<StoredMediaFile[]> {
    const inside = Scope.below(path, 'f.division_path', 2);
    const rows: MediaFileRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE f.id = ANY ($1::uuid[]) AND ${inside.sql}`,
      [ids, inside.value],
    );
    return rows.map(fileOf);
  }

  /** The visits of a feature point, newest first: files of one task, or of one day of the county without a task. */
  async visits(featurePointId: string, timeZone: string, query: PageQuery): Promise<Page<Visit>> {
    const [at, key] = decodeCursor(query.cursor, 2) ?? [null, null];
    const rows: (Omit<Visit, 'at'> & { at: Date; total: number })[] = await this.db.query(
      `WITH visits AS (
         SELECT coalesce(f.task_id::text, to_char(f.taken_at AT TIME ZONE $2, 'YYYY-MM-DD')) AS key, max(f.taken_at) AS at,
           array_agg(f.id ORDER BY f.taken_at, f.name) AS ids, count(*) OVER ()::int AS total
         FROM media_files f
         WHERE f.feature_point_id = $1 AND f.kind <> 'other' AND f.original AND f.duplicate_of IS NULL GROUP BY 1)
       SELECT key, at, ids, total FROM visits WHERE $3::timestamptz IS NULL OR (at, key) < ($3, $4::text)
       ORDER BY at DESC, key DESC LIMIT $5`,
      [featurePointId, timeZone, at, key, query.limit + 1],
    );
    const items = rows.slice(0, query.limit).map((row) => ({ key: row.key, at: row.at.toISOString(), ids: row.ids }));
    const last = items.at(-1);
    const more = rows.length > query.limit && last !== undefined;
    return { items, total: rows[0]?.total ?? 0, nextCursor: more ? encodeCursor([last.at, last.key]) : null };
  }

  /** All files of a task in the order in which they were taken. */
  async ofTask(taskId: string, tx: EntityManager = this.db.manager): Promise<StoredMediaFile[]> {
    const rows: MediaFileRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE f.task_id = $1 ORDER BY f.taken_at, f.name, f.id`,
      [taskId],
    );
    return rows.map(fileOf);
  }

  /** Adds a file that a device told of; null when the same object was told of before. */
  async add(tx: EntityManager, file: ToldFile, takenAt: Date, receivedAt: Date): Promise<StoredMediaFile | null> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO media_files (object_key, name, kind, source, state, content_type, size, sha256, task_id, division_path,
         gateway_sn, device_sn, payload, original, fingerprint, tiny_fingerprint, device_time, taken_at, received_at,
         longitude, latitude, absolute_height, relative_height, gimbal_yaw, expected_files, told)
       SELECT $1, $2, $3, $4, CASE WHEN o.key IS NULL THEN 'announced' ELSE 'stored' END, o.content_type, o.size, o.sha256,
         (SELECT t.id FROM tasks t WHERE t.id = $5 AND ($4 <> 'dock' OR t.dock_sn = $7)), $6, $7, $8, $9, $10, $11, $12,
         $13, $14, $15, $16, $17, $18, $19, $20, $21, $22
       FROM (SELECT) one LEFT JOIN media_objects o ON o.key = $1
       ON CONFLICT (object_key) DO NOTHING RETURNING id`,
      [
        file.objectKey,
        file.name,
        kindOf(file.name),
        file.source,
        file.flightId,
        file.divisionPath,
        file.gatewaySn,
        file.deviceSn,
        file.payload,
        file.original,
        file.fingerprint,
        file.tinyFingerprint,
        file.deviceTime,
        takenAt,
        receivedAt,
        file.longitude,
        file.latitude,
        file.absoluteHeight,
        file.relativeHeight,
        file.gimbalYaw,
        file.expectedFiles,
        keepable(file.told),
      ],
    );
    if (!row) return null;
    await tx.query(`SELECT pg_notify('${MEDIA_CHANNEL}', $1)`, [row.id]);
    return (await this.find(row.id, tx))!;
  }

  /** The files with these fingerprints whose bytes are here. */
  async byFingerprint(column: 'fingerprint' | 'tiny_fingerprint', values: readonly string[]): Promise<string[]> {
    const rows: { value: string }[] = await this.db.query(
      `SELECT DISTINCT ${column} AS value FROM media_files
       WHERE ${column} = ANY ($1::text[]) AND state IN ('stored', 'ingested')`,
      [values],
    );
    return rows.map(({ value }) => value);
  }

  /** Ids of files that wait to be read: those whose last try is long enough ago, the oldest first. */
  async due(most: number): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM media_files WHERE state IN ('announced', 'stored')
         AND (tried_at IS NULL OR tried_at < now() - least(600, 5 * 2 ^ least(attempts, 10)) * interval '1 second')
         AND received_at > now() - interval '30 days'
       ORDER BY received_at LIMIT $1`,
      [most],
    );
    return rows.map(({ id }) => id);
  }

  /** The object of a file is here. */
  async arrived(id: string, { contentType, size, sha256 }: MediaObject): Promise<void> {
    await this.db.query(
      `UPDATE media_files SET state = 'stored', content_type = $2, size = $3, sha256 = $4, attempts = 0
       WHERE id = $1 AND state = 'announced'`,
      [id, contentType, size, sha256],
    );
  }

  /** Notes that a file is about to be read: one that ends the process is not tried for ever. */
  async trying(id: string): Promise<void> {
    await this.db.query('UPDATE media_files SET attempts = attempts + 1, tried_at = now() WHERE id = $1', [id]);
  }

  /** Writes what reading brought. `duplicate_of` becomes the first file with the same bytes. */
  async read(tx: EntityManager, id: string, read: ReadFile): Promise<void> {
    await tx.query(
      `UPDATE media_files f SET state = $2, problem = $3, content_type = $4, size = $5, sha256 = $6,
         taken_at = coalesce($7, taken_at), device_time = coalesce($8, device_time), longitude = coalesce($9, longitude),
         latitude = coalesce($10, latitude), absolute_height = coalesce($11, absolute_height),
         relative_height = coalesce($12, relative_height), gimbal_yaw = coalesce($13, gimbal_yaw),
         gimbal_pitch = coalesce($14, gimbal_pitch), gimbal_roll = coalesce($15, gimbal_roll),
         width = coalesce($16, width), height = coalesce($17, height), device_sn = coalesce(device_sn, $18),
         thumbnail_key = $19, preview_key = $20, division_path = coalesce($21, division_path),
         duplicate_of = (SELECT o.id FROM media_files o WHERE o.sha256 = $6 AND o.state IN ('ingested', 'damaged')
                           AND o.id <> f.id AND o.duplicate_of IS NULL ORDER BY o.received_at, o.id LIMIT 1)
       WHERE id = $1`,
      [
        id,
        read.state,
        read.problem && JSON.stringify(read.problem),
        read.contentType,
        read.size,
        read.sha256,
        read.takenAt === undefined ? null : new Date(read.takenAt),
        read.deviceTime ?? null,
        read.longitude ?? null,
        read.latitude ?? null,
        read.absoluteHeight ?? null,
        read.relativeHeight ?? null,
        read.gimbalYaw ?? null,
        read.gimbalPitch ?? null,
        read.gimbalRoll ?? null,
        read.width ?? null,
        read.height ?? null,
        read.deviceSn ?? null,
        read.thumbnailKey ?? null,
        read.previewKey ?? null,
        read.divisionPath ?? null,
      ],
    );
  }

  /** Links a file to where it was taken and what it shows. */
  async link(tx: EntityManager, id: string, { waypoint, featurePointId, divisionPath }: MediaLink): Promise<void> {
    await tx.query(
      `UPDATE media_files SET waypoint = $2, feature_point_id = $3, division_path = coalesce($4, division_path)
       WHERE id = $1`,
      [id, waypoint, featurePointId, divisionPath],
    );
  }
}

function conditionsOf(path: string, query: MediaQuery): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'f.division_path', 1);
  const where = [inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.task) add((value) => `f.task_id = ${value}`, query.task);
  if (query.route) add((value) => `t.route_id = ${value}`, query.route);
  if (query.point) add((value) => `f.feature_point_id = ${value}`, query.point);
  if (query.from) add((value) => `f.taken_at >= ${value}`, query.from);
  if (query.to) add((value) => `f.taken_at <= ${value}`, query.to);
  if (query.kind) add((value) => `f.kind = ${value}`, query.kind);
  if (query.state) add((value) => `f.state = ${value}`, query.state);
  if (query.drone) add((value) => `f.device_sn = ${value}`, query.drone);
  if (query.duplicates === 'false') where.push('f.duplicate_of IS NULL');
  if (query.bbox) {
    const [west, south, east, north] = query.bbox.split(',').map(Number);
    add((value) => `f.longitude >= ${value}`, west);
    add((value) => `f.latitude >= ${value}`, south);
    add((value) => `f.longitude <= ${value}`, east);
    add((value) => `f.latitude <= ${value}`, north);
  }
  return { where: where.join(' AND '), values };
}

function fileOf(row: MediaFileRow): StoredMediaFile {
  return { ...row, takenAt: row.takenAt.getTime(), receivedAt: row.receivedAt.getTime() };
}

/** Longer words of a device are not kept beside its file; the message itself is. */
const LONGEST_TOLD = 16_384;

/** As JSON that the database takes: without NUL and halves of characters. */
function keepable(told: object): string {
  const text = JSON.stringify(told, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  );
  return text.length > LONGEST_TOLD ? '{}' : text;
}
