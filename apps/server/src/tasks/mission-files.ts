import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';
import { webAddress } from '../broker/web-address.js';
import { Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';

/** A dock fetches the file within minutes of being told; it asks for a new address when it is late. */
const LASTS_MS = 30 * 60_000;

/** Addresses under which a dock fetches the route of one task: signed, and good for half an hour. */
@Injectable()
export class MissionFiles {
  constructor(
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async urlOf(taskId: string, now: number): Promise<string> {
    const until = now + LASTS_MS;
    const query = new URLSearchParams({ until: String(until), signature: await this.signature(taskId, until) });
    return `${webAddress(this.config)}/api/v1/mission-files/${taskId}?${query.toString()}`;
  }

  /** Throws `Refusal` 403 `address_expired` for an address that we did not sign, or that is over. */
  async require(taskId: string, until: number, signature: string, now: number): Promise<void> {
    const wanted = Buffer.from(await this.signature(taskId, until));
    const given = Buffer.from(signature);
    if (until >= now && given.length === wanted.length && timingSafeEqual(given, wanted)) return;
    throw new Refusal(
      403,
      'address_expired',
      '航线文件的下载地址无效或已过期，请设备重新获取',
      'the address of the route file is not valid any more: the device must ask for a new one',
    );
  }

  private async signature(taskId: string, until: number): Promise<string> {
    const key = await this.secrets.get('mission_files');
    return createHmac('sha256', key).update(`${taskId} ${until}`).digest('base64url');
  }
}
