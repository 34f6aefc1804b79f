/**
 * Whose word a name is: `wpml` (the vendor's, of any version, also DJI Fly's), `kml` (also names without a namespace),
 * or another namespace by its address.
 */
export type Namespace = 'wpml' | 'kml' | (string & {});

export interface XmlAttribute {
  name: string;
  /** Empty for a plain attribute. */
  namespace: Namespace | '';
  value: string;
}

/** An element of a document that was read. */
export interface XmlElement {
  name: string;
  namespace: Namespace;
  /** Line of its start tag, from 1. */
  line: number;
  attributes: readonly XmlAttribute[];
  /** Elements and texts in their order; blank text beside elements is left out. */
  content: readonly (XmlElement | string)[];
  /** What the element was read as while the rest of the file was still to come; `content` is then empty. */
  value?: object;
}

/**
 * Turns an element into its meaning as soon as it is complete, so that a long file never stands in memory as a tree.
 * `above` are the elements it lies in, the nearest last. Undefined leaves the element as it is.
 */
export type EarlyReader = (element: XmlElement, above: readonly XmlElement[]) => object | undefined;

/** Namespaces by their addresses: every published version of the vendor's, also as others misspell it, and of KML. */
export function namespaceOf(uri: string): Namespace {
  if (uri === '' || /^https?:\/\/(www\.)?opengis\.net\/kml\/|^https?:\/\/earth\.google\.com\/kml\//i.test(uri))
    return 'kml';
  if (/^https?:\/\/(www\.)?[a-z.]+\/wpm[zl](\/|$)/i.test(uri)) return 'wpml';
  return uri;
}

/** The elements inside an element. */
export function childElements(element: XmlElement): XmlElement[] {
  return element.content.filter((part): part is XmlElement => typeof part !== 'string');
}

/** The first element inside with a name, whatever its namespace. */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  for (const part of element.content) if (typeof part !== 'string' && part.name === name) return part;
  return undefined;
}

/** The text directly inside an element, without the space around it. */
export function textOf(element: XmlElement): string {
  const { content } = element;
  if (content.length === 1 && typeof content[0] === 'string') return content[0].trim();
  return content
    .filter((part) => typeof part === 'string')
    .join('')
    .trim();
}

/** The text of the first element inside with a name that holds nothing but text, as one of our leaves is read. */
export function textInside(element: XmlElement, name: string): string | undefined {
  const found = childElements(element).find((part) => part.name === name && childElements(part).length === 0);
  return found && textOf(found);
}
