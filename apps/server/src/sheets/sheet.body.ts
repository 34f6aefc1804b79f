import { type Readable } from 'node:stream';
import { SHEET_LIMITS } from './sheet.limits.js';
import { tooLarge } from './sheet.refusal.js';

/** The media type of .xlsx files. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The media types under which a spreadsheet may be uploaded, as the body of the request. */
export const UPLOAD_TYPES = [XLSX_TYPE, 'text/csv', 'application/octet-stream'] as const;

/** The bytes of an uploaded file. Throws `Refusal` 413 `sheet_too_large` as soon as there are too many. */
export async function readUpload(body: Readable): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (length <= SHEET_LIMITS.fileBytes) pieces.push(piece);
    else if (length > 4 * SHEET_LIMITS.fileBytes) break;
    else pieces.length = 0;
  }
  if (length > SHEET_LIMITS.fileBytes) throw tooLarge('不能超过 16 MB', 'at most 16 MB are taken');
  return Buffer.concat(pieces);
}
