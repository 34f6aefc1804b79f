import { extraElement, inWritingOrder, type Extra } from './extra.js';
import { isOtherWord } from './leaf.js';
import { type Reading } from './reading.js';
import { type Field, type Shape, type ShapeSource } from './shape.js';
import { childElements, textOf, type XmlElement } from './xml.node.js';

type Raw = Record<string, unknown>;

/** An element as one of our objects. What the shape does not describe, or cannot read, is kept in `extra`. */
export function readShape<T extends object>(shape: Shape, element: XmlElement, reading: Reading): T {
  return new ShapeReader(shape, element, reading).read() as T;
}

class ShapeReader {
  private readonly out: Raw = {};
  private readonly extra: Extra[] = [];
  private readonly seen = new Set<string>();
  private after: string | null = null;

  constructor(
    private readonly shape: Shape,
    private readonly element: XmlElement,
    private readonly reading: Reading,
  ) {}

  read(): Raw {
    const { shape, element, out } = this;
    for (const field of shape.fields) if (field.kind === 'list') out[field.key] = [];
    for (const attribute of element.attributes) this.extra.push({ what: 'attribute', on: null, attribute });
    for (const part of element.content) {
      if (typeof part === 'string') this.keepText(part);
      else this.readPart(part);
    }
    const value = shape.decode ? shape.decode(out, element, this.reading) : out;
    if (this.extra.length > 0) value['extra'] = inWritingOrder(this.extra, shape);
    return value;
  }

  private readPart(part: XmlElement): void {
    const ours = part.namespace === 'wpml' || part.namespace === 'kml';
    const field = ours ? this.shape.byElement.get(part.name) : undefined;
    if (!field) this.keepUnknown(part);
    else if (field.kind !== 'list' && this.seen.has(part.name)) this.keepRepeated(part);
    else if (this.readField(field, part)) {
      this.seen.add(part.name);
      this.after = part.name;
    }
  }

  private readField(field: Field, part: XmlElement): boolean {
    switch (field.kind) {
      case 'child':
        this.out[field.key] = this.readInside(field.shape, part);
        return true;
      case 'list':
        (this.out[field.key] as unknown[]).push(this.readInside(field.shape, part));
        return true;
      case 'inline': {
        const { extra, ...members } = readShape<Raw>(field.shape, part, this.reading);
        Object.assign(this.out, members);
        if (extra !== undefined) this.out[field.extraKey] = extra;
        return true;
      }
      case 'leaf':
      case 'spread':
        return this.readLeaf(field, part);
    }
  }

  private readInside(source: ShapeSource, part: XmlElement): object {
    if (part.value) return part.value;
    const shape = 'reading' in source ? source.reading(this.element, part) : source;
    return readShape(shape, part, this.reading);
  }

  private readLeaf(field: Field & { kind: 'leaf' | 'spread' }, part: XmlElement): boolean {
    const value = childElements(part).length > 0 ? undefined : field.leaf.read(textOf(part));
    if (value === undefined) {
      this.keepUnreadable(part, field);
      return false;
    }
    if (field.kind === 'leaf') this.out[field.key] = value;
    else Object.assign(this.out, value);
    if (field.leaf.listed && [value].flat().some(isOtherWord)) this.noteOtherWord(part, field);
    for (const attribute of part.attributes) this.extra.push({ what: 'attribute', on: part.name, attribute });
    this.outdo(part.name);
    return true;
  }

  /** A readable value makes an unreadable one before it a mere repetition. */
  private outdo(name: string): void {
    for (const [at, extra] of this.extra.entries()) {
      if (extra.what === 'element' && extra.reason === 'unreadable' && extra.element.name === name) {
        this.extra[at] = { ...extra, reason: 'repeated', after: name };
      }
    }
  }

  private keepUnknown(part: XmlElement): void {
    this.extra.push({ what: 'element', reason: 'unknown', after: this.after, element: extraElement(part) });
    this.reading.note(
      'info',
      part,
      'unknown_element',
      `未识别的元素“${part.name}”已原样保留`,
      `the unknown element "${part.name}" is kept as it is`,
    );
  }

  private keepRepeated(part: XmlElement): void {
    // Behind the one that counts, so that reading again finds the same one first.
    this.extra.push({ what: 'element', reason: 'repeated', after: part.name, element: extraElement(part) });
    this.reading.note(
      'warning',
      part,
      'repeated_element',
      `“${part.name}”重复出现，以第一个为准`,
      `"${part.name}" is there again; the first one counts`,
    );
  }

  private keepUnreadable(part: XmlElement, field: Field & { kind: 'leaf' | 'spread' }): void {
    const { zh, en } = field.leaf.expected;
    const text = JSON.stringify(textOf(part).slice(0, 60));
    this.extra.push({ what: 'element', reason: 'unreadable', after: this.after, element: extraElement(part) });
    this.reading.note(
      'error',
      part,
      'unreadable_value',
      `“${part.name}”的值 ${text} 不是有效的${zh}`,
      `the value ${text} of "${part.name}" is not ${en}`,
    );
  }

  private noteOtherWord(part: XmlElement, field: Field & { kind: 'leaf' | 'spread' }): void {
    const text = JSON.stringify(textOf(part).slice(0, 60));
    this.reading.note(
      'warning',
      part,
      'unknown_value',
      `“${part.name}”的值 ${text} 不在已知取值（${field.leaf.expected.zh}）之内，已原样保留`,
      `the value ${text} of "${part.name}" is none of ${field.leaf.expected.en}; kept as it is`,
    );
  }

  private keepText(text: string): void {
    if (text.trim() === '') return;
    this.extra.push({ what: 'text', after: this.after, text: text.trim() });
    this.reading.note(
      'warning',
      this.element,
      'stray_text',
      `“${this.element.name}”内有多余文字，已原样保留`,
      `"${this.element.name}" holds stray text, kept as it is`,
    );
  }
}
