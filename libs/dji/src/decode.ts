import { type Envelope, envelopeOf } from './envelope.js';
import { parseJson } from './json.js';
import { addNote, type Note } from './notes.js';
import type { Properties } from './properties.js';
import { type Channel, parseTopic, type Topic } from './topics.js';
import { type Topology, topologyOf } from './topology.js';
import { integerOf, isObject } from './values.js';

/** What a message says, by its topic. */
export type Meaning =
  | { type: 'properties'; channel: 'osd' | 'state'; properties: Properties }
  | { type: 'topology'; topology: Topology }
  | { type: 'request'; method: string; body: unknown }
  | { type: 'event'; method: string; body: unknown }
  | { type: 'service'; method: string; body: unknown }
  | { type: 'reply'; method: string | null; channel: Channel; result: number | null; output: unknown; body: unknown }
  | { type: 'property_set'; properties: Properties }
  | { type: 'drc'; method: string; body: unknown }
  | { type: 'unknown'; reason: string };

/** A decoded message. `notes` says what was not understood; nothing is left out. */
export type Decoded = { topic: Topic | null; envelope: Envelope | null; notes: Note[] } & Meaning;

/** Decodes one message. Never throws. */
export function decode(topic: string, payload: Buffer | Uint8Array | string): Decoded {
  const notes: Note[] = [];
  const parsedTopic = parseTopic(topic) ?? null;
  const parsed = parseJson(payload);
  if (!parsed.ok || !isObject(parsed.value)) {
    addNote(notes, 'malformed', 'payload', parsed.ok ? parsed.value : parsed.reason);
    return { topic: parsedTopic, envelope: null, notes, type: 'unknown', reason: 'malformed' };
  }
  for (const repair of parsed.repairs) addNote(notes, 'malformed', `payload.${repair}`, repair);
  const envelope = envelopeOf(parsed.value, notes);
  if (parsedTopic === null) {
    addNote(notes, 'unknown_topic', topic, topic);
    return { topic: null, envelope, notes, type: 'unknown', reason: 'unknown_topic' };
  }
  return { topic: parsedTopic, envelope, notes, ...meaningOf(parsedTopic, envelope) };
}

function meaningOf(topic: Topic, envelope: Envelope): Meaning {
  const { data } = envelope;
  const method = envelope.method ?? '';
  switch (topic.channel) {
    case 'osd':
    case 'state':
      return { type: 'properties', channel: topic.channel, properties: isObject(data) ? data : {} };
    case 'status': {
      const topology = topologyOf(data);
      return topology === null ? { type: 'unknown', reason: 'malformed' } : { type: 'topology', topology };
    }
    case 'requests':
      return { type: 'request', method, body: data };
    case 'events':
      return { type: 'event', method, body: data };
    case 'services':
      return { type: 'service', method, body: data };
    case 'property/set':
      return { type: 'property_set', properties: isObject(data) ? data : {} };
    case 'drc/up':
    case 'drc/down':
      return { type: 'drc', method, body: data };
    default: {
      const body = isObject(data) ? data : {};
      return {
        type: 'reply',
        method: envelope.method,
        channel: topic.channel,
        result: integerOf(body['result']),
        output: body['output'] ?? null,
        body: data,
      };
    }
  }
}
