import { describe, expect, it } from '@jest/globals';
import { drain, flightSecondsLeft, percentToReturn, voltageOf, type Battery, type Load } from './battery.js';
import { aircraftModel } from './models.js';

const M4TD = aircraftModel('0-100-1');

function after(battery: Battery, load: Load, minutes: number): Battery {
  let now = battery;
  for (let second = 0; second < minutes * 60; second++) now = drain(now, load, M4TD, 25, 1);
  return now;
}

describe('the battery', () => {
  const full: Battery = { percent: 100, temperature: 25, loopTimes: 40 };

  it('lasts as long as the model hovers, longer on the ground, shorter in a climb', () => {
    expect(after(full, 'hover', 47).percent).toBeCloseTo(0, 0);
    expect(after(full, 'climb', 20).percent).toBeLessThan(after(full, 'hover', 20).percent);
    expect(after(full, 'idle', 20).percent).toBeGreaterThan(90);
    expect(after(full, 'off', 600).percent).toBe(100);
  });

  it('charges from 20 to 80 percent at its rate, slower above, never beyond full, and counts cycles', () => {
    const charged = after({ ...full, percent: 20 }, 'charging', 23.1);
    expect(charged.percent).toBeGreaterThan(78);
    expect(charged.percent).toBeLessThan(82);
    expect(charged.loopTimes - 40).toBeCloseTo(0.6, 1);
    const early = after({ ...full, percent: 30 }, 'charging', 1).percent - 30;
    const late = after({ ...full, percent: 92 }, 'charging', 1).percent - 92;
    expect(late).toBeLessThan(early / 1.5);
    expect(after({ ...full, percent: 95 }, 'charging', 60).percent).toBe(100);
  });

  it('shows the voltages that real packs were captured with, and less under load', () => {
    const idle = (percent: number) => voltageOf({ ...full, percent }, 'idle', M4TD);
    expect(Math.abs(idle(59) - 22_984)).toBeLessThan(400);
    expect(Math.abs(idle(94) - 24_553)).toBeLessThan(400);
    expect(voltageOf({ ...full, percent: 59 }, 'climb', M4TD)).toBeLessThan(idle(59));
    expect(idle(100)).toBeGreaterThan(idle(0));
  });

  it('warms up in flight and cools down at rest', () => {
    const warm = after(full, 'cruise', 30);
    expect(warm.temperature).toBeGreaterThan(38);
    expect(after(warm, 'off', 60).temperature).toBeCloseTo(25, 0);
  });

  it('knows what is left and what the way home costs', () => {
    expect(flightSecondsLeft(full, M4TD)).toBeGreaterThan(40 * 60);
    expect(flightSecondsLeft({ ...full, percent: 5 }, M4TD)).toBe(0);
    expect(percentToReturn(2000, 100, M4TD)).toBeGreaterThan(percentToReturn(200, 100, M4TD));
  });
});
