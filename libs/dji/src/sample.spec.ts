import { describe, expect, it } from '@jest/globals';
import { airborneOf, sampleOf } from './index.js';

const aircraft = {
  latitude: 21.61,
  longitude: 110.28,
  height: 98.5,
  elevation: 80,
  attitude_head: -72.6,
  horizontal_speed: 7.9,
  vertical_speed: -1.5,
  battery: { capacity_percent: 63 },
  mode_code: 5,
};

describe('the sample of a device', () => {
  it('reads an aircraft', () => {
    expect(sampleOf('aircraft', aircraft)).toEqual({
      latitude: 21.61,
      longitude: 110.28,
      heightEllipsoid: 98.5,
      heightAboveTakeoff: 80,
      heading: 287.4,
      speed: 7.9,
      verticalSpeed: -1.5,
      batteryPercent: 63,
      modeCode: 5,
      airborne: true,
    });
  });

  it('reads a dock with the battery of the aircraft inside', () => {
    const dock = {
      latitude: 21.61,
      longitude: 110.28,
      height: 41,
      heading: 35.4,
      mode_code: 4,
      drone_charge_state: { capacity_percent: 95 },
      wind_speed: 3,
    };
    expect(sampleOf('dock', dock)).toEqual({
      latitude: 21.61,
      longitude: 110.28,
      heightEllipsoid: 41,
      heightAboveTakeoff: null,
      heading: 35.4,
      speed: null,
      verticalSpeed: null,
      batteryPercent: 95,
      modeCode: 4,
      airborne: null,
    });
  });

  it('reads a remote controller with its own battery', () => {
    const controller = { latitude: 21.61, longitude: 110.28, height: 0, capacity_percent: 78 };
    expect(sampleOf('remote_controller', controller)).toMatchObject({
      batteryPercent: 78,
      heightEllipsoid: 0,
      airborne: null,
    });
  });

  it('has no value where nothing was said', () => {
    for (const kind of ['dock', 'aircraft', 'remote_controller', 'other'] as const) {
      expect(new Set(Object.values(sampleOf(kind, {})))).toEqual(new Set([null]));
    }
  });

  it.each([
    ['0/0', { latitude: 0, longitude: 0, height: 12 }],
    ['one coordinate alone', { longitude: 110.28, height: 12 }],
    ['a latitude beyond the pole', { latitude: 91, longitude: 110.28 }],
    ['words', { latitude: 'n/a', longitude: 'n/a' }],
    ['placeholders', { latitude: 32767, longitude: 32767 }],
  ])('has no position for %s', (_, properties) => {
    expect(sampleOf('aircraft', properties)).toMatchObject({ latitude: null, longitude: null, heightEllipsoid: null });
  });

  it('keeps a position on the equator or the prime meridian', () => {
    expect(sampleOf('aircraft', { latitude: 0, longitude: 110 })).toMatchObject({ latitude: 0, longitude: 110 });
  });

  it('has no height for the placeholder, and no battery for 32767 or 65535', () => {
    expect(sampleOf('aircraft', { ...aircraft, height: 9999999.9 })).toMatchObject({
      latitude: 21.61,
      heightEllipsoid: null,
    });
    expect(sampleOf('dock', { drone_charge_state: { capacity_percent: 32767 } }).batteryPercent).toBeNull();
    expect(sampleOf('aircraft', { battery: { capacity_percent: 65535 } }).batteryPercent).toBeNull();
  });

  it.each([
    [-180, 180],
    [-0.5, 359.5],
    [0, 0],
    [-0, 0],
    [360, 0],
    [-360, 0],
    [179.9, 179.9],
    [720, null],
  ])('turns a heading of %p into %p', (said, heading) => {
    expect(sampleOf('aircraft', { attitude_head: said }).heading).toBe(heading);
  });

  it('says of every mode whether the aircraft flies, and nothing of those it cannot', () => {
    const flying = Array.from({ length: 22 }, (_, mode) => mode).filter((mode) => airborneOf(mode) === true);
    expect(flying).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 20, 21]);
    expect([0, 1, 2, 13, 19].map(airborneOf)).toEqual([false, false, false, false, false]);
    expect([14, 22, 99, -1, null].map(airborneOf)).toEqual([null, null, null, null, null]);
  });
});
