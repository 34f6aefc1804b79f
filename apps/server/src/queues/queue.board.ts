import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { parseCookie, stringifySetCookie } from 'cookie';
import { type Request, type Response } from 'express';
import { AccessTokens, ACCESS_SECONDS } from '../auth/access-tokens.js';
import { type Caller } from '../auth/actor.js';
import { AuthService } from '../auth/auth.service.js';
import { Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { QUEUE_NAMES } from '../jobs/jobs.js';
import { openQueueStore } from '../jobs/queue-backend.js';
import { BoardPages } from './board.pages.js';

/** Where the board is served. */
export const BOARD_PATH = '/admin/queues';
const COOKIE = 'xunhang_queues';

interface Opened {
  pages: BoardPages;
  close(): Promise<void>;
}

/**
 * bull-board over all queues, to be read only, for those who may. A page cannot send an access token, so that a visit is
 * let in by a cookie for this path alone, which ends with the session and after ten minutes.
 */
@Injectable()
export class QueueBoard implements OnApplicationShutdown {
  private opened: Promise<Opened> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly auth: AuthService,
    private readonly tokens: AccessTokens,
  ) {}

  /** Lets the caller's browser in for ten minutes. */
  async admit({ actor, sessionId }: Caller, response: Pick<Response, 'append' | 'setHeader'>): Promise<void> {
    const token = await this.tokens.sign(actor.userId, sessionId);
    const secure = this.config.publicUrl?.startsWith('https:') ?? false;
    response.append(
      'Set-Cookie',
      stringifySetCookie(COOKIE, token, {
        httpOnly: true,
        sameSite: 'strict',
        secure,
        path: BOARD_PATH,
        maxAge: ACCESS_SECONDS,
      }),
    );
    response.setHeader('Cache-Control', 'no-store');
  }

  /** Answers a request below `BOARD_PATH`: 401 without a visit, 403 for whoever may not, else the board. */
  async handle(request: Request, response: Response): Promise<void> {
    try {
      await this.check(parseCookie(request.headers.cookie ?? '')[COOKIE]);
      const { pages } = await this.open();
      response.setHeader('Cache-Control', 'no-store');
      pages.router(request, response, (error?: unknown) => {
        if (error)
          refuse(response, 503, '任务队列暂时读不到，请稍后再试。', 'The queues cannot be read now: try again.');
        else refuse(response, 404, '没有这个页面。', 'There is no such page.');
      });
    } catch (error) {
      if (error instanceof Refusal) refuse(response, error.status, `${error.zh}。`, `${error.en}.`);
      else refuse(response, 503, '任务队列暂时读不到，请稍后再试。', 'The queues cannot be read now: try again.');
    }
  }

  async onApplicationShutdown(): Promise<void> {
    const opened = await this.opened?.catch(() => null);
    await opened?.close();
  }

  private async check(token: string | undefined): Promise<void> {
    if (!token) {
      throw new Refusal(
        401,
        'sign_in_required',
        '请从控制台的账户菜单打开任务队列，十分钟后需重新打开',
        'open the queues from the account menu of the console; after ten minutes open them again',
      );
    }
    const { actor } = await this.auth.callerOfToken(token);
    if (actor.permissions.has('queues.read')) return;
    throw new Refusal(
      403,
      'forbidden',
      '您的角色没有此项权限（queues.read），如需使用请联系系统管理员',
      'your roles lack the permission queues.read: ask the system administrator if you need it',
    );
  }

  /** On the first visit: a process whose board nobody opens connects to no store. */
  private open(): Promise<Opened> {
    this.opened ??= this.connect();
    this.opened.catch(() => (this.opened = null));
    return this.opened;
  }

  private async connect(): Promise<Opened> {
    const { redisUrl, databaseUrl } = this.config;
    const store = await openQueueStore(redisUrl, databaseUrl!);
    // a store that is away must show as an error, not as a page that never comes
    const connection = redisUrl === null ? store.connection : { url: redisUrl, maxRetriesPerRequest: 1 };
    const queues = QUEUE_NAMES.map((name) => new Queue(name, { connection }));
    for (const queue of queues) queue.on('error', () => undefined);
    const pages = new BoardPages(BOARD_PATH);
    createBullBoard({
      queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })),
      serverAdapter: pages,
      options: { uiConfig: { boardTitle: '任务队列 Queues', locale: { lng: 'zh-CN' } } },
    });
    const close = async () => {
      await Promise.allSettled(queues.map((queue) => queue.close()));
      await store.close();
    };
    return { pages, close };
  }
}

function refuse(response: Response, status: number, zh: string, en: string): void {
  if (response.headersSent) return;
  response.status(status).type('text/plain; charset=utf-8').set('Cache-Control', 'no-store').send(`${zh}\n${en}\n`);
}
