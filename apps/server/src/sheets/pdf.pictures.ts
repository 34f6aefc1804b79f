import { printable } from './pdf.text.js';

/** A picture (JPEG or PNG) and what stands below it. */
export interface PdfPicture {
  bytes: Uint8Array;
  caption: string;
}

/** A picture as the library has read it; its types do not tell of it. */
export interface OpenedImage {
  width: number;
  height: number;
}

const GAP = 12;
const CAPTION = 8;

/** Reads a picture (JPEG or PNG), which then can be drawn many times. Throws for anything else. */
export function openImage(pdf: PDFKit.PDFDocument, bytes: Uint8Array): OpenedImage {
  return (pdf as unknown as { openImage(bytes: Uint8Array): OpenedImage }).openImage(bytes);
}

/** Draws it as large as fits the box, in its middle. */
export function drawImage(
  pdf: PDFKit.PDFDocument,
  image: OpenedImage,
  { x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>,
): void {
  const source = image as unknown as PDFKit.Mixins.ImageSrc;
  pdf.image(source, x, y, { fit: [width, height], align: 'center', valign: 'center' });
}

/** Lays pictures in rows; one with its caption never breaks over two pages. */
export function layPictures(pdf: PDFKit.PDFDocument, pictures: readonly PdfPicture[], across: number): void {
  const { left, right } = pdf.page.margins;
  const width = (pdf.page.width - left - right - GAP * (across - 1)) / across;
  for (let at = 0; at < pictures.length; at += across) {
    const row = pictures.slice(at, at + across).map(({ bytes, caption }) => {
      const image = openImage(pdf, bytes);
      const text = printable(caption);
      const below = pdf.fontSize(CAPTION).heightOfString(text || ' ', { width });
      return { image, text, below, height: Math.min((image.height / image.width) * width, width) };
    });
    const tallest = Math.max(...row.map(({ height }) => height));
    const whole = tallest + 3 + Math.max(...row.map(({ below }) => below)) + GAP;
    if (pdf.y + whole > pdf.page.maxY()) pdf.addPage();
    const { y } = pdf;
    for (const [index, { image, text }] of row.entries()) {
      const x = left + index * (width + GAP);
      drawImage(pdf, image, { x, y, width, height: tallest });
      if (text) pdf.fontSize(CAPTION).text(text, x, y + tallest + 3, { width });
    }
    pdf.x = left;
    pdf.y = y + whole;
  }
}
