import { type Issues } from './issues.js';
import { type ReadLimits } from './limits.js';
import { decodeText } from './text.decode.js';
import { WaylineError } from './wayline.error.js';
import { XML_NAMESPACE } from './xml.names.js';
import { namespaceOf, type EarlyReader, type Namespace, type XmlAttribute, type XmlElement } from './xml.node.js';
import { XmlScanner, type RawAttribute, type XmlListener } from './xml.scan.js';

interface OpenElement extends XmlElement {
  content: (XmlElement | string)[];
}

/** Prefixes and their addresses, and what names with them were found to mean. */
interface Scope {
  prefixes: ReadonlyMap<string, string>;
  names: Map<string, { name: string; namespace: Namespace }>;
}

/** More declared prefixes in force at once than any honest file has. */
const MAX_PREFIXES = 100;
/** Prefixes that hand-made files use without declaring them, and what they mean everywhere. */
const COMMON_PREFIXES: Readonly<Record<string, Namespace>> = {
  wpml: 'wpml',
  gx: 'http://www.google.com/kml/ext/2.2',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
};
const OUTERMOST: ReadonlyMap<string, string> = new Map([
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
export function readXml(
  bytes: Uint8Array,
  file: string,
  limits: ReadLimits,
  issues: Issues,
  early?: EarlyReader,
): XmlDocument {
  const tree = new TreeBuilder(file, limits, issues, early);
  new XmlScanner(decodeText(bytes, file, limits), file, tree).run();
  return tree.document();
}

class TreeBuilder implements XmlListener {
  private readonly stack: OpenElement[] = [];
  private readonly scopes: Scope[] = [{ prefixes: OUTERMOST, names: new Map() }];
  private root: XmlElement | undefined;
  private wpml: string | null = null;
  private nodes = 0;
  private line = 1;

  constructor(
    private readonly file: string,
    private readonly limits: ReadLimits,
    private readonly issues: Issues,
    private readonly early: EarlyReader | undefined,
  ) {}

  document(): XmlDocument {
    return { root: this.root!, wpml: this.wpml };
  }

  open(tag: string, raw: readonly RawAttribute[], line: number): void {
    this.line = line;
    if (this.stack.length >= this.limits.depth) {
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
    const scope = this.scopeOf(raw, this.scopes.at(-1)!);
    this.scopes.push(scope);
    const { name, namespace } = this.resolve(tag, scope, true);
    const attributes = raw.length === 0 ? NO_ATTRIBUTES : this.attributesOf(raw, scope);
    this.stack.push({ name, namespace, line, attributes, content: [] });
  }

  close(): void {
    const element = this.stack.pop()!;
    this.scopes.pop();
    const { content } = element;
    // Space between elements lays out the file; space in an element without elements may be its text.
    if (content.length > 1) element.content = content.filter((part) => typeof part !== 'string' || part.trim() !== '');
    const value = this.early?.(element, this.stack);
    if (value) Object.assign(element, { value, content: [] });
    const parent = this.stack.at(-1);
    if (parent) parent.content.push(element);
    else this.root = element;
  }

  text(text: string): void {
    const { content } = this.stack.at(-1)!;
    if (text === '') return;
    if (typeof content.at(-1) === 'string') content.push(`${content.pop() as string}${text}`);
    else content.push(text);
  }

  private attributesOf(raw: readonly RawAttribute[], scope: Scope): readonly XmlAttribute[] {
    const own = raw.filter(([name]) => !declares(name));
    return own.map(([full, value]) => {
      const { name, namespace } = full.includes(':') ? this.resolve(full, scope, false) : { name: full, namespace: '' };
      return { name, namespace, value };
    });
  }

  private scopeOf(raw: readonly RawAttribute[], above: Scope): Scope {
    const declared = raw.filter(([name]) => declares(name));
    if (declared.length === 0) return above;
    const prefixes = new Map(above.prefixes);
    for (const [name, value] of declared) prefixes.set(name === 'xmlns' ? '' : name.slice(6), value);
    if (prefixes.size > MAX_PREFIXES)
      throw this.error('too_many_elements', '声明的命名空间过多', 'declares too many namespaces');
    return { prefixes, names: new Map() };
  }

  private resolve(full: string, scope: Scope, isElement: boolean): { name: string; namespace: Namespace } {
    const known = scope.names.get(full);
    if (known) return known;
    const colon = full.indexOf(':');
    const prefix = colon < 0 ? '' : full.slice(0, colon);
    const resolved = { name: full.slice(colon + 1), namespace: this.namespaceOf(prefix, scope) };
    if (isElement && scope.names.size < 1_000) scope.names.set(full, resolved);
    return resolved;
  }

  private namespaceOf(prefix: string, scope: Scope): Namespace {
    const uri = scope.prefixes.get(prefix);
    if (uri !== undefined) {
      const namespace = namespaceOf(uri);
      if (namespace === 'wpml') this.wpml ??= uri;
      return namespace;
    }
    const meant = Object.hasOwn(COMMON_PREFIXES, prefix) ? COMMON_PREFIXES[prefix] : undefined;
    if (meant === undefined) {
      throw this.error(
        'not_well_formed',
        `不是合法的 XML：前缀“${prefix}”没有声明。请重新导出`,
        `is not well-formed XML: it uses the undeclared prefix "${prefix}"; export it again`,
      );
    }
    const place = { file: this.file, line: this.line };
    this.issues.add(
      'warning',
      place,
      prefix,
      'undeclared_prefix',
      `前缀“${prefix}”没有声明，已按通常含义读取`,
      `the prefix "${prefix}" is not declared; read as what it usually means`,
    );
    if (meant === 'wpml') this.wpml ??= '';
    return meant;
  }

  private error(code: string, zh: string, en: string): WaylineError {
    return new WaylineError(code, { file: this.file, line: this.line }, zh, en, this.issues.all());
  }
}

function declares(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:');
}
