import { type Planned, type Wheel } from './wheel.js';

/** A message that waits for its answer: everything but the timestamp, which is new at every sending. */
export interface Waiting {
  topic: string;
  message: { tid: string; bid: string; method?: string; need_reply?: number; data: unknown };
}

export interface SendOptions {
  /** Milliseconds to the next sending; the last one repeats. */
  delays?: readonly number[];
  /** Milliseconds after which it is given up; absent: never. */
  giveUpAfter?: number;
  /** Called once with the `data` of the answer. */
  answered?: (data: unknown) => void;
}

interface Entry extends Waiting {
  options: SendOptions;
  attempt: number;
  since: number;
  timer: Planned | null;
}

/** Repetition of events and states: 2 s, 4 s later, then every 8.2 s, as captured. */
export const EVENT_DELAYS: readonly number[] = [2000, 4000, 8200];
/** Repetition of requests and topology. */
export const REQUEST_DELAYS: readonly number[] = [5000, 10_000, 20_000, 30_000];

/**
 * What was sent with a wish for an answer. Each message is repeated with the same `tid` and `bid` until `settle` hears
 * of it. While the network is gone (`hold`) nothing is lost: `flush` sends all of it at once, oldest first. At most
 * `limit` wait; beyond that the oldest is dropped and counted, as a device with finite memory does.
 */
export class Outbox {
  dropped = 0;
  private readonly entries = new Map<string, Entry>();
  private held = true;

  constructor(
    private readonly wheel: Wheel,
    private readonly transmit: (waiting: Waiting) => void,
    private readonly limit = 1000,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  send(waiting: Waiting, options: SendOptions = {}): void {
    const entry: Entry = { ...waiting, options, attempt: 0, since: this.wheel.now(), timer: null };
    this.entries.set(waiting.message.tid, entry);
    if (this.entries.size > this.limit) this.dropOldest();
    if (!this.held) this.sendNow(entry);
  }

  /** An answer came in. False when nothing waited for it: late, repeated, or not ours. */
  settle(tid: unknown, data: unknown): boolean {
    if (typeof tid !== 'string') return false;
    const entry = this.entries.get(tid);
    if (!entry) return false;
    this.remove(entry);
    entry.options.answered?.(data);
    return true;
  }

  /** Does a message with this method wait? */
  waitsFor(method: string): boolean {
    for (const entry of this.entries.values()) if (entry.message.method === method) return true;
    return false;
  }

  /** The network is gone: keep everything. */
  hold(): void {
    this.held = true;
    for (const entry of this.entries.values()) entry.timer?.cancel();
  }

  /** The network is back: everything again. */
  flush(): void {
    this.held = false;
    for (const entry of this.entries.values()) {
      entry.timer?.cancel();
      this.sendNow(entry);
    }
  }

  /** Forgets everything: a reboot. */
  clear(): void {
    for (const entry of this.entries.values()) this.remove(entry);
  }

  /** Forgets messages with this method: a newer one takes their place. */
  withdraw(method: string): void {
    for (const entry of this.entries.values()) if (entry.message.method === method) this.remove(entry);
  }

  private sendNow(entry: Entry): void {
    const { giveUpAfter, delays = EVENT_DELAYS } = entry.options;
    if (giveUpAfter !== undefined && this.wheel.now() - entry.since > giveUpAfter) {
      this.remove(entry);
      return;
    }
    this.transmit(entry);
    const delay = delays[Math.min(entry.attempt, delays.length - 1)]!;
    entry.attempt++;
    entry.timer = this.wheel.after(delay, () => this.sendNow(entry));
  }

  private remove(entry: Entry): void {
    entry.timer?.cancel();
    this.entries.delete(entry.message.tid);
  }

  private dropOldest(): void {
    const [oldest] = this.entries.values();
    if (!oldest) return;
    this.remove(oldest);
    this.dropped++;
  }
}
