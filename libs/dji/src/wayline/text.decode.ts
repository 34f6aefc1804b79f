import { type ReadLimits } from './limits.js';
import { WaylineError } from './wayline.error.js';

/**
 * The text of a file that must be UTF-8 (with or without a byte order mark). Other encodings are refused rather than
 * guessed: a dock refuses them too, and a wrong guess makes wrong names. Throws {@link WaylineError} `wrong_encoding`
 * or `too_large`.
 */
export function decodeText(bytes: Uint8Array, file: string, limits: ReadLimits): string {
  if (bytes.length > limits.textBytes) {
    throw new WaylineError(
      'too_large',
      { file, line: 0 },
      `文件超过 ${limits.textBytes} 字节`,
      `has more than ${limits.textBytes} bytes`,
    );
  }
  const wide = wideEncoding(bytes);
  if (wide) throw wrongEncoding(file, 1, wide);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrongEncoding(file, lineOfFirstFault(bytes), '');
  }
}

/** The error for a file in another encoding; `name` is empty where nobody knows which. */
export function wrongEncoding(file: string, line: number, name: string): WaylineError {
  return new WaylineError(
    'wrong_encoding',
    { file, line },
    `编码${name ? `是 ${name}，` : ''}不是 UTF-8，请另存为 UTF-8 编码后再导入`,
    `is ${name ? `in ${name}, ` : ''}not in UTF-8; save it as UTF-8 and import it again`,
  );
}

/** UTF-16 and UTF-32 by their mark, or by the zero bytes around a first `<` or `{`. */
function wideEncoding(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
    return 'UTF-32';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  if (bytes.length >= 2 && (a === 0) !== (b === 0)) return 'UTF-16';
  return '';
}

function lineOfFirstFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to;
    line++;
  }
  return line;
}
