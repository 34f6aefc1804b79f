import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type z } from 'zod';
import { type Page, type Role, type UserQuery, type UserView } from '#contracts';
import { type Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** A user as the rules look at it. */
export interface UserRecord {
  id: string;
  username: string;
  displayName: string;
  roles: Role[];
  divisionCode: string;
  divisionPath: string;
  disabled: boolean;
}

interface UserRow {
  id: string;
  username: string;
  display_name: string;
  roles: Role[];
  division_code: string;
  division_name: string;
  division_path: string;
  disabled: boolean;
  locked_until: Date | null;
  last_sign_in_at: Date | null;
  created_at: Date;
}

const COLUMNS = `u.id, u.username, u.display_name, u.roles, u.division_code, d.name AS division_name, d.path AS division_path,
  u.disabled, a.locked_until, u.last_sign_in_at, u.created_at`;
const TABLES = `users u JOIN divisions d ON d.code = u.division_code
  LEFT JOIN attempts a ON a.kind = 'sign_in' AND a.key = lower(u.username) AND a.locked_until > now()`;

/** Reads and writes the rows of users; which change is allowed is decided in the service. */
@Injectable()
export class UsersStore {
  constructor(private readonly db: DataSource) {}

  /** Users inside the scope, by name. */
  async page(scope: Scope, query: z.infer<typeof UserQuery>): Promise<Page<UserView>> {
    const inside = scope.condition('d.path', 1);
    const where = `${inside.sql} AND (strpos(lower(u.username), $2) > 0 OR strpos(lower(u.display_name), $2) > 0)`;
    const values = [inside.value, query.search?.trim().toLowerCase() ?? ''];
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const [counted, rows]: [{ total: number }[], UserRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} AND ($3::text IS NULL OR lower(u.username) > $3)
         ORDER BY lower(u.username) LIMIT $4`,
        [...values, after, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(viewOf);
    const last = items.at(-1);
    const more = rows.length > query.limit && last;
    return {
      items,
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([last.username.toLowerCase()]) : null,
    };
  }

  async view(id: string, tx: EntityManager = this.db.manager): Promise<UserView | undefined> {
    const [row]: UserRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE u.id = $1`, [id]);
    return row && viewOf(row);
  }

  /** The row for a change: locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<UserRecord | undefined> {
    const [row]: UserRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE u.id = $1 FOR UPDATE OF u`, [id]);
    return row && recordOf(row);
  }

  /** Enabled system administrators other than this user. */
  async otherAdministrators(tx: EntityManager, id: string): Promise<UserRecord[]> {
    const rows: UserRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE u.id <> $1 AND NOT u.disabled AND 'system_admin' = ANY (u.roles)`,
      [id],
    );
    return rows.map(recordOf);
  }

  /** The new user's id, or null when the name is taken (names differ by more than case). */
  async insert(
    tx: EntityManager,
    user: Omit<UserRecord, 'id' | 'divisionPath' | 'disabled'>,
    hash: string,
  ): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO users (username, display_name, password_hash, roles, division_code) VALUES ($1, $2, $3, $4::text[], $5)
       ON CONFLICT (lower(username)) DO NOTHING RETURNING id`,
      [user.username, user.displayName, hash, user.roles, user.divisionCode],
    );
    return row?.id ?? null;
  }

  async update(tx: EntityManager, user: UserRecord, hash: string | null): Promise<void> {
    await tx.query(
      `UPDATE users SET display_name = $2, roles = $3::text[], division_code = $4, disabled = $5,
         password_hash = coalesce($6, password_hash), updated_at = now() WHERE id = $1`,
      [user.id, user.displayName, user.roles, user.divisionCode, user.disabled, hash],
    );
  }
}

function recordOf(row: UserRow): UserRecord {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    roles: row.roles,
    divisionCode: row.division_code,
    divisionPath: row.division_path,
    disabled: row.disabled,
  };
}

function viewOf(row: UserRow): UserView {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    roles: row.roles,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    disabled: row.disabled,
    lockedUntil: row.locked_until?.toISOString() ?? null,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
