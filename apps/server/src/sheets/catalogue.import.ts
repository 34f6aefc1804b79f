import { type ImportQuery, type ImportReport } from '#contracts';
import { type RowReader } from './row.reader.js';
import { type SheetIssues } from './sheet.issues.js';

/** One row of the main sheet, as far as it was understood. `values` holds the members whose columns are there. */
export interface Draft<Values> {
  row: RowReader;
  code: string;
  values: Partial<Values>;
  /** The version on which the row is based; null: not said. */
  version: number | null;
}

/** A thing as an import sees it. */
export interface Held {
  id: string;
  version: number;
}

/** What an import does with its rows. */
export interface ImportPlan<Values, View extends Held> {
  added: { draft: Draft<Values>; values: Values }[];
  changed: { draft: Draft<Values>; values: Values; held: View }[];
  unchanged: number;
}

/** Drops drafts that have an error, and all but the first of those with one code, which is an error of the others. */
export function withoutRepeats<Values>(drafts: readonly Draft<Values>[]): Draft<Values>[] {
  const seen = new Map<string, number>();
  for (const { code, row } of drafts) {
    const first = seen.get(code.toLowerCase());
    if (first === undefined) seen.set(code.toLowerCase(), row.nr);
    else {
      const zh = `编码“${code}”与第 ${first} 行重复，请删去一行或改编码`;
      row.error('code', zh, `the code "${code}" stands in row ${first} already: remove a row or change the code`);
    }
  }
  return drafts.filter(({ row }) => !row.isRefused);
}

/** Refuses the row when the thing was changed after it was exported. True when the row is fit. */
export function isFresh<Values>({ row, code, version }: Draft<Values>, held: Held): boolean {
  if (version === null || version === held.version) return true;
  row.error(
    'version',
    `“${code}”在导出后被修改过（表中第 ${version} 版，现在第 ${held.version} 版），请重新导出后再改`,
    `"${code}" was changed after the export (version ${version} here, ${held.version} now): export it again`,
  );
  return false;
}

/** May the rows of a plan be written? */
export function mayApply(query: ImportQuery, issues: SheetIssues): boolean {
  return query.mode === 'apply' && (query.rows === 'good' || issues.errors === 0);
}

/** The report of an import. */
export function reportOf(
  query: ImportQuery,
  rows: readonly RowReader[],
  plan: { added: readonly unknown[]; changed: readonly unknown[]; unchanged: number },
  issues: SheetIssues,
): ImportReport {
  return {
    mode: query.mode,
    applied: mayApply(query, issues) && plan.added.length + plan.changed.length > 0,
    rows: rows.length,
    added: plan.added.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged,
    refused: rows.filter(({ isRefused }) => isRefused).length,
    errors: issues.errors,
    warnings: issues.warnings,
    issues: issues.list(),
  };
}
