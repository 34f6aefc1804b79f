import { type ExtraElement } from './extra.js';
import { WaylineError } from './wayline.error.js';
import { type Namespace, type XmlAttribute } from './xml.node.js';

/** Name without a colon: Namespaces in XML 1.0, production NCName, with the ranges of XML 1.0 (5th edition). */
const START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}' +
  '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME = new RegExp(`^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`, 'u');
/** Characters that XML 1.0 cannot hold in any form. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const KML_URI = 'http://www.opengis.net/kml/2.2';

/** Writes the XML of one file: UTF-8, two spaces a level, the same text for the same calls. */
export class XmlWriter {
  private readonly parts: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  private readonly names: string[] = [];
  /** Whether the element that is open holds elements, and so has its end tag on a line of its own. */
  private readonly broken: boolean[] = [];
  /** How many open elements mix text and elements: there, added space would become part of the text. */
  private inText = 0;

  /** `wpml` is the address of the vendor's namespace; `file` names the file in errors. */
  constructor(
    private readonly wpml: string,
    private readonly file: string,
  ) {}

  open(name: string, namespace: Namespace, attributes: readonly XmlAttribute[] = []): void {
    const tag = this.startTag(name, namespace, attributes);
    this.newLine();
    this.parts.push(`<${tag.text}>`);
    this.names.push(tag.name);
    this.broken.push(false);
  }

  close(): void {
    const name = this.names.pop()!;
    const broken = this.broken.pop()!;
    if (broken) this.parts.push(`\n${'  '.repeat(this.names.length)}`);
    this.parts.push(`</${name}>`);
  }

  /** An element that holds a text. */
  leaf(name: string, namespace: Namespace, text: string, attributes: readonly XmlAttribute[] = []): void {
    const tag = this.startTag(name, namespace, attributes);
    this.newLine();
    this.parts.push(text === '' ? `<${tag.text}/>` : `<${tag.text}>${this.escape(text, name)}</${tag.name}>`);
  }

  text(text: string): void {
    this.parts.push(this.escape(text, this.names.at(-1) ?? ''));
  }

  /** An element that was kept from another file, exactly as it was but for space between elements. */
  extra(element: ExtraElement): void {
    const { name, namespace, attributes = [], content = [] } = element;
    if (content.every((part) => typeof part === 'string')) {
      this.leaf(name, namespace, content.join(''), attributes);
      return;
    }
    const mixed = content.some((part) => typeof part === 'string');
    this.open(name, namespace, attributes);
    if (mixed) this.inText++;
    for (const part of content) {
      if (typeof part === 'string') this.text(part);
      else this.extra(part);
    }
    this.close();
    if (mixed) this.inText--;
  }

  /** The whole file. */
  bytes(): Uint8Array {
    return new TextEncoder().encode(`${this.parts.join('')}\n`);
  }

  private newLine(): void {
    if (this.names.length === 0 || this.inText > 0) return;
    this.broken[this.broken.length - 1] = true;
    this.parts.push(`\n${'  '.repeat(this.names.length)}`);
  }

  private startTag(
    name: string,
    namespace: Namespace,
    attributes: readonly XmlAttribute[],
  ): { name: string; text: string } {
    const declared: string[] = [];
    const full = this.qualify(name, namespace, 'x', declared);
    const own = attributes.map((attribute, index) => {
      const key = attribute.namespace
        ? this.qualifyAttribute(attribute, `a${index}`, declared)
        : this.checkName(attribute.name);
      return ` ${key}="${this.escapeAttribute(attribute.value, attribute.name)}"`;
    });
    const root = this.names.length === 0 ? ` xmlns="${KML_URI}" xmlns:wpml="${this.wpml}"` : '';
    return { name: full, text: `${full}${root}${declared.join('')}${own.join('')}` };
  }

  private qualify(name: string, namespace: Namespace, prefix: string, declared: string[]): string {
    this.checkName(name);
    if (namespace === 'kml' || namespace === '') return name;
    if (namespace === 'wpml') return `wpml:${name}`;
    if (namespace === XML_NAMESPACE) return `xml:${name}`;
    declared.push(` xmlns:${prefix}="${this.escapeAttribute(namespace, name)}"`);
    return `${prefix}:${name}`;
  }

  private qualifyAttribute({ name, namespace }: XmlAttribute, prefix: string, declared: string[]): string {
    // An attribute without a prefix has no namespace, so one of KML needs a prefix of its own.
    return this.qualify(name, namespace === 'kml' ? KML_URI : namespace, prefix, declared);
  }

  private checkName(name: string): string {
    if (!NAME.test(name))
      throw this.unwritable(
        name.slice(0, 60),
        `元素名 ${JSON.stringify(name.slice(0, 60))} 不合法`,
        `the name ${JSON.stringify(name.slice(0, 60))} is not one XML allows`,
      );
    return name;
  }

  private escape(text: string, name: string): string {
    this.checkText(text, name);
    return text.replace(/[&<>\r]/g, (char) => `&#${char.charCodeAt(0)};`);
  }

  private escapeAttribute(text: string, name: string): string {
    this.checkText(text, name);
    return text.replace(/[&<>"\r\n\t]/g, (char) => `&#${char.charCodeAt(0)};`);
  }

  private checkText(text: string, name: string): void {
    if (UNWRITABLE.test(text))
      throw this.unwritable(
        name,
        `“${name}”含有 XML 不能保存的字符，请改写`,
        `"${name}" holds a character that XML cannot hold; reword it`,
      );
  }

  private unwritable(name: string, zh: string, en: string): WaylineError {
    return new WaylineError('unwritable_text', { file: `${this.file}#${name}`, line: 0 }, zh, en);
  }
}
