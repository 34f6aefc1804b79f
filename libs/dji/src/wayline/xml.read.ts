import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { type Issues } from './issues.js';
import { type ReadLimits } from './limits.js';
import { decodeText, wrongEncoding } from './text.decode.js';
import { WaylineError } from './wayline.error.js';
import { namespaceOf, type Namespace, type XmlAttribute, type XmlElement } from './xml.node.js';

interface OpenElement extends XmlElement {
  content: (XmlElement | string)[];
}

/** Prefixes and their addresses. */
type Scope = ReadonlyMap<string, string>;

/** More declared prefixes in force at once than any honest file has. */
const MAX_PREFIXES = 100;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const OUTERMOST: Scope = new Map([
  ['', ''],
  ['xml', XML_NAMESPACE],
]);
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/** A document that was read. */
export interface XmlDocument {
  root: XmlElement;
  /** Address of the vendor's namespace, which tells its version; null where nothing is of the vendor. */
  wpml: string | null;
}

/**
 * The root element of an XML file. Well-formedness is required; a document type, and with it every entity but the five
 * predefined ones, is refused outright. Throws {@link WaylineError} with file and line: `wrong_encoding`,
 * `not_well_formed`, `document_type`, `too_deep`, `too_many_elements`, `too_large`.
 */
export function readXml(bytes: Uint8Array, file: string, limits: ReadLimits, issues: Issues): XmlDocument {
  const text = decodeText(bytes, file, limits);
  const tree = new TreeBuilder(file, limits, issues);
  return tree.build(text);
}

class TreeBuilder {
  private readonly parser = new SaxesParser<{ position: true }>({ position: true });
  private readonly open: OpenElement[] = [];
  private readonly scopes: Scope[] = [];
  private root: XmlElement | undefined;
  private wpml: string | null = null;
  private nodes = 0;
  private startLine = 1;

  constructor(
    private readonly file: string,
    private readonly limits: ReadLimits,
    private readonly issues: Issues,
  ) {
    const { parser } = this;
    parser.on('error', (error) => this.notWellFormed(error));
    parser.on('doctype', () => this.refuseDocumentType());
    parser.on('xmldecl', ({ encoding }) => this.checkEncoding(encoding));
    parser.on('opentagstart', () => (this.startLine = parser.line));
    parser.on('opentag', (tag) => this.enter(tag));
    parser.on('text', (text) => this.addText(text));
    parser.on('cdata', (text) => this.addText(text));
    parser.on('closetag', () => this.leave());
  }

  build(text: string): XmlDocument {
    this.parser.write(text).close();
    if (!this.root) throw this.error('not_well_formed', '没有内容', 'holds no element');
    return { root: this.root, wpml: this.wpml };
  }

  private enter(tag: SaxesTagPlain): void {
    if (this.open.length >= this.limits.depth) {
      throw this.error(
        'too_deep',
        `元素嵌套超过 ${this.limits.depth} 层`,
        `has elements nested more than ${this.limits.depth} deep`,
      );
    }
    if (++this.nodes > this.limits.nodes) {
      throw this.error(
        'too_many_elements',
        `元素超过 ${this.limits.nodes} 个`,
        `has more than ${this.limits.nodes} elements`,
      );
    }
    const scope = declaredIn(tag, this.scopes.at(-1) ?? OUTERMOST);
    if (scope.size > MAX_PREFIXES)
      throw this.error('too_many_elements', '声明的命名空间过多', 'declares too many namespaces');
    this.scopes.push(scope);
    const { prefix, local } = split(tag.name);
    this.open.push({
      name: local,
      namespace: this.resolve(prefix, scope),
      line: this.startLine,
      attributes: this.attributesOf(tag, scope),
      content: [],
    });
  }

  private leave(): void {
    const element = this.open.pop()!;
    this.scopes.pop();
    if (element.content.some((part) => typeof part !== 'string')) {
      element.content = element.content.filter((part) => typeof part !== 'string' || part.trim() !== '');
    }
    const parent = this.open.at(-1);
    if (parent) parent.content.push(element);
    else this.root = element;
  }

  private addText(text: string): void {
    const content = this.open.at(-1)?.content;
    if (!content || text === '') return;
    if (typeof content.at(-1) === 'string') content.push(`${content.pop() as string}${text}`);
    else content.push(text);
  }

  private attributesOf(tag: SaxesTagPlain, scope: Scope): readonly XmlAttribute[] {
    const names = Object.keys(tag.attributes).filter((name) => name !== 'xmlns' && !name.startsWith('xmlns:'));
    if (names.length === 0) return NO_ATTRIBUTES;
    return names.map((full) => {
      const { prefix, local } = split(full);
      return { name: local, namespace: prefix ? this.resolve(prefix, scope) : '', value: tag.attributes[full]! };
    });
  }

  private resolve(prefix: string, scope: Scope): Namespace {
    const uri = scope.get(prefix);
    if (uri !== undefined) {
      const namespace = namespaceOf(uri);
      if (namespace === 'wpml') this.wpml ??= uri;
      return namespace;
    }
    if (prefix !== 'wpml') {
      throw this.error('not_well_formed', `前缀“${prefix}”没有声明`, `uses the undeclared prefix "${prefix}"`);
    }
    this.issues.add(
      'warning',
      this.place(),
      prefix,
      'undeclared_prefix',
      '前缀“wpml”没有声明，已按大疆航线读取',
      'the prefix "wpml" is not declared; read as DJI\'s',
    );
    return 'wpml';
  }

  private checkEncoding(encoding: string | undefined): void {
    if (encoding && !/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) throw wrongEncoding(this.file, 1, encoding);
  }

  private refuseDocumentType(): never {
    throw this.error(
      'document_type',
      '含有 DOCTYPE（文档类型或实体声明），出于安全拒绝读取，请删除后再导入',
      'declares a document type or entities, which is refused for safety; remove it',
    );
  }

  private notWellFormed(error: Error): never {
    const reason = error.message.replace(/^[^:]*:?\d+:\d+: /, '').replace(/\.$/, '');
    throw this.error(
      'not_well_formed',
      `不是合法的 XML（${reason}），请重新导出`,
      `is not well-formed XML (${reason}); export it again`,
    );
  }

  private place() {
    return { file: this.file, line: this.parser.line };
  }

  private error(code: string, zh: string, en: string): WaylineError {
    return new WaylineError(code, this.place(), zh, en, this.issues.all());
  }
}

function split(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(':');
  return colon < 0 ? { prefix: '', local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}

function declaredIn(tag: SaxesTagPlain, above: Scope): Scope {
  let scope: Map<string, string> | undefined;
  for (const name in tag.attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= new Map(above);
    scope.set(name === 'xmlns' ? '' : name.slice(6), tag.attributes[name]!);
  }
  return scope ?? above;
}
