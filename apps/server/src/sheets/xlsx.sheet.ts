import { type Cell, cleanText, type Sheet, type SheetRow } from './sheet.js';
import { SHEET_LIMITS } from './sheet.limits.js';
import { tooLarge } from './sheet.refusal.js';
import { type XmlHandlers } from './xml.walk.js';

const MOST_MERGE_STEPS = 1_000_000;

/** Collects the rows of one worksheet from its tags, in the order in which they come. */
export class SheetBuilder implements XmlHandlers {
  private readonly rows: SheetRow[] = [];
  private readonly merges: string[] = [];
  private row: SheetRow = { nr: 0, cells: new Map() };
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private hasFormula = false;
  private inValue = false;
  private inReading = false;

  constructor(
    private readonly name: string,
    private readonly shared: readonly string[],
    private readonly dateStyles: readonly boolean[],
    /** Characters that all sheets of the file together may still hold. */
    private readonly budget: { left: number },
  ) {}

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.row = { nr: Number(attributes['r']) || this.row.nr + 1, cells: new Map() };
      this.column = -1;
    } else if (name === 'c') {
      this.column = columnOf(attributes['r']) ?? this.column + 1;
      this.type = attributes['t'] ?? 'n';
      this.style = Number(attributes['s'] ?? 0);
      this.value = '';
      this.hasFormula = false;
    } else if (name === 'f') {
      this.hasFormula = true;
    } else if (name === 'rPh') {
      this.inReading = true;
    } else if (name === 'mergeCell') {
      this.merges.push(attributes['ref'] ?? '');
      if (this.merges.length > SHEET_LIMITS.merges) throw tooLarge('合并单元格过多', 'it has too many merged cells');
    }
    this.inValue = (name === 'v' || name === 't') && !this.inReading;
  }

  text(piece: string): void {
    if (this.inValue && this.value.length < SHEET_LIMITS.cellLength) this.value += piece;
  }

  close(name: string): void {
    this.inValue = false;
    if (name === 'rPh') this.inReading = false;
    if (name === 'c') this.endCell();
    if (name === 'row' && this.row.cells.size > 0) {
      this.rows.push(this.row);
      if (this.rows.length > SHEET_LIMITS.rows) {
        throw tooLarge(`工作表“${this.name}”超过 10000 行`, `the sheet "${this.name}" has more than 10,000 rows`);
      }
    }
  }

  finish(): Sheet {
    spreadMerges(this.rows, this.merges);
    return { name: this.name, rows: this.rows };
  }

  private endCell(): void {
    if (this.column >= SHEET_LIMITS.columns) return;
    const cell = this.cell();
    if (cell.text === '' && cell.kind !== 'formula') return;
    this.budget.left -= cell.text.length;
    if (this.budget.left < 0) throw tooLarge('文字过多', 'it holds too much text');
    this.row.cells.set(this.column, cell);
  }

  private cell(): Cell {
    const raw =
      this.type === 's' ? (this.shared[Number(this.value)] ?? '') : this.value.slice(0, SHEET_LIMITS.cellLength);
    const text = cleanText(raw);
    if (this.hasFormula) return { text, kind: 'formula', number: null };
    if (this.type === 'e') return { text, kind: 'error', number: null };
    if (this.type === 'b') return { text: text === '1' ? '是' : '否', kind: 'boolean', number: null };
    if (this.type === 'd') return { text, kind: 'date', number: null };
    const number = Number(text);
    if (this.type !== 'n' || text === '' || !Number.isFinite(number)) return { text, kind: 'text', number: null };
    return { text: plainNumber(number), kind: this.dateStyles[this.style] ? 'date' : 'number', number };
  }
}

/** A number as it was typed: without the noise of the fifteenth digit and without an exponent where none is needed. */
function plainNumber(number: number): string {
  if (Number.isSafeInteger(number)) return String(number);
  return String(Number(number.toPrecision(15)));
}

function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference ?? '')?.[1];
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Puts the value of a merged area into its other cells, in rows that hold something. */
function spreadMerges(rows: readonly SheetRow[], merges: readonly string[]): void {
  if (merges.length === 0) return;
  const byNumber = new Map(rows.map((row) => [row.nr, row]));
  let steps = 0;
  for (const merge of merges) {
    const [, from, top, to, bottom] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(merge) ?? [];
    const left = columnOf(`${from}${top}`);
    const right = columnOf(`${to}${bottom}`);
    const value = left === undefined ? undefined : byNumber.get(Number(top))?.cells.get(left);
    if (!value || left === undefined || right === undefined) continue;
    const last = Math.min(Number(bottom), rows.at(-1)!.nr);
    for (let nr = Number(top); nr <= last; nr++) {
      const cells = byNumber.get(nr)?.cells;
      // areas that overlap a thousand times are no spreadsheet but an attack
      if ((steps += 1 + (cells ? right - left : 0)) > MOST_MERGE_STEPS) {
        throw tooLarge('合并单元格过多', 'it has too many merged cells');
      }
      for (let column = left; cells && column <= Math.min(right, SHEET_LIMITS.columns - 1); column++) {
        if (!cells.has(column)) cells.set(column, { ...value, merged: true });
      }
    }
  }
}
