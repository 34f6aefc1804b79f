import { z } from 'zod';

/** Pilot's fingerprints are texts of figures or hexadecimal characters; what they are made of is not said. */
const fingerprint = z.string().min(1).max(200);

/** Asked before an upload: is this file here? */
export const FastUpload = z.object({ fingerprint });

/** Asked for a folder full of pictures. */
export const TinyFingerprints = z.object({ tiny_fingerprints: z.array(fingerprint).max(10_000) });

/** Told after an upload. What is beside it is read as far as it can be. */
export const UploadedMedia = z.object({
  /** 0: it lies there. */
  result: z.coerce.number().int().default(0),
  fingerprint: fingerprint.nullish(),
  name: z.string().trim().min(1).max(255),
  object_key: z.string().min(1).max(1024),
  metadata: z.unknown(),
  ext: z.unknown(),
});
export type UploadedMedia = z.infer<typeof UploadedMedia>;
