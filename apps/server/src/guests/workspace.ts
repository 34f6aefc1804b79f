import { createHash } from 'node:crypto';
import { type County } from '../county/county.js';

/**
 * The id of the one workspace that devices of a county belong to: a UUID that follows from its code, so that every process
 * and every start says the same (RFC 9562, version 8).
 */
export function workspaceIdOf({ code }: Pick<County, 'code'>): string {
  const bytes = createHash('sha256').update(`xunhang workspace ${code}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
