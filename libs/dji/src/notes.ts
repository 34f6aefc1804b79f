/** What kind of thing was not understood. */
export type NoteKind =
  | 'unknown_topic'
  | 'unknown_method'
  | 'unknown_field'
  | 'unknown_value'
  | 'unknown_health_code'
  | 'type_drift'
  | 'malformed';

/**
 * Something in a message that could not be understood, or was understood only by bending the rules. Never thrown:
 * the message is kept whole, the note is counted.
 */
export interface Note {
  kind: NoteKind;
  /** Stable key for counting, such as `dock.osd.foo` or `aircraft.mode_code=99`; at most 160 characters. */
  name: string;
  /** The offending value as short text, at most 120 characters. */
  example: string;
}

/** More notes than this are not collected from one message: a hostile body must not cost more than a strange one. */
export const MAX_NOTES = 40;
const MAX_NAME = 160;
const MAX_EXAMPLE = 120;

/** Any value as short text for {@link Note.example}. Never throws, never walks a large value. */
export function exampleOf(value: unknown): string {
  if (typeof value === 'string') return clip(JSON.stringify(value.slice(0, MAX_EXAMPLE)), MAX_EXAMPLE);
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    return clip(`object with ${Object.keys(value).slice(0, 8).join(', ')}`, MAX_EXAMPLE);
  }
  return clip(String(value), MAX_EXAMPLE);
}

/** Adds a note unless it is already there or the message has too many. */
export function addNote(notes: Note[], kind: NoteKind, name: string, value: unknown): void {
  if (notes.length >= MAX_NOTES) return;
  const key = clip(name, MAX_NAME);
  for (const note of notes) if (note.name === key && note.kind === kind) return;
  notes.push({ kind, name: key, example: exampleOf(value) });
}

/** A text cut to a length without splitting a surrogate pair. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800 ? length - 1 : length;
  return text.slice(0, end);
}
