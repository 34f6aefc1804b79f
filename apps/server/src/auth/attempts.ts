import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What is counted: wrong passwords by user name, wrong join codes by address and in all. */
export type AttemptKind = 'sign_in' | 'join_address' | 'join_all';

export interface AttemptRule {
  /** This many wrong ones in a row lead to a lock. */
  limit: number;
  /** The lock, and the silence after which old failures are forgotten, in seconds. */
  lockSeconds: number;
}

export interface Attempt {
  /** False: the key is locked; the attempt must be refused unseen. */
  allowed: boolean;
  /** How many more wrong ones are allowed after this one; 0: this one, if wrong, leads to the lock. */
  left: number;
  /** Seconds until the lock ends, when there is one. */
  lockedFor: number;
}

/**
 * Counts attempts to guess something, in the database so that all processes count together. An attempt is counted
 * before it is looked at: a thousand guesses sent at once get no more chances than five in a row.
 */
@Injectable()
export class Attempts {
  constructor(private readonly db: DataSource) {}

  async begin(kind: AttemptKind, key: string, rule: AttemptRule): Promise<Attempt> {
    const [row]: { count: number; locked_for: string | null }[] = await this.db.query(
      `INSERT INTO attempts AS known (kind, key, count, last_at, locked_until)
       VALUES ($1, $2, 1, now(), CASE WHEN $3::int <= 1 THEN now() + make_interval(secs => $4::int) END)
       ON CONFLICT (kind, key) DO UPDATE SET
         count = CASE WHEN known.locked_until > now() THEN least(known.count + 1, 1000000)
                      WHEN known.locked_until IS NOT NULL OR known.last_at < now() - make_interval(secs => $4::int) THEN 1
                      ELSE known.count + 1 END,
         last_at = CASE WHEN known.locked_until > now() THEN known.last_at ELSE now() END,
         locked_until = CASE WHEN known.locked_until > now() THEN known.locked_until
                             WHEN known.locked_until IS NOT NULL OR known.last_at < now() - make_interval(secs => $4::int) THEN NULL
                             WHEN known.count + 1 >= $3::int THEN now() + make_interval(secs => $4::int) END
       RETURNING count, extract(epoch FROM locked_until - now()) AS locked_for`,
      [kind, key, rule.limit, rule.lockSeconds],
    );
    const count = row?.count ?? 1;
    return {
      allowed: count <= rule.limit,
      left: Math.max(0, rule.limit - count),
      lockedFor: row?.locked_for ? Math.ceil(Number(row.locked_for)) : 0,
    };
  }

  /** Forgets the failures: the right password came, or an administrator ends a lock-out. */
  async clear(kind: AttemptKind, key: string, tx: EntityManager = this.db.manager): Promise<void> {
    await tx.query('DELETE FROM attempts WHERE kind = $1 AND key = $2', [kind, key]);
  }

  /** Takes one attempt back: it was right, and the count is shared with others. */
  async forgive(kind: AttemptKind, key: string): Promise<void> {
    await this.db.query(
      'UPDATE attempts SET count = greatest(count - 1, 0) WHERE kind = $1 AND key = $2 AND locked_until IS NULL',
      [kind, key],
    );
  }

  /** Drops counts nobody will ask for again, such as those of names that never existed. */
  async prune(): Promise<void> {
    await this.db.query(`DELETE FROM attempts WHERE last_at < now() - interval '1 day'`);
  }
}
