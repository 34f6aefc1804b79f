import type { Decoded } from './decode.js';

const NIL = '00000000000000000000000000000000';

/**
 * The key under which copies of a message are recognised, so that it is answered every time and processed once
 * (reference 1.4); null when copies cannot be told from news. Keep seen keys for ten minutes.
 *
 * - Events and requests are repeated with the same tid and bid and a new timestamp until answered: serial number,
 *   channel, method, tid and bid name them. Where the tid is no UUID (a constant, a counter, a shortened one), two
 *   messages may share it: then the body is part of the key.
 * - Topologies and states are repeated in the same way, but always keyed with their body: whoever reuses a tid for
 *   different states must not lose one, and taking the same state twice does no harm.
 * - Samples on osd, and states nobody waits for, share tids on some devices: only a copy with the same timestamp, the
 *   broker's own redelivery, is a copy.
 * - Without a tid, or with the nil UUID of the RC Pro (quirk 6), a copy of an event or request is one with the same
 *   body and timestamp. Samples have no key: a standing aircraft says the same again.
 * - Replies are matched to their command by who sent it, and the DRC channel lives on the newest: no keys.
 */
export function duplicateKey(decoded: Decoded): string | null {
  const { topic, envelope } = decoded;
  if (topic === null || envelope === null) return null;
  const { tid, timestamp } = envelope;
  const named = tid !== null && !isNil(tid);
  const head = `${topic.sn}|${topic.channel}|${envelope.method ?? ''}|${short(tid)}|${short(envelope.bid)}`;
  switch (topic.channel) {
    case 'events':
    case 'requests':
      if (!named) return timestamp === null ? null : `${head}|${bodyHash(envelope.data)}|${timestamp}`;
      return isUuid(tid) ? head : `${head}|${bodyHash(envelope.data)}`;
    case 'status':
      return named ? `${head}|${bodyHash(envelope.data)}` : null;
    case 'state':
      if (named && envelope.needReply) return `${head}|${bodyHash(envelope.data)}`;
      return sampleKey(head, named, tid, timestamp, envelope.data);
    case 'osd':
      return sampleKey(head, named, tid, timestamp, envelope.data);
    default:
      return null;
  }
}

function sampleKey(
  head: string,
  named: boolean,
  tid: string | null,
  timestamp: number | null,
  data: unknown,
): string | null {
  if (!named || timestamp === null) return null;
  return isUuid(tid!) ? `${head}|${timestamp}` : `${head}|${timestamp}|${bodyHash(data)}`;
}

function isNil(tid: string): boolean {
  return tid.startsWith('00000000') && tid.replaceAll('-', '') === NIL;
}

/** 32 hexadecimal digits, with or without the four dashes. */
function isUuid(tid: string): boolean {
  if (tid.length !== 36 && tid.length !== 32) return false;
  for (let at = 0; at < tid.length; at++) {
    const code = tid.charCodeAt(at);
    const dash = tid.length === 36 && (at === 8 || at === 13 || at === 18 || at === 23);
    if (dash ? code !== 45 : !isHexadecimal(code)) return false;
  }
  return true;
}

function isHexadecimal(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** An id for a key: whole when it is of a usual length, else its start and its hash. */
function short(id: string | null): string {
  if (id === null) return '';
  return id.length <= 64 ? id : `${id.slice(0, 40)}~${hashOf(id)}`;
}

function bodyHash(data: unknown): string {
  return hashOf(JSON.stringify(data) ?? '');
}

/** Fowler-Noll-Vo 1a, 32 bit: enough to tell apart the few bodies that share an id within minutes. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
