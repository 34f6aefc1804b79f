import { isIPv6 } from 'node:net';

/** Addresses kept at most; the oldest is forgotten first. */
const ADDRESSES = 10_000;

/**
 * A token bucket for each source address, in this process: `capacity` at once, one more every `secondsEach`. An IPv6
 * subscriber owns a whole /64, so that is what counts there.
 */
export class AddressThrottle {
  private readonly buckets = new Map<string, { level: number; at: number }>();

  constructor(
    private readonly capacity: number,
    private readonly secondsEach: number,
  ) {}

  /** Takes one; returns 0, or how many seconds to wait when none is left. `now` in milliseconds. */
  take(address: string, now = Date.now()): number {
    const bucket = this.fill(address, now);
    if (bucket.level < 1) return Math.ceil((1 - bucket.level) * this.secondsEach);
    bucket.level -= 1;
    return 0;
  }

  /** Gives one back: it was used for something legitimate. */
  giveBack(address: string, now = Date.now()): void {
    const bucket = this.fill(address, now);
    bucket.level = Math.min(this.capacity, bucket.level + 1);
  }

  private fill(address: string, now: number): { level: number; at: number } {
    const key = networkOf(address);
    const known = this.buckets.get(key);
    const level = known
      ? Math.min(this.capacity, known.level + Math.max(0, now - known.at) / 1000 / this.secondsEach)
      : this.capacity;
    const bucket = { level, at: now };
    // Set anew, so that the map's order is the order of last use.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > ADDRESSES && oldest !== undefined) this.buckets.delete(oldest);
    return bucket;
  }
}

/** The address itself, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  if (bare.startsWith('::ffff:') && bare.includes('.')) return bare.slice(7);
  if (!isIPv6(bare)) return bare;
  const [head = '', tail = ''] = bare.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const groups = bare.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
