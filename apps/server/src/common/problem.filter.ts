import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type LiveError } from '#contracts';
import { explain, type Explained, liveErrorOf, problemOf } from './problem.js';

/** What the filter uses of Express's response. */
interface Answer {
  headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  status(code: number): { json(body: unknown): unknown };
  destroy(): unknown;
}
interface Asked {
  headers: IncomingHttpHeaders;
  method: string;
  path: string;
}

/** A thrown value becomes a problem document (REST) or a live error (sockets). Faults are logged, never sent. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() === 'http') this.answerRequest(error, host);
    else if (host.getType() === 'ws') this.answerSocket(error, host);
    else throw error;
  }

  private answerRequest(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Asked>();
    const response = host.switchToHttp().getResponse<Answer>();
    const id = correlationId(request.headers['x-request-id']);
    const explained = explain(error, id);
    if (explained.fault) this.record(error, id, explained, { method: request.method, path: request.path });
    // A stream that breaks half-way must not look complete to the receiver.
    if (response.headersSent) return void response.destroy();
    response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Request-Id', id);
    if (explained.retryAfter) response.setHeader('Retry-After', String(explained.retryAfter));
    if (explained.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(explained.status).json(problemOf(explained, id));
  }

  /** Answers through the acknowledgement where the client gave one, otherwise by the `exception` event. */
  private answerSocket(error: unknown, host: ArgumentsHost): void {
    const id = randomUUID();
    const explained = explain(error, id);
    if (explained.fault) this.record(error, id, explained, { pattern: host.switchToWs().getPattern() });
    const answer = host
      .getArgs()
      .find((argument): argument is (body: { error: LiveError }) => void => typeof argument === 'function');
    if (answer) answer({ error: liveErrorOf(explained) });
    else
      host
        .switchToWs()
        .getClient<{ emit(event: string, body: LiveError): void }>()
        .emit('exception', liveErrorOf(explained));
  }

  private record(error: unknown, id: string, explained: Explained, where: Record<string, unknown>): void {
    const { message: text = String(error), stack } = (error ?? {}) as Partial<Error>;
    // While the database is away every request fails for the same reason: the stack would only bury the sentence.
    if (explained.code === 'database_unavailable') this.log.warn({ id, code: explained.code, ...where, error: text });
    else this.log.error({ id, code: explained.code, ...where, error: text, stack });
  }
}

/** The caller's own number where it is harmless to repeat, otherwise a new one. */
function correlationId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given) ? given : randomUUID();
}
