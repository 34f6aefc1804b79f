import { type ReadLimits } from './limits.js';
import { numberOf } from './leaf.js';
import { decodeText } from './text.decode.js';
import { WaylineError } from './wayline.error.js';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json | undefined;
}

/** A JSON text that knows where each of its objects and lists stands. */
export interface JsonDocument {
  root: Json;
  /** Line of an object or list, from 1; 1 for anything else. */
  lineOf(value: unknown): number;
}

/**
 * Reads JSON (RFC 8259) in UTF-8. Throws {@link WaylineError} with file and line: `wrong_encoding`, `not_well_formed`
 * (also for NaN and numbers out of all proportion), `too_deep`, `too_many_elements`, `too_large`.
 */
export function readJson(bytes: Uint8Array, file: string, limits: ReadLimits): JsonDocument {
  const reader = new JsonReader(decodeText(bytes, file, limits), file, limits);
  const root = reader.read();
  return { root, lineOf: (value) => (typeof value === 'object' && value ? (reader.lines.get(value) ?? 1) : 1) };
}

const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: Readonly<Record<string, boolean | null>> = { t: true, f: false, n: null };

class JsonReader {
  readonly lines = new WeakMap<object, number>();
  private at = 0;
  private line = 1;
  private depth = 0;
  private nodes = 0;

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly limits: ReadLimits,
  ) {}

  read(): Json {
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw this.notWellFormed();
    return value;
  }

  private value(): Json {
    this.skipSpace();
    if (++this.nodes > this.limits.nodes) {
      throw this.error(
        'too_many_elements',
        `内容超过 ${this.limits.nodes} 项`,
        `has more than ${this.limits.nodes} values`,
      );
    }
    const char = this.text[this.at];
    if (char === '{') return this.nested(() => this.object());
    if (char === '[') return this.nested(() => this.list());
    if (char === '"') return this.string();
    return char !== undefined && Object.hasOwn(WORDS, char) ? this.word(WORDS[char]!) : this.number();
  }

  private nested<T extends object>(read: () => T): T {
    if (++this.depth > this.limits.depth) {
      throw this.error('too_deep', `嵌套超过 ${this.limits.depth} 层`, `is nested more than ${this.limits.depth} deep`);
    }
    const { line } = this;
    this.at++;
    const value = read();
    this.lines.set(value, line);
    this.depth--;
    return value;
  }

  private object(): JsonObject {
    // Without a prototype, a member may have any name.
    const object = Object.create(null) as JsonObject;
    if (this.take('}')) return object;
    do {
      this.skipSpace();
      const name = this.string();
      this.expect(':');
      object[name] = this.value();
    } while (this.take(','));
    this.expect('}');
    return object;
  }

  private list(): Json[] {
    const list: Json[] = [];
    if (this.take(']')) return list;
    do list.push(this.value());
    while (this.take(','));
    this.expect(']');
    return list;
  }

  private string(): string {
    const start = this.at;
    let end = start;
    if (this.text[start] !== '"') throw this.notWellFormed();
    do {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) throw this.notWellFormed();
    } while (escaped(this.text, end));
    try {
      const value = JSON.parse(this.text.slice(start, end + 1)) as string;
      this.at = end + 1;
      return value;
    } catch {
      throw this.notWellFormed();
    }
  }

  private number(): number {
    const value = numberOf(this.match(NUMBER));
    if (value === undefined) throw this.error('not_well_formed', '数值过大', 'holds a number out of all proportion');
    return value;
  }

  private word(value: boolean | null): boolean | null {
    if (!this.text.startsWith(String(value), this.at)) throw this.notWellFormed();
    this.at += String(value).length;
    return value;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw this.notWellFormed();
    this.at += found.length;
    return found;
  }

  private expect(char: string): void {
    if (!this.take(char)) throw this.notWellFormed();
  }

  private take(char: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) this.line++;
      else if (code !== 32 && code !== 9 && code !== 13) return;
    }
  }

  private notWellFormed(): WaylineError {
    const found = this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 20)) : '';
    return this.error(
      'not_well_formed',
      found ? `在 ${found} 处不是合法的 JSON，请重新导出` : 'JSON 不完整，请重新导出',
      found ? `is not well-formed JSON at ${found}; export it again` : 'is cut off; export it again',
    );
  }

  private error(code: string, zh: string, en: string): WaylineError {
    return new WaylineError(code, { file: this.file, line: this.line }, zh, en);
  }
}

/** Whether the character has an odd number of backslashes before it. */
function escaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}
