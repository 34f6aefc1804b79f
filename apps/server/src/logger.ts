import { ConsoleLogger } from '@nestjs/common';
import { type Config } from './config.js';

const LEVELS = ['error', 'warn', 'log', 'debug'] as const;

/** Structured logs, one JSON object a line, to standard error: standard output is for people. */
export function logger(config: Pick<Config, 'logLevel'>): ConsoleLogger {
  return new StandardErrorLogger({
    json: true,
    logLevels: ['fatal', ...LEVELS.slice(0, LEVELS.indexOf(config.logLevel) + 1)],
  });
}

/** What the framework tells about itself at each start: a hundred lines that hide the one that matters. */
const CHATTER: ReadonlySet<string> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'WebSocketsController',
]);

class StandardErrorLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && CHATTER.has(context) && !this.isLevelEnabled('debug')) return;
    super.log(message, ...(rest as [string]));
  }

  protected override printAsJson(message: unknown, options: Parameters<ConsoleLogger['printAsJson']>[1]): void {
    super.printAsJson(message, { ...options, writeStreamType: 'stderr' });
  }
}
