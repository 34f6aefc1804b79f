import { pipeline } from 'node:stream/promises';
import { type Request, type Response } from 'express';
import { type MediaObject } from './media-objects.store.js';
import { type MediaService } from './media.service.js';
import { type ByteRange } from './media.store.js';

/** Sends the bytes of an object, or the one range of them that is asked for; other headers are the caller's. */
export async function sendObject(
  media: MediaService,
  object: MediaObject,
  request: Request,
  response: Response,
): Promise<void> {
  response.set('accept-ranges', 'bytes');
  const range = rangeOf(request, object);
  if (range === 'none') return void response.status(416).set('content-range', `bytes */${object.size}`).end();
  const length = range ? range.end - range.start + 1 : object.size;
  response.status(range ? 206 : 200).set('content-length', String(length));
  if (range) response.set('content-range', `bytes ${range.start}-${range.end}/${object.size}`);
  if (request.method === 'HEAD') return void response.end();
  const body = await media.read(object, range);
  // A browser that goes on to another page is no fault.
  await pipeline(body, response).catch(() => response.destroy());
}

/** The one range that is asked for; several, or one of other bytes than these, are answered with the whole. */
function rangeOf(request: Request, { size, sha256 }: MediaObject): ByteRange | undefined | 'none' {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== `"${sha256}"`) return undefined;
  const ranges = request.range(size);
  if (ranges === -1) return 'none';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  return { start: ranges[0]!.start, end: ranges[0]!.end };
}
