import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Attempts } from './attempts.js';
import { SessionsStore } from './sessions.store.js';

const HOUR_MS = 3_600_000;

/** Drops sessions and counts of attempts that nobody will ask for again. Every api process may do it. */
@Injectable()
export class AuthSweeper implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(AuthSweeper.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly sessions: SessionsStore,
    private readonly attempts: Attempts,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: Error) =>
        this.log.warn({ message: 'old sessions stay for now', error: error.message }),
      );
    }, HOUR_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    await this.sessions.prune();
    await this.attempts.prune();
  }
}
