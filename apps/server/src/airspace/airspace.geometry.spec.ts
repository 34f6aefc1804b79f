import { describe, expect, it } from '@jest/globals';
import { type AirspaceGeometry } from '#contracts';
import { closedRing, faultOfGeometry } from './airspace.geometry.js';

const COUNTY = { name: '廉江市', bbox: [109.739, 21.404, 110.509, 21.958] } as const;
type Ring = [number, number][];
const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const polygon = (...coordinates: Ring[]): AirspaceGeometry => ({ type: 'Polygon', coordinates });
const several = (...coordinates: Ring[][]): AirspaceGeometry => ({ type: 'MultiPolygon', coordinates });
const circle = (longitude: number, latitude: number, radius: number): AirspaceGeometry => ({
  type: 'Circle',
  centre: { longitude, latitude },
  radius,
});
const faultOf = (geometry: AirspaceGeometry) => faultOfGeometry(geometry, COUNTY);

describe('the geometry of an area', () => {
  it.each<[string, AirspaceGeometry]>([
    ['a square', polygon(square(110, 21.6, 0.1))],
    ['a square with a hole', polygon(square(110, 21.6, 0.1), square(110.02, 21.62, 0.02))],
    ['two squares apart', several([square(110, 21.6, 0.1)], [square(110.3, 21.6, 0.1)])],
    ['two squares with an edge in common', several([square(110, 21.6, 0.1)], [square(110.1, 21.6, 0.1)])],
    [
      'an island in a hole',
      several([square(110, 21.6, 0.1), square(110.02, 21.62, 0.06)], [square(110.04, 21.64, 0.01)]),
    ],
    ['a circle that reaches in from outside', circle(110.6, 21.6, 20_000)],
  ])('is fit: %s', (_, geometry) => expect(faultOf(geometry)).toBeNull());

  const bow: Ring = [
    [110, 21.6],
    [110.1, 21.7],
    [110.1, 21.6],
    [110, 21.7],
    [110, 21.6],
  ];
  it.each<[string, AirspaceGeometry, string]>([
    ['a ring that crosses itself', polygon(bow), 'ring_crosses'],
    ['a hole that crosses the outer ring', polygon(square(110, 21.6, 0.1), square(110.05, 21.65, 0.1)), 'ring_crosses'],
    ['a hole outside', polygon(square(110, 21.6, 0.1), square(110.2, 21.6, 0.05)), 'ring_crosses'],
    ['a part inside another', several([square(110, 21.6, 0.1)], [square(110.02, 21.62, 0.02)]), 'ring_crosses'],
    ['the same part twice', several([square(110, 21.6, 0.1)], [square(110, 21.6, 0.1)]), 'ring_crosses'],
    ['a ring that is open', polygon([...square(110, 21.6, 0.1).slice(0, 4), [110, 21.61]]), 'ring_not_closed'],
    ['a line', polygon([...square(110, 21.6, 0).slice(0, 4), [110, 21.6]]), 'area_too_small'],
    ['a place far away', polygon(square(116, 39, 0.1)), 'outside_county'],
    ['a circle far away', circle(113, 21.6, 10_000), 'outside_county'],
    ['a province', polygon(square(108, 20, 4)), 'area_too_large'],
  ])('is refused: %s', (_, geometry, code) => expect(faultOf(geometry)).toMatchObject({ code }));

  it('says where a ring crosses itself', () => {
    expect(faultOf(polygon(bow))?.zh).toContain('(110.05000, 21.65000)');
  });

  it('says that longitude and latitude are swapped', () => {
    const swapped = polygon(square(21.6, 89.9, 0.05));
    expect(faultOfGeometry(swapped, { name: '县', bbox: [89, 21, 90, 22] })?.zh).toContain('填反了');
  });

  it('looks at twenty thousand corners at ease, and at no more', () => {
    const round = (corners: number): Ring =>
      closedRing(
        Array.from({ length: corners }, (_, at): [number, number] => {
          const angle = (2 * Math.PI * at) / corners;
          return [110.1 + 0.1 * Math.cos(angle), 21.65 + 0.1 * Math.sin(angle)];
        }),
      );
    expect(faultOf(polygon(round(19_000)))).toBeNull();
    expect(faultOf(polygon(round(20_001)))?.code).toBe('area_too_detailed');
  });

  it('closes rings and drops corners that repeat', () => {
    const ring = closedRing([
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 2],
    ]);
    expect(ring).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 1],
    ]);
  });
});
