import { createHmac, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type z } from 'zod';
import { type JoinCodeQuery, type JoinCodeView, type NewJoinCode, type Page } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Secrets } from '../auth/secrets.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { GuestsService } from './guests.service.js';

const JOIN_CODE = { zh: '加入码', en: 'join code' };
/** With a million codes and few of them open, the same one is hardly ever drawn twice, and never this often. */
const DRAWS = 20;

interface JoinCodeRow {
  id: string;
  pilot_name: string;
  permit: string;
  division_code: string;
  division_name: string;
  division_path: string;
  state: JoinCodeView['state'];
  expires_at: Date;
  guest_until: Date;
  gateway_sn: string | null;
  created_at: Date;
  /** In full precision, which a `Date` has not. */
  sort_key: string;
}

/** An open code that was not used in time has expired, whether a sweep marked it or not. */
const STATE = `CASE WHEN j.state = 'open' AND j.expires_at <= now() THEN 'expired' ELSE j.state END`;
const COLUMNS = `j.id, j.pilot_name, j.permit, j.division_code, d.name AS division_name, d.path AS division_path, ${STATE} AS state,
  j.expires_at, j.guest_until, j.gateway_sn, j.created_at, j.created_at::text AS sort_key`;
const TABLES = 'join_codes j JOIN divisions d ON d.code = j.division_code';

/** Codes by which guests join, made for one pilot and one permit. Only a keyed hash of a code is stored. */
@Injectable()
export class JoinCodesService {
  constructor(
    private readonly db: DataSource,
    private readonly secrets: Secrets,
    private readonly divisions: DivisionsService,
    private readonly guests: GuestsService,
    private readonly events: EventLog,
  ) {}

  /** Codes of the divisions in the scope, newest first. */
  async list(query: z.infer<typeof JoinCodeQuery>, actor: Actor): Promise<Page<JoinCodeView>> {
    const inside = actor.scope.condition('d.path', 1);
    const where = `${inside.sql} AND ($2::text IS NULL OR ${STATE} = $2)`;
    const values = [inside.value, query.state ?? null];
    const [at, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const [counted, rows]: [{ total: number }[], JoinCodeRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} AND ($3::text IS NULL OR (j.created_at, j.id) < ($3::timestamptz, $4::uuid))
         ORDER BY j.created_at DESC, j.id DESC LIMIT $5`,
        [...values, at, id, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const more = rows.length > query.limit && last;
    return {
      items: items.map((row) => viewOf(row, null)),
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([last.sort_key, last.id]) : null,
    };
  }

  /** Makes a code; the answer is the only place where it can be read. Throws `NotFound` for a division outside the scope. */
  async create(request: NewJoinCode, actor: Actor): Promise<JoinCodeView> {
    const { path } = this.divisions.get(request.divisionCode, actor.scope);
    if (request.codeMinutes > request.stayMinutes) {
      throw new Refusal(
        400,
        'code_outlives_stay',
        `加入码的有效期（${request.codeMinutes} 分钟）不能长于来宾停留时间（${request.stayMinutes} 分钟）`,
        `the code cannot be valid (${request.codeMinutes} min) for longer than the guest may stay (${request.stayMinutes} min)`,
      );
    }
    return this.db.transaction(async (tx) => {
      await tx.query(`UPDATE join_codes SET state = 'expired' WHERE state = 'open' AND expires_at <= now()`);
      const { id, code } = await this.insert(tx, request, actor);
      const [row]: JoinCodeRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE j.id = $1`, [id]);
      const data = { joinCodeId: id, pilotName: request.pilotName };
      await this.events.append(tx, { name: 'guest.invited', divisionPath: path, data });
      return viewOf(row!, code);
    });
  }

  /** Takes a code back. Of a used one the guest leaves at once. Throws `NotFound` outside the scope. */
  async revoke(id: string, actor: Actor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [row]: JoinCodeRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE j.id = $1 FOR UPDATE OF j`, [
        id,
      ]);
      if (!row) throw new NotFound(JOIN_CODE, id);
      actor.scope.require(row.division_path, JOIN_CODE, id);
      if (row.state !== 'open' && row.state !== 'used') return;
      await tx.query(`UPDATE join_codes SET state = 'revoked' WHERE id = $1`, [id]);
      if (row.gateway_sn !== null) await this.guests.sendAway(tx, row.gateway_sn, row.guest_until, actor.username);
    });
  }

  /** The keyed hash under which a code is looked up: without the key, a copy of the table tells no codes. */
  async hashOf(code: string): Promise<Buffer> {
    return createHmac('sha256', await this.secrets.get('join_codes'))
      .update(code)
      .digest();
  }

  private async insert(tx: EntityManager, request: NewJoinCode, actor: Actor): Promise<{ id: string; code: string }> {
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const [row]: { id: string }[] = await tx.query(
        `INSERT INTO join_codes (code_hash, pilot_name, permit, division_code, expires_at, guest_until, created_by)
         VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5), now() + make_interval(mins => $6), $7)
         ON CONFLICT (code_hash) WHERE state = 'open' DO NOTHING RETURNING id`,
        [
          await this.hashOf(code),
          request.pilotName,
          request.permit,
          request.divisionCode,
          request.codeMinutes,
          request.stayMinutes,
          actor.userId,
        ],
      );
      if (row) return { id: row.id, code };
    }
    throw new Refusal(
      503,
      'no_free_code',
      '未使用的加入码过多，请先撤销一些再试',
      'too many join codes are open: revoke some and try again',
    );
  }
}

function viewOf(row: JoinCodeRow, code: string | null): JoinCodeView {
  return {
    id: row.id,
    code,
    pilotName: row.pilot_name,
    permit: row.permit,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    state: row.state,
    expiresAt: row.expires_at.toISOString(),
    guestUntil: row.guest_until.toISOString(),
    gatewaySn: row.gateway_sn,
    createdAt: row.created_at.toISOString(),
  };
}
