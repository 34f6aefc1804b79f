import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BrokerAccounts } from '../broker/broker-accounts.js';
import { TOPOLOGY_CHANNEL } from '../devices/device-registry.js';
import { EventLog, type NewFact } from '../events/event-log.js';

interface GuestRow {
  sn: string;
  name: string;
  division_path: string;
}

/** Remote controllers that joined for a limited time. They leave by themselves; their history stays. */
@Injectable()
export class GuestsService {
  constructor(
    private readonly db: DataSource,
    private readonly accounts: BrokerAccounts,
    private readonly events: EventLog,
  ) {}

  /** Lets every guest leave whose time is over. May run twice at once: each guest leaves once. Returns who left. */
  async expire(now: Date): Promise<string[]> {
    return this.db.transaction(async (tx) => {
      await tx.query(`UPDATE join_codes SET state = 'expired' WHERE state = 'open' AND expires_at <= $1`, [now]);
      const guests: GuestRow[] = await tx.query(
        `SELECT g.sn, g.name, d.path AS division_path FROM devices g JOIN divisions d ON d.code = g.division_code
         WHERE g.role = 'guest' AND g.status = 'registered' AND g.guest_until <= $1 ORDER BY g.sn FOR UPDATE OF g SKIP LOCKED`,
        [now],
      );
      await this.leave(tx, guests, 'guest_expired');
      return guests.map((guest) => guest.sn);
    });
  }

  /**
   * Lets one guest leave now, if it is still here by the invitation that ends at `until`; a later invitation of the same
   * gateway is not touched. Last statements of the transaction.
   */
  async sendAway(tx: EntityManager, sn: string, until: Date, by: string): Promise<void> {
    const guests: GuestRow[] = await tx.query(
      `SELECT g.sn, g.name, d.path AS division_path FROM devices g JOIN divisions d ON d.code = g.division_code
       WHERE g.sn = $1 AND g.role = 'guest' AND g.status = 'registered'
         AND date_trunc('milliseconds', g.guest_until) = $2 FOR UPDATE OF g`,
      [sn, until],
    );
    await this.leave(tx, guests, `revoked by ${by}`);
  }

  private async leave(tx: EntityManager, guests: readonly GuestRow[], reason: string): Promise<void> {
    if (guests.length === 0) return;
    const sns = guests.map((guest) => guest.sn);
    await tx.query(`UPDATE devices SET status = 'left', updated_at = now() WHERE sn = ANY ($1::text[])`, [sns]);
    await this.accounts.disable(sns, tx);
    await tx.query('SELECT pg_notify($1, sn) FROM unnest($2::text[]) AS sn', [TOPOLOGY_CHANNEL, sns]);
    const facts = guests.map(({ sn, name, division_path: divisionPath }): NewFact => ({
      name: 'device.left',
      divisionPath,
      deviceSn: sn,
      data: { sn, name, reason },
    }));
    await this.events.appendAll(tx, facts);
  }
}
