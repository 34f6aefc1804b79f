import { describe, expect, it } from '@jest/globals';
import { EGM96_CHINA } from './egm96-china.data.js';
import { decoded } from './packed-grid.js';
import { undulationAt } from './undulation.js';

/** Values of WW15MGH.DAC. */
const NODES: readonly (readonly [longitude: number, latitude: number, metres: number])[] = [
  [110.25, 21.5, -15.45],
  [110.0, 21.75, -17.02],
  [105, 18, -24.76],
  [118, 26, 7.29],
  [73, 54, -31.37],
  [136, 15, 50.67],
  [73, 15, -82.57],
  [136, 54, 16.29],
  [114, 22.25, -2.68],
  [91, 29.75, -34.75],
];

describe('undulationAt', () => {
  it('agrees with the value that NGA publishes beside its program (46.874319°N, 102.448729°E: -43.575 m)', () => {
    // EGM96 README of NGA, sample of OUTINTPT.DAT: the only one of its six points in the bundled region.
    expect(Math.abs(undulationAt({ longitude: 102.448729, latitude: 46.874319 })! - -43.575)).toBeLessThan(0.01);
  });

  it('agrees with DJI: a real route over Shenzhen has both heights of one point', () => {
    // m30t_mapping3d_oblique.kmz (wpml_codec, Apache-2.0): height (EGM96) 330.867570851385, ellipsoidHeight 327.372056231706.
    const undulation = undulationAt({ longitude: 113.938031, latitude: 22.578693 });
    expect(Math.abs(undulation! - (327.372056231706 - 330.867570851385))).toBeLessThan(0.03);
  });

  it('gives the values of the grid at its nodes, to the 2 cm kept', () => {
    const nodes = NODES.map(
      ([longitude, latitude, metres]) => [undulationAt({ longitude, latitude })!, metres] as const,
    );
    for (const [found, metres] of nodes) expect(Math.abs(found - metres)).toBeLessThanOrEqual(0.0101);
  });

  it('is off between nodes by far less than the model itself: shown by leaving out every second node', () => {
    const { west, north, columns, rows, step } = EGM96_CHINA;
    const values = decoded(EGM96_CHINA);
    const at = (row: number, column: number) => values[row * columns + column]!;
    const lowland: number[] = [];
    const all: number[] = [];
    for (let row = 4; row < rows - 4; row++) {
      for (let column = 5; column < columns - 4; column += 2) {
        const guess =
          (9 * (at(row, column - 1) + at(row, column + 1)) - at(row, column - 3) - at(row, column + 3)) / 16;
        const error = Math.abs(guess - at(row, column));
        all.push(error);
        const [longitude, latitude] = [west + column * step, north - row * step];
        if (longitude >= 105 && longitude <= 118 && latitude >= 18 && latitude <= 26) lowland.push(error);
      }
    }
    // With gaps of half a degree. With the real gaps of a quarter the error of a cubic is about an eighth or less.
    const worst = (errors: readonly number[]) => errors.reduce((most, error) => Math.max(most, error), 0);
    expect(lowland.length).toBeGreaterThan(500);
    expect(worst(lowland) / 8).toBeLessThan(0.05);
    expect(worst(all) / 8).toBeLessThan(0.15);
  });

  it('knows nothing outside its region', () => {
    const places = [
      [72.9, 30],
      [136.1, 30],
      [110, 14.9],
      [110, 54.1],
      [Number.NaN, 21],
    ] as const;
    for (const [longitude, latitude] of places) expect(undulationAt({ longitude, latitude })).toBeUndefined();
    expect(undulationAt({ longitude: 136, latitude: 15 })).toBeDefined();
  });
});
