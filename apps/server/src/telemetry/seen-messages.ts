/** How long a copy of a message is recognised: devices repeat an unanswered message every eight seconds for minutes. */
const KEEP_MS = 10 * 60_000;
const MOST_KEYS = 400_000;

/** Keys of the messages of the last ten to twenty minutes, in two generations so that forgetting costs nothing. */
export class SeenMessages {
  private young = new Set<string>();
  private old = new Set<string>();
  private bornAt = 0;

  /** True when the key was seen before; from now on it is. */
  isRepeat(key: string, now: number): boolean {
    if (now - this.bornAt > KEEP_MS || this.young.size > MOST_KEYS) {
      this.old = this.young;
      this.young = new Set();
      this.bornAt = now;
    }
    if (this.young.has(key)) return true;
    const repeat = this.old.has(key);
    this.young.add(key);
    return repeat;
  }
}
