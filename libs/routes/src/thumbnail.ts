import { decimate, type GeoPoint } from '#geo';
import { type Route } from '#wayline';

/** Pixels of the picture. */
export interface ThumbnailSize {
  width: number;
  height: number;
}

/** Colours that people tell apart whatever their sight (Okabe and Ito, 2008); the marks differ in shape too. */
const LINE = '#0072b2';
const START = '#009e73';
const END = '#d55e00';
const NOTHING = '#999';

/** Points of all lines together: some ten bytes each, so that the text stays under 2 kB. */
const MOST_POINTS = 90;
/** More legs than this are drawn as one line. */
const MOST_LEGS = 12;
const EDGE = 7;

/**
 * A small picture of a route's line, north up: a disc where it starts, a square where it ends. SVG text of less than 2 kB
 * without references to anything, the same for the same route. A route without waypoints shows a dashed line.
 */
export function thumbnailSvg(route: Route, size: ThumbnailSize = { width: 120, height: 80 }): string {
  const [width, height] = [sizeOf(size.width), sizeOf(size.height)];
  const legs = route.legs.map(({ waypoints }) => waypoints.filter(isOnMap)).filter((leg) => leg.length > 0);
  const drawn = simplified(legs.length > MOST_LEGS ? [legs.flat()] : legs);
  const body = drawn.length > 0 ? linesOf(drawn, width, height) : emptyOf(width, height);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${body}</svg>`
  );
}

/** Whole pixels between 16 and 2000. */
const sizeOf = (pixels: number): number => Math.min(2000, Math.max(16, Math.round(pixels) || 16));

const isOnMap = ({ longitude, latitude }: GeoPoint) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 89;

function simplified(legs: readonly GeoPoint[][]): GeoPoint[][] {
  const all = legs.reduce((sum, leg) => sum + leg.length, 0);
  if (all <= MOST_POINTS) return legs.map((leg) => [...leg]);
  return legs.map((leg) => decimate(leg, Math.max(2, Math.floor((MOST_POINTS * leg.length) / all))));
}

function linesOf(legs: readonly GeoPoint[][], width: number, height: number): string {
  const points = legs.flat();
  const first = points[0]!;
  const shrink = Math.cos((first.latitude * Math.PI) / 180);
  const xs = points.map(({ longitude }) => longitude * shrink);
  const ys = points.map(({ latitude }) => latitude);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  // A route that stands in one place is a dot in the middle.
  const scale = Math.min(
    (width - 2 * EDGE) / Math.max(east - west, 1e-9),
    (height - 2 * EDGE) / Math.max(north - south, 1e-9),
  );
  const place = ({ longitude, latitude }: GeoPoint): string => {
    const x = width / 2 + (longitude * shrink - (west + east) / 2) * scale;
    const y = height / 2 - (latitude - (south + north) / 2) * scale;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const path = legs.map((leg) => `M${leg.map(place).join('L')}`).join('');
  const [x, y] = place(first).split(' ');
  const [endX, endY] = place(points.at(-1)!).split(' ').map(Number);
  return (
    `<path d="${path}" fill="none" stroke="${LINE}" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"/>` +
    `<rect x="${(endX! - 3).toFixed(1)}" y="${(endY! - 3).toFixed(1)}" width="6" height="6" fill="${END}"/>` +
    `<circle cx="${x}" cy="${y}" r="3" fill="${START}"/>`
  );
}

const emptyOf = (width: number, height: number): string =>
  `<path d="M${EDGE} ${height / 2}H${width - EDGE}" stroke="${NOTHING}" stroke-width="1.5" stroke-dasharray="4 4"/>`;
