import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** A session ends after this long without use, and in any case after `LONGEST_DAYS`. */
export const IDLE_DAYS = 7;
const LONGEST_DAYS = 30;
/** Two tabs of one browser send the same cookie at nearly the same time; the later one comes within this. */
const RACE_SECONDS = 10;

/** PostgreSQL channel told when sessions end or a person changes; the payload is a `PeopleNotice` as JSON. */
export const PEOPLE_CHANNEL = 'people';
export interface PeopleNotice {
  userId: string;
  /** null: every session of the person. */
  sessionId: string | null;
}

export type Rotation =
  { userId: string; sessionId: string; refreshToken: string } | { ended: true; userId: string | null };

interface SessionRow {
  user_id: string;
  live: boolean;
}
interface TokenRow {
  hash: Buffer;
  retired: boolean;
  racing: boolean;
}

/** Sessions and their refresh tokens. A token is `<session id>.<256 random bits>`; only its SHA-256 is stored. */
@Injectable()
export class SessionsStore {
  constructor(private readonly db: DataSource) {}

  /** Opens a session for a person; `tx` so that it happens together with what the caller writes. */
  async open(tx: EntityManager, userId: string): Promise<{ sessionId: string; refreshToken: string }> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO sessions (user_id, expires_at) VALUES ($1, now() + make_interval(days => $2)) RETURNING id`,
      [userId, IDLE_DAYS],
    );
    return { sessionId: row!.id, refreshToken: await this.issue(tx, row!.id) };
  }

  /**
   * Exchanges a refresh token for a new one. Each works once; a token that comes back later was copied, so the whole
   * session ends. The one exception is a race: within ten seconds of its exchange it is taken once more.
   */
  async rotate(token: string): Promise<Rotation> {
    const { sessionId, hash } = parse(token);
    if (!sessionId) return { ended: true, userId: null };
    return this.db.transaction(async (tx) => {
      const [session]: SessionRow[] = await tx.query(
        `SELECT s.user_id, s.revoked_at IS NULL AND s.expires_at > now() AND NOT u.disabled AS live
         FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 FOR UPDATE OF s`,
        [sessionId],
      );
      if (!session?.live) return { ended: true, userId: null } as const;
      const [known]: TokenRow[] = await tx.query(
        `SELECT hash, retired_at IS NOT NULL AS retired,
                retired_at > now() - make_interval(secs => $3) AND NOT repeated AS racing
         FROM refresh_tokens WHERE session_id = $1 AND hash = $2`,
        [sessionId, hash, RACE_SECONDS],
      );
      if (!known || !timingSafeEqual(known.hash, hash) || (known.retired && !known.racing)) {
        await this.revoke(tx, session.user_id, 'refresh token used twice', sessionId);
        return { ended: true, userId: session.user_id } as const;
      }
      await this.retire(tx, sessionId, known);
      return { userId: session.user_id, sessionId, refreshToken: await this.issue(tx, sessionId) };
    });
  }

  /** Ends one session of a person, or all. Committed with `tx`, every process hears of it. */
  async revoke(tx: EntityManager, userId: string, reason: string, sessionId: string | null = null): Promise<void> {
    await tx.query(
      `UPDATE sessions SET revoked_at = now(), revoked_for = $3
       WHERE user_id = $1 AND ($2::uuid IS NULL OR id = $2) AND revoked_at IS NULL`,
      [userId, sessionId, reason],
    );
    const notice: PeopleNotice = { userId, sessionId };
    await tx.query('SELECT pg_notify($1, $2)', [PEOPLE_CHANNEL, JSON.stringify(notice)]);
  }

  /** The live session behind a refresh token, without using the token up. */
  async find(token: string): Promise<{ userId: string; sessionId: string } | null> {
    const { sessionId, hash } = parse(token);
    if (!sessionId) return null;
    const [row]: { user_id: string }[] = await this.db.query(
      `SELECT s.user_id FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id AND t.hash = $2
       WHERE s.id = $1 AND s.revoked_at IS NULL`,
      [sessionId, hash],
    );
    return row ? { userId: row.user_id, sessionId } : null;
  }

  /** Drops sessions that ended long ago. Safe to call at any time. */
  async prune(): Promise<void> {
    await this.db.query(
      `DELETE FROM sessions WHERE expires_at < now() - interval '1 day' OR revoked_at < now() - interval '30 days'`,
    );
  }

  private async retire(tx: EntityManager, sessionId: string, token: TokenRow): Promise<void> {
    if (token.retired) {
      await tx.query('UPDATE refresh_tokens SET repeated = true WHERE hash = $1', [token.hash]);
    } else {
      // A race leaves two live tokens, of which the browser keeps one: using it retires the other.
      await tx.query('UPDATE refresh_tokens SET retired_at = now() WHERE session_id = $1 AND retired_at IS NULL', [
        sessionId,
      ]);
    }
    // An unknown token of a known session ends it as well, so old ones need not be kept to be recognised.
    await tx.query(`DELETE FROM refresh_tokens WHERE session_id = $1 AND retired_at < now() - interval '1 hour'`, [
      sessionId,
    ]);
    await tx.query(
      `UPDATE sessions SET used_at = now(),
         expires_at = least(created_at + make_interval(days => $2), now() + make_interval(days => $3)) WHERE id = $1`,
      [sessionId, LONGEST_DAYS, IDLE_DAYS],
    );
  }

  private async issue(tx: EntityManager, sessionId: string): Promise<string> {
    const secret = randomBytes(32);
    await tx.query('INSERT INTO refresh_tokens (hash, session_id) VALUES ($1, $2)', [digest(secret), sessionId]);
    return `${sessionId}.${secret.toString('base64url')}`;
  }
}

function parse(token: string): { sessionId: string | null; hash: Buffer } {
  const found = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/.exec(token);
  return { sessionId: found?.[1] ?? null, hash: digest(Buffer.from(found?.[2] ?? '', 'base64url')) };
}

function digest(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
