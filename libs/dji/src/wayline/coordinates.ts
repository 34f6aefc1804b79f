import { decimalText, numberOf, type Leaf } from './leaf.js';
import { type Corner } from './route.templates.js';
import { type Place } from './route.words.js';

/** `lon,lat` or `lon,lat,height` of KML, spaces around the commas allowed. */
export const pointCoordinates: Leaf<Place & { pointHeight?: number }> = {
  read: (text) => {
    const corner = cornerOf(text);
    if (!corner) return undefined;
    const { height, ...place } = corner;
    return height === undefined ? place : { ...place, pointHeight: height };
  },
  write: ({ longitude, latitude, pointHeight }) => cornerText({ longitude, latitude, height: pointHeight }),
  expected: { zh: '“经度,纬度”坐标', en: 'a "longitude,latitude" pair' },
};

/** Tuples of KML with space between them. */
export const lineCoordinates: Leaf<Corner[]> = {
  read: (text) => {
    const tuples = text.replace(/\s*,\s*/g, ',').split(/\s+/);
    const corners = tuples.filter((tuple) => tuple !== '').map(cornerOf);
    return corners.includes(undefined) ? undefined : (corners as Corner[]);
  },
  write: (corners) => corners.map(cornerText).join(' '),
  expected: { zh: '“经度,纬度,高度”坐标串', en: 'a list of "longitude,latitude,height" tuples' },
};

/** `lat,lon,height` as the vendor writes places outside of KML's own elements. */
export const latitudeFirst: Leaf<Place & { height?: number }> = {
  read: (text) => {
    const numbers = numbersOf(text);
    if (!numbers) return undefined;
    const [latitude, longitude, height] = numbers as [number, number, number?];
    return height === undefined ? { latitude, longitude } : { latitude, longitude, height };
  },
  write: ({ latitude, longitude, height }) => tupleText(latitude, longitude, height),
  expected: { zh: '“纬度,经度,高度”坐标', en: 'a "latitude,longitude,height" triple' },
};

/** The same where the height must be there. */
export const latitudeFirstWithHeight: Leaf<Place & { height: number }> = {
  ...latitudeFirst,
  read: (text) => {
    const place = latitudeFirst.read(text);
    return place?.height === undefined ? undefined : { ...place, height: place.height };
  },
};

function cornerOf(text: string): Corner | undefined {
  const numbers = numbersOf(text);
  if (!numbers) return undefined;
  const [longitude, latitude, height] = numbers as [number, number, number?];
  return height === undefined ? { longitude, latitude } : { longitude, latitude, height };
}

function cornerText({ longitude, latitude, height }: Corner): string {
  return tupleText(longitude, latitude, height);
}

function tupleText(a: number, b: number, height: number | undefined): string {
  return height === undefined
    ? `${decimalText(a)},${decimalText(b)}`
    : `${decimalText(a)},${decimalText(b)},${decimalText(height)}`;
}

/** Two or three numbers. */
function numbersOf(text: string): number[] | undefined {
  const numbers = text.split(',', 4).map((part) => numberOf(part.trim()));
  if (numbers.length < 2 || numbers.length > 3 || numbers.includes(undefined)) return undefined;
  return numbers as number[];
}
