import { type Readable } from 'node:stream';
import { Refusal } from './refusal.js';

/** A body that the JSON parser of the framework has eaten already. */
interface Parsed {
  body?: unknown;
}

/**
 * The bytes of a request's body, at most `limit` of them. Throws what `tooLarge` makes as soon as there are more, and
 * `Refusal` 415 `send_as_binary` for a body that was sent as JSON or as a form.
 */
export async function bodyBytes(body: Readable, limit: number, tooLarge: () => Error): Promise<Buffer> {
  if ((body as Parsed).body !== undefined) {
    throw new Refusal(
      415,
      'send_as_binary',
      '请以 application/octet-stream 类型上传文件',
      'send the file with the media type application/octet-stream',
    );
  }
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (length <= limit) pieces.push(piece);
    else if (length > 4 * limit) break;
    else pieces.length = 0;
  }
  if (length > limit) throw tooLarge();
  return Buffer.concat(pieces);
}
