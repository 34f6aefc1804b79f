import { drcTable } from './bodies.drc.js';
import { topologyShape } from './bodies.requests.js';
import { eventTable, replyShape, requestTable, serviceTable } from './bodies.table.js';
import type { Meaning } from './decode.js';
import type { Envelope } from './envelope.js';
import { fit, sinkFor } from './fit.js';
import { noteHealthCodes } from './health-text.js';
import { isTooDeep, parseJson } from './json.js';
import { methodOfBody } from './methods.js';
import { addNote, type Note } from './notes.js';
import { kindOfProperties, type Properties, type PropertyKind } from './properties.js';
import { fitProperties } from './properties.table.js';
import { any, type Shape } from './shape.js';
import type { Topic } from './topics.js';
import { topologyOf } from './topology.js';
import { integerOf, isObject } from './values.js';

/** What a message says, by its channel and method. Fits `envelope.data` in place. Never throws. */
export function meaningOf(topic: Topic, envelope: Envelope, notes: Note[]): Meaning {
  switch (topic.channel) {
    case 'osd':
    case 'state':
      return propertiesMeaning(topic.channel, envelope, notes);
    case 'status':
      return topologyMeaning(envelope, notes);
    case 'requests':
      return methodMeaning('request', 'requests', requestTable, envelope, notes);
    case 'events':
      return methodMeaning('event', 'events', eventTable, envelope, notes);
    case 'services':
      return methodMeaning('service', 'services', serviceTable, envelope, notes);
    case 'drc/up':
    case 'drc/down':
      return methodMeaning('drc', 'drc', drcTable, envelope, notes);
    case 'property/set':
      return propertySetMeaning(envelope, notes);
    default:
      return replyMeaning(topic, envelope, notes);
  }
}

function malformed(notes: Note[], name: string, value: unknown): Meaning {
  addNote(notes, 'malformed', name, value);
  return { type: 'unknown', reason: 'malformed' };
}

const FIELD_ROOTS: Readonly<Record<'osd' | 'state' | 'property', Readonly<Record<PropertyKind | 'device', string>>>> = {
  osd: { dock: 'dock.osd', aircraft: 'aircraft.osd', remote_controller: 'remote_controller.osd', device: 'device.osd' },
  state: {
    dock: 'dock.state',
    aircraft: 'aircraft.state',
    remote_controller: 'remote_controller.state',
    device: 'device.state',
  },
  property: {
    dock: 'dock.property',
    aircraft: 'aircraft.property',
    remote_controller: 'remote_controller.property',
    device: 'device.property',
  },
};

function propertiesMeaning(channel: 'osd' | 'state', envelope: Envelope, notes: Note[]): Meaning {
  const properties = propertyBody(channel, envelope, notes);
  if (properties === null) return { type: 'unknown', reason: 'malformed' };
  return { type: 'properties', channel, properties };
}

function propertySetMeaning(envelope: Envelope, notes: Note[]): Meaning {
  const properties = propertyBody('property', envelope, notes);
  return properties === null ? { type: 'unknown', reason: 'malformed' } : { type: 'property_set', properties };
}

/** The properties of a body, fitted; null when they nest without end. */
function propertyBody(channel: 'osd' | 'state' | 'property', envelope: Envelope, notes: Note[]): Properties | null {
  const properties = asObject(envelope, notes, channel);
  const kind = kindOfProperties(properties);
  const name = kind ?? 'device';
  const sink = sinkFor(notes, FIELD_ROOTS[channel][name], name);
  fitProperties(properties, kind, sink);
  // what a device without a fix says; kept as it came, and no position (quirk 13)
  if (properties['latitude'] === 0 && properties['longitude'] === 0) {
    addNote(notes, 'type_drift', `${sink.fields}.position`, '0/0');
  }
  if (!sink.tooDeep) return properties;
  addNote(notes, 'malformed', `${channel}.too deep`, channel);
  return null;
}

/** The body as an object, also when it was serialised twice or wrapped in the `host` of a push to Pilot. */
function asObject(envelope: Envelope, notes: Note[], channel: string): Properties {
  let { data } = envelope;
  if (typeof data === 'string' && data.charCodeAt(0) === 123) {
    const parsed = parseJson(data);
    if (parsed.ok) data = parsed.value;
    addNote(notes, 'type_drift', `${channel}.data`, envelope.data);
  }
  if (isObject(data)) {
    const host = data['host'];
    if (!isObject(host) || typeof data['sn'] !== 'string') return data;
    addNote(notes, 'type_drift', `${channel}.host`, host);
    return host;
  }
  if (data !== null && data !== '') addNote(notes, 'type_drift', `${channel}.data`, data);
  return {};
}

function topologyMeaning(envelope: Envelope, notes: Note[]): Meaning {
  const { data, method } = envelope;
  const topology = topologyOf(data);
  if (method !== null && method !== 'update_topo') addNote(notes, 'unknown_method', `status.${method}`, data);
  if (topology === null) return malformed(notes, 'status.data', data);
  const sink = sinkFor(notes, 'status.update_topo');
  fit(data, topologyShape, '', sink);
  return sink.tooDeep ? malformed(notes, 'status.too deep', method) : { type: 'topology', topology };
}

type MethodType = 'request' | 'event' | 'service' | 'drc';

function methodMeaning(
  type: MethodType,
  channel: 'requests' | 'events' | 'services' | 'drc',
  table: ReadonlyMap<string, Shape>,
  envelope: Envelope,
  notes: Note[],
): Meaning {
  const { data } = envelope;
  const method = envelope.method ?? missingMethod(channel, data, notes);
  if (method === null) {
    if (isTooDeep(data)) return malformed(notes, `${channel}.too deep`, channel);
    addNote(notes, 'unknown_method', `${channel}.`, data);
    return { type: 'unknown', reason: 'no_method' };
  }
  // some pages send the commands of the DRC channel as services
  const shape = table.get(method) ?? (type === 'service' ? drcTable.get(method) : undefined);
  if (shape === undefined) addNote(notes, 'unknown_method', `${channel}.${method}`, data);
  const sink = sinkFor(notes, channel);
  const body = fit(data, shape ?? any, method, sink);
  if (sink.tooDeep) return malformed(notes, `${channel}.too deep`, method);
  if (method === 'hms' && type === 'event') noteHealthCodes(body, notes);
  return { type, method, body };
}

function missingMethod(
  channel: 'requests' | 'events' | 'services' | 'drc',
  data: unknown,
  notes: Note[],
): string | null {
  if (channel === 'services') return null;
  const method = methodOfBody(channel, data);
  if (method !== null) addNote(notes, 'type_drift', `${channel}.${method}.method`, 'missing');
  return method;
}

function replyMeaning(topic: Topic, envelope: Envelope, notes: Note[]): Meaning {
  const { channel } = topic;
  const { method, data } = envelope;
  const sink = sinkFor(notes, channel);
  if (channel === 'services_reply' && method !== null) {
    if (!serviceTable.has(method) && !drcTable.has(method))
      addNote(notes, 'unknown_method', `${channel}.${method}`, data);
    fit(data, replyShape(method), method, sink);
  } else fit(data, any, '', sink);
  if (sink.tooDeep) return malformed(notes, `${channel}.too deep`, method);
  const body = isObject(data) ? data : {};
  const result = isObject(data) ? integerOf(body['result']) : integerOf(data);
  return { type: 'reply', method, channel, result, output: body['output'] ?? null, body: data };
}
