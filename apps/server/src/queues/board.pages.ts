import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IServerAdapter } from '@bull-board/api/typings/app';
import express, { type NextFunction, type Request, type Response, Router } from 'express';

type Routes = Parameters<IServerAdapter['setApiRoutes']>[0];
type EntryRoute = Parameters<IServerAdapter['setEntryRoute']>[0];

/**
 * The pages of bull-board on an Express router. Nothing can be changed through them: only what is read is routed. Its own
 * page asks another site for a typeface; that line is left out.
 */
export class BoardPages implements IServerAdapter {
  readonly router = Router();
  private queues: Parameters<IServerAdapter['setQueues']>[0] = new Map();
  private views = '';
  private uiConfig: Parameters<IServerAdapter['setUIConfig']>[0] = {};
  private failed: Parameters<IServerAdapter['setErrorHandler']>[0] = () => ({ status: 500, body: {} });

  constructor(private readonly basePath: string) {}

  setQueues(queues: Parameters<IServerAdapter['setQueues']>[0]): this {
    this.queues = queues;
    return this;
  }

  setViewsPath(path: string): this {
    this.views = path;
    return this;
  }

  setStaticPath(route: string, path: string): this {
    this.router.use(route, express.static(path));
    return this;
  }

  setUIConfig(config: Parameters<IServerAdapter['setUIConfig']>[0]): this {
    this.uiConfig = config;
    return this;
  }

  setErrorHandler(handler: Parameters<IServerAdapter['setErrorHandler']>[0]): this {
    this.failed = handler;
    return this;
  }

  setEntryRoute({ route, handler }: EntryRoute): this {
    this.router.get(route, (_request: Request, response: Response) => {
      const { name, params } = handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response.type('html').send(this.page(name, params as Record<string, unknown>));
    });
    return this;
  }

  setApiRoutes(routes: Routes): this {
    for (const { method, route, handler } of routes) {
      if (![method].flat().includes('get')) continue;
      this.router.get(route, async (request: Request, response: Response) => {
        const { query, params, headers } = request;
        const asked = { queues: this.queues, uiConfig: this.uiConfig, query, params, body: {}, headers };
        const { status = 200, body } = await handler(asked as Parameters<typeof handler>[0]);
        response.status(status).json(body);
      });
    }
    this.router.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
      const { status = 500, body } = this.failed(error);
      response.status(status).json(body);
    });
    return this;
  }

  /** Its page with the values in their places; the only tags of the template are those of single values. */
  private page(name: string, values: Readonly<Record<string, unknown>>): string {
    return readFileSync(join(this.views, name), 'utf8')
      .replace(/<link[^>]*https?:[^>]*>/g, '')
      .replace(/<%([=-])\s*(\w+)\s*%>/g, (_all, how: string, value: string) => {
        const text = String(values[value] ?? '');
        return how === '-' ? text : text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
      });
  }
}
