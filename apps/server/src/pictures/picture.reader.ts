import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { readDroneXmp, type DroneXmp } from './drone-xmp.reader.js';
import { readExif, type Exif } from './exif.reader.js';
import { UnreadablePicture } from './unreadable.picture.js';

/** What reading a picture may cost. */
export const PICTURE_LIMITS = {
  /** Bytes of a file that is opened: a stitched panorama has some 100 MB. */
  fileBytes: 160 * 2 ** 20,
  /** Pixels: a panorama of 16384 × 8192 has 134 million. */
  pixels: 200_000_000,
  seconds: 60,
} as const;
/** Pixels of the longer side, and how well JPEG keeps them (percent). */
const PREVIEW = { side: 1600, quality: 82 };
const THUMBNAIL = { side: 400, quality: 75 };
const FORMATS = new Set(['jpeg', 'png', 'webp']);

// A decoder more is a way in more: only what cameras write is opened, whatever a file's name says.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
// One picture at a time on one core, and nothing kept of the last: the memory that it takes is known.
sharp.concurrency(1);
sharp.cache(false);

/** A picture as it was read, with the two smaller ones made of it (JPEG without metadata). */
export interface ReadPicture {
  contentType: string;
  /** Pixels, the right way up. */
  width: number;
  height: number;
  exif: Exif;
  xmp: DroneXmp;
  preview: Buffer;
  thumbnail: Buffer;
}

/** Opens a picture. Throws `UnreadablePicture` for one that is cut, broken, too large, or none. */
export async function readPicture(bytes: Buffer): Promise<ReadPicture> {
  const options: SharpOptions = { limitInputPixels: PICTURE_LIMITS.pixels, failOn: 'error', sequentialRead: true };
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, options).metadata();
  } catch (error) {
    throw faultOf(error as Error);
  }
  if (!FORMATS.has(metadata.format)) throw new UnreadablePicture('no_picture');
  const { width, height } = metadata.autoOrient;
  if (width * height > PICTURE_LIMITS.pixels) throw new UnreadablePicture('too_many_pixels');
  try {
    const preview = await shrunk(sharp(bytes, options).autoOrient(), PREVIEW);
    const thumbnail = await shrunk(sharp(preview), THUMBNAIL);
    return {
      contentType: `image/${metadata.format}`,
      width,
      height,
      exif: metadata.exif ? readExif(metadata.exif) : {},
      xmp: metadata.xmp ? readDroneXmp(metadata.xmp.toString('utf8')) : {},
      preview,
      thumbnail,
    };
  } catch (error) {
    throw faultOf(error as Error);
  }
}

function shrunk(picture: Sharp, { side, quality }: { side: number; quality: number }): Promise<Buffer> {
  return picture
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality })
    .timeout({ seconds: PICTURE_LIMITS.seconds })
    .toBuffer();
}

function faultOf(error: Error): UnreadablePicture {
  const { message } = error;
  if (/pixel limit/i.test(message)) return new UnreadablePicture('too_many_pixels');
  if (/unsupported image format|not.*known|blocked/i.test(message)) return new UnreadablePicture('no_picture');
  if (/premature|truncated|corrupt|unexpected end|Invalid SOS|end of (file|input)/i.test(message)) {
    return new UnreadablePicture('cut_off', message);
  }
  return new UnreadablePicture('broken', message);
}
