import { EGM96_CHINA } from './egm96-china.data.js';
import { undulationOf, type Undulation } from './heights.js';
import { decoded } from './packed-grid.js';
import { type GeoPoint } from './point.js';

let values: Float32Array | undefined;

/**
 * EGM96 undulation at a WGS84 point in metres; undefined outside 73–136°E, 15–54°N.
 *
 * From NGA's 15-minute grid of EGM96 (WW15MGH, public domain), kept to 2 cm and interpolated by cubic convolution
 * (R. G. Keys, IEEE ASSP-29, 1981). Against EGM96 itself the interpolation is estimated to be off by less than 0.05 m in
 * 105–118°E, 18–26°N and less than 0.15 m in the high mountains (the spec shows it by leaving out every second node);
 * EGM96 against a levelled height by about half a metre.
 */
export function undulationAt(point: GeoPoint): Undulation | undefined {
  const { west, north, columns, rows, step } = EGM96_CHINA;
  const x = (point.longitude - west) / step;
  const y = (north - point.latitude) / step;
  if (!(x >= 0 && x <= columns - 1 && y >= 0 && y <= rows - 1)) return undefined;
  values ??= decoded(EGM96_CHINA);
  const column = Math.min(Math.floor(x), columns - 2);
  const row = Math.min(Math.floor(y), rows - 2);
  const across = weights(x - column);
  const down = weights(y - row);
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    const line = clamp(row + j - 1, rows) * columns;
    for (let i = 0; i < 4; i++) sum += down[j]! * across[i]! * values[line + clamp(column + i - 1, columns)]!;
  }
  return undulationOf(sum);
}

/** The kernel of Keys with a = -1/2 for a place between the second and the third of four neighbours. */
function weights(share: number): readonly [number, number, number, number] {
  const square = share * share;
  const cube = square * share;
  return [
    -0.5 * cube + square - 0.5 * share,
    1.5 * cube - 2.5 * square + 1,
    -1.5 * cube + 2 * square + 0.5 * share,
    0.5 * cube - 0.5 * square,
  ];
}

const clamp = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index));
