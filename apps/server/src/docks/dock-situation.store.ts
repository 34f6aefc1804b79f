import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DockSituation } from './dock-order.rules.js';
import { wordsOf } from './dock-order.words.js';
import { DockOrderStore } from './dock-order.store.js';

interface Row {
  name: string;
  model_key: string | null;
  presence: string | null;
  presence_since: Date | null;
  properties: Record<string, unknown> | null;
  times: Record<string, { receivedAt: number }> | null;
}

/** A dock's situation with the age of what is known. */
export interface AgedSituation extends DockSituation {
  /** When each property was received, ms since 1970. */
  times: Readonly<Record<string, { receivedAt: number }>>;
  /** Since when it has the presence it has. */
  presenceSince: Date | null;
}

const SOON_HOURS = 2;
const MOST_SOON = 5;

/** Reads what decides whether a dock may be told something. */
@Injectable()
export class DockSituationStore {
  constructor(
    private readonly db: DataSource,
    private readonly orders: DockOrderStore,
  ) {}

  /** Throws nothing for a dock that is not there: it is offline then. */
  async of(dockSn: string): Promise<AgedSituation> {
    const [row]: Row[] = await this.db.query(
      `SELECT d.name, d.model_key, p.state AS presence, p.since AS presence_since, s.properties, s.times
       FROM devices d LEFT JOIN device_presence p ON p.sn = d.sn LEFT JOIN device_states s ON s.sn = d.sn
       WHERE d.sn = $1 AND d.status = 'registered'`,
      [dockSn],
    );
    const [flying]: { id: string; name: string }[] = await this.db.query(
      `SELECT id, name FROM tasks
       WHERE dock_sn = $1 AND state IN ('preparing', 'ready', 'in_progress', 'paused') ORDER BY since LIMIT 1`,
      [dockSn],
    );
    const soon: { id: string; name: string; window_start: Date }[] = await this.db.query(
      `SELECT id, name, window_start FROM tasks WHERE dock_sn = $1 AND state IN ('approved', 'filed', 'queued')
         AND window_end > now() AND window_start < now() + make_interval(hours => $2) ORDER BY window_start, id LIMIT $3`,
      [dockSn, SOON_HOURS, MOST_SOON],
    );
    const underWay = (await this.orders.underWay([dockSn])).get(dockSn);
    return {
      name: row?.name ?? dockSn,
      modelKey: row?.model_key ?? null,
      presence: row?.presence ?? null,
      presenceSince: row?.presence_since ?? null,
      properties: row?.properties ?? {},
      times: row?.times ?? {},
      flying: flying ?? null,
      underWay: underWay ? (wordsOf(underWay.method, underWay.action) ?? underWay) : null,
      soon: soon.map(({ id, name, window_start: start }) => ({ id, name, windowStart: start.toISOString() })),
    };
  }
}
