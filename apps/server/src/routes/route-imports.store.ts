import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type NewRouteImport, type RouteImportView } from '#contracts';

/** An import as the work on it needs it. */
export interface RouteImport extends Pick<NewRouteImport, 'homeDockSn' | 'role' | 'tags'> {
  id: string;
  state: RouteImportView['state'];
  /** Division path of what whoever began it may see and manage. */
  scopePath: string;
  createdBy: string;
}

/** A file that came, or what is known of one that could not be unpacked. */
export interface ArrivedFile {
  name: string;
  sha256: string;
  bytes: Uint8Array;
  fault: { zh: string; en: string } | null;
}

/** A file that waits to be looked at. */
export interface WaitingFile {
  id: number;
  name: string;
  sha256: string;
  bytes: Buffer;
}

/** What became of a file. */
export interface FileOutcome {
  state: 'taken' | 'draft' | 'refused';
  routeId: string | null;
  errors: number;
  warnings: number;
  zh: string | null;
  en: string | null;
}

/** PostgreSQL channel that wakes the workers; the payload is the id of an import that was started. */
export const ROUTE_IMPORTS_CHANNEL = 'route_imports';
/** First key of the advisory locks under which one file content is looked at by one worker at a time. */
const CONTENT_LOCK = 720_005;

const IMPORT = `id, state, home_dock_sn AS "homeDockSn", role, tags, scope_path AS "scopePath", created_by AS "createdBy"`;

/** Reads and writes bulk imports of routes and their files. */
@Injectable()
export class RouteImportsStore {
  constructor(private readonly db: DataSource) {}

  async insert(request: NewRouteImport, scopePath: string, by: string): Promise<string> {
    const [row]: { id: string }[] = await this.db.query(
      `INSERT INTO route_imports (home_dock_sn, role, tags, expected, scope_path, created_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [request.homeDockSn, request.role, request.tags, request.files, scopePath, by],
    );
    return row!.id;
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<RouteImport | undefined> {
    const [row]: RouteImport[] = await tx.query(`SELECT ${IMPORT} FROM route_imports WHERE id = $1`, [id]);
    return row;
  }

  /** The import, locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<RouteImport | undefined> {
    const [row]: RouteImport[] = await tx.query(`SELECT ${IMPORT} FROM route_imports WHERE id = $1 FOR UPDATE`, [id]);
    return row;
  }

  /** How many files an import has, and their bytes. */
  async size(tx: EntityManager, id: string): Promise<{ files: number; bytes: number }> {
    const [row]: { files: number; bytes: number }[] = await tx.query(
      `SELECT count(*)::int AS files, coalesce(sum(size), 0)::float8 AS bytes FROM route_import_files WHERE import_id = $1`,
      [id],
    );
    return row!;
  }

  /** Adds files; one that came before under the same name is left as it is. */
  async addFiles(tx: EntityManager, id: string, files: readonly ArrivedFile[]): Promise<void> {
    for (const { name, sha256, bytes, fault } of files) {
      await tx.query(
        `INSERT INTO route_import_files (import_id, name, size, sha256, bytes, state, zh, en)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (import_id, name, sha256) DO NOTHING`,
        [
          id,
          name,
          bytes.length,
          sha256,
          fault ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
          fault ? 'refused' : 'waiting',
          fault?.zh ?? null,
          fault?.en ?? null,
        ],
      );
    }
  }

  /** Lets the workers begin with a locked import, and wakes them. */
  async start(tx: EntityManager, id: string): Promise<void> {
    await tx.query(`UPDATE route_imports SET state = 'running' WHERE id = $1`, [id]);
    await tx.query('SELECT pg_notify($1, $2)', [ROUTE_IMPORTS_CHANNEL, id]);
  }

  /** Ids of the imports that run, oldest first. */
  async running(): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM route_imports WHERE state = 'running' ORDER BY created_at`,
    );
    return rows.map(({ id }) => id);
  }

