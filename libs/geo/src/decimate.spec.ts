import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimate } from './decimate.js';
import { type GeoPoint } from './point.js';

const at = (longitude: number, latitude: number): GeoPoint => ({ longitude, latitude });

/** Largest distance, in degrees at the equator, of any point from the line. */
function worstDeviation(points: readonly GeoPoint[], line: readonly GeoPoint[]): number {
  const toPiece = (p: GeoPoint, a: GeoPoint, b: GeoPoint) => {
    const dx = b.longitude - a.longitude;
    const dy = b.latitude - a.latitude;
    const length = dx * dx + dy * dy;
    const along = (p.longitude - a.longitude) * dx + (p.latitude - a.latitude) * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, along / length));
    return Math.hypot(p.longitude - a.longitude - share * dx, p.latitude - a.latitude - share * dy);
  };
  return Math.max(...points.map((p) => Math.min(...line.slice(1).map((b, index) => toPiece(p, line[index]!, b)))));
}

describe('decimate', () => {
  it('returns a short track as it is', () => {
    const track = [at(110, 21), at(110.1, 21)];
    expect(decimate(track, 2)).toEqual(track);
    expect(decimate([], 10)).toEqual([]);
  });

  it('keeps the corners of a square flown in small steps', () => {
    const corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)];
    const track = corners.slice(1).flatMap((corner, side) =>
      Array.from({ length: 100 }, (_, step) => {
        const from = corners[side]!;
        const share = step / 100;
        return at(
          from.longitude + (corner.longitude - from.longitude) * share,
          from.latitude + (corner.latitude - from.latitude) * share,
        );
      }),
    );
    track.push(at(0, 0));
    expect(decimate(track, 5)).toEqual(corners);
  });

  it('keeps the turning point of a flight out and back on one line', () => {
    const out = Array.from({ length: 50 }, (_, step) => at(step / 50, 0));
    const track = [...out, at(1, 0), ...out.toReversed()];
    expect(decimate(track, 3)).toEqual([at(0, 0), at(1, 0), at(0, 0)]);
  });

  it('keeps a track across the date line in one piece', () => {
    const track = [at(179.8, 0), at(179.9, 0), at(-180, 0), at(-179.9, 0.5), at(-179.8, 0)];
    expect(decimate(track, 3)).toEqual([at(179.8, 0), at(-179.9, 0.5), at(-179.8, 0)]);
  });

  it('draws a circle of 10,000 points with 100 to within two thousandths of its radius', () => {
    const track = Array.from({ length: 10_000 }, (_, step) => {
      const angle = (step / 10_000) * 2 * Math.PI;
      return at(Math.cos(angle), Math.sin(angle));
    });
    const line = decimate(track, 100);
    expect(line).toHaveLength(100);
    // A regular polygon of 100 corners is off by 1 - cos(π/100) = 0.0005 of the radius.
    expect(worstDeviation(track, line)).toBeLessThan(0.002);
  });

  it('carries the members of a point along', () => {
    const track = [0, 1, 2].map((step) => ({ ...at(step, 0), at: `t${step}` }));
    expect(decimate(track, 2).map((point) => point.at)).toEqual(['t0', 't2']);
  });

  it('refuses to keep fewer than two points', () => {
    expect(() => decimate([at(0, 0)], 1)).toThrow('max must be 2 or more');
  });

  it('always keeps the first and the last point, the order and the number', () => {
    const point = fc.record({
      longitude: fc.double({ min: 109, max: 111, noNaN: true }),
      latitude: fc.double({ min: 21, max: 22, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 200 }), fc.integer({ min: 2, max: 50 }), (track, max) => {
        const line = decimate(track, max);
        const places = line.map((kept) => track.indexOf(kept));
        expect(line).toHaveLength(Math.min(max, track.length));
        expect([line[0], line.at(-1)]).toEqual([track[0], track.at(-1)]);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
    );
  });
});
