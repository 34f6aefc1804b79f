import { type Envelope, envelopeOf } from './envelope.js';
import { isTooDeep, parseJson } from './json.js';
import { meaningOf } from './meaning.js';
import { addNote, type Note } from './notes.js';
import type { Properties } from './properties.js';
import { type Channel, parseTopic, type Topic } from './topics.js';
import type { Topology } from './topology.js';
import { isObject } from './values.js';

/** What a message says, by its topic. Bodies are typed by method through RequestBodies, EventBodies, ServiceBodies. */
export type Meaning =
  | { type: 'properties'; channel: 'osd' | 'state'; properties: Properties }
  | { type: 'topology'; topology: Topology }
  | { type: 'request'; method: string; body: unknown }
  | { type: 'event'; method: string; body: unknown }
  | { type: 'service'; method: string; body: unknown }
  | { type: 'reply'; method: string | null; channel: Channel; result: number | null; output: unknown; body: unknown }
  | { type: 'property_set'; properties: Properties }
  | { type: 'drc'; method: string; body: unknown }
  | { type: 'unknown'; reason: UnknownReason };

/**
 * Why a message has no meaning for us. malformed: not JSON, not an object, or nested without end. unknown_topic: none
 * of the protocol's. no_method: which method it is cannot be told. A method nobody has described is no reason: it is
 * an event, request or command like any other, with a note.
 */
export type UnknownReason = 'malformed' | 'unknown_topic' | 'no_method';

/** A decoded message. `notes` says what was not understood; nothing is left out. */
export type Decoded = { topic: Topic | null; envelope: Envelope | null; notes: Note[] } & Meaning;

/**
 * Decodes one message: bytes in, meaning out, notes on everything that was strange. Never throws. The result owns its
 * objects: nothing in it is shared with another message.
 */
export function decode(topic: string, payload: Buffer | Uint8Array | string): Decoded {
  const notes: Note[] = [];
  const parsedTopic = parseTopic(topic) ?? null;
  const message = messageOf(payload, notes);
  if (message === null) {
    if (parsedTopic === null) addNote(notes, 'unknown_topic', topicPattern(topic), topic);
    return { topic: parsedTopic, envelope: null, notes, type: 'unknown', reason: 'malformed' };
  }
  const envelope = envelopeOf(message, notes);
  if (isTooDeep(parsedTopic === null ? envelope : envelope.extra)) {
    addNote(notes, 'malformed', 'payload.too deep', topic);
    return { topic: parsedTopic, envelope: null, notes, type: 'unknown', reason: 'malformed' };
  }
  if (parsedTopic === null) {
    addNote(notes, 'unknown_topic', topicPattern(topic), topic);
    return { topic: null, envelope, notes, type: 'unknown', reason: 'unknown_topic' };
  }
  return withTopic(parsedTopic, envelope, notes, meaningOf(parsedTopic, envelope, notes));
}

function withTopic(topic: Topic, envelope: Envelope, notes: Note[], meaning: Meaning): Decoded {
  // one hidden class per meaning and no copy of the meaning's members: this runs for every message
  const decoded = meaning as Decoded;
  decoded.topic = topic;
  decoded.envelope = envelope;
  decoded.notes = notes;
  return decoded;
}

function messageOf(payload: Uint8Array | string, notes: Note[]): Record<string, unknown> | null {
  let parsed = parseJson(payload);
  if (parsed.ok && typeof parsed.value === 'string') {
    // a publisher that serialises twice
    addNote(notes, 'type_drift', 'payload.text_in_text', parsed.value);
    parsed = parseJson(parsed.value);
  }
  if (!parsed.ok) {
    addNote(notes, 'malformed', `payload.${parsed.reason}`, typeof payload === 'string' ? payload : startOf(payload));
    return null;
  }
  for (const repair of parsed.repairs) addNote(notes, 'malformed', `payload.${repair}`, repair);
  if (isObject(parsed.value)) return parsed.value;
  addNote(notes, 'malformed', 'payload.no object', parsed.value);
  return null;
}

/** The first bytes as text for a note. */
function startOf(payload: Uint8Array): string {
  return Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.byteLength, 120)).toString('latin1');
}

/** A topic with its serial number left out, so that strange topics of many devices count as one. */
function topicPattern(topic: string): string {
  const parts = topic.split('/', 8);
  if (parts.length > 2 && parts[1] === 'product') parts[2] = '+';
  return parts.join('/');
}
