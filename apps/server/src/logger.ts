import { ConsoleLogger } from '@nestjs/common';
import { type Config } from './config.js';

const LEVELS = ['error', 'warn', 'log', 'debug'] as const;

/** Structured logs, one JSON object a line, to standard error: standard output is for people. */
export function logger(config: Pick<Config, 'logLevel'>): ConsoleLogger {
  return new StandardErrorLogger({ json: true, logLevels: ['fatal', ...LEVELS.slice(0, LEVELS.indexOf(config.logLevel) + 1)] });
}

class StandardErrorLogger extends ConsoleLogger {
  protected override printAsJson(message: unknown, options: Parameters<ConsoleLogger['printAsJson']>[1]): void {
    super.printAsJson(message, { ...options, writeStreamType: 'stderr' });
  }
}
