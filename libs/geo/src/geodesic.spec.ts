import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destination, distance, geodesic } from './geodesic.js';

const dms = (degrees: number, minutes: number, seconds: number) =>
  Math.sign(degrees) * (Math.abs(degrees) + minutes / 60 + seconds / 3600);

// Geocentric Datum of Australia Technical Manual 2.4, chapter 4: Flinders Peak to Buninyong. Given on GRS80, whose
// flattening differs from that of WGS84 in the eleventh decimal: nothing at this length.
const flindersPeak = { latitude: dms(-37, 57, 3.7203), longitude: dms(144, 25, 29.5244) };
const buninyong = { latitude: dms(-37, 39, 10.1561), longitude: dms(143, 55, 35.3839) };

describe('geodesic', () => {
  it('agrees with the Australian survey manual between Flinders Peak and Buninyong', () => {
    const line = geodesic(flindersPeak, buninyong);
    expect(line.distance).toBeCloseTo(54_972.271, 3);
    expect(line.initialAzimuth).toBeCloseTo(dms(306, 52, 5.37), 5);
    // The manual gives the reverse azimuth, back to the start.
    expect((line.finalAzimuth + 180) % 360).toBeCloseTo(dms(127, 10, 25.07), 5);
  });

  it('finds Buninyong from Flinders Peak by azimuth and distance', () => {
    const point = destination(flindersPeak, dms(306, 52, 5.37), 54_972.271);
    expect(point.latitude).toBeCloseTo(buninyong.latitude, 7);
    expect(point.longitude).toBeCloseTo(buninyong.longitude, 7);
  });

  it('measures a degree of the equator and the quarter of a meridian of WGS84', () => {
    expect(distance({ longitude: 0, latitude: 0 }, { longitude: 1, latitude: 0 })).toBeCloseTo(111_319.491, 3);
    expect(distance({ longitude: 0, latitude: 0 }, { longitude: 0, latitude: 90 })).toBeCloseTo(10_001_965.729, 3);
  });

  it('goes the short way across the date line', () => {
    const metres = distance({ longitude: 179.5, latitude: 0 }, { longitude: -179.5, latitude: 0 });
    expect(metres).toBeCloseTo(111_319.491, 3);
    expect(destination({ longitude: 179.5, latitude: 0 }, 90, metres).longitude).toBeCloseTo(-179.5, 9);
  });

  it('is zero from a point to itself', () => {
    expect(geodesic(buninyong, buninyong)).toEqual({ distance: 0, initialAzimuth: 0, finalAzimuth: 0 });
  });

  it('says so when two points lie opposite on the globe', () => {
    const opposite = { longitude: 179.7, latitude: 0.5 };
    expect(() => geodesic({ longitude: 0, latitude: 0 }, opposite)).toThrow('almost opposite');
  });

  it('comes back to the distance and direction it left with', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: 1, max: 100_000, noNaN: true }),
        (latitude, azimuth, metres) => {
          const start = { longitude: 110.28, latitude };
          const line = geodesic(start, destination(start, azimuth, metres));
          expect(Math.abs(line.distance - metres)).toBeLessThan(0.001);
          expect(Math.abs(Math.sin(((line.initialAzimuth - azimuth) * Math.PI) / 180)) * metres).toBeLessThan(0.001);
        },
      ),
    );
  });
});
