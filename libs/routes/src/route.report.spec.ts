import { describe, expect, it } from '@jest/globals';
import { FlatElevation, seaHeight } from '#geo';
import { sampleRoute } from '../../dji/fixtures/wayline/samples.js';
import { checkRoute, FLIGHT_SETTINGS, type FlightContext } from './index.js';

const context: FlightContext = {
  dock: {
    sn: 'D1',
    name: '东山机场',
    place: { longitude: 110.28, latitude: 21.61 },
    modelKey: '3-3-0',
    aircraftModelKey: '0-100-1',
    distanceLimit: 5000,
    heightLimit: 120,
  },
  airspace: [],
  terrain: new FlatElevation(seaHeight(12)),
  settings: FLIGHT_SETTINGS,
};

describe('the report of a route', () => {
  it('finds nothing but the unknown terrain in a sound route', () => {
    const { findings, estimate, highest } = checkRoute(sampleRoute(), context);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning terrain_unknown']);
    expect(estimate).toMatchObject({ photos: 3, aircraftModelKey: '0-100-1', reservePercent: 30 });
    expect(highest?.metres).toBeCloseTo(100, 0);
    expect(highest?.basis).toBe('assumed');
  });
});
