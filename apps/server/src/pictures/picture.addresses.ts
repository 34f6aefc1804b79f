import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';
import { Refusal } from '../common/refusal.js';

/** What can be fetched of a file. */
export const MEDIA_PARTS = ['thumbnail', 'preview', 'original'] as const;
export type MediaPart = (typeof MEDIA_PARTS)[number];

/** Addresses end after 15 to 20 minutes: all that are made within five minutes are the same, so that browsers keep pictures. */
const STEP = 5 * 60_000;
const LASTS = 15 * 60_000;

/** Addresses under which a browser fetches pictures without a token: signed, for one part of one file, and short-lived. */
@Injectable()
export class PictureAddresses {
  constructor(private readonly secrets: Secrets) {}

  /** On this server, from `/api` on; `now` in ms since 1970. */
  async of(id: string, part: MediaPart, now: number): Promise<string> {
    const until = Math.ceil(now / STEP) * STEP + LASTS;
    const query = new URLSearchParams({ until: String(until), signature: await this.signature(id, part, until) });
    return `/api/v1/media/${id}/files/${part}?${query.toString()}`;
  }

  /** Throws `Refusal` 403 `address_expired` for an address that we did not sign, or that is over. */
  async require(id: string, part: MediaPart, until: number, signature: string, now: number): Promise<void> {
    const wanted = Buffer.from(await this.signature(id, part, until));
    const given = Buffer.from(signature);
    if (until >= now && given.length === wanted.length && timingSafeEqual(given, wanted)) return;
    throw new Refusal(
      403,
      'address_expired',
      '照片的地址无效或已过期，请刷新页面',
      'the address of the picture is not valid any more: load the page again',
    );
  }

  private async signature(id: string, part: MediaPart, until: number): Promise<string> {
    const key = await this.secrets.get('picture_addresses');
    return createHmac('sha256', key).update(`${id} ${part} ${until}`).digest('base64url');
  }
}
