import { type Readable } from 'node:stream';
import { bodyBytes } from '../common/body.bytes.js';
import { SHEET_LIMITS } from './sheet.limits.js';
import { tooLarge } from './sheet.refusal.js';

/** The media type of .xlsx files. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The media types under which a spreadsheet may be uploaded, as the body of the request. */
export const UPLOAD_TYPES = [XLSX_TYPE, 'text/csv', 'application/octet-stream'] as const;

/** The bytes of an uploaded file. Throws `Refusal` 413 `sheet_too_large` as soon as there are too many. */
export function readUpload(body: Readable): Promise<Uint8Array> {
  return bodyBytes(body, SHEET_LIMITS.fileBytes, () => tooLarge('不能超过 16 MB', 'at most 16 MB are taken'));
}
