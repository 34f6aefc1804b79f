import { describe, expect, it } from '@jest/globals';
import { shiftFor, unshiftFor } from './datum.js';

const toGcj02 = shiftFor('GCJ-02');

describe('the shift of GCJ-02', () => {
  it('moves Beijing as the published example says', () => {
    // 39.915 N, 116.404 E → 39.91640428150164 N, 116.41024449916938 E: the example of the widely used reference code.
    const [longitude, latitude] = toGcj02([116.404, 39.915]);
    expect(longitude).toBeCloseTo(116.41024449916938, 6);
    expect(latitude).toBeCloseTo(39.91640428150164, 6);
  });

  it('is some hundreds of metres in Lianjiang', () => {
    const [longitude, latitude] = toGcj02([110.277, 21.606]);
    const east = (longitude - 110.277) * 103_500;
    const north = (latitude - 21.606) * 110_750;
    const metres = Math.hypot(east, north);
    expect(metres).toBeGreaterThan(200);
    expect(metres).toBeLessThan(900);
  });

  it('is not applied on WGS84 and CGCS2000 maps', () => {
    expect(shiftFor('WGS84')([110, 21])).toEqual([110, 21]);
    expect(shiftFor('CGCS2000')([110, 21])).toEqual([110, 21]);
  });
});

describe('the way back', () => {
  it.each(['WGS84', 'CGCS2000', 'GCJ-02'] as const)('from a %s map is where one came from', (datum) => {
    const [longitude, latitude] = unshiftFor(datum)(shiftFor(datum)([110.277, 21.606]));
    expect(longitude).toBeCloseTo(110.277, 8);
    expect(latitude).toBeCloseTo(21.606, 8);
  });
});
