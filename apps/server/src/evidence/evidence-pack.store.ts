import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type EvidencePackQuery, type EvidencePackView, type Page } from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** A pack as it is stored. */
export type StoredPack = Omit<EvidencePackView, 'downloadUrl' | 'createdAt' | 'finishedAt'> & {
  mediaIds: string[];
  objectKey: string | null;
  tries: number;
  createdAt: Date;
  finishedAt: Date | null;
};

/** What a new pack is made of. */
export type PackValues = Pick<StoredPack, 'title' | 'note' | 'taskId' | 'mediaIds' | 'divisionPath' | 'createdBy'>;

/** What makes a pack ready. */
export type FinishedPack = Record<'objectKey' | 'fileName' | 'sha256' | 'manifestSha256', string> & { size: number };

/** PostgreSQL channel told of every pack that is asked for; the payload is its id. */
export const EVIDENCE_CHANNEL = 'evidence';
/** A worker that gave no sign for so long has died. */
const DEAD = `now() - interval '2 minutes'`;

const COLUMNS = `p.id, p.title, p.note, p.task_id AS "taskId", t.name AS "taskName", p.division_path AS "divisionPath",
  p.state, p.progress, cardinality(p.media_ids) AS pictures, p.sha256, p.manifest_sha256 AS "manifestSha256",
  p.size::float8 AS size, p.file_name AS "fileName", p.object_key AS "objectKey", p.media_ids AS "mediaIds", p.tries,
  CASE WHEN p.reason_code IS NOT NULL THEN json_build_object('code', p.reason_code, 'zh', p.reason_zh, 'en', p.reason_en)
  END AS reason, p.created_at AS "createdAt", p.created_by AS "createdBy", p.finished_at AS "finishedAt"`;
const TABLES = 'evidence_packs p LEFT JOIN tasks t ON t.id = p.task_id';

/** Reads and writes the rows of evidence packs. */
@Injectable()
export class EvidencePackStore {
  constructor(private readonly db: DataSource) {}

  /** Newest first. */
  async page(path: string, query: EvidencePackQuery): Promise<Page<StoredPack>> {
    const inside = Scope.below(path, 'p.division_path', 1);
    const [at, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const where = `${inside.sql} AND ($2::uuid IS NULL OR p.task_id = $2) AND ($3::text IS NULL OR p.state = $3)`;
    const values = [inside.value, query.task ?? null, query.state ?? null];
    const [counted, rows]: [{ total: number }[], StoredPack[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where}
           AND ($4::timestamptz IS NULL OR (date_trunc('milliseconds', p.created_at), p.id) < ($4, $5::uuid))
         ORDER BY date_trunc('milliseconds', p.created_at) DESC, p.id DESC LIMIT $6`,
        [...values, at, id, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    const nextCursor = last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
    return { items, total: counted[0]!.total, nextCursor };
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredPack | undefined> {
    const [row]: StoredPack[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE p.id = $1`, [id]);
    return row;
  }

  async insert(tx: EntityManager, pack: PackValues): Promise<string> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO evidence_packs (title, note, task_id, media_ids, division_path, created_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [pack.title, pack.note, pack.taskId, pack.mediaIds, pack.divisionPath, pack.createdBy],
    );
    await tx.query(`SELECT pg_notify('${EVIDENCE_CHANNEL}', $1)`, [row!.id]);
    return row!.id;
  }

  /** Ids of packs that nobody builds, the oldest first. */
  async open(): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM evidence_packs WHERE state = 'queued' OR (state = 'building' AND seen_at < ${DEAD}) ORDER BY created_at`,
    );
    return rows.map(({ id }) => id);
  }

  /** Takes a pack up; undefined when somebody else has, or it is done. */
  async claim(id: string): Promise<StoredPack | undefined> {
    const [rows]: [{ id: string }[], number] = await this.db.query(
      `UPDATE evidence_packs SET state = 'building', progress = 0, tries = tries + 1, seen_at = now()
       WHERE id = $1 AND (state = 'queued' OR (state = 'building' AND seen_at < ${DEAD})) RETURNING id`,
      [id],
    );
    return rows.length > 0 ? this.find(id) : undefined;
  }

  /** A sign of life while it is built. */
  async beat(id: string, progress: number): Promise<void> {
    await this.db.query(
      `UPDATE evidence_packs SET progress = $2, seen_at = now() WHERE id = $1 AND state = 'building'`,
      [id, progress],
    );
  }

  /** Lets somebody else take it up. */
  async putBack(id: string): Promise<void> {
    await this.db.query(`UPDATE evidence_packs SET state = 'queued' WHERE id = $1 AND state = 'building'`, [id]);
  }

  /** False where another worker has finished it meanwhile: the first one counts. */
  async finish(tx: EntityManager, id: string, done: FinishedPack): Promise<boolean> {
    const [, count]: [unknown[], number] = await tx.query(
      `UPDATE evidence_packs SET state = 'ready', progress = 100, object_key = $2, file_name = $3, size = $4, sha256 = $5,
         manifest_sha256 = $6, finished_at = now() WHERE id = $1 AND state = 'building'`,
      [id, done.objectKey, done.fileName, done.size, done.sha256, done.manifestSha256],
    );
    return count > 0;
  }

  async fail(tx: EntityManager, id: string, reason: Record<'code' | 'zh' | 'en', string>): Promise<void> {
    await tx.query(
      `UPDATE evidence_packs SET state = 'failed', reason_code = $2, reason_zh = $3, reason_en = $4, finished_at = now()
       WHERE id = $1 AND state = 'building'`,
      [id, reason.code, reason.zh, reason.en],
    );
  }
}
