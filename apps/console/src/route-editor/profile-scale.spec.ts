import { describe, expect, it } from '@jest/globals';
import { FlatElevation, seaHeight } from '#geo';
import { FLIGHT_SETTINGS, heightProfile, type FlightContext } from '#routes';
import { completed } from '#wayline';
import { drawProfile, nearestPoint, roundSteps } from './profile-scale.js';
import { placeBeside } from './line-moves.js';
import { SAMPLE_START, sampleRoute } from './sample-route.js';

const context: FlightContext = {
  dock: { sn: 'D', name: 'D', place: placeBeside(SAMPLE_START, -300, 0), modelKey: '3-3-0' },
  airspace: [],
  terrain: new FlatElevation(seaHeight(10)),
  settings: FLIGHT_SETTINGS,
};
const profile = heightProfile(completed(sampleRoute(5)), context);
const box = { width: 800, height: 150, left: 40, right: 10, top: 10, bottom: 20 };

describe('the height profile', () => {
  it('fills the chart: take-off on the left, landing on the right, the ceiling above the flight', () => {
    const drawn = drawProfile(profile, 120, box)!;
    expect(drawn.x(0)).toBe(40);
    expect(drawn.x(profile.at(-1)!.along)).toBe(790);
    expect(drawn.y(130)).toBeLessThan(drawn.y(90));
    expect(drawn.y(130)).toBeGreaterThan(box.top);
    expect(drawn.y(10)).toBeLessThan(box.height - box.bottom);
    expect(drawn.assumed).toBe(true);
    expect(drawn.least).toBeCloseTo(80, 0);
    expect(drawProfile([], 120, box)).toBeNull();
  });

  it('is read at the nearest place', () => {
    const middle = Math.floor(profile.length / 2);
    expect(profile[nearestPoint(profile, profile[middle]!.along + 0.01)]!.along).toBeCloseTo(profile[middle]!.along, 6);
    expect(nearestPoint(profile, -5)).toBe(0);
    expect(profile[nearestPoint(profile, 1e9)]!.along).toBe(profile.at(-1)!.along);
  });

  it('has round numbers on its axes', () => {
    expect(roundSteps(-3, 134, 5)).toEqual([0, 50, 100]);
    expect(roundSteps(0, 3700, 8)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3500]);
  });
});