  /** The next file that nobody looks at, locked until the transaction ends; undefined when there is none. */
  async claim(tx: EntityManager, id: string): Promise<WaitingFile | undefined> {
    const [row]: WaitingFile[] = await tx.query(
      `SELECT id, name, sha256, bytes FROM route_import_files WHERE import_id = $1 AND state = 'waiting'
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [id],
    );
    return row;
  }

  /** Nobody else looks at the same content until the transaction ends. */
  async lockContent(tx: EntityManager, sha256: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [CONTENT_LOCK, sha256]);
  }

  /** A route that has a version of this content already, as its file or as the file that it was made from. */
  async twin(
    tx: EntityManager,
    sha256: string,
  ): Promise<{ id: string; code: string; number: number; path: string } | undefined> {
    const [row]: { id: string; code: string; number: number; path: string }[] = await tx.query(
      `SELECT r.id, r.code, v.number, d.path FROM route_versions v JOIN routes r ON r.id = v.route_id
       JOIN divisions d ON d.code = r.division_code
       WHERE v.sha256 = $1 OR v.source_sha256 = $1 ORDER BY v.created_at LIMIT 1`,
      [sha256],
    );
    return row;
  }

  /** Whether a route that is in use has this name. */
  async isNamed(tx: EntityManager, name: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `SELECT FROM routes WHERE lower(name) = lower($1) AND state <> 'retired' LIMIT 1`,
      [name],
    );
    return rows.length > 0;
  }

  /** The number after the highest code that is this prefix and a number. */
  async nextNumber(tx: EntityManager, prefix: string): Promise<number> {
    const [row]: { next: number }[] = await tx.query(
      `SELECT coalesce(max(substring(code FROM '^' || $1 || '-([0-9]{1,8})$')::int), 0) + 1 AS next FROM routes`,
      [prefix],
    );
    return row!.next;
  }

  /** Writes what became of a file; its bytes are dropped. */
  async record(tx: EntityManager, fileId: number, { state, routeId, errors, warnings, zh, en }: FileOutcome) {
    await tx.query(
      `UPDATE route_import_files SET state = $2, route_id = $3, errors = $4, warnings = $5, zh = $6, en = $7, bytes = NULL
       WHERE id = $1`,
      [fileId, state, routeId, errors, warnings, zh, en],
    );
  }

  /** Ends a locked import when every file was looked at; false when some still wait. */
  async finish(tx: EntityManager, id: string): Promise<boolean> {
    const [rows]: [unknown[], number] = await tx.query(
      `UPDATE route_imports SET state = 'done', finished_at = now() WHERE id = $1 AND state = 'running'
         AND NOT EXISTS (SELECT FROM route_import_files WHERE import_id = $1 AND state = 'waiting') RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  /** Removes imports that were begun and left alone; their files would stay for ever. */
  async dropForgotten(): Promise<void> {
    await this.db.query(
      `DELETE FROM route_imports WHERE state = 'receiving' AND created_at < now() - interval '1 day'`,
    );
  }

  /** The import with all its files; undefined when there is none. */
  async view(id: string, tx: EntityManager = this.db.manager): Promise<RouteImportView | undefined> {
    const [row]: (Pick<RouteImportView, 'id' | 'state' | 'createdBy'> & {
      expected: number;
      created_at: Date;
      finished_at: Date | null;
    })[] = await tx.query(
      `SELECT id, state, expected, created_by AS "createdBy", created_at, finished_at FROM route_imports WHERE id = $1`,
      [id],
    );
    if (!row) return undefined;
    const files: RouteImportView['files'] = await tx.query(
      `SELECT f.id, f.name, f.size, f.state, f.route_id AS "routeId", r.code AS "routeCode", f.errors, f.warnings, f.zh, f.en
       FROM route_import_files f LEFT JOIN routes r ON r.id = f.route_id WHERE f.import_id = $1 ORDER BY f.id`,
      [id],
    );
    const count = (state: string) => files.filter((file) => file.state === state).length;
    const { state, createdBy } = row;
    return {
      id,
      state,
      total: state === 'receiving' ? Math.max(row.expected, files.length) : files.length,
      received: files.length,
      done: files.length - count('waiting'),
      taken: count('taken'),
      drafts: count('draft'),
      refused: count('refused'),
      files,
      createdAt: row.created_at.toISOString(),
      createdBy,
      finishedAt: row.finished_at?.toISOString() ?? null,
    };
  }
}
