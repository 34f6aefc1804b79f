import { describe, expect, it } from '@jest/globals';
import type { AirspaceGeometry } from '#contracts';
import { cornersOf, geometryOf, shapeOf } from './area-shape.js';

const ring: [number, number][] = [
  [110.2, 21.6],
  [110.3, 21.6],
  [110.3, 21.7],
  [110.2, 21.6],
];

describe('the shape of an area in its form', () => {
  it.each<[string, AirspaceGeometry]>([
    ['a circle', { type: 'Circle', centre: { longitude: 110.2, latitude: 21.6 }, radius: 500 }],
    ['a polygon', { type: 'Polygon', coordinates: [ring] }],
  ])('comes back as it was: %s', (_name, geometry) => {
    expect(geometryOf(shapeOf(geometry))).toEqual(geometry);
  });

  it('is left to its file where it has holes or several parts', () => {
    expect(shapeOf({ type: 'Polygon', coordinates: [ring, ring] }).kind).toBe('file');
    expect(shapeOf({ type: 'MultiPolygon', coordinates: [[ring]] }).kind).toBe('file');
  });

  it('takes corners as people write them, and a ring that is closed already', () => {
    expect(cornersOf('110.2, 21.6\n110.3，21.6\n\n110.3 21.7\n110.2,21.6\n')).toEqual(ring.slice(0, 3));
  });

  it.each(['110.2', '110.2,21.6,3', 'a,b', '200,21'])('has no corners in %s', (text) => {
    expect(cornersOf(text)).toBeNull();
  });

  it('is none with two corners, or without a radius', () => {
    expect(geometryOf({ kind: 'polygon', corners: '110,21\n111,21' })).toBeNull();
    expect(geometryOf({ kind: 'circle', longitude: 110, latitude: 21 })).toBeNull();
  });
});
