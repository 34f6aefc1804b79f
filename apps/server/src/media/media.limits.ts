/** What the store of media takes. */
export const MEDIA_LIMITS = {
  /** One object: half an hour of video in the best quality has some 25 GB. */
  objectBytes: 32 * 2 ** 30,
  /** One request: S3's own limit for one part or one object without parts. */
  requestBytes: 5 * 2 ** 30,
  parts: 10_000,
  /** Bytes of the disk that are left to the database and everything else. */
  reserveBytes: 2 ** 30,
  /** How often the free space is looked at while bytes arrive. */
  checkEveryBytes: 64 * 2 ** 20,
  /** Hours after which an upload that was not finished is given up. */
  uploadHours: 48,
  keyBytes: 1024,
  /** The list of parts that ends an upload. */
  listBytes: 2 * 2 ** 20,
} as const;
