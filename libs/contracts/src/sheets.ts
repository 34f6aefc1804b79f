import { z } from 'zod';

/** How an uploaded spreadsheet is treated. */
export const ImportQuery = z.object({
  /** check: say what would happen, change nothing. */
  mode: z.enum(['check', 'apply']).default('check'),
  /** all: one wrong row and nothing is taken; good: the rows without errors are taken. */
  rows: z.enum(['all', 'good']).default('all'),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

/** One place of a spreadsheet that is wrong, or that should be looked at. */
export const SheetIssue = z
  .object({
    /** error: the row is not taken; warning: it is. */
    severity: z.enum(['error', 'warning']),
    sheet: z.string(),
    /** As the spreadsheet program counts, from 1; null: the sheet as a whole. */
    row: z.number().int().nullable(),
    /** The heading of the column; null: the row as a whole. */
    column: z.string().nullable(),
    /** What stands there, at most 100 characters. */
    value: z.string().nullable(),
    /** What is wrong and the remedy. */
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'SheetIssue' });
export type SheetIssue = z.infer<typeof SheetIssue>;

/** What an import did, or would do. */
export const ImportReport = z
  .object({
    mode: ImportQuery.shape.mode.unwrap(),
    /** True when rows were written: never for a check. */
    applied: z.boolean(),
    /** Rows of the main sheet. */
    rows: z.number().int(),
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    /** Rows with an error. */
    refused: z.number().int(),
    errors: z.number().int(),
    warnings: z.number().int(),
    /** The first 1000, errors first, then by sheet and row. */
    issues: z.array(SheetIssue),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof ImportReport>;
