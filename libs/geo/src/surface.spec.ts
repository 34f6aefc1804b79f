import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { destination, geodesic } from './geodesic.js';
import { type AreaGeometry, type Position } from './area.js';
import { ringArea, surfaceArea } from './surface.js';

/** A ring whose edges run on geodesics, as GeographicLib's do, in pieces of a hundredth of an edge. */
function onGeodesics(corners: readonly (readonly [latitude: number, longitude: number])[]): Position[] {
  return corners.flatMap(([latitude, longitude], index) => {
    const [toLatitude, toLongitude] = corners[(index + 1) % corners.length]!;
    const from = { longitude, latitude };
    const line = geodesic(from, { longitude: toLongitude, latitude: toLatitude });
    return Array.from({ length: 100 }, (_, step) => {
      const point = destination(from, line.initialAzimuth, (line.distance * step) / 100);
      return [point.longitude, point.latitude];
    });
  });
}

describe('surfaceArea', () => {
  it("agrees with GeographicLib's Planimeter on a diamond around 0°, 0° (24,619,419,146 m²)", () => {
    // GeographicLib, tests of PolygonArea (Planimeter0): corners 0 -1, -1 0, 0 1, 1 0.
    const diamond = onGeodesics([
      [0, -1],
      [-1, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(Math.abs(ringArea(diamond) - 24_619_419_146) / 24_619_419_146).toBeLessThan(1e-6);
  });

  it("agrees with Karney's GeodTest on the area under a geodesic (line 1: S12 = -559,418,252,332 m² for 36.53°N to 48.16°S)", () => {
    // GeodTest.dat (Zenodo 32156): 36.530042355041 0 176.125875162171 -48.16427077909777864 5.762344694676510456 …
    const under = onGeodesics([
      [36.530042355041, 0],
      [-48.16427077909777, 5.76234469467651],
    ]).slice(0, 100);
    const east = 5.76234469467651;
    // Below the equator the area counts negative: north and south halves are taken one by one.
    const crossing = under.findIndex(([, latitude]) => latitude! < 0);
    const [before, after] = [under[crossing - 1]!, under[crossing]!];
    const meridian = before[0]! + ((after[0]! - before[0]!) * before[1]!) / (before[1]! - after[1]!);
    const north = ringArea([[0, 0], ...under.slice(0, crossing), [meridian, 0]]);
    const south = ringArea([[meridian, 0], ...under.slice(crossing), [east, -48.16427077909777], [east, 0]]);
    expect(Math.abs(north - south - -559_418_252_332.32) / 559_418_252_332.32).toBeLessThan(1e-4);
  });

  it('gives the whole Earth its 510,065,621.724 km²', () => {
    // GeographicLib, Geodesic::EllipsoidArea for WGS84: 510,065,621,724,088 m². Eight gores from pole to pole.
    const gore = [
      [0, -90],
      [45, -90],
      [45, 90],
      [0, 90],
    ];
    expect(Math.abs((8 * ringArea(gore)) / 510_065_621_724_088 - 1)).toBeLessThan(1e-12);
  });

  it('takes holes off, adds parts, and does not mind the direction of a ring', () => {
    const square = (west: number, size: number): Position[] => [
      [west, 21],
      [west + size, 21],
      [west + size, 21 + size],
      [west, 21 + size],
      [west, 21],
    ];
    const [outer, hole, other] = [square(110, 0.2), square(110.05, 0.1).toReversed(), square(112, 0.1)];
    const both: AreaGeometry = { type: 'MultiPolygon', coordinates: [[outer, hole], [other]] };
    expect(surfaceArea(both)).toBeCloseTo(ringArea(outer) - ringArea(hole) + ringArea(other), 3);
  });

  it('measures Lianjiang at what its outline holds, some 2,826 km²', () => {
    const file = new URL('../../../counties/lianjiang/layers/', import.meta.url);
    const outline = JSON.parse(readFileSync(new URL('county_boundary.geojson', file), 'utf8')) as {
      features: { geometry: AreaGeometry }[];
    };
    const km2 = outline.features.reduce((sum, { geometry }) => sum + surfaceArea(geometry), 0) / 1e6;
    expect(km2).toBeCloseTo(2_826, -1);
  });
});
