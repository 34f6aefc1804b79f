import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { type EventQuery, type Fact, type Page } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { type EventRow, factOf } from './event-log.js';

/** Reads the event log for people. */
@Injectable()
export class EventsService {
  constructor(
    private readonly db: DataSource,
    private readonly divisions: DivisionsService,
  ) {}

  /** Newest first; with `after` oldest first from that id on. `name` takes several names, separated by commas. */
  async list(actor: Actor, query: z.infer<typeof EventQuery>): Promise<Page<Fact>> {
    const path = this.divisions.pathWithin(actor.scope, query.division);
    const inside = Scope.below(path, 'division_path', 1);
    const where = [inside.sql];
    const values: unknown[] = [inside.value];
    const add = (sql: (parameter: string) => string, value: unknown) => {
      values.push(value);
      where.push(sql(`$${values.length}`));
    };
    if (query.name) add((value) => `name = ANY(${value})`, query.name.split(','));
    if (query.device) add((value) => `device_sn = ${value}`, query.device);
    if (query.task) add((value) => `coalesce(data #>> '{task,id}', data ->> 'taskId') = ${value}`, query.task);
    if (query.since) add((value) => `at >= ${value}`, query.since);
    if (query.after !== undefined) add((value) => `id > ${value}`, query.after);
    const [{ total }]: [{ total: number }] = await this.db.query(
      `SELECT count(*)::int AS total FROM events WHERE ${where.join(' AND ')}`,
      values,
    );
    const forward = query.after !== undefined;
    const [last] = decodeCursor(query.cursor, 1) ?? [];
    if (last !== undefined) add((value) => `id ${forward ? '>' : '<'} ${value}`, last);
    const rows: EventRow[] = await this.db.query(
      `SELECT id, at, name, division_path, device_sn, data FROM events WHERE ${where.join(' AND ')}
       ORDER BY id ${forward ? 'ASC' : 'DESC'} LIMIT $${values.length + 1}`,
      [...values, query.limit + 1],
    );
    const items = rows.slice(0, query.limit).map(factOf);
    return { items, total, nextCursor: rows.length > query.limit ? encodeCursor([items.at(-1)!.id]) : null };
  }
}
