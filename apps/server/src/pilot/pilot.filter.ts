import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { explain } from '../common/problem.js';
import { type PilotAnswer } from './pilot.answer.js';

interface Answer {
  headersSent: boolean;
  setHeader(name: string, value: string): unknown;
  status(code: number): { json(body: PilotAnswer): unknown };
  destroy(): unknown;
}

/**
 * A thrown value becomes an envelope that Pilot reads. A token that is not good is HTTP 401, on which Pilot signs in anew;
 * everything else is HTTP 200 with a code that is not 0, for of other answers Pilot shows a number and no sentence.
 */
@Catch()
export class PilotFilter implements ExceptionFilter {
  private readonly log = new Logger('Pilot');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Answer>();
    const id = randomUUID();
    const { status, code, zh, en, fault } = explain(error, id);
    if (fault) this.log.error({ id, code, error: (error as Error).message, stack: (error as Error).stack });
    if (response.headersSent) return void response.destroy();
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(status === 401 ? 401 : 200)
      .json({ code: status, message: `${zh} / ${en}`, data: { reason: code } });
  }
}
