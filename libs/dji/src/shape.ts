/**
 * What a value of the protocol looks like. One description of a body serves three ends: the TypeScript type
 * ({@link ValueOf}), the check for unknown members and values, and the repair of drifted types. Nothing is required:
 * firmware leaves out what it likes.
 */
export interface Shape<T = unknown> {
  readonly kind: 'number' | 'text' | 'boolean' | 'list' | 'struct' | 'any';
  /** The documented values; others are kept and noted. */
  readonly values?: ReadonlySet<unknown>;
  /** Numbers from `none` to `noneTo` are placeholders for "no value" (quirk 13). */
  readonly none?: number;
  readonly noneTo?: number;
  readonly item?: Shape;
  readonly members?: ReadonlyMap<string, Shape>;
  /** Shape of members named like a payload, `type-subtype-gimbalindex`. */
  readonly payload?: Shape;
  /** Only for the type checker. */
  readonly type?: T;
}

/** The TypeScript type of a shape: every member may be missing, and null where the device had no value. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

type Members = Readonly<Record<string, Shape>>;
/** A struct with the given members. */
export type Struct<M extends Members> = { [K in keyof M]?: ValueOf<M[K]> | null };

/** Any number. */
export const num: Shape<number> = { kind: 'number' };
/** A number in which 65535 stands for "none". */
export const numOr65535: Shape<number> = { kind: 'number', none: 65535, noneTo: 65535 };
/** A number in which 32767 stands for "none". */
export const numOr32767: Shape<number> = { kind: 'number', none: 32767, noneTo: 32767 };
/** A height in metres in which 9999999.9 stands for "no fix". */
export const heightOrNone: Shape<number> = { kind: 'number', none: 9_999_999, noneTo: Infinity };
/** Any text. */
export const text: Shape<string> = { kind: 'text' };
/** true or false. */
export const bool: Shape<boolean> = { kind: 'boolean' };
/** Kept as it comes, whatever it is: undocumented, but seen. */
export const any: Shape<unknown> = { kind: 'any' };
/** A switch, 0 or 1. */
export const flag: Shape<number> = oneOf(0, 1);

/** A number with documented values. */
export function oneOf(...values: number[]): Shape<number> {
  return { kind: 'number', values: new Set(values) };
}

/** A whole number from `first` to `last`, both documented, plus further single values. */
export function range(first: number, last: number, ...more: number[]): Shape<number> {
  const values = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return { kind: 'number', values: new Set([...values, ...more]) };
}

/** A word with documented values. */
export function words<W extends string>(...values: W[]): Shape<W | (string & {})> {
  return { kind: 'text', values: new Set<unknown>(values) };
}

/** A list whose items all have one shape. */
export function list<T>(item: Shape<T>): Shape<T[]> {
  return { kind: 'list', item };
}

/** An object with named members. */
export function struct<M extends Members>(members: M): Shape<Struct<M>> {
  return { kind: 'struct', members: new Map(Object.entries(members)) };
}
