import { describe, expect, it } from '@jest/globals';
import { contextOf, routeVia, type Spot } from '../fixtures/flights.js';
import { checkRoute, estimateOf, FLIGHT_SETTINGS, flownPath, performanceOf, type FlightContext } from './index.js';

/** There and back over so many metres at 80 m. */
const outTo = (metres: number): Spot[] => [
  [0, 200, 80],
  [0, metres, 80],
];
const still = { settings: { ...FLIGHT_SETTINGS, windSpeed: 0 } };
const estimate = (spots: readonly Spot[], context: Partial<FlightContext> = {}) =>
  checkRoute(routeVia(spots, { returnHeight: 80 }), contextOf(context)).estimate!;

describe('what a flight takes', () => {
  it('adds up to what can be reckoned by hand', () => {
    const { flightMetres, routeMetres, flightSeconds, batteryPercent } = estimate(outTo(2200), still);
    expect(flightMetres).toBeCloseTo(4400, 0);
    expect(routeMetres).toBeCloseTo(2000, 0);
    // Up 80 m at 5 m/s with 8 s to take off, 200 + 2000 + 2200 m at 10 m/s with 5 s for each stop, down at 4 m/s with 16 s to land.
    const seconds = { up: 24, across: 440 + 3 * 5, down: 36 };
    expect(flightSeconds).toBeCloseTo(seconds.up + seconds.across + seconds.down, 0);
    const { climbDrain, descentDrain, cruiseDrain, hoverMinutes, climbSpeed } = performanceOf('0-100-1');
    const climb = 1 + (climbDrain - 1) * (80 / 24 / climbSpeed);
    const hovers = seconds.up * climb + seconds.across * cruiseDrain + seconds.down * descentDrain;
    expect(batteryPercent).toBeCloseTo(hovers / (hoverMinutes * 0.6), 1);
  });

  it('grows with the way, the wind and the speed at which the wind is met', () => {
    const battery = (metres: number, windSpeed: number) =>
      estimate(outTo(metres), { settings: { ...FLIGHT_SETTINGS, windSpeed } }).batteryPercent;
    expect(battery(3000, 0)).toBeGreaterThan(battery(2000, 0));
    expect(battery(2000, 5)).toBeGreaterThan(battery(2000, 0));
    expect(battery(2000, 10)).toBeGreaterThan(battery(2000, 5) + 1);
  });

  it('is refused where the reserve is not left, with what to shorten', () => {
    const circuit = Array.from({ length: 40 }, (_, at): Spot => [at % 2 ? 900 : 0, 300 + at, 80]);
    const { findings, estimate: found } = checkRoute(routeVia(circuit), contextOf());
    expect(found!.batteryPercent).toBeGreaterThan(100);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error battery_not_enough']);
    expect(findings[0]!.zh).toMatch(
      /^预计飞行 \d+ 分钟、耗电 1\d\d%（Matrice 4D，风速 5 m\/s），降落时剩余不足 30%，请把航线缩短约 \d+% 或拆成两条$/,
    );
  });

  it('uses what flights have taught instead of what was published', () => {
    const worn = { ...performanceOf('0-100-1'), hoverMinutes: 23.5 };
    expect(estimate(outTo(2000), { performance: worn }).batteryPercent).toBeCloseTo(
      2 * estimate(outTo(2000)).batteryPercent,
      6,
    );
  });

  it('is careful with a model nobody knows', () => {
    const path = flownPath(routeVia(outTo(2000)), contextOf())!;
    const careful = { ...path, performance: performanceOf('0-999-0') };
    expect(performanceOf('0-999-0').assumed).toContain('hoverMinutes');
    for (const known of ['0-67-1', '0-91-0', '0-100-1', '0-77-0', '0-99-1']) {
      const better = estimateOf({ ...path, performance: performanceOf(known) }, FLIGHT_SETTINGS);
      expect(better.batteryPercent).toBeLessThan(estimateOf(careful, FLIGHT_SETTINGS).batteryPercent);
      expect(better.aircraftModelKey).toBe(known);
    }
  });

  it('is none without the dock, its place or a height', () => {
    const { dock, ...without } = contextOf();
    expect(checkRoute(routeVia(outTo(900)), without)).toMatchObject({ estimate: null, highest: null });
    const nowhere = checkRoute(routeVia(outTo(900)), contextOf({ dock: { ...dock!, place: null } }));
    expect(nowhere.estimate).toBeNull();
    expect(nowhere.findings.map(({ code }) => code)).toEqual(['dock_without_place']);
    const route = routeVia([...outTo(900), [0, 1000, 80, { height: undefined }]]);
    expect(checkRoute(route, contextOf())).toMatchObject({ estimate: null, highest: null });
  });
});
