import { type Extra } from './extra.js';
import { type Field, type Shape, type ShapeSource } from './shape.js';
import { type XmlAttribute } from './xml.node.js';
import { type XmlWriter } from './xml.write.js';

type Raw = Record<string, unknown>;

/** Writes an object inside the element that is open, each extra at its place. */
export function writeShape(shape: Shape, object: object, writer: XmlWriter): void {
  new ShapeWriter(shape, object as Raw, writer).write();
}

/** Attributes that the element itself had. */
export function ownAttributes(extra: unknown): XmlAttribute[] {
  return attributesOn((extra as Extra[] | undefined) ?? [], null);
}

function attributesOn(extras: readonly Extra[], element: string | null): XmlAttribute[] {
  return extras.flatMap((extra) => (extra.what === 'attribute' && extra.on === element ? [extra.attribute] : []));
}

class ShapeWriter {
  private readonly raw: Raw;
  private readonly extras: readonly Extra[];
  private waiting: Exclude<Extra, { what: 'attribute' }>[];

  constructor(
    private readonly shape: Shape,
    private readonly object: Raw,
    private readonly writer: XmlWriter,
  ) {
    this.raw = shape.encode ? shape.encode(object) : object;
    this.extras = (object['extra'] as Extra[] | undefined) ?? [];
    this.waiting = this.extras.filter((extra) => extra.what !== 'attribute');
  }

  write(): void {
    this.writeExtras(null);
    for (const field of this.shape.fields) {
      this.writeField(field);
      this.writeExtras(field.element);
    }
    for (const extra of this.waiting) this.writeExtra(extra);
  }

  private writeField(field: Field): void {
    switch (field.kind) {
      case 'leaf':
        if (this.raw[field.key] !== undefined) this.writeLeaf(field.element, field.leaf.write(this.raw[field.key]));
        return;
      case 'spread':
        if (field.keys.some((key) => this.raw[key] !== undefined))
          this.writeLeaf(field.element, field.leaf.write(this.raw));
        return;
      case 'child':
        if (this.raw[field.key] !== undefined) this.writeInside(field.element, field.shape, this.raw[field.key] as Raw);
        return;
      case 'list':
        for (const item of this.raw[field.key] as Raw[]) this.writeInside(field.element, field.shape, item);
        return;
      case 'inline':
        this.writeInline(field);
    }
  }

  private writeInside(element: string, source: ShapeSource, value: Raw): void {
    const shape = 'writing' in source ? source.writing(this.object, value) : source;
    this.writer.open(element, this.namespaceOf(element), ownAttributes(value['extra']));
    writeShape(shape, value, this.writer);
    this.writer.close();
  }

  private writeInline(field: Field & { kind: 'inline' }): void {
    const extra = this.raw[field.extraKey];
    if (extra === undefined && !keysOf(field.shape).some((key) => this.raw[key] !== undefined)) return;
    this.writer.open(field.element, this.namespaceOf(field.element), ownAttributes(extra));
    writeShape(field.shape, { ...this.raw, extra }, this.writer);
    this.writer.close();
  }

  private writeLeaf(element: string, text: string): void {
    this.writer.leaf(element, this.namespaceOf(element), text, attributesOn(this.extras, element));
  }

  private namespaceOf(element: string): 'kml' | 'wpml' {
    return this.shape.kml.has(element) ? 'kml' : 'wpml';
  }

  private writeExtras(after: string | null): void {
    if (this.waiting.length === 0) return;
    const now = this.waiting.filter((extra) => extra.after === after);
    this.waiting = this.waiting.filter((extra) => extra.after !== after);
    for (const extra of now) this.writeExtra(extra);
  }

  private writeExtra(extra: Exclude<Extra, { what: 'attribute' }>): void {
    if (extra.what === 'text') this.writer.text(extra.text);
    // What could not be read gives way to a value that has been set since.
    else if (extra.reason !== 'unreadable' || !this.isSet(extra.element.name)) this.writer.extra(extra.element);
  }

  private isSet(element: string): boolean {
    const field = this.shape.byElement.get(element);
    if (!field || field.kind === 'inline' || field.kind === 'list') return false;
    const keys = field.kind === 'spread' ? field.keys : [field.key];
    return keys.some((key) => this.raw[key] !== undefined);
  }
}

function keysOf(shape: Shape): string[] {
  return shape.fields.flatMap((field) => {
    if (field.kind === 'spread') return [...field.keys];
    return field.kind === 'inline' ? [field.extraKey, ...keysOf(field.shape)] : [field.key];
  });
}
