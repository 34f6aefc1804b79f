/** One cell that holds something. */
export interface Cell {
  /** What a person reads: trimmed, without invisible characters. */
  text: string;
  /** formula: computed by the spreadsheet program, not typed; date: a number that is shown as a date or a time. */
  kind: 'text' | 'number' | 'date' | 'boolean' | 'formula' | 'error';
  /** For `number` and `date`: the number itself; a date counts days. */
  number: number | null;
  /** True when the value stands in another cell, with which this one is merged. */
  merged?: true;
}

/** A row that holds something; `nr` counts from 1, as the spreadsheet program shows it. */
export interface SheetRow {
  nr: number;
  /** By column, from 0; blank cells are missing. */
  cells: Map<number, Cell>;
}

export interface Sheet {
  name: string;
  rows: SheetRow[];
}

/** A workbook of one or more sheets, or a CSV file as the only one. */
export interface Workbook {
  format: 'xlsx' | 'csv';
  sheets: Sheet[];
}

/** Without invisible characters and the blanks of any script around it. */
export function cleanText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060\uFEFF]/gu, (found) =>
      found === '\n' ? found : found === '\t' ? ' ' : '',
    )
    .trim();
}

/** `A`, `B` … `Z`, `AA` … of a column counted from 0. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}
