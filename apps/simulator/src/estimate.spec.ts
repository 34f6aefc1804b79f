import { describe, expect, it } from '@jest/globals';
import { checkRoute, type FlightEstimate } from '#routes';
import { writeKmz, type Route } from '#wayline';
import { contextOf, HOME, legVia, routeVia, type Spot } from '../../../libs/routes/fixtures/flights.js';
import { drain, type Battery } from './battery.js';
import { CALM } from './dynamics.js';
import { Flight } from './flight.js';
import { localFrame } from './local-frame.js';
import { missionOf } from './mission-file.js';
import { AIRCRAFT_KEYS, aircraftModel } from './models.js';
import { randomOf } from './random.js';

/** Flies the file of a route: seconds and percent of the battery from take-off to landing. */
function fly(route: Route, modelKey: string): { seconds: number; percent: number } {
  const model = aircraftModel(modelKey);
  const flight = new Flight(model.limits, randomOf('estimate'), () => undefined, 0);
  flight.returnHeight = route.mission.returnHeight!;
  const takeOff = { frame: localFrame(HOME), groundHeight: 0 };
  flight.prepare(missionOf(writeKmz(route), takeOff));
  flight.takeOff();
  let battery: Battery = { percent: 100, temperature: 25, loopTimes: 0 };
  let seconds = 0;
  while (flight.airborne && seconds < 7200) {
    flight.advance(0.5, CALM);
    battery = drain(battery, flight.load, model, 25, 0.5);
    seconds += 0.5;
  }
  return { seconds, percent: 100 - battery.percent };
}

function estimateOf(route: Route, aircraftModelKey: string): FlightEstimate {
  const dock = { ...contextOf().dock!, aircraftModelKey };
  return checkRoute(route, contextOf({ dock })).estimate!;
}

const photo: Spot[3] = {
  actionGroups: [
    {
      from: 0,
      to: 0,
      order: 'one_after_another',
      trigger: { kind: 'reach' },
      actions: [{ kind: 'take_photo', params: {} }],
    },
  ],
};
const pass: Spot[3] = { turn: { mode: 'curve_pass', damping: 10 } };
const ROUTES: Record<string, Route> = {
  'far out and back': routeVia([
    [0, 300, 90],
    [0, 2500, 90],
  ]),
  'a lawn of lanes': routeVia(
    Array.from({ length: 24 }, (_, at): Spot => [300 + 40 * (at >> 1), (at + 1) & 2 ? 900 : 300, 80]),
  ),
  'points to photograph': routeVia(
    Array.from({ length: 12 }, (_, at): Spot => [150 * at, 400 + 60 * (at % 3), 60 + 5 * (at % 4), photo]),
  ),
  'round curves': routeVia(
    Array.from({ length: 30 }, (_, at): Spot => [700 * Math.cos(at / 5), 700 * Math.sin(at / 5), 80, pass]),
  ),
  'up and down': routeVia(Array.from({ length: 10 }, (_, at): Spot => [0, 300 + 60 * at, at % 2 ? 40 : 110])),
  'two legs': routeVia([
    legVia([
      [0, 300, 80],
      [900, 300, 80],
    ]),
    legVia([
      [900, 900, 100],
      [0, 900, 100],
    ]),
  ]),
};

describe('the estimate of a flight', () => {
  it.each(Object.entries(ROUTES))('is what the simulated aircraft takes, or a little more: %s', (_name, route) => {
    const found = fly(route, '0-100-1');
    const expected = estimateOf(route, '0-100-1');
    expect(expected.flightSeconds / found.seconds).toBeGreaterThan(0.95);
    expect(expected.flightSeconds / found.seconds).toBeLessThan(1.25);
    expect(expected.batteryPercent / found.percent).toBeGreaterThan(1);
    expect(expected.batteryPercent / found.percent).toBeLessThan(1.4);
  });

  it('holds for every aircraft that is simulated', () => {
    const route = ROUTES['a lawn of lanes']!;
    for (const model of AIRCRAFT_KEYS) {
      expect([model, estimateOf(route, model).batteryPercent / fly(route, model).percent > 1]).toEqual([model, true]);
    }
  });
});
