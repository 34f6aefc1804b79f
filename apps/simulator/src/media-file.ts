import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Aircraft } from './aircraft.js';
import { fixturesFolder, pictureOf } from './picture.js';
import { type Shot } from './shooting.js';

/** A file on the aircraft's card. */
export interface MediaFile {
  name: string;
  /** Folder below the prefix of the cloud. */
  path: string;
  type: string;
  bytes: Uint8Array;
}

/** The file of a shot, named as the maker's cameras do: `DJI_<local time>_<number>_<lens>[_<suffix>]`. */
export function fileOf(shot: Shot, flightId: string, aircraft: Aircraft): MediaFile {
  const stamp = new Date(shot.at + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  const suffix = shot.suffix ? `_${shot.suffix}` : '';
  const lens = { photo: 'V', panorama: 'P', video: 'V' }[shot.kind];
  const stem = `DJI_${stamp}_${String(shot.number).padStart(4, '0')}_${lens}${suffix}`;
  if (shot.kind === 'video') return { name: `${stem}.MP4`, path: flightId, type: 'video/mp4', bytes: videoOf(shot) };
  const bytes = pictureOf(shot, aircraft.model, aircraft.sn);
  return { name: `${stem}.JPG`, path: flightId, type: 'image/jpeg', bytes };
}

/** A real clip of three seconds (fixtures/SOURCES.md) that stands for whatever was filmed. */
let clip: Buffer | null = null;

/**
 * The clip, with a box of free space behind it that tells what was filmed (ISO/IEC 14496-12: boxes of size, type, content).
 * The same shot gives the same bytes; two shots never do.
 */
function videoOf(shot: Shot): Uint8Array {
  clip ??= readFileSync(join(fixturesFolder(), 'clip.mp4'));
  const note = { simulated: true, seconds: shot.seconds ?? 0, place: shot.place, at: new Date(shot.at).toISOString() };
  const content = Buffer.from(JSON.stringify({ number: shot.number, ...note }));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write('free', 4, 'latin1');
  return Buffer.concat([clip, head, content]);
}
