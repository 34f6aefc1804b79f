import { addNote, type Note } from './notes.js';
import { booleanOf, isObject, numberInText, textOf } from './values.js';

/** The frame of every message (reference 1.1). */
export interface Envelope {
  /** Transaction: a reply carries the same. Opaque: usually a UUID, sometimes all zeros, short or constant. */
  tid: string | null;
  /** Business process: the same over all messages of one mission, one reboot, one upload. */
  bid: string | null;
  /** The device's clock at sending, Unix milliseconds; null when missing or not to be read. */
  timestamp: number | null;
  /** Serial number of the gateway that sent it, also on messages about its aircraft. */
  gateway: string | null;
  method: string | null;
  /** The sender repeats the message until it is answered. */
  needReply: boolean;
  data: unknown;
  /** Every other member of the frame as it came, such as `seq` of the DRC channel. */
  extra: Record<string, unknown>;
}

const KNOWN_EXTRA: ReadonlySet<string> = new Set(['seq', 'sn', 'biz_code', 'version']);
const NO_EXTRA: Record<string, unknown> = Object.freeze({});

/**
 * Reads the frame of a parsed message. A body without a frame, such as `{"progress": …}`, becomes `data` whole; the
 * body of a situation-awareness push (`{host, sn}`) becomes `data` by its `host`. Never throws.
 */
export function envelopeOf(message: Record<string, unknown>, notes: Note[]): Envelope {
  const envelope: Envelope = {
    tid: null,
    bid: null,
    timestamp: null,
    gateway: null,
    method: null,
    needReply: false,
    data: undefined as unknown,
    extra: NO_EXTRA,
  };
  let framed = false;
  for (const key in message) {
    if (readMember(envelope, key, message[key], notes)) framed = true;
    else keepExtra(envelope, key, message[key]);
  }
  if (envelope.data !== undefined) noteExtra(envelope, notes);
  else if (isObject(message['host'])) unwrapHost(envelope, message, notes);
  else if (!framed || hasBody(envelope)) unwrapBare(envelope, message, notes);
  envelope.data ??= null;
  return envelope;
}

/** Reads one frame member; false when the name is not the frame's. */
function readMember(envelope: Envelope, key: string, value: unknown, notes: Note[]): boolean {
  switch (key) {
    case 'data':
      envelope.data = value === undefined ? null : value;
      return true;
    case 'tid':
    case 'bid':
    case 'gateway':
    case 'method':
      envelope[key] = readText(key, value, notes);
      return true;
    case 'timestamp':
      envelope.timestamp = readTimestamp(value, notes);
      return true;
    case 'timestamp:':
      // printed with the colon inside the key on many pages of the vendor, and copied from there (quirk 33)
      addNote(notes, 'type_drift', 'envelope.timestamp:', value);
      envelope.timestamp ??= readTimestamp(value, notes);
      return true;
    case 'need_reply':
      envelope.needReply = readNeedReply(value, notes);
      return true;
    default:
      return false;
  }
}

function readText(key: string, value: unknown, notes: Note[]): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value !== null) addNote(notes, 'type_drift', `envelope.${key}`, value);
  return textOf(value);
}

function readNeedReply(value: unknown, notes: Note[]): boolean {
  if (value === 0 || value === 1) return value === 1;
  if (typeof value !== 'boolean' && value !== null) addNote(notes, 'type_drift', 'envelope.need_reply', value);
  return booleanOf(value) ?? false;
}

function keepExtra(envelope: Envelope, key: string, value: unknown): void {
  if (envelope.extra === NO_EXTRA) envelope.extra = {};
  envelope.extra[key] = value;
}

function noteExtra(envelope: Envelope, notes: Note[]): void {
  if (envelope.extra === NO_EXTRA) return;
  for (const key of Object.keys(envelope.extra)) {
    if (!KNOWN_EXTRA.has(key)) addNote(notes, 'unknown_field', `envelope.${key}`, envelope.extra[key]);
  }
}

function hasBody(envelope: Envelope): boolean {
  return Object.keys(envelope.extra).some((key) => !KNOWN_EXTRA.has(key));
}

function unwrapHost(envelope: Envelope, message: Record<string, unknown>, notes: Note[]): void {
  addNote(notes, 'type_drift', 'envelope.host', message['host']);
  envelope.data = message['host'];
  const { host: _host, ...extra } = envelope.extra;
  envelope.extra = extra;
}

function unwrapBare(envelope: Envelope, message: Record<string, unknown>, notes: Note[]): void {
  addNote(notes, 'type_drift', 'envelope.bare_body', message);
  // the whole message where nothing is a frame; else what is left beside the frame
  envelope.data = envelope.extra === NO_EXTRA ? message : envelope.extra;
  envelope.extra = NO_EXTRA;
}

/** Milliseconds at 1973 and at 5138: what lies between has 12 or 13 digits. */
const MIN_MS = 1e11;
const MAX_MS = 1e14;

/**
 * A time as Unix milliseconds. Ten digits are seconds, 16 microseconds, 19 nanoseconds; the 14 digits of the vendor's
 * examples (quirk 33) are milliseconds with one digit too many. Zero, negative and unreadable times are null.
 */
export function readTimestamp(value: unknown, notes: Note[]): number | null {
  if (typeof value === 'number' && value >= MIN_MS && value < 1e13)
    return Number.isInteger(value) ? value : Math.trunc(value);
  if (value === null || value === undefined) return null;
  addNote(notes, 'type_drift', 'envelope.timestamp', value);
  const number = typeof value === 'string' ? (numberInText(value) ?? Date.parse(value)) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null;
  return millisecondsOf(number);
}

function millisecondsOf(number: number): number | null {
  if (number < 1e8) return null;
  if (number < MIN_MS) return Math.trunc(number * 1000);
  if (number < 1e13) return Math.trunc(number);
  if (number < MAX_MS) return Math.trunc(number / 10);
  if (number >= 1e15 && number < 1e17) return Math.trunc(number / 1000);
  if (number >= 1e18 && number < 1e20) return Math.trunc(number / 1e6);
  return null;
}
