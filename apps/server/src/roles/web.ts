import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { type Config } from '../config.js';
import { MEDIA_BUCKET } from '../media/media.credentials.js';
import { S3Door } from '../media/s3.door.js';
import { BOARD_PATH, QueueBoard } from '../queues/queue.board.js';
import { ROOT } from '../root.js';

/** Where the built console lies. */
const CONSOLE = fileURLToPath(new URL('dist/console/', ROOT));

/** What every answer carries: compression and the headers that keep a page to itself. */
export function secureWeb(app: NestExpressApplication, config: Config): void {
  const https = config.publicUrl?.startsWith('https:') ?? false;
  if (config.trustProxy) app.set('trust proxy', 1);
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'script-src': ["'self'"],
          // the component library writes its styles into the page
          'style-src': ["'self'", "'unsafe-inline'"],
          'img-src': ["'self'", 'data:', 'blob:'],
          'worker-src': ["'self'", 'blob:'],
          'connect-src': ["'self'"],
          'font-src': ["'self'", 'data:'],
          'object-src': ["'none'"],
          'base-uri': ["'self'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
        },
      },
      strictTransportSecurity: https,
      crossOriginOpenerPolicy: https,
      originAgentCluster: https,
    }),
  );
  app.use(compression());
  app.use((request: Request, _response: Response, next: NextFunction) => {
    // `no-cache` asks caches on the way to ask us; whoever names what it has is asking us (RFC 9111, section 5.2.1.4)
    if (request.headers['if-none-match']) delete request.headers['cache-control'];
    next();
  });
}

/** Opens the door for devices, before anything looks at bodies or packs answers: signatures are over bytes as they came. */
export function serveMedia(app: NestExpressApplication): void {
  const door = (request: Request, response: Response) => void app.get(S3Door).handle(request, response);
  app.use(['/s3', `/${MEDIA_BUCKET}`], door);
}

/** Serves the board of queues to those who may see it. */
export function serveQueues(app: NestExpressApplication): void {
  app.use(BOARD_PATH, (request: Request, response: Response) => void app.get(QueueBoard).handle(request, response));
}

/** Serves the console: hashed files for ever, the page itself fresh, and the page for every address of its own. */
export function serveConsole(app: NestExpressApplication): void {
  if (!existsSync(CONSOLE)) return;
  app.use(
    express.static(CONSOLE, {
      index: false,
      // /join is a page of its own, join.html
      extensions: ['html'],
      setHeaders: (response, path) => {
        const hashed = path.startsWith(`${CONSOLE}assets/`);
        response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    const page =
      request.method === 'GET' &&
      !/^\/(api|metrics|socket\.io|assets|wayline|storage|media\/api)(\/|$)/.test(request.path);
    if (!page || !request.accepts('html')) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: CONSOLE });
  });
}
