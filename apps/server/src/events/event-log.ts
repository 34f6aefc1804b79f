import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Fact, type FactBody, type FactName } from '#contracts';

/** A fact before it has a number. */
export interface NewFact<Name extends FactName = FactName> {
  name: Name;
  divisionPath: string;
  deviceSn?: string | null;
  data: FactBody<Name>;
}

/** PostgreSQL channel that wakes the readers of the log; the payload is the newest id. */
export const EVENTS_CHANNEL = 'events';
/** Key of the advisory lock that makes ids follow the order of commits. */
const APPEND_LOCK = 720_001;

/** The log of facts: rows in the order of commits, appended in the transaction of the change that they tell of. */
@Injectable()
export class EventLog {
  constructor(private readonly db: DataSource) {}

  /**
   * Appends one fact and returns its id. Must be the last statements of the transaction: the lock that keeps ids in
   * commit order is held until it ends.
   */
  async append<Name extends FactName>(tx: EntityManager, fact: NewFact<Name>): Promise<number> {
    const [id] = await this.appendAll(tx, [fact]);
    return id!;
  }

  /** Appends facts in the order given; the same promise as `append`. */
  async appendAll(tx: EntityManager, facts: readonly NewFact[]): Promise<number[]> {
    if (facts.length === 0) return [];
    const rows: { id: string }[] = await tx.query(
      `WITH turn AS (SELECT pg_advisory_xact_lock($1)),
            added AS (
              INSERT INTO events (id, at, name, division_path, device_sn, data)
              SELECT nextval('events_id'), clock_timestamp(), fact.name, fact.division_path, fact.device_sn, fact.data::jsonb
              FROM turn, unnest($2::text[], $3::text[], $4::text[], $5::text[])
                   WITH ORDINALITY AS fact (name, division_path, device_sn, data, nr)
              ORDER BY fact.nr
              RETURNING id),
            woken AS (SELECT pg_notify('${EVENTS_CHANNEL}', max(id)::text) FROM added)
       SELECT added.id FROM added, woken ORDER BY added.id`,
      [
        APPEND_LOCK,
        facts.map((fact) => fact.name),
        facts.map((fact) => fact.divisionPath),
        facts.map((fact) => fact.deviceSn ?? null),
        facts.map((fact) => JSON.stringify(fact.data)),
      ],
    );
    return rows.map((row) => Number(row.id));
  }

  /** Facts after an id, oldest first, at most `limit`; `path` keeps those of a division and below. */
  async after(id: number, limit: number, path?: string): Promise<Fact[]> {
    const rows: EventRow[] = await this.db.query(
      `SELECT id, at, name, division_path, device_sn, data FROM events
       WHERE id > $1 AND ($2::text IS NULL OR division_path = $2 OR starts_with(division_path, $2 || '/')) ORDER BY id LIMIT $3`,
      [id, path ?? null, limit],
    );
    return rows.map(factOf);
  }

  /** How many facts of a division and below follow an id; counts no further than `most`. */
  async count(id: number, path: string, most: number): Promise<number> {
    const [row]: { count: number }[] = await this.db.query(
      `SELECT count(*)::int AS count FROM (
         SELECT FROM events WHERE id > $1 AND (division_path = $2 OR starts_with(division_path, $2 || '/')) LIMIT $3) missed`,
      [id, path, most],
    );
    return row!.count;
  }

  /** The newest id, 0 when the log is empty. */
  async last(tx: EntityManager = this.db.manager): Promise<number> {
    const [row]: { id: string | null }[] = await tx.query('SELECT max(id) AS id FROM events');
    return Number(row?.id ?? 0);
  }
}

export interface EventRow {
  id: string;
  at: Date;
  name: string;
  division_path: string;
  device_sn: string | null;
  data: Record<string, unknown>;
}

export function factOf(row: EventRow): Fact {
  return {
    id: Number(row.id),
    at: row.at.toISOString(),
    name: row.name,
    divisionPath: row.division_path,
    deviceSn: row.device_sn,
    data: row.data,
  } as unknown as Fact;
}
