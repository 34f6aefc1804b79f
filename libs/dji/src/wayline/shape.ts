import { type Leaf } from './leaf.js';
import { type Reading } from './reading.js';
import { type XmlElement } from './xml.node.js';

/** How one element, or one attribute of meaning, of a file stands in one of our objects. */
export type Field =
  | { kind: 'leaf'; key: string; element: string; leaf: Leaf<unknown> }
  | { kind: 'spread'; keys: readonly string[]; element: string; leaf: Leaf<Record<string, unknown>> }
  | { kind: 'child'; key: string; element: string; shape: ShapeSource }
  | { kind: 'list'; key: string; element: string; shape: ShapeSource }
  | { kind: 'inline'; element: string; shape: Shape; extraKey: string };

/** A shape, or the choice of one by what else stands in the same element, or in the element itself. */
export type ShapeSource =
  | Shape
  | {
      reading: (parent: XmlElement, part: XmlElement) => Shape;
      writing: (owner: object, item: object) => Shape;
    };

/**
 * The elements of a file that make one of our objects, in the order in which they are written. Reading and writing
 * follow the same description, so neither can know an element that the other does not.
 */
export interface Shape {
  fields: readonly Field[];
  byElement: ReadonlyMap<string, Field>;
  /** Namespace in which leaves are written; elements of KML itself are named so one by one. */
  kml: ReadonlySet<string>;
  /** From what the elements say to our object, where the two differ by more than names. */
  decode?: (raw: Record<string, unknown>, element: XmlElement, reading: Reading) => Record<string, unknown>;
  /** The other way round. */
  encode?: (value: Record<string, unknown>) => Record<string, unknown>;
}

/** Elements of KML itself; every other known name is the vendor's. */
const KML_NAMES = new Set([
  'Document',
  'Folder',
  'Placemark',
  'Point',
  'Polygon',
  'LineString',
  'outerBoundaryIs',
  'LinearRing',
  'coordinates',
]);

/** Builders of fields for objects of type `T`: a key that `T` lacks, or a value of another type, does not compile. */
export function fieldsOf<T extends object>() {
  type Key = keyof T & string;
  return {
    /** One text element. */
    leaf: <K extends Key>(key: K, element: string, leaf: Leaf<NonNullable<T[K]>>): Field => ({
      kind: 'leaf',
      key,
      element,
      leaf: leaf as Leaf<unknown>,
    }),
    /** One text element that fills several keys. */
    spread: <K extends Key>(keys: readonly K[], element: string, leaf: Leaf<Pick<T, K>>): Field => ({
      kind: 'spread',
      keys,
      element,
      leaf: leaf as Leaf<Record<string, unknown>>,
    }),
    /** One element that is an object of its own. */
    child: (key: Key, element: string, shape: ShapeSource): Field => ({ kind: 'child', key, element, shape }),
    /** An element that repeats; the list is there even when it is empty. */
    list: (key: Key, element: string, shape: ShapeSource): Field => ({ kind: 'list', key, element, shape }),
    /** An element whose members stand in the object itself; what else it holds is kept under `extraKey`. */
    inline: (element: string, shape: Shape, extraKey: Key): Field => ({ kind: 'inline', element, shape, extraKey }),
  };
}

/** A shape of fields in the order of writing. */
export function shape(fields: readonly Field[], hooks: Pick<Shape, 'decode' | 'encode'> = {}): Shape {
  return { fields, byElement: new Map(fields.map((field) => [field.element, field])), kml: KML_NAMES, ...hooks };
}
