import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { ROOT } from '../root.js';

let bytes: Buffer | undefined;

/**
 * The face of all our PDF files: Noto Sans SC, regular, with every Chinese character it has (30,000). It comes with the
 * product, for a machine need have no Chinese font; into a file go only the characters that stand in it.
 */
export function chineseFont(): Buffer {
  bytes ??= brotliDecompressSync(readFileSync(new URL('apps/server/fonts/NotoSansSC-Regular.ttf.br', ROOT)));
  return bytes;
}
