import { randomUUID } from 'node:crypto';

/** One message of a capture. */
export interface Captured {
  topic: string;
  payload: Record<string, unknown>;
  /** Device time of sending, ms; null when the capture has none that can be one. */
  timestamp: number | null;
  line: number;
}

/** A capture, and what of it cannot be sent with the reason. */
export interface Capture {
  messages: Captured[];
  skipped: { line: number; reason: string }[];
}

/** What a device publishes; the rest of a capture is the cloud's. */
const UPLINK =
  /^(thing|sys)\/product\/[^/]+\/(osd|state|events|requests|services_reply|status|property\/set_reply|drc\/up)$/;
/** Names that stand for the serials in anonymised captures. */
const GATEWAY_TEMPLATES = [
  '{gateway_sn}',
  '{dock_sn}',
  'SN_DOCK_FIXTURE',
  'RCPRO_SN',
  'dock_sn',
  'gateway_sn',
  'dock-sn',
  'xxx',
  'xxxxxxxx',
];
const AIRCRAFT_TEMPLATES = ['{device_sn}', 'SN_DRONE_FIXTURE', 'M3M_SN', 'device_sn', 'drone-sn'];

/**
 * Reads a capture: one JSON object a line with `topic` and `payload`. Messages come in the order of their own
 * timestamps, those without one first; lines that are no uplink or no JSON are listed, not sent.
 */
export function readCapture(text: string): Capture {
  const messages: Captured[] = [];
  const skipped: Capture['skipped'] = [];
  for (const [index, source] of text.split('\n').entries()) {
    const line = index + 1;
    if (source.trim() === '') continue;
    const found = readLine(source);
    if (typeof found === 'string') skipped.push({ line, reason: found });
    else messages.push({ ...found, line });
  }
  messages.sort((one, other) => (one.timestamp ?? 0) - (other.timestamp ?? 0) || one.line - other.line);
  return { messages, skipped };
}

function readLine(source: string): Omit<Captured, 'line'> | string {
  let entry: { topic?: unknown; payload?: unknown };
  try {
    entry = JSON.parse(source) as typeof entry;
  } catch {
    return 'not JSON';
  }
  const { topic, payload } = entry;
  if (typeof topic !== 'string' || typeof payload !== 'object' || payload === null) return 'no topic or no payload';
  if (!UPLINK.test(topic)) return `not from a device: ${topic}`;
  const timestamp = Number((payload as Record<string, unknown>)['timestamp'] ?? Number.NaN);
  // Examples carry 14-digit numbers and the like: only what can be milliseconds of this century is a time.
  const usable = timestamp > 946_684_800_000 && timestamp < 4_102_444_800_000;
  return { topic, payload: payload as Record<string, unknown>, timestamp: usable ? timestamp : null };
}

/** Milliseconds between one message and the next: as captured, at most `longest`, divided by the speed. */
export function pauseBetween(before: Captured, next: Captured, longest: number, speed: number): number {
  if (before.timestamp === null || next.timestamp === null) return 20 / speed;
  return Math.min(longest, Math.max(0, next.timestamp - before.timestamp)) / speed;
}

/** Serials to put in the place of those of the capture. */
export interface Substitution {
  gateway: string;
  aircraft: string;
}

/** The message with other serials, everywhere in topic and payload. */
export function substituted({ topic, payload, ...rest }: Captured, { gateway, aircraft }: Substitution): Captured {
  const [prefix, product, sn = '', ...channel] = topic.split('/');
  const carrier = typeof payload['gateway'] === 'string' ? payload['gateway'] : '';
  const ofAircraft =
    AIRCRAFT_TEMPLATES.includes(sn) || (carrier !== '' && carrier !== sn && !GATEWAY_TEMPLATES.includes(sn));
  const replacements = new Map<string, string>([
    ...AIRCRAFT_TEMPLATES.map((name): [string, string] => [name, aircraft]),
    ...GATEWAY_TEMPLATES.map((name): [string, string] => [name, gateway]),
    ...(carrier ? [[carrier, gateway] as [string, string]] : []),
    [sn, ofAircraft ? aircraft : gateway],
  ]);
  return {
    ...rest,
    topic: [prefix, product, ofAircraft ? aircraft : gateway, ...channel].join('/'),
    payload: replaceIn(payload, replacements) as Record<string, unknown>,
  };
}

/** The payload as it is sent: with the time of sending, and with an id of its own where the capture is repeated. */
export function payloadToSend(
  payload: Record<string, unknown>,
  options: { now: number | null; newIds: boolean },
): string {
  const copy = { ...payload };
  if (options.now !== null) copy['timestamp'] = options.now;
  if (options.newIds && 'tid' in copy) copy['tid'] = randomUUID();
  return JSON.stringify(copy);
}

/** Whole texts, and the serial in front of a video id or of an order number; never a part of another word. */
function replaceIn(value: unknown, replacements: Map<string, string>): unknown {
  if (typeof value === 'string') {
    const whole = replacements.get(value);
    if (whole !== undefined) return whole;
    const [, serial = '', rest = ''] = /^([A-Z0-9_{}]{6,}|\{[a-z_]+\})([/-].*)$/s.exec(value) ?? [];
    const front = replacements.get(serial);
    return front === undefined ? value : front + rest;
  }
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, replacements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceIn(inner, replacements)]));
}
