import { createHash } from 'node:crypto';
import { MissionFault, missionOf, type TakeOff } from './mission-file.js';
import { type Route } from './route.js';

/** A route file as the cloud offers it. */
export interface OfferedFile {
  url: string;
  /** MD5 of its bytes, hexadecimal. */
  fingerprint: string;
}

/** The dock cannot get the file. */
export const UNREACHABLE = 314013;
const WRONG_FINGERPRINT = 314005;
const PATIENCE = 30_000;
const LARGEST_FILE = 64 * 1024 * 1024;

/** Fetches the file of a mission, compares its fingerprint and reads it. Throws `MissionFault` with the dock's code. */
export async function downloadMission({ url, fingerprint }: OfferedFile, takeOff: TakeOff): Promise<Route> {
  const bytes = await bytesAt(url);
  const found = createHash('md5').update(bytes).digest('hex');
  if (found !== fingerprint.toLowerCase()) {
    throw new MissionFault(WRONG_FINGERPRINT, `the file has the fingerprint ${found}`);
  }
  return missionOf(bytes, takeOff);
}

async function bytesAt(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok || !response.body) throw new Error(`answer ${response.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > LARGEST_FILE) throw new Error('the file is too large');
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw new MissionFault(UNREACHABLE, (error as Error).message);
  }
}
