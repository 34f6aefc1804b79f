import { hash } from 'node:crypto';

/** How long a copy of a message is recognised: devices repeat an unanswered message every eight seconds for minutes. */
const KEEP_MS = 10 * 60_000;

/**
 * Which messages were seen in the last ten to twenty minutes, in two generations so that forgetting costs nothing.
 * Only digests are kept: at a thousand messages a second the keys themselves would be hundreds of megabytes.
 */
export class SeenMessages {
  private young = new Set<string>();
  private old = new Set<string>();
  private bornAt = 0;

  /** `most`: so many messages fill a generation before its time is over. */
  constructor(private readonly most: number) {}

  /** True when the key was seen before; from now on it is. */
  isRepeat(key: string, now: number): boolean {
    if (now - this.bornAt > KEEP_MS || this.young.size >= this.most) {
      this.old = this.young;
      this.young = new Set();
      this.bornAt = now;
    }
    const digest = hash('sha1', key, 'base64');
    if (this.young.has(digest)) return true;
    const repeat = this.old.has(digest);
    this.young.add(digest);
    return repeat;
  }
}
