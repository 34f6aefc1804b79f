import { type ExtraElement } from './extra.js';
import { WaylineError } from './wayline.error.js';
import { isXmlName, isXmlText, XML_NAMESPACE } from './xml.names.js';
import { type Namespace, type XmlAttribute } from './xml.node.js';

const KML_URI = 'http://www.opengis.net/kml/2.2';

/** Writes the XML of one file: UTF-8, two spaces a level, the same text for the same calls. */
export class XmlWriter {
  private done = '<?xml version="1.0" encoding="UTF-8"?>\n';
  private parts: string[] = [];
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
    this.push(`<${tag.text}>`);
    this.names.push(tag.name);
    this.broken.push(false);
  }

  close(): void {
    const name = this.names.pop()!;
    const broken = this.broken.pop()!;
    if (broken) this.push(indent(this.names.length));
    this.push(`</${name}>`);
  }

  /** An element that holds a text. */
  leaf(name: string, namespace: Namespace, text: string, attributes: readonly XmlAttribute[] = []): void {
    const tag = this.startTag(name, namespace, attributes);
    this.newLine();
    this.push(text === '' ? `<${tag.text}/>` : `<${tag.text}>${this.escape(text, name)}</${tag.name}>`);
  }

  text(text: string): void {
    this.push(this.escape(text, this.names.at(-1) ?? ''));
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
    return new TextEncoder().encode(`${this.done}${this.parts.join('')}\n`);
  }

  private push(part: string): void {
    if (this.parts.push(part) < 10_000) return;
    this.done += this.parts.join('');
    this.parts = [];
  }

  private newLine(): void {
    if (this.names.length === 0 || this.inText > 0) return;
    this.broken[this.broken.length - 1] = true;
    this.push(indent(this.names.length));
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
    if (!isXmlName(name))
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
    if (!isXmlText(text))
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

const INDENTS: string[] = [];

function indent(depth: number): string {
  return (INDENTS[depth] ??= `\n${'  '.repeat(depth)}`);
}
