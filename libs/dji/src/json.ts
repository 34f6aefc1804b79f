/** Deeper than this no message of the protocol goes; what is deeper would break writers that recurse. */
export const MAX_DEPTH = 64;

/** A parsed payload. `repairs` names what had to be bent so that it parsed. */
export type Parsed = { ok: true; value: unknown; repairs: string[] } | { ok: false; reason: string };

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false });
const NO_REPAIRS: string[] = [];

/**
 * Parses a payload as JSON and forgives what is unambiguous: a byte order mark, trailing NUL bytes or blanks, bare
 * `NaN` and `Infinity` (read as null), broken UTF-8 inside texts (read as U+FFFD). A cut-off message is not repaired:
 * half a number is a wrong number. Never throws.
 */
export function parseJson(payload: Uint8Array | string): Parsed {
  const text = typeof payload === 'string' ? payload : textOf(payload);
  try {
    return guarded(JSON.parse(text), text, NO_REPAIRS);
  } catch {
    return parseBent(text);
  }
}

function textOf(payload: Uint8Array): string {
  return Buffer.isBuffer(payload) ? payload.toString('utf8') : decoder.decode(payload);
}

function parseBent(text: string): Parsed {
  const repairs: string[] = [];
  let bent = text;
  if (bent.charCodeAt(0) === 0xfeff) {
    bent = bent.slice(1);
    repairs.push('byte order mark');
  }
  const end = endWithoutNul(bent);
  if (end < bent.length) {
    bent = bent.slice(0, end);
    repairs.push('trailing NUL');
  }
  const numbers = withoutBareNumbers(bent);
  if (numbers !== null) {
    bent = numbers;
    repairs.push('NaN or Infinity');
  }
  if (bent.trim() === '') return { ok: false, reason: 'empty payload' };
  try {
    return guarded(JSON.parse(bent), bent, repairs);
  } catch (error) {
    return { ok: false, reason: error instanceof SyntaxError ? 'not JSON' : 'unreadable JSON' };
  }
}

function endWithoutNul(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return end;
}

const BARE = /-?\b(?:NaN|nan|Infinity|inf)\b/y;

/** The text with bare NaN and Infinity replaced by null; null when there are none. Texts in quotes are left alone. */
function withoutBareNumbers(text: string): string | null {
  let out = '';
  let copied = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === 92) at++;
      else if (code === 34) inText = false;
    } else if (code === 34) inText = true;
    else if (code === 45 || code === 78 || code === 110 || code === 73 || code === 105) {
      BARE.lastIndex = at;
      const found = BARE.exec(text);
      if (found === null) continue;
      out += `${text.slice(copied, at)}null`;
      at += found[0].length - 1;
      copied = at + 1;
    }
  }
  return copied === 0 ? null : out + text.slice(copied);
}

/** A `__proto__` member would become the prototype of whatever it is copied into: taken out, and said. */
function guarded(value: unknown, text: string, repairs: string[]): Parsed {
  if (!text.includes('__proto__') && !text.includes('\\u005f') && !text.includes('\\u005F')) {
    return { ok: true, value, repairs };
  }
  return removePrototypes(value)
    ? { ok: true, value, repairs: [...repairs, '__proto__'] }
    : { ok: true, value, repairs };
}

function removePrototypes(root: unknown): boolean {
  let removed = false;
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) {
      delete (value as Record<string, unknown>)['__proto__'];
      removed = true;
    }
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return removed;
}

/** True when the value nests deeper than {@link MAX_DEPTH}. Does not recurse. */
export function isTooDeep(root: unknown): boolean {
  let level = childrenOf(root);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.length === 1 ? childrenOf(level[0]) : level.flatMap(childrenOf);
  }
  return false;
}

const NO_CHILDREN: object[] = [];

function childrenOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return NO_CHILDREN;
  let children = NO_CHILDREN;
  for (const key in value) {
    const child = (value as Record<string, unknown>)[key];
    if (typeof child !== 'object' || child === null) continue;
    if (children === NO_CHILDREN) children = [];
    children.push(child);
  }
  return children;
}
