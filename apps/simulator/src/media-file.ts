import { type Aircraft } from './aircraft.js';
import { pictureOf } from './picture.js';
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
  if (shot.kind === 'video') return { name: `${stem}.MP4`, path: flightId, type: 'video/mp4', bytes: emptyVideo(shot) };
  const bytes = pictureOf(shot, aircraft.model, aircraft.sn);
  return { name: `${stem}.JPG`, path: flightId, type: 'image/jpeg', bytes };
}

/**
 * An MP4 container without a track, whose free space tells what the clip would show (ISO/IEC 14496-12: boxes of size,
 * type, content). The simulator films nothing, and does not pretend to.
 */
function emptyVideo(shot: Shot): Uint8Array {
  const box = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length + 8);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  const brand = Buffer.concat([Buffer.from('isom'), Buffer.from([0, 0, 2, 0]), Buffer.from('isomiso2mp41')]);
  const note = { simulated: true, seconds: shot.seconds ?? 0, place: shot.place, at: new Date(shot.at).toISOString() };
  return Buffer.concat([box('ftyp', brand), box('free', Buffer.from(JSON.stringify(note)))]);
}
