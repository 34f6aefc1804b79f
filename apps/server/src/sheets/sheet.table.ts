import { type Sheet, type SheetRow, type Workbook } from './sheet.js';
import { type SheetIssues } from './sheet.issues.js';
import { type SheetColumn, type SheetLayout } from './sheet.layout.js';
import { RowReader } from './row.reader.js';

/** Headings may stand below a title, at most in this row of those that hold something. */
const HEADINGS_WITHIN = 10;

/** A sheet whose headings were understood. */
export interface SheetTable {
  name: string;
  /** Keys of the columns that are there. */
  keys: ReadonlySet<string>;
  rows: RowReader[];
}

/**
 * The sheet of a layout: by its name, or the only sheet of the workbook when `main`. Null when it is not there or its
 * headings are not understood; the latter is an error in `issues`.
 */
export function readTable(
  workbook: Workbook,
  layout: SheetLayout,
  issues: SheetIssues,
  main: boolean,
): SheetTable | null {
  const sheet = findSheet(workbook, layout, main);
  if (!sheet) {
    if (main) {
      const names = workbook.sheets.map(({ name }) => `“${name}”`).join('、');
      const place = { sheet: layout.name };
      issues.error(
        place,
        `没有工作表“${layout.name}”（文件里有 ${names.slice(0, 200)}），请用模板`,
        `there is no sheet "${layout.name}" (the file has ${names.slice(0, 200)}): use the template`,
      );
    }
    return null;
  }
  const headings = sheet.rows.slice(0, HEADINGS_WITHIN).findIndex((row) => matches(row, layout) >= enough(layout));
  const heading = sheet.rows[headings];
  const columns = heading ? mapColumns(heading, layout) : new Map<string, { column: SheetColumn; at: number }>();
  const missing = layout.columns.filter(({ key, required }) => required && !columns.has(key));
  if (!heading || missing.length > 0) {
    const list = (heading ? missing : layout.columns.filter(({ required }) => required)).map(
      (column) => column.heading,
    );
    issues.error(
      { sheet: sheet.name, row: null },
      `缺少列：${list.join('、')}，请用模板的表头`,
      `columns are missing: ${list.join(', ')}; take the headings of the template`,
    );
    return null;
  }
  warnOfUnknown(sheet, heading, layout, issues);
  const rows = sheet.rows.slice(headings + 1).map((row) => new RowReader(sheet.name, row, columns, issues));
  return { name: sheet.name, keys: new Set(columns.keys()), rows };
}

function findSheet({ sheets }: Workbook, { name }: SheetLayout, main: boolean): Sheet | undefined {
  const found = sheets.find((sheet) => plain(sheet.name) === plain(name));
  return found ?? (main && sheets.length === 1 ? sheets[0] : undefined);
}

/** A heading without blanks, marks and explanations: `名称 * （必填）` → `名称`. */
function plain(heading: string): string {
  return heading
    .normalize('NFKC')
    .replaceAll(/\([^)]*\)|[\s*]/g, '')
    .toLowerCase();
}

function columnFor(heading: string, { columns }: SheetLayout): SheetColumn | undefined {
  const word = plain(heading);
  return columns.find((column) =>
    [column.heading, column.key, ...(column.aliases ?? [])].some((name) => plain(name) === word),
  );
}

function matches(row: SheetRow, layout: SheetLayout): number {
  return [...row.cells.values()].filter(({ text }) => columnFor(text, layout)).length;
}

function enough({ columns }: SheetLayout): number {
  return Math.min(2, columns.length);
}

function mapColumns(row: SheetRow, layout: SheetLayout) {
  const columns = new Map<string, { column: SheetColumn; at: number }>();
  for (const [at, { text }] of row.cells) {
    const column = columnFor(text, layout);
    if (column && !columns.has(column.key)) columns.set(column.key, { column, at });
  }
  return columns;
}

function warnOfUnknown(sheet: Sheet, row: SheetRow, layout: SheetLayout, issues: SheetIssues): void {
  for (const { text } of row.cells.values()) {
    if (columnFor(text, layout)) continue;
    issues.warning(
      { sheet: sheet.name, row: row.nr, column: text.slice(0, 50) },
      `不认识列“${text.slice(0, 50)}”，已忽略`,
      `the column "${text.slice(0, 50)}" is not known and was left out`,
    );
  }
}
