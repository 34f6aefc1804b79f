import { drawImage, type OpenedImage, openImage } from './pdf.pictures.js';
import { printable } from './pdf.text.js';

/** A column: what stands above it, and its share of the width. */
export interface PdfColumn {
  title: string;
  width: number;
  align?: 'left' | 'center' | 'right';
  /** Points; small for hashes. */
  size?: number;
}

/** Text, or a picture (JPEG or PNG) that is as wide as its column. */
export type PdfCell = string | { bytes: Uint8Array };

const PAD = 4;
const SIZE = 9;
const LINE = '#9aa5b1';
const HEAD = '#e4eaf0';
const INK = '#1f2933';

interface Cell {
  text: string;
  image: OpenedImage | null;
  height: number;
}

/** Draws a table from where the pen stands, over as many pages as it takes. */
export class PdfTable {
  private readonly left: number;
  private readonly widths: number[];
  private readonly titled: boolean;

  constructor(
    private readonly pdf: PDFKit.PDFDocument,
    private readonly columns: readonly PdfColumn[],
  ) {
    const { left, right } = pdf.page.margins;
    const shares = columns.reduce((sum, { width }) => sum + width, 0);
    this.left = left;
    this.widths = columns.map(({ width }) => ((pdf.page.width - left - right) * width) / shares);
    this.titled = columns.some(({ title }) => title !== '');
  }

  draw(rows: readonly (readonly PdfCell[])[]): void {
    this.begin(rows[0]);
    for (const row of rows) this.add(row);
    this.end();
  }

  /** Draws the header, on the page of the first row. */
  begin(first: readonly PdfCell[] | undefined): void {
    const head = this.head();
    const room = this.heightOf(head) + (first ? this.heightOf(this.measure(first)) : 0);
    if (this.pdf.y + room > this.pdf.page.maxY()) this.pdf.addPage();
    this.drawHead(head);
  }

  /** Draws one more row, on the next page where this one is full. */
  add(row: readonly PdfCell[]): void {
    const cells = this.measure(row);
    if (this.pdf.y + this.heightOf(cells) > this.pdf.page.maxY()) {
      this.pdf.addPage();
      this.drawHead(this.head());
    }
    this.drawRow(cells, false);
  }

  end(): void {
    this.pdf.x = this.left;
  }

  private head(): Cell[] {
    const titles = this.columns.map(({ title }) => title);
    return this.measure(titles, true);
  }

  private drawHead(cells: readonly Cell[]): void {
    if (this.titled) this.drawRow(cells, true);
  }

  private measure(row: readonly PdfCell[], head = false): Cell[] {
    return this.columns.map((column, index) => {
      const size = sizeOf(column, head);
      const cell = row[index] ?? '';
      const width = this.widths[index]! - 2 * PAD;
      if (typeof cell === 'string') {
        const text = printable(cell);
        return { text, image: null, height: this.pdf.fontSize(size).heightOfString(text || ' ', { width }) };
      }
      const image = openImage(this.pdf, cell.bytes);
      return { text: '', image, height: Math.min((image.height / image.width) * width, width) };
    });
  }

  private drawRow(cells: readonly Cell[], head: boolean): void {
    const { pdf } = this;
    const top = pdf.y;
    const height = this.heightOf(cells);
    let x = this.left;
    for (const [index, { text, image, height: own }] of cells.entries()) {
      const { align = 'left' } = this.columns[index]!;
      const size = sizeOf(this.columns[index]!, head);
      const width = this.widths[index]!;
      pdf.lineWidth(0.5).rect(x, top, width, height);
      if (head) pdf.fillAndStroke(HEAD, LINE);
      else pdf.stroke(LINE);
      const inner = { width: width - 2 * PAD, align };
      if (image) drawImage(pdf, image, { x: x + PAD, y: top + PAD, width: inner.width, height: own });
      // A row that is taller than a page is cut rather than spread: what matters stands at its beginning.
      else if (text)
        pdf
          .fillColor(INK)
          .fontSize(size)
          .text(text, x + PAD, top + PAD, { ...inner, height: height - PAD });
      x += width;
    }
    pdf.y = top + height;
  }

  /** Of a row, at most what a page holds with the header. */
  private heightOf(cells: readonly Cell[]): number {
    const { page } = this.pdf;
    const most = page.maxY() - page.margins.top - 30;
    return Math.min(Math.max(...cells.map(({ height }) => height)) + 2 * PAD, most);
  }
}

function sizeOf({ size }: PdfColumn, head: boolean): number {
  return head ? SIZE : (size ?? SIZE);
}
