import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseUnavailable } from '../common/database-fault.js';
import { MEDIA_BUCKET, MediaCredentialsService, type MediaGrant } from './media.credentials.js';
import { MEDIA_LIMITS } from './media.limits.js';
import { MediaPartsWrong, MediaTaken } from './media.service.js';
import { MediaAway, MediaFull, MediaTooLarge } from './media.store.js';
import { S3Error, errorXml } from './s3.error.js';
import { type S3Answer, S3Operations } from './s3.operations.js';
import { partsOf, verifySignature } from './s3.signature.js';

/** The door for devices: what they need of the S3 protocol, path style, below `/s3/<bucket>/` and `/<bucket>/`. */
@Injectable()
export class S3Door {
  private readonly log = new Logger(S3Door.name);

  constructor(
    private readonly credentials: MediaCredentialsService,
    private readonly operations: S3Operations,
  ) {}

  /** Answers one request, whatever comes of it. */
  async handle(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> {
    const id = randomUUID();
    const url = request.originalUrl ?? request.url ?? '/';
    response.setHeader('x-amz-request-id', id);
    response.setHeader('Cache-Control', 'no-store, no-transform');
    try {
      await this.send(await this.answer(request, url), request, response);
    } catch (error) {
      const told = this.explain(error, id);
      request.unpipe();
      if (response.headersSent || response.destroyed) return void response.destroy();
      const text = request.method === 'HEAD' ? '' : errorXml(told, url.split('?')[0]!, id);
      response.writeHead(told.status, {
        'Content-Type': 'application/xml',
        // What is still on its way is not waited for.
        ...(request.complete ? {} : { Connection: 'close' }),
      });
      response.end(text);
      if (!request.complete) request.resume();
    }
  }

  private async answer(request: IncomingMessage, url: string): Promise<S3Answer> {
    const now = new Date();
    const method = request.method ?? 'GET';
    const { path, query } = partsOf(url);
    let grant: MediaGrant | undefined;
    const secretOf = async (accessKeyId: string, token: string | null) => {
      const { secret, ...may } = await this.credentials.read(accessKeyId, token, now);
      grant = may;
      return secret;
    };
    const verified = await verifySignature({ method, url, headers: request.headers }, secretOf, now);
    const key = keyOf(path);
    if (!grant) throw denied();
    if (key === '') return this.operations.bucket(method, query);
    const writes = method !== 'GET' && method !== 'HEAD';
    if (!within(key, grant) || (writes && grant.may !== 'put')) throw denied();
    return this.operations.object({
      method,
      key,
      query,
      headers: request.headers,
      body: request,
      verified,
      by: grant.by,
    });
  }

  private async send(answer: S3Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, headers = {}, body } = answer;
    response.writeHead(status, headers);
    if (body === undefined || typeof body === 'string' || request.method === 'HEAD') {
      response.end(request.method === 'HEAD' ? undefined : body);
      return;
    }
    await pipeline(body, response);
  }

  private explain(error: unknown, id: string): S3Error {
    if (error instanceof S3Error) return error;
    if (error instanceof MediaTaken) {
      return new S3Error(
        412,
        'PreconditionFailed',
        'There are other bytes under this key, and they are not overwritten.',
      );
    }
    if (error instanceof MediaTooLarge) return new S3Error(400, 'EntityTooLarge', 'The object is too large.');
    if (error instanceof MediaPartsWrong) return new S3Error(400, 'InvalidPart', error.message);
    if (error instanceof MediaFull) {
      this.log.error({ message: 'no room for media', id });
      return new S3Error(507, 'InsufficientStorage', 'There is no room for more media.');
    }
    if (error instanceof MediaAway) {
      this.log.error({ message: 'the store of media does not answer', id, error: error.message });
      return new S3Error(503, 'ServiceUnavailable', 'Try again in a few seconds.');
    }
    const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
    // The client went away; nobody is left to be told.
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
      return new S3Error(400, 'IncompleteBody', 'The connection was cut.');
    }
    if (isDatabaseUnavailable(error)) return new S3Error(503, 'ServiceUnavailable', 'Try again in a few seconds.');
    this.log.error({ id, error: message ?? String(error), stack: (error as Error)?.stack });
    return new S3Error(500, 'InternalError', 'An internal error; the log has the details under the request id.');
  }
}

/** The key of a path `/s3/<bucket>/<key>` or `/<bucket>/<key>`; '' for the bucket itself. Throws `S3Error`. */
function keyOf(path: string): string {
  const [, bucket, encoded = ''] = /^(?:\/s3)?\/([^/]+)(?:\/(.*))?$/s.exec(path) ?? [];
  if (bucket !== MEDIA_BUCKET) throw new S3Error(404, 'NoSuchBucket', 'There is no such bucket.');
  let key: string;
  try {
    key = decodeURIComponent(encoded);
  } catch {
    throw new S3Error(400, 'InvalidURI', 'The key is not encoded as it should be.');
  }
  if (Buffer.byteLength(key) > MEDIA_LIMITS.keyBytes) throw new S3Error(400, 'KeyTooLongError', 'The key is too long.');
  const steps = key.split('/').some((part) => part === '.' || part === '..');
  const strange =
    steps || [...key].some((character) => character < ' ' || character === '\u007f' || character === '\\');
  if (strange) throw new S3Error(400, 'InvalidArgument', 'The key holds characters or steps that are not taken.');
  return key;
}

/** A grant for `a/b` holds for the object `a/b`; one for `a/b/` for everything below. */
function within(key: string, { prefix }: MediaGrant): boolean {
  return prefix.endsWith('/') ? key.startsWith(prefix) && key.length > prefix.length : key === prefix;
}

function denied(): S3Error {
  return new S3Error(403, 'AccessDenied', 'These credentials do not reach that far.');
}
