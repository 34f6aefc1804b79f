import { type Shape } from './shape.js';
import { type Namespace, type XmlAttribute, type XmlElement } from './xml.node.js';

/** An element that has no meaning here, kept whole so that writing the route again loses nothing. */
export interface ExtraElement {
  name: string;
  namespace: Namespace;
  attributes?: XmlAttribute[];
  content?: (ExtraElement | string)[];
}

/**
 * What an element of a file held besides what the route says in its own words. `after` is the name of the last known
 * element before it (null: before all), `on` the name of the known element inside that had the attribute (null: the
 * element itself). Reasons: unknown, a known name whose value could not be read, or a known name a second time.
 */
export type Extra =
  | { what: 'element'; reason: 'unknown' | 'unreadable' | 'repeated'; after: string | null; element: ExtraElement }
  | { what: 'attribute'; on: string | null; attribute: XmlAttribute }
  | { what: 'text'; after: string | null; text: string };

/** Everything a file said beyond our words keeps its place by staying with the object whose element held it. */
export interface WithExtra {
  extra?: Extra[];
}

/** An element as an extra: everything but its line. */
export function extraElement({ name, namespace, attributes, content }: XmlElement): ExtraElement {
  const extra: ExtraElement = { name, namespace };
  if (attributes.length > 0) extra.attributes = attributes.map((attribute) => ({ ...attribute }));
  if (content.length > 0) extra.content = content.map((part) => (typeof part === 'string' ? part : extraElement(part)));
  return extra;
}

/** Whether an element was there but could not be read: then no other may be written beside it by default. */
export function isUnreadable(extras: readonly Extra[] | undefined, name: string): boolean {
  return (extras ?? []).some(
    (extra) => extra.what === 'element' && extra.reason === 'unreadable' && extra.element.name === name,
  );
}

/**
 * Extras as they will stand when the element is written, whose known elements may have come in another order: so the
 * file that is written reads as the same object. Texts that come to stand side by side are one.
 */
export function inWritingOrder(extras: readonly Extra[], { fields }: Shape): Extra[] {
  const places = new Map(fields.map(({ element }, place) => [element, place]));
  const placeOf = (extra: Extra): number => {
    const anchor = extra.what === 'attribute' ? extra.on : extra.after;
    const place = anchor === null ? -1 : (places.get(anchor) ?? fields.length);
    return 2 * place + (extra.what === 'attribute' ? 0 : 1);
  };
  const ordered: Extra[] = [];
  for (const extra of extras.toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const last = ordered.at(-1);
    if (extra.what === 'text' && last?.what === 'text' && last.after === extra.after) {
      ordered[ordered.length - 1] = { ...last, text: `${last.text}\n${extra.text}` };
    } else ordered.push(extra);
  }
  return ordered;
}
