import { distance } from '#geo';
import { type PdfDrawing } from '../sheets/pdf-document.js';

/** A place of the sketch, in WGS84 degrees. */
export interface SketchPlace {
  longitude: number;
  latitude: number;
}

export interface Sketch {
  /** Lines of the route as it was drawn, one a leg. */
  route: readonly (readonly SketchPlace[])[];
  /** Where pictures were taken, with their numbers in the pack. */
  pictures: readonly (SketchPlace & { nr: number })[];
}

const PAD = 34;
const ROUTE = '#0b6bcb';
const PICTURE = '#c2410c';
const FAINT = '#616e7c';
const GRID = '#d5dbe1';
/** Numbers beside the marks are only legible up to here. */
const MOST_LABELS = 60;

/** A sketch of the route (a line) and the pictures (squares with numbers), north up, with a grid of degrees and a scale. */
export function drawSketch({ route, pictures }: Sketch): PdfDrawing {
  return (pen, { width, height }) => {
    const places = [...route.flat(), ...pictures];
    pen.fontSize(8).fillColor(FAINT);
    if (places.length === 0) {
      pen.text('没有位置信息', 0, height / 2 - 6, { width, align: 'center' });
      return;
    }
    const frame = frameOf(places, width - 2 * PAD, height - 2 * PAD);
    const at = ({ longitude, latitude }: SketchPlace): [number, number] => [
      PAD + (longitude - frame.west) * frame.perDegreeEast,
      height - PAD - (latitude - frame.south) * frame.perDegreeNorth,
    ];
    drawGrid(pen, frame, at, { width, height });
    for (const line of route) {
      const [first, ...others] = line;
      if (!first) continue;
      pen.moveTo(...at(first));
      for (const place of others) pen.lineTo(...at(place));
      pen.lineWidth(1.4).stroke(ROUTE);
      for (const place of line) pen.circle(...at(place), 1.8).fill(ROUTE);
    }
    for (const picture of pictures) {
      const [x, y] = at(picture);
      pen.rect(x - 2.2, y - 2.2, 4.4, 4.4).fill(PICTURE);
      if (pictures.length > MOST_LABELS) continue;
      pen.fontSize(6.5).text(String(picture.nr), x + 4, y - 8, { lineBreak: false });
    }
    drawLegend(pen, frame, { width, height });
  };
}

interface Frame {
  west: number;
  south: number;
  east: number;
  north: number;
  /** Points of the page a degree. */
  perDegreeEast: number;
  perDegreeNorth: number;
}

/** The same scale in both directions, at the middle of what is shown; at least some 100 m across. */
function frameOf(places: readonly SketchPlace[], width: number, height: number): Frame {
  const [lons, lats] = [places.map(({ longitude }) => longitude), places.map(({ latitude }) => latitude)];
  const span = (values: readonly number[]) =>
    values.reduce(([a, b], v) => [Math.min(a!, v), Math.max(b!, v)], [Infinity, -Infinity]);
  const [west, east] = span(lons) as [number, number];
  const [south, north] = span(lats) as [number, number];
  const [midLon, midLat] = [(west + east) / 2, (south + north) / 2];
  const shrink = Math.max(Math.cos((midLat * Math.PI) / 180), 0.01);
  const degrees = Math.max((east - west) * shrink * (height / width), north - south, 0.001);
  const perDegreeNorth = height / degrees;
  const perDegreeEast = perDegreeNorth * shrink;
  const [halfLon, halfLat] = [width / perDegreeEast / 2, degrees / 2];
  return {
    west: midLon - halfLon,
    east: midLon + halfLon,
    south: midLat - halfLat,
    north: midLat + halfLat,
    perDegreeEast,
    perDegreeNorth,
  };
}

type At = (place: SketchPlace) => [number, number];
interface Box {
  width: number;
  height: number;
}

function drawGrid(pen: PDFKit.PDFDocument, frame: Frame, at: At, { width, height }: Box): void {
  const step = roundStep((frame.north - frame.south) / 3);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  pen.lineWidth(0.4).fontSize(6.5).fillColor(FAINT);
  for (let lon = Math.ceil(frame.west / step) * step; lon <= frame.east; lon += step) {
    const [x] = at({ longitude: lon, latitude: frame.south });
    pen.moveTo(x, 0).lineTo(x, height).stroke(GRID);
    pen.fillColor(FAINT).text(`${lon.toFixed(digits)}°E`, x + 2, height - 11, { lineBreak: false });
  }
  for (let lat = Math.ceil(frame.south / step) * step; lat <= frame.north; lat += step) {
    const [, y] = at({ longitude: frame.west, latitude: lat });
    pen.moveTo(0, y).lineTo(width, y).stroke(GRID);
    pen.fillColor(FAINT).text(`${lat.toFixed(digits)}°N`, 3, y - 9, { lineBreak: false });
  }
}

function drawLegend(pen: PDFKit.PDFDocument, frame: Frame, { width, height }: Box): void {
  const across = distance(
    { longitude: frame.west, latitude: frame.south },
    { longitude: frame.east, latitude: frame.south },
  );
  const metres = roundStep(across / 5);
  const length = (metres / across) * (width - 2 * PAD);
  const [x, y] = [width - 20 - length, height - 24];
  pen
    .lineWidth(1)
    .moveTo(x, y)
    .lineTo(x + length, y)
    .stroke('#1f2933');
  const label = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
  pen
    .fontSize(7)
    .fillColor('#1f2933')
    .text(label, x, y - 10, { width: length, align: 'center', lineBreak: false });
  pen
    .moveTo(width - 20, 34)
    .lineTo(width - 20, 14)
    .lineWidth(1)
    .stroke('#1f2933');
  pen
    .moveTo(width - 23, 20)
    .lineTo(width - 20, 13)
    .lineTo(width - 17, 20)
    .fill('#1f2933');
  pen.text('北', width - 24, 35, { lineBreak: false });
  pen.circle(12, 12, 2).fill(ROUTE);
  pen.fillColor('#1f2933').text('航线与航点', 18, 7, { lineBreak: false });
  pen.rect(72, 9.8, 4.4, 4.4).fill(PICTURE);
  pen.fillColor('#1f2933').text('照片（编号同下表）', 80, 7, { lineBreak: false });
}

/** 1, 2 or 5 times a power of ten, at most `value`. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].map((digit) => digit * power).find((step) => step <= value) ?? power;
}
