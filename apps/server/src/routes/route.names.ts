/** Longest that a code and a name may be. */
const CODE_LENGTH = 32;
const NAME_LENGTH = 60;
/** Room for ` (999)` behind a name, and `-999` behind a code. */
const SUFFIX_LENGTH = 6;
/** Pilot refuses these in names (reference 6), and control characters are nobody's friend. */
const FORBIDDEN = /[<>:"/|?*._\\\p{Cc}]+/gu;

/** A name for a route after the title of its file: what is not allowed becomes a space. */
export function nameFromTitle(title: string): string {
  const clean = cut(
    title.normalize('NFC').replaceAll(FORBIDDEN, ' ').replaceAll(/\s+/g, ' ').trim(),
    NAME_LENGTH - SUFFIX_LENGTH,
  );
  return clean === '' ? '未命名航线' : clean;
}

/**
 * A code for a route after the title of its file: the title itself where it is made of letters and digits, else the code
 * that it begins with, such as `CB-01` of `CB-01车板河湖`. Null where the title has none.
 */
export function codeFromTitle(title: string): string | null {
  const text = title.normalize('NFKC').trim();
  const whole = /^[\x20-\x7e]+$/.test(text);
  const [start = ''] = /^[A-Za-z0-9][A-Za-z0-9_-]*/.exec(text) ?? [];
  const word = whole ? text.replaceAll(/[^A-Za-z0-9_-]+/g, '-') : /\d/.test(start) && start.length > 1 ? start : '';
  const code = word
    .replace(/^[-_]+/, '')
    .slice(0, CODE_LENGTH - SUFFIX_LENGTH)
    .replace(/[-_]+$/, '');
  return code === '' ? null : code;
}

/** The nth candidate after a code that is taken: `A`, `A-2`, `A-3`, … */
export function codeCandidate(code: string, nth: number): string {
  return nth === 1 ? code : `${code}-${nth}`;
}

/** The nth candidate after a name that is taken: `甲`, `甲 (2)`, … */
export function nameCandidate(name: string, nth: number): string {
  return nth === 1 ? name : `${name} (${nth})`;
}

/** At most `length` UTF-16 units without a half of a character. */
function cut(text: string, length: number): string {
  let short = '';
  for (const character of text) {
    if (short.length + character.length > length) break;
    short += character;
  }
  return short.trim();
}
