import { describe, expect, it } from '@jest/globals';
import { CALM, groundSpeed } from './dynamics.js';
import { Flight, type Phase } from './flight.js';
import { aircraftModel } from './models.js';
import { randomOf } from './random.js';

const SQUARE = [
  { x: 200, y: 0, z: 80 },
  { x: 200, y: 200, z: 80 },
  { x: 0, y: 200, z: 80 },
];

interface Change {
  to: Phase;
  at: number;
}

function flown(): { flight: Flight; changes: Change[]; pass: (seconds: number) => void; modes: number[] } {
  const clock = { time: 0 };
  const changes: Change[] = [];
  const flight = new Flight(
    aircraftModel('0-100-1').limits,
    randomOf('f'),
    (_from, to) => changes.push({ to, at: clock.time }),
    0,
  );
  const modes: number[] = [0];
  const pass = (seconds: number) => {
    for (let left = seconds; left > 0; left -= 0.5) {
      flight.advance(0.5, CALM);
      clock.time += 0.5;
      if (modes.at(-1) !== flight.modeCode) modes.push(flight.modeCode);
    }
  };
  return { flight, changes, pass, modes };
}

describe('a flight', () => {
  it('goes through the modes of the protocol from the ground to the ground', () => {
    const { flight, changes, pass, modes } = flown();
    flight.prepare({ points: SQUARE, speed: 10 });
    pass(5);
    flight.takeOff();
    pass(400);
    expect(modes).toEqual([0, 1, 4, 5, 9, 10, 0]);
    expect(changes.map(({ to }) => to)).toEqual([
      'preparing',
      'taking_off',
      'transit',
      'wayline',
      'returning',
      'landing',
      'grounded',
    ]);
    expect(flight.homeDistance).toBeLessThan(1.5);
    expect(flight.motion.z).toBe(0);
  });

  it('takes about seven seconds to take off and about 37 to land from a hundred metres, as captured', () => {
    const { flight, changes, pass } = flown();
    flight.prepare({ points: SQUARE, speed: 10 });
    flight.takeOff();
    pass(400);
    const at = Object.fromEntries(changes.map(({ to, at: time }) => [to, time])) as Record<Phase, number>;
    expect(at.transit - at.taking_off).toBeGreaterThanOrEqual(6.5);
    expect(at.transit - at.taking_off).toBeLessThanOrEqual(7.5);
    expect(at.grounded - at.landing).toBeGreaterThan(30);
    expect(at.grounded - at.landing).toBeLessThan(44);
  });

  it('climbs to the safe height before it crosses', () => {
    const { flight, pass } = flown();
    flight.returnHeight = 60;
    flight.prepare({ points: SQUARE, speed: 10 });
    flight.takeOff();
    for (let time = 0; time < 120 && flight.phase !== 'wayline'; time++) {
      if (flight.motion.z < 50) expect(flight.homeDistance).toBeLessThan(3);
      pass(1);
    }
    expect(flight.phase).toBe('wayline');
  });

  it('hovers when paused, goes on when resumed, and comes home when told', () => {
    const { flight, pass } = flown();
    flight.prepare({ points: SQUARE, speed: 10 });
    flight.takeOff();
    pass(60);
    flight.pause();
    pass(10);
    const held = { ...flight.motion };
    pass(30);
    expect(groundSpeed(flight.motion)).toBeLessThan(0.5);
    expect(Math.hypot(flight.motion.x - held.x, flight.motion.y - held.y)).toBeLessThan(3);
    flight.resume();
    pass(20);
    expect(['transit', 'wayline']).toContain(flight.phase);
    flight.returnHome();
    pass(200);
    expect(flight.phase).toBe('grounded');
  });

  it('flies to a point by command and waits there', () => {
    const { flight, pass } = flown();
    flight.prepare({ points: [], speed: 10 }, { x: 100, y: 50, z: 60 }, 12);
    flight.takeOff();
    pass(90);
    expect(flight.phase).toBe('hovering');
    expect(Math.hypot(flight.motion.x - 100, flight.motion.y - 50)).toBeLessThan(2);
    expect(flight.motion.z).toBeCloseTo(60, 0);
  });
});
