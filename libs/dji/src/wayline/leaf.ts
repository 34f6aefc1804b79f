/** One kind of text: what it means, and how it is written. */
export interface Leaf<T> {
  /** Undefined where the text is not of this kind. The text has no space around it. */
  read(text: string): T | undefined;
  write(value: T): string;
  /** What the text should be, for the finding about one that is not. */
  expected: { zh: string; en: string };
  /** True where other words than the listed ones are kept as {@link OtherWord}. */
  listed?: true;
}

/** Beyond this a number in a route is a mistake or an attack, not a measure. */
const LARGEST = 1e16;

/** A finite number; `1`, `1.0`, `+1` and `1e0` are the same. Written without an exponent. */
export const decimal: Leaf<number> = {
  read: (text) => numberOf(text),
  write: decimalText,
  expected: { zh: '数字', en: 'a number' },
};

/** A whole number; `1.0` is one. */
export const whole: Leaf<number> = {
  read: (text) => {
    const value = numberOf(text);
    return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
  },
  write: decimalText,
  expected: { zh: '整数', en: 'a whole number' },
};

/** Milliseconds since 1970; other programs write a date and time instead. */
export const instant: Leaf<number> = {
  read: (text) => {
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/i.test(text)) return whole.read(text);
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  },
  write: decimalText,
  expected: { zh: '毫秒时间戳', en: 'a time in milliseconds' },
};

/** Yes or no as 1 or 0. */
export const flag: Leaf<boolean> = {
  read: (text) => {
    if (/^(1(\.0+)?|true)$/i.test(text)) return true;
    return /^(0(\.0+)?|false)$/i.test(text) ? false : undefined;
  },
  write: (value) => (value ? '1' : '0'),
  expected: { zh: '0 或 1', en: '0 or 1' },
};

/** Any text. */
export const words: Leaf<string> = {
  read: (text) => text,
  write: (value) => value,
  expected: { zh: '文本', en: 'text' },
};

/** A word that the vendor's documents do not list, kept as it came. */
export type OtherWord = `other:${string}`;

/** One of the vendor's words, as one of ours; a word that is not listed stays readable as `other:<word>`. */
export function word<Ours extends string>(table: Readonly<Record<string, Ours>>): Leaf<Ours | OtherWord> {
  const ours = new Map(Object.entries(table));
  const theirs = new Map<string, string>();
  for (const [vendor, our] of ours) if (!theirs.has(our)) theirs.set(our, vendor);
  return {
    read: (text) => ours.get(text) ?? `other:${text}`,
    write: (value) => theirs.get(value) ?? value.replace(/^other:/, ''),
    expected: { zh: [...ours.keys()].join('、'), en: [...ours.keys()].join(', ') },
    listed: true,
  };
}

/** Whether a word is none of ours. */
export function isOtherWord(value: unknown): value is OtherWord {
  return typeof value === 'string' && value.startsWith('other:');
}

/** Words with commas between them. */
export function wordList<Ours extends string>(table: Readonly<Record<string, Ours>>): Leaf<(Ours | OtherWord)[]> {
  const one = word(table);
  return {
    read: (text) => (text === '' ? [] : text.split(',').map((part) => one.read(part.trim())!)),
    write: (value) => value.map((part) => one.write(part)).join(','),
    expected: one.expected,
    listed: true,
  };
}

/** Undefined for everything that is not a plain finite number of a believable size. */
export function numberOf(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(text)) return undefined;
  const value = Number(text);
  // The sum turns minus zero into zero.
  return Math.abs(value) <= LARGEST ? value + 0 : undefined;
}

/** The shortest text that reads back as the same number, without an exponent. Throws a `RangeError` for no number. */
export function decimalText(value: number): string {
  if (!(Math.abs(value) <= LARGEST)) throw new RangeError(`${value} cannot be written`);
  const text = String(value + 0);
  const exponent = text.indexOf('e');
  if (exponent < 0) return text;
  const [, sign = '', digits = ''] = /^(-?)([\d.]+)/.exec(text)!;
  return `${sign}0.${'0'.repeat(-Number(text.slice(exponent + 1)) - 1)}${digits.replace('.', '')}`;
}
