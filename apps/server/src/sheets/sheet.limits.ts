/** What a spreadsheet may cost: beyond any of these it is refused, however small the file was. */
export const SHEET_LIMITS = {
  /** Bytes of the uploaded file. */
  fileBytes: 16 * 1024 * 1024,
  /** Bytes of one part of the archive, unpacked. */
  partBytes: 64 * 1024 * 1024,
  /** Bytes of all parts that are read, unpacked. */
  totalBytes: 128 * 1024 * 1024,
  /** Parts in the archive. */
  parts: 2_000,
  sheets: 50,
  /** Rows of one sheet that hold anything, headings included. */
  rows: 10_010,
  /** Columns that are looked at. */
  columns: 100,
  /** Characters of one cell: the limit of the spreadsheet programs themselves. */
  cellLength: 32_767,
  /** Characters of all cells of the file together, so that a million mentions of one long text stay cheap. */
  totalLength: 40_000_000,
  /** Characters of the table of shared texts. */
  sharedLength: 20_000_000,
  merges: 20_000,
} as const;
