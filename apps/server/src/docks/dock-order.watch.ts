import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type Decoded, jobReport } from '#dji';
import { DockOrderMethod } from '#contracts';
import { DockOrderRecorder } from './dock-order.recorder.js';
import { type DockOrderChange, DockOrderStore } from './dock-order.store.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const METHODS: ReadonlySet<string> = new Set(DockOrderMethod.options);
const FAILED = new Set(['failed', 'canceled', 'rejected', 'timeout']);

/** What docks tell of their jobs becomes the course of orders, in the transaction in which the message is stored. */
@Injectable()
export class DockOrderWatch {
  constructor(
    private readonly recorder: DockOrderRecorder,
    private readonly store: DockOrderStore,
  ) {}

  /** The change that a message of a dock brings to an order to that dock; null for any other message. */
  changeOf(decoded: Decoded, sn: string): ((tx: EntityManager) => Promise<void>) | null {
    if (decoded.type !== 'event' || decoded.method === null || !METHODS.has(decoded.method)) return null;
    const id = decoded.envelope?.bid ?? '';
    if (!UUID.test(id)) return null;
    const { method, body } = decoded;
    return async (tx) => {
      const order = await this.store.find(id, tx);
      if (order?.view.dockSn !== sn || order.view.method !== method) return;
      await this.recorder.moveIn(tx, id, ['sent', 'in_progress'], changeOfReport(body));
    };
  }
}

/** What a report means. A word that nobody knows is no end. Pure. */
export function changeOfReport(body: unknown): DockOrderChange {
  const { result, status, percent, step } = jobReport(body);
  const seen = { percent, step };
  if (status === 'ok' || status === 'partially_done') return { ...seen, state: 'ok', percent: 100, reason: 'done' };
  if ((status !== null && FAILED.has(status)) || (status === null && result !== 0)) {
    return { ...seen, state: 'failed', reason: 'device_said_no', deviceCode: result === 0 ? null : result };
  }
  return { ...seen, state: 'in_progress' };
}
