import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type Fact } from '#contracts';
import { Notifications } from '../database/notifications.js';
import { EventLog, EVENTS_CHANNEL } from '../events/event-log.js';

const PAGE = 500;
const RETRY_MS = 500;
/** A notification is only a wake-up call: should one be lost, the log is looked at all the same. */
const LOOK_MS = 5_000;

/** Every fact once and in order, whichever process committed it. */
@Injectable()
export class FactFeed implements OnApplicationShutdown {
  private readonly log = new Logger(FactFeed.name);
  private listener: (fact: Fact) => void = () => undefined;
  private reading: Promise<void> | null = null;
  private again = false;
  private failing = false;
  private closed = false;
  private timer: NodeJS.Timeout | null = null;
  private newest: number | null = null;

  constructor(
    private readonly events: EventLog,
    private readonly notifications: Notifications,
  ) {}

  /** Begins with the facts that come from now on. Tries until the log can be read. */
  async begin(listener: (fact: Fact) => void): Promise<void> {
    this.listener = listener;
    await this.notifications.listen(EVENTS_CHANNEL, () => void this.read());
    await this.read();
  }

  onApplicationShutdown(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  /** Number of the newest fact that was handed out; null until the log was read for the first time. */
  get position(): number | null {
    return this.newest;
  }

  /** Hands out what is new; calls that come meanwhile are folded into one more reading. Never rejects. */
  private read(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    if (this.timer) clearTimeout(this.timer);
    this.reading = this.handOut()
      .then(
        () => this.readable(),
        (error: Error) => this.unreadable(error),
      )
      .finally(() => {
        this.reading = null;
        const { again } = this;
        this.again = false;
        if (this.closed) return;
        if (again && !this.failing) void this.read();
        else this.timer = setTimeout(() => void this.read(), this.failing ? RETRY_MS : LOOK_MS);
      });
    return this.reading;
  }

  private async handOut(): Promise<void> {
    this.newest ??= await this.events.last();
    for (;;) {
      const facts = await this.events.after(this.newest, PAGE);
      for (const fact of facts) {
        this.newest = fact.id;
        this.listener(fact);
      }
      if (facts.length < PAGE) return;
    }
  }

  private readable(): void {
    if (this.failing) this.log.log('facts can be read again');
    this.failing = false;
  }

  private unreadable(error: Error): void {
    if (!this.failing && !this.closed)
      this.log.warn({ message: 'facts cannot be read; trying again', error: error.message });
    this.failing = true;
  }
}
