import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { chineseFont } from './pdf.font.js';
import { layPictures, type PdfPicture } from './pdf.pictures.js';
import { printable } from './pdf.text.js';
import { type PdfCell, type PdfColumn, PdfTable } from './pdf.table.js';

/** What a document is made with. */
export interface PdfHead {
  title: string;
  /** Small, below the title: of which day, county, whom. */
  subtitle?: string;
  /** When it was made: stands in the file, never the clock's own time, so that the same contents give the same bytes. */
  at: Date;
  landscape?: boolean;
}

/** Draws in a box of the page; coordinates are points from its upper left corner. */
export type PdfDrawing = (pen: PDFKit.PDFDocument, box: { width: number; height: number }) => void;

const MARGIN = 42;
const FOOT = 34;
const INK = '#1f2933';
const FAINT = '#616e7c';
const LINE = '#9aa5b1';

/**
 * A document on A4: title, tables whose header comes again on each page, pictures, drawings; at the foot of each page its
 * number and the SHA-256 of the contents. The same contents give the same bytes.
 */
export class PdfDocument {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly pieces: Buffer[] = [];
  private readonly ended: Promise<void>;
  private readonly contents = createHash('sha256');

  constructor({ title, subtitle, at, landscape = false }: PdfHead) {
    this.pdf = new PDFDocument({
      size: 'A4',
      layout: landscape ? 'landscape' : 'portrait',
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
      bufferPages: true,
      info: { Title: title, Producer: 'Xunhang', Creator: 'Xunhang', CreationDate: at, ModDate: at },
      lang: 'zh-CN',
      displayTitle: true,
    });
    this.pdf.on('data', (piece: Buffer) => this.pieces.push(piece));
    this.ended = new Promise((fulfil, reject) => this.pdf.once('end', fulfil).once('error', reject));
    this.pdf.registerFont('chinese', Buffer.from(chineseFont())).font('chinese').fillColor(INK);
    this.strong(title, 18);
    if (subtitle) this.note(subtitle);
    this.pdf.moveDown(0.6);
  }

  /** A title within the document. */
  heading(text: string): this {
    this.keep(40);
    this.pdf.moveDown(0.5);
    this.strong(text, 13);
    this.pdf.moveDown(0.3);
    return this;
  }

  paragraph(text: string): this {
    this.say(text);
    this.pdf.fontSize(10).fillColor(INK).text(printable(text), { lineGap: 2 }).moveDown(0.4);
    return this;
  }

  /** Small and faint. */
  note(text: string): this {
    this.say(text);
    this.pdf.fontSize(8.5).fillColor(FAINT).text(printable(text), { lineGap: 1.5 }).fillColor(INK).moveDown(0.3);
    return this;
  }

  /** Names with their values, one a line. */
  facts(facts: readonly (readonly [name: string, value: string])[]): this {
    const columns = [
      { title: '', width: 1 },
      { title: '', width: 4 },
    ] as const;
    return this.table(columns, facts);
  }

  /** Rows below a header, which is left out where no column has a title. A row never breaks over two pages. */
  table(columns: readonly PdfColumn[], rows: readonly (readonly PdfCell[])[]): this {
    for (const { title } of columns) this.say(title);
    for (const cell of rows.flat()) this.say(typeof cell === 'string' ? cell : cell.bytes);
    new PdfTable(this.pdf, columns).draw(rows);
    this.pdf.moveDown(0.6);
    return this;
  }

  /** As `table`, but lets others have their turn: thousands of rows with pictures take seconds. */
  async longTable(columns: readonly PdfColumn[], rows: readonly (readonly PdfCell[])[]): Promise<this> {
    for (const { title } of columns) this.say(title);
    const table = new PdfTable(this.pdf, columns);
    table.begin(rows[0]);
    for (const [index, row] of rows.entries()) {
      for (const cell of row) this.say(typeof cell === 'string' ? cell : cell.bytes);
      table.add(row);
      if (index % 10 === 9) await setImmediate();
    }
    table.end();
    this.pdf.moveDown(0.6);
    return this;
  }

  /** Pictures (JPEG or PNG) with their captions, `across` in a row. */
  pictures(pictures: readonly PdfPicture[], across = 2): this {
    for (const { bytes, caption } of pictures) this.say(bytes, caption);
    layPictures(this.pdf, pictures, across);
    return this;
  }

  /** A drawing as wide as the page. What is drawn does not count for the hash; `means` does: the data it is made of. */
  drawing(height: number, means: string, draw: PdfDrawing): this {
    this.say(means);
    this.keep(height);
    const { y } = this.pdf;
    const width = this.width;
    this.pdf.save().translate(MARGIN, y).rect(0, 0, width, height).clip();
    draw(this.pdf, { width, height });
    this.pdf.restore().lineWidth(0.5).rect(MARGIN, y, width, height).stroke(LINE).font('chinese').fillColor(INK);
    this.pdf.x = MARGIN;
    this.pdf.y = y + height + 8;
    return this;
  }

  /** Begins another page. */
  page(): this {
    this.pdf.addPage();
    return this;
  }

  /** The file. Nothing can be added afterwards. */
  async finish(): Promise<Buffer> {
    this.numberPages(this.contents.digest('hex'));
    this.pdf.end();
    await this.ended;
    return Buffer.concat(this.pieces);
  }

  private get width(): number {
    return this.pdf.page.width - 2 * MARGIN;
  }

  /** The page ends here when less than `height` is left. */
  private keep(height: number): void {
    if (this.pdf.y + height > this.pdf.page.maxY()) this.pdf.addPage();
  }

  private say(...parts: readonly (string | Uint8Array)[]): void {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      this.contents.update(`${bytes.length}:`).update(bytes);
    }
  }

  /** There is one weight of the face: a thin line around each character makes it bold. */
  private strong(text: string, size: number): void {
    this.say(text);
    this.pdf
      .fontSize(size)
      .lineWidth(size / 40)
      .fillColor(INK)
      .strokeColor(INK);
    this.pdf.text(printable(text), MARGIN, this.pdf.y, { fill: true, stroke: true });
  }

  private numberPages(hash: string): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let nr = 0; nr < count; nr++) {
      this.pdf.switchToPage(start + nr);
      const { page } = this.pdf;
      const y = page.height - MARGIN - FOOT + 14;
      // The foot lies below the margin, where text would begin another page.
      page.margins.bottom = 0;
      this.pdf
        .lineWidth(0.5)
        .moveTo(MARGIN, y - 5)
        .lineTo(page.width - MARGIN, y - 5)
        .stroke(LINE);
      this.pdf.fontSize(7).fillColor(FAINT);
      this.pdf.text(`内容 SHA-256 ${hash}`, MARGIN, y, { lineBreak: false });
      this.pdf.text(`第 ${nr + 1} / ${count} 页`, MARGIN, y, { width: this.width, align: 'right', lineBreak: false });
    }
  }
}
