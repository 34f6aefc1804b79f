import { isTooDeep } from './json.js';
import { addNote, type Note, type NoteKind } from './notes.js';
import { isPayloadKey } from './properties.js';
import type { Shape } from './shape.js';
import { numberInText } from './values.js';

/** Where notes of one body go, and how they are named. */
export interface Sink {
  notes: Note[];
  /** Prefix of unknown members, such as `dock.osd`. */
  fields: string;
  /** Prefix of unknown values, such as `dock`. */
  values: string;
  /** Members on the way from the body to the value at hand. */
  path: string[];
  /** Set when something undescribed nests deeper than writers can bear. */
  tooDeep: boolean;
}

/** A sink that names everything below one prefix. */
export function sinkFor(notes: Note[], fields: string, values = fields): Sink {
  return { notes, fields, values, path: [], tooDeep: false };
}

/**
 * Fits a parsed value to a shape, in place: drifted types are put right and noted, placeholders become null, unknown
 * members and values stay as they are and are noted. Returns the value to keep. Never throws.
 */
export function fit(value: unknown, shape: Shape, name: string, sink: Sink): unknown {
  if (value === null) return null;
  switch (shape.kind) {
    case 'number':
      return typeof value === 'number' ? fitNumber(value, shape, name, sink) : driftToNumber(value, shape, name, sink);
    case 'text':
      return typeof value === 'string' ? fitText(value, shape, name, sink) : driftToText(value, shape, name, sink);
    case 'boolean':
      return typeof value === 'boolean' ? value : driftToBoolean(value, name, sink);
    case 'struct':
      return typeof value === 'object' && !Array.isArray(value)
        ? fitStruct(value as Record<string, unknown>, shape, name, sink)
        : driftToStruct(value, name, sink);
    case 'list':
      return fitList(value, shape, name, sink);
    default:
      return keep(value, sink);
  }
}

function fitNumber(value: number, shape: Shape, name: string, sink: Sink): number | null {
  if (shape.none !== undefined && value >= shape.none && value <= shape.noneTo!) {
    note(sink, 'type_drift', name, value);
    return null;
  }
  if (shape.values !== undefined && !shape.values.has(value)) noteValue(sink, name, value);
  return value;
}

function driftToNumber(value: unknown, shape: Shape, name: string, sink: Sink): unknown {
  note(sink, 'type_drift', name, value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return keep(value, sink);
  const number = numberInText(value);
  if (number !== null) return fitNumber(number, shape, name, sink);
  return isNoValue(value) ? null : value;
}

/** What devices and their simulators write for a number they do not have. */
function isNoValue(value: string): boolean {
  const word = value.trim().toLowerCase();
  return (
    word === '' ||
    word === 'nan' ||
    word === '-nan' ||
    word === 'null' ||
    word === 'inf' ||
    word === '-inf' ||
    word === 'infinity' ||
    word === '-infinity' ||
    word === 'n/a' ||
    word === '--'
  );
}

function fitText(value: string, shape: Shape, name: string, sink: Sink): string {
  if (shape.values !== undefined && !shape.values.has(value)) noteValue(sink, name, value);
  return value;
}

function driftToText(value: unknown, shape: Shape, name: string, sink: Sink): unknown {
  note(sink, 'type_drift', name, value);
  if (typeof value === 'object') return keep(value, sink);
  return fitText(String(value), shape, name, sink);
}

function driftToBoolean(value: unknown, name: string, sink: Sink): unknown {
  note(sink, 'type_drift', name, value);
  if (value === 1 || value === '1' || value === 'true' || value === 'True' || value === 'TRUE') return true;
  if (value === 0 || value === '0' || value === 'false' || value === 'False' || value === 'FALSE') return false;
  return keep(value, sink);
}

/** Commands and reports without arguments come as "", {}, null and [] (quirk 12); that is no drift. */
function driftToStruct(value: unknown, name: string, sink: Sink): unknown {
  if (value !== '' && !(Array.isArray(value) && value.length === 0)) note(sink, 'type_drift', name, value);
  return keep(value, sink);
}

function fitStruct(value: Record<string, unknown>, shape: Shape, name: string, sink: Sink): unknown {
  if (name !== '') sink.path.push(name);
  for (const key in value) {
    const member = shape.members!.get(key);
    const before = value[key];
    if (member !== undefined) {
      const after = fit(before, member, key, sink);
      if (after !== before) value[key] = after;
    } else if (shape.payload !== undefined && isPayloadKey(key)) fit(before, shape.payload, '{payload}', sink);
    else {
      note(sink, 'unknown_field', key, before);
      keep(before, sink);
    }
  }
  if (name !== '') sink.path.pop();
  return value;
}

function fitList(value: unknown, shape: Shape, name: string, sink: Sink): unknown {
  if (!Array.isArray(value)) {
    if (value !== '') note(sink, 'type_drift', name, value);
    return keep(value, sink);
  }
  const item = shape.item!;
  const itemName = `${name}[]`;
  for (let at = 0; at < value.length; at++) {
    const before: unknown = value[at];
    const after = fit(before, item, itemName, sink);
    if (after !== before) value[at] = after;
  }
  return value;
}

function keep(value: unknown, sink: Sink): unknown {
  if (typeof value === 'object' && value !== null && !sink.tooDeep && isTooDeep(value)) sink.tooDeep = true;
  return value;
}

function note(sink: Sink, kind: NoteKind, name: string, value: unknown): void {
  addNote(sink.notes, kind, [sink.fields, ...sink.path, name].join('.'), value);
}

function noteValue(sink: Sink, name: string, value: string | number): void {
  addNote(sink.notes, 'unknown_value', `${[sink.values, ...sink.path, name].join('.')}=${value}`, value);
}
