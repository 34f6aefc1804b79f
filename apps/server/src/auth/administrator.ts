import { type DataSource, type EntityManager } from 'typeorm';
import { type Role } from '#contracts';
import { Refusal } from '../common/refusal.js';
import { type Config } from '../config.js';
import { generatePassword, Passwords } from './passwords.js';
import { PEOPLE_CHANNEL } from './sessions.store.js';

/** The name of the first person. */
export const ADMINISTRATOR = 'admin';
/**
 * The first person is a system administrator and nothing else: system, security and audit administration are three
 * separate duties (三员分立), so the other two are given to other people by the first.
 */
const ROLES: Role[] = ['system_admin'];
/** Key of the advisory lock under which processes that start together agree on one administrator. */
const LOCK = 720_010;

/**
 * Makes the administrator on the first start, when nobody exists yet, with scope over the whole county. Divisions must
 * be loaded. Returns the password when it was generated here (show it once, it is stored nowhere), otherwise null.
 */
export async function ensureAdministrator(
  db: DataSource,
  config: Pick<Config, 'adminPassword'>,
): Promise<string | null> {
  const [{ count } = { count: '0' }]: { count: string }[] = await db.query('SELECT count(*) FROM users');
  if (Number(count) > 0) return null;
  const generated = config.adminPassword === null ? generatePassword() : null;
  const hash = await new Passwords().hash(generated ?? config.adminPassword ?? '');
  return db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const made: unknown[] = await tx.query(
      `INSERT INTO users (username, display_name, password_hash, roles, division_code)
       SELECT $1, $2, $3, $4::text[], $5 WHERE NOT EXISTS (SELECT FROM users) RETURNING id`,
      [ADMINISTRATOR, '系统管理员', hash, ROLES, await rootDivision(tx)],
    );
    return made.length > 0 ? generated : null;
  });
}

/**
 * The way back in for somebody with access to the database: gives `admin` a new password, the role of a system
 * administrator and the whole county, ends lock-out and sessions. Returns the password.
 */
export async function resetAdministrator(db: DataSource): Promise<string> {
  const password = generatePassword();
  const hash = await new Passwords().hash(password);
  await db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO users AS known (username, display_name, password_hash, roles, division_code) VALUES ($1, $2, $3, $4::text[], $5)
       ON CONFLICT (lower(username)) DO UPDATE SET password_hash = excluded.password_hash, disabled = false,
         roles = CASE WHEN 'system_admin' = ANY (known.roles) THEN known.roles ELSE excluded.roles END,
         division_code = excluded.division_code, updated_at = now()
       RETURNING id`,
      [ADMINISTRATOR, '系统管理员', hash, ROLES, await rootDivision(tx)],
    );
    await tx.query(`DELETE FROM attempts WHERE kind = 'sign_in' AND key = $1`, [ADMINISTRATOR]);
    await tx.query(
      `UPDATE sessions SET revoked_at = now(), revoked_for = 'administrator reset' WHERE user_id = $1 AND revoked_at IS NULL`,
      [row!.id],
    );
    await tx.query('SELECT pg_notify($1, $2)', [PEOPLE_CHANNEL, JSON.stringify({ userId: row!.id, sessionId: null })]);
  });
  return password;
}

async function rootDivision(tx: EntityManager): Promise<string> {
  const [root]: { code: string }[] = await tx.query(
    'SELECT code FROM divisions WHERE parent_code IS NULL ORDER BY code LIMIT 1',
  );
  if (!root) {
    throw new Refusal(
      503,
      'no_divisions',
      '县域数据尚未载入，无法建立管理员；请先用 npm start 启动一次',
      'the data of the county is not loaded yet, so there can be no administrator: start the product once by npm start',
    );
  }
  return root.code;
}
