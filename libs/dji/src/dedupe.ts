import type { Decoded } from './decode.js';

/** The key under which a copy of this message is recognised; null when it cannot be recognised. */
export function duplicateKey(decoded: Decoded): string | null {
  const { topic, envelope } = decoded;
  if (topic === null || envelope === null || envelope.tid === null) return null;
  return `${topic.sn}|${topic.channel}|${envelope.method ?? ''}|${envelope.tid}|${envelope.bid ?? ''}`;
}
