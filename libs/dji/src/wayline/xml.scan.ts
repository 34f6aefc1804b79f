import { wrongEncoding } from './text.decode.js';
import { WaylineError } from './wayline.error.js';
import { isXmlName, referenceText } from './xml.names.js';

/** An attribute as it stands in a tag, its value decoded. */
export type RawAttribute = readonly [name: string, value: string];

/** Who listens to the parts of a document in their order. */
export interface XmlListener {
  open(name: string, attributes: readonly RawAttribute[], line: number): void;
  text(text: string): void;
  close(): void;
}

const SPACE = /[ \t\n]*/y;
const TAG_NAME = /[^ \t\n/>=<"'!?&]+/y;
const ATTRIBUTE = /[ \t\n]+([^ \t\n/>=<"'&]+)[ \t\n]*=[ \t\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /[ \t\n]*(\/?)>/y;
const DECLARATION =
  /<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*["']1\.[0-9]+["'](?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*["']([A-Za-z][\w.-]*)["'])?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*["'](?:yes|no)["'])?[ \t\n]*\?>/y;
/** Control characters and the two non-characters; surrogates are pairs, as the text was decoded from UTF-8. */
const FORBIDDEN = /[^\t\n\r -\uFFFD]/;
/** More attributes than any honest element has. */
const MAX_ATTRIBUTES = 256;

/**
 * Reads through a document of XML 1.0 without a document type, checking that it is well formed. Far faster than a
 * general parser, because there are no declarations to obey: from `<` to `<` by search, names checked once each.
 * Throws {@link WaylineError} with file and line: `not_well_formed`, `document_type`, `wrong_encoding`.
 */
export class XmlScanner {
  private readonly text: string;
  private at = 0;
  private line = 1;
  private counted = 0;
  private readonly open: string[] = [];
  private readonly names = new Set<string>();
  private seenRoot = false;

  constructor(
    text: string,
    private readonly file: string,
    private readonly listener: XmlListener,
  ) {
    // Line ends count as one newline each (XML 1.0, 2.11).
    this.text = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }

  run(): void {
    const forbidden = this.text.search(FORBIDDEN);
    if (forbidden >= 0) throw this.notWellFormed('含有不允许的控制字符', 'a character that XML forbids', forbidden);
    this.declaration();
    while (this.at < this.text.length) {
      const next = this.text.indexOf('<', this.at);
      this.characters(this.at, next < 0 ? this.text.length : next);
      if (next < 0) break;
      this.at = next;
      this.markup();
    }
    const left = this.open.at(-1);
    if (left !== undefined)
      throw this.notWellFormed(
        `“${left}”没有结束，文件不完整`,
        `"${left}" is never closed, the file is cut off`,
        this.text.length,
      );
    if (!this.seenRoot) throw this.notWellFormed('没有任何元素', 'no element', 0);
  }

  /** The line of a position not before the last one asked for. */
  lineAt(position: number): number {
    for (let next = this.text.indexOf('\n', this.counted); next >= 0 && next < position;) {
      this.line++;
      this.counted = next + 1;
      next = this.text.indexOf('\n', this.counted);
    }
    return this.line;
  }

  private declaration(): void {
    if (!this.text.startsWith('<?xml ') && !this.text.startsWith('<?xml\n')) return;
    const [all, encoding] = this.match(DECLARATION) ?? [];
    if (all === undefined) throw this.notWellFormed('XML 声明有误', 'a wrong XML declaration', 0);
    if (encoding && !/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) throw wrongEncoding(this.file, 1, encoding);
  }

  private markup(): void {
    const { text, at } = this;
    switch (text[at + 1]) {
      case '/':
        return this.endTag();
      case '?':
        return this.instruction();
      case '!':
        if (text.startsWith('<!--', at)) return this.comment();
        if (text.startsWith('<![CDATA[', at)) return this.cdata();
        if (/^<!doctype/i.test(text.slice(at, at + 9))) {
          throw this.error(
            'document_type',
            at,
            '含有 DOCTYPE（文档类型或实体声明），出于安全拒绝读取，请删除后再导入',
            'declares a document type or entities, which is refused for safety; remove it and import again',
          );
        }
        throw this.notWellFormed('“<!”用法有误', 'a stray "<!"', at);
      default:
        return this.startTag();
    }
  }

  private startTag(): void {
    const start = this.at++;
    const name = this.match(TAG_NAME)?.[0];
    if (name === undefined || !this.isName(name)) throw this.notWellFormed('元素名有误', 'a wrong element name', start);
    if (this.open.length === 0 && this.seenRoot)
      throw this.notWellFormed(`“${name}”在根元素之外`, `"${name}" outside the root element`, start);
    const attributes = this.attributes(start);
    const end = this.match(TAG_END);
    if (!end) throw this.notWellFormed(`“${name}”的标签有误`, `a wrong tag "${name}"`, start);
    this.seenRoot = true;
    this.listener.open(name, attributes, this.lineAt(start));
    if (end[1] === '/') this.listener.close();
    else this.open.push(name);
  }

  private attributes(start: number): readonly RawAttribute[] {
    const code = this.text.charCodeAt(this.at);
    if (code === 62 || code === 47) return NONE;
    const attributes: RawAttribute[] = [];
    const seen = new Set<string>();
    for (let found = this.match(ATTRIBUTE); found; found = this.match(ATTRIBUTE)) {
      const name = found[1]!;
      if (!this.isName(name) || seen.has(name))
        throw this.notWellFormed(
          `属性“${name.slice(0, 60)}”有误或重复`,
          `a wrong or repeated attribute "${name.slice(0, 60)}"`,
          start,
        );
      if (seen.add(name).size > MAX_ATTRIBUTES)
        throw this.error(
          'too_many_elements',
          start,
          `属性超过 ${MAX_ATTRIBUTES} 个`,
          `has an element with more than ${MAX_ATTRIBUTES} attributes`,
        );
      attributes.push([name, this.decoded((found[2] ?? found[3]!).replace(/[\t\n]/g, ' '), start)]);
    }
    return attributes;
  }

  private endTag(): void {
    const start = this.at;
    this.at += 2;
    const name = this.match(TAG_NAME)?.[0];
    const open = this.open.pop();
    if (name === undefined || name !== open) {
      throw this.notWellFormed(
        open === undefined ? '多余的结束标签' : `“${open}”没有正确结束`,
        open === undefined ? 'a surplus end tag' : `"${open}" is not closed as it should be`,
        start,
      );
    }
    this.match(SPACE);
    if (this.text[this.at] !== '>')
      throw this.notWellFormed(`“${name}”的结束标签有误`, `a wrong end tag "${name}"`, start);
    this.at++;
    this.listener.close();
  }

  private instruction(): void {
    const start = this.at;
    if (/^<\?xml[\s?]/i.test(this.text.slice(start, start + 6)))
      throw this.notWellFormed('XML 声明不在文件开头', 'an XML declaration that is not at the start', start);
    this.skipTo('?>', start);
  }

  private comment(): void {
    const start = this.at;
    this.at += 4;
    this.skipTo('--', start);
    if (this.text[this.at++] !== '>') throw this.notWellFormed('注释有误', 'a wrong comment', start);
  }

  private cdata(): void {
    const start = this.at;
    if (this.open.length === 0) throw this.notWellFormed('根元素之外有文字', 'text outside the root element', start);
    this.skipTo(']]>', start);
    this.listener.text(this.text.slice(start + 9, this.at - 3));
  }

  private characters(from: number, to: number): void {
    if (from === to) return;
    const text = this.text.slice(from, to);
    if (this.open.length === 0) {
      if (text.trim() !== '') throw this.notWellFormed('根元素之外有文字', 'text outside the root element', from);
      return;
    }
    if (text.includes(']]>')) throw this.notWellFormed('文字中有“]]>”', '"]]>" in a text', from);
    this.listener.text(this.decoded(text, from));
  }

  private decoded(text: string, position: number): string {
    if (!text.includes('&')) return text;
    return text.replace(/&([^;&]{0,16};)?/g, (all, name: string | undefined) => {
      const value = name && referenceText(name.slice(0, -1));
      if (value) return value;
      throw this.notWellFormed(
        `未声明的实体“${all.slice(0, 20)}”`,
        `an undeclared entity "${all.slice(0, 20)}"`,
        position,
      );
    });
  }

  private isName(name: string): boolean {
    if (this.names.has(name)) return true;
    const parts = name.split(':');
    const good = parts.length <= 2 && parts.every(isXmlName);
    if (good && this.names.size < 10_000) this.names.add(name);
    return good;
  }

  private skipTo(end: string, start: number): void {
    const found = this.text.indexOf(end, this.at);
    if (found < 0) throw this.notWellFormed('文件不完整', 'the file is cut off', start);
    this.at = found + end.length;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private notWellFormed(zh: string, en: string, position: number): WaylineError {
    return this.error(
      'not_well_formed',
      position,
      `不是合法的 XML：${zh}。请重新导出`,
      `is not well-formed XML: ${en}; export it again`,
    );
  }

  private error(code: string, position: number, zh: string, en: string): WaylineError {
    return new WaylineError(code, { file: this.file, line: this.lineAt(position) }, zh, en);
  }
}

const NONE: readonly RawAttribute[] = [];
