import { type Known } from '#contracts';

/** Merged properties of one device, and when each was received (ms since 1970). */
export interface AgedProperties {
  properties: Readonly<Record<string, unknown>>;
  times: Readonly<Record<string, { receivedAt: number }>>;
}

/** What the maker writes where there is no value (reference, quirk 13). */
const PLACEHOLDERS = new Set([32767, 65535, 9999999.9]);

/** Reads properties as values with their age. What is missing, a placeholder or of another type is null, never zero. */
export class KnownReader {
  constructor(private readonly state: AgedProperties) {}

  /** `path`: the property, then members inside it. */
  number(path: string, scale = 1): Known<number> {
    return this.read(path, (value) => (isNumber(value) ? value * scale : null));
  }

  whole(path: string): Known<number> {
    return this.read(path, (value) => (isNumber(value) ? Math.round(value) : null));
  }

  flag(path: string): Known<boolean> {
    return this.read(path, (value) =>
      value === 1 || value === true ? true : value === 0 || value === false ? false : null,
    );
  }

  text(path: string): Known<string> {
    return this.read(path, (value) => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : null));
  }

  /** A number as one of our words; a number without one is kept as `code 7`. */
  word(path: string, words: Readonly<Record<number, string>>): Known<string> {
    return this.read(path, (value) => (isNumber(value) ? (words[value] ?? `code ${value}`) : null));
  }

  /** Seconds since 1970 as an instant; zero is "never", so it is unknown. */
  instant(path: string): Known<string> {
    return this.read(path, (value) => instantOf(value));
  }

  /** Anything else that `pick` makes of the property; null: unknown. */
  read<Value>(path: string, pick: (value: unknown) => Value | null): Known<Value> {
    const [key = '', ...members] = path.split('.');
    let value: unknown = this.state.properties[key];
    for (const member of members) value = (value as Record<string, unknown> | null | undefined)?.[member];
    const picked = pick(value);
    if (picked === null) return { value: null, at: null };
    const receivedAt = this.state.times[key]?.receivedAt;
    return { value: picked, at: receivedAt === undefined ? null : new Date(receivedAt).toISOString() };
  }
}

/** Seconds since 1970 as RFC 3339 text; null for what is no time. */
export function instantOf(seconds: unknown): string | null {
  if (!isNumber(seconds) || seconds <= 0) return null;
  const at = new Date(seconds * 1000);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && !PLACEHOLDERS.has(value);
}
