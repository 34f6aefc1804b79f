import { type Problem } from '#contracts';
import { type Cell, type SheetRow } from './sheet.js';
import { type SheetIssues } from './sheet.issues.js';
import { type SheetColumn, type Words } from './sheet.layout.js';

/**
 * Reads the cells of one row. A cell that cannot be used becomes an issue with its sheet, row and heading, and reads as
 * null; so does a blank one.
 */
export class RowReader {
  constructor(
    readonly sheet: string,
    private readonly row: SheetRow,
    private readonly columns: ReadonlyMap<string, { column: SheetColumn; at: number }>,
    private readonly issues: SheetIssues,
  ) {}

  get nr(): number {
    return this.row.nr;
  }

  get isRefused(): boolean {
    return this.issues.isRefused(this.sheet, this.nr);
  }

  /** Is there such a column at all? */
  has(key: string): boolean {
    return this.columns.has(key);
  }

  error(key: string | null, zh: string, en: string): void {
    this.issues.error(this.place(key), zh, en);
  }

  warning(key: string | null, zh: string, en: string): void {
    this.issues.warning(this.place(key), zh, en);
  }

  /** The text as it was written. */
  text(key: string): string | null {
    const cell = this.cell(key);
    if (cell?.kind !== 'date') return cell?.text ?? null;
    this.error(
      key,
      '被表格软件改成了日期，请把该列设为“文本”格式后重新填写',
      'the spreadsheet program turned it into a date: format the column as text and write it again',
    );
    return null;
  }

  /** A code: full-width letters and digits count as the usual ones. */
  code(key: string): string | null {
    return this.text(key)?.normalize('NFKC').replaceAll(/\s/g, '') ?? null;
  }

  /** A number, also in full-width digits, with a thousands comma or a degree sign. */
  number(key: string): number | null {
    const cell = this.cell(key);
    if (!cell) return null;
    if (cell.kind === 'number') return cell.number;
    const text = cell.text.normalize('NFKC').replaceAll(/[\s°]/g, '');
    const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
    if (cell.kind !== 'date' && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return Number(plain);
    this.error(key, '应为数字，如 21.6059', 'must be a number, such as 21.6059');
    return null;
  }

  /** One of the words of an enumeration. */
  choice<Value extends string>(key: string, words: Words<Value>): Value | null {
    const text = this.text(key);
    if (text === null) return null;
    const value = words.find(text.normalize('NFKC')) ?? words.find(text);
    if (value) return value;
    const list = words.labels.join('、');
    this.error(key, `只能是 ${list} 之一`, `must be one of ${list}`);
    return null;
  }

  /** Items separated by 、, comma, semicolon or a new line; with `lines`, by semicolon or new line alone. */
  list(key: string, lines = false): string[] {
    const text = this.text(key) ?? '';
    const items = text.split(lines ? /[;；\n]/ : /[、,，;；\n]/).map((item) => item.trim());
    return [...new Set(items.filter((item) => item !== ''))];
  }

  /** A time of day as `08:30`, from text or from a cell that a spreadsheet program shows as a time. */
  clock(key: string): string | null {
    const cell = this.cell(key);
    if (!cell) return null;
    if (cell.number !== null && cell.number >= 0 && cell.number < 1)
      return clockOf(Math.round(cell.number * 1440) % 1440);
    const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(cell.text.normalize('NFKC')) ?? [];
    if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60)
      return clockOf(Number(hours) * 60 + Number(minutes));
    this.error(key, '应为时刻，如 08:30', 'must be a time of day, such as 08:30');
    return null;
  }

  /** Tells the faults that the contract found, under the headings of their columns. `keyOf` maps a path to a column. */
  refuse(errors: NonNullable<Problem['errors']>, keyOf: (path: string) => string): void {
    for (const { path, message } of errors) {
      const key = keyOf(path);
      const cut = message.indexOf(' / ');
      const [zh, en] = cut < 0 ? [message, message] : [message.slice(0, cut), message.slice(cut + 3)];
      const blank = this.columns.has(key) && !this.cellAt(key);
      this.error(
        this.columns.has(key) ? key : null,
        blank ? '不能为空，请填写' : zh,
        blank ? 'must not be empty: fill it in' : en,
      );
    }
  }

  private cell(key: string): Cell | undefined {
    const cell = this.cellAt(key);
    if (cell?.kind === 'formula') {
      this.error(
        key,
        '单元格是公式，请复制后“选择性粘贴为数值”',
        'the cell is a formula: copy it and paste its value instead',
      );
      return undefined;
    }
    if (cell?.kind === 'error') {
      this.error(key, '单元格是计算错误，请改为数值', 'the cell shows an error of a formula: write the value instead');
      return undefined;
    }
    if (cell?.merged) {
      this.warning(
        key,
        '单元格是合并的，已按合并区域的值读取',
        'the cell is merged: the value of the merged area was taken',
      );
    }
    return cell;
  }

  private cellAt(key: string): Cell | undefined {
    const at = this.columns.get(key)?.at;
    return at === undefined ? undefined : this.row.cells.get(at);
  }

  private place(key: string | null) {
    const heading = key === null ? undefined : this.columns.get(key)?.column.heading;
    return {
      sheet: this.sheet,
      row: this.nr,
      column: heading ?? null,
      value: key === null ? null : (this.cellAt(key)?.text ?? null),
    };
  }
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
