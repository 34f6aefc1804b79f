/** How much a reader is willing to spend on one file. */
export interface ReadLimits {
  /** Bytes of the file itself. */
  fileBytes: number;
  /** Entries of an archive. */
  entries: number;
  /** Bytes of all entries of an archive together, unpacked. */
  totalBytes: number;
  /** Bytes of one text (XML or JSON), unpacked. */
  textBytes: number;
  /** Unpacked to packed size of an entry of more than `ratioFloor` bytes. */
  ratio: number;
  ratioFloor: number;
  /** Elements inside elements. */
  depth: number;
  /** Elements, or JSON values, of one text. */
  nodes: number;
  /** Waypoints of one file: the format counts them with 16 bits. */
  waypoints: number;
}

/** Far above any honest route (65,535 plain waypoints fit), below what hurts a small server. */
export const READ_LIMITS: Readonly<ReadLimits> = {
  fileBytes: 64 * 2 ** 20,
  entries: 2_000,
  totalBytes: 128 * 2 ** 20,
  textBytes: 64 * 2 ** 20,
  ratio: 500,
  ratioFloor: 2 ** 20,
  depth: 64,
  nodes: 2_500_000,
  waypoints: 65_535,
};
