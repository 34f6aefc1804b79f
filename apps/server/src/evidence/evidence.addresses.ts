import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';
import { Refusal } from '../common/refusal.js';

const LASTS_MS = 15 * 60_000;

/** Addresses under which a browser fetches a pack without a token: signed, and good for a quarter of an hour. */
@Injectable()
export class EvidenceAddresses {
  constructor(private readonly secrets: Secrets) {}

  /** On this server, from `/api` on; `now` in ms since 1970. */
  async of(id: string, now: number): Promise<string> {
    const until = now + LASTS_MS;
    const query = new URLSearchParams({ until: String(until), signature: await this.signature(id, until) });
    return `/api/v1/evidence-packs/${id}/file?${query.toString()}`;
  }

  /** Throws `Refusal` 403 `address_expired` for an address that we did not sign, or that is over. */
  async require(id: string, until: number, signature: string, now: number): Promise<void> {
    const wanted = Buffer.from(await this.signature(id, until));
    const given = Buffer.from(signature);
    if (until >= now && given.length === wanted.length && timingSafeEqual(given, wanted)) return;
    throw new Refusal(
      403,
      'address_expired',
      '证据包的下载地址无效或已过期，请刷新页面',
      'the address of the evidence pack is not valid any more: load the page again',
    );
  }

  private async signature(id: string, until: number): Promise<string> {
    const key = await this.secrets.get('evidence_addresses');
    return createHmac('sha256', key).update(`${id} ${until}`).digest('base64url');
  }
}
