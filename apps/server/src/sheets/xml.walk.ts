import { tooLarge, unreadable } from './sheet.refusal.js';
import { type ZipParts } from './zip.parts.js';

/** Called for the tags of a part in their order; names come without their prefix. */
export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Bounded, so that a tag without a single `=` costs no more than one with many. */
const ATTRIBUTE = /([^\s=]{1,100})\s{0,100}=\s{0,100}(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** A tag, or any other token but text, is never longer than this; neither is the nesting deeper. */
const LONGEST_TOKEN = 256 * 1024;
const DEEPEST = 100;
/** Tags of one part: a full sheet of 10,000 rows and 100 columns has about three million. */
const MOST_TAGS = 4_000_000;
const LESS_THAN = 60;

/** Reads an XML part of a workbook. Document types are refused, so that no entity is ever expanded. Throws `Refusal`. */
export async function walkXml(parts: ZipParts, part: string, handlers: XmlHandlers): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const walk = new XmlWalk(part, handlers);
  for await (const piece of parts.read(part)) {
    let text: string;
    try {
      text = decoder.decode(piece, { stream: true });
    } catch {
      throw walk.broken('it is not UTF-8');
    }
    walk.write(text);
  }
  walk.end();
}

class XmlWalk {
  private rest = '';
  private line = 1;
  /** The text at hand and how far it is read, so that a fault can name its line. */
  private now = '';
  private at = 0;
  private tags = 0;
  private readonly open: string[] = [];

  constructor(
    private readonly part: string,
    private readonly handlers: XmlHandlers,
  ) {}

  /** Takes the next piece of the text; what is not complete waits for the one after it. */
  write(text: string): void {
    const all = this.rest + text;
    this.now = all;
    this.at = 0;
    while (this.at < all.length) {
      const end = all.charCodeAt(this.at) === LESS_THAN ? this.markup(all, this.at) : this.characters(all, this.at);
      if (end < 0) break;
      this.at = end;
    }
    this.line += newLines(all, this.at);
    this.rest = all.slice(this.at);
    this.now = '';
    if (this.rest.length > LONGEST_TOKEN) throw this.broken('a tag or text is too long');
  }

  end(): void {
    if (this.rest.trim() !== '' || this.open.length > 0) throw this.broken('it ends too early');
  }

  broken(reason: string): Error {
    const line = this.line + newLines(this.now, this.at);
    return unreadable(
      `${this.part} 第 ${line} 行不是有效的 XML，请在表格软件中另存为 .xlsx 后重试`,
      `${this.part} line ${line} is not valid XML (${reason}): save it as .xlsx again and retry`,
    );
  }

  /** Text up to the next tag; the position behind it, or -1 when its end has not come. */
  private characters(all: string, at: number): number {
    const end = all.indexOf('<', at);
    if (end >= 0) this.handlers.text?.(this.decoded(all.slice(at, end)));
    return end;
  }

  /** What begins with `<` (XML 1.0 §2); the position behind it, or -1 when its end has not come. */
  private markup(all: string, at: number): number {
    if (all.startsWith('<?', at)) return after(all, '?>', at + 2);
    if (all.startsWith('<!', at)) {
      if (all.startsWith('<!--', at)) return after(all, '-->', at + 4);
      if (all.startsWith('<![CDATA[', at)) {
        const end = all.indexOf(']]>', at);
        if (end >= 0) this.handlers.text?.(all.slice(at + 9, end));
        return end < 0 ? -1 : end + 3;
      }
      if (all.length - at >= 9) throw this.broken('a document type is not allowed');
      return -1;
    }
    const end = tagEnd(all, at);
    if (end < 0) return -1;
    this.tag(all.slice(at + 1, end));
    return end + 1;
  }

  private tag(inside: string): void {
    const closing = inside.startsWith('/');
    const selfClosing = !closing && inside.endsWith('/');
    const body = inside.slice(closing ? 1 : 0, selfClosing ? -1 : undefined);
    const end = body.search(/[\s/!?"'=<]/);
    const name = end < 0 ? body : body.slice(0, end);
    if (name === '') throw this.broken(`a tag has no name: <${inside.slice(0, 20)}`);
    if (closing) return this.close(name);
    this.tags += 1;
    if (this.tags > MOST_TAGS) throw tooLarge('单元格过多', 'it has too many cells');
    this.open.push(name);
    if (this.open.length > DEEPEST) throw this.broken('it is nested too deeply');
    this.handlers.open?.(localName(name), end < 0 ? {} : this.attributesOf(body.slice(end)));
    if (selfClosing) this.close(name);
  }

  private close(tag: string): void {
    if (this.open.pop() !== tag) throw this.broken(`</${tag}> closes another tag`);
    this.handlers.close?.(localName(tag));
  }

  private attributesOf(text: string): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (const [, name, double, single] of text.matchAll(ATTRIBUTE)) {
      attributes[name!] = this.decoded(double ?? single ?? '');
    }
    return attributes;
  }

  private decoded(text: string): string {
    if (!text.includes('&')) return text;
    return text.replaceAll(ENTITY, (_, decimal: string, hex: string, name: string) => {
      if (name !== undefined) return NAMED[name]!;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      if (code > 0x10ffff) throw this.broken('it names a character that does not exist');
      return String.fromCodePoint(code);
    });
  }
}

/** `x:row` → `row`. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function newLines(text: string, before: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < before; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function after(all: string, mark: string, from: number): number {
  const at = all.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** Where the `>` of a tag stands that is not inside quotation marks; -1 when it has not come. */
function tagEnd(all: string, at: number): number {
  let quote = 0;
  for (let index = at + 1; index < all.length; index++) {
    const code = all.charCodeAt(index);
    if (quote !== 0) quote = code === quote ? 0 : quote;
    else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return index;
  }
  return -1;
}
