import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { CONFIG, type Config } from '../config.js';
import { dataSourceOptions } from '../database/data-source.js';

/** A large batch on a slow disk takes long; what is cut off half-way would be cut off again. */
const STATEMENT_TIMEOUT_MS = 600_000;

/** Connections of the recorder's own: however many slow questions people ask, what devices say is written. */
@Injectable()
export class RecordingDatabase implements OnModuleInit, OnApplicationShutdown {
  private readonly source: DataSource;

  constructor(@Inject(CONFIG) config: Config) {
    this.source = new DataSource({
      ...dataSourceOptions(config.databaseUrl!),
      poolSize: 2,
      applicationName: 'xunhang recorder',
      extra: { connectionTimeoutMillis: 5_000, keepAlive: true, statement_timeout: STATEMENT_TIMEOUT_MS },
    });
  }

  async onModuleInit(): Promise<void> {
    await this.source.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** Runs `work` in one transaction. Throws what it throws, after a rollback. */
  async transaction(work: (runner: QueryRunner) => Promise<void>): Promise<void> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      await work(runner);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}
