import { describe, expect, it } from '@jest/globals';
import { CALM, atRest, groundSpeed, step, type Goal, type Limits, type Motion, type MovingAir } from './dynamics.js';
import { randomOf } from './random.js';

const LIMITS: Limits = { climb: 5, descent: 4, acceleration: 3, verticalAcceleration: 2, turnRate: 60 };
const STEP = 0.5;

function fly(goal: Goal, seconds: number, air: MovingAir = CALM, seed = 'a'): Motion[] {
  const random = randomOf(seed);
  const motions: Motion[] = [{ ...atRest(0), z: goal.z }];
  for (let time = 0; time < seconds; time += STEP) motions.push(step(motions.at(-1)!, goal, LIMITS, air, STEP, random));
  return motions;
}

describe('the dynamics of an aircraft', () => {
  const goal: Goal = { x: 300, y: 400, z: 80, speed: 10, passSpeed: 0 };

  it('never changes its speed faster than the air frame allows, nor exceeds the speed it was given', () => {
    const motions = fly(goal, 120);
    const changes = motions
      .slice(1)
      .map((motion, index) => Math.hypot(motion.vx - motions[index]!.vx, motion.vy - motions[index]!.vy));
    expect(Math.max(...changes)).toBeLessThanOrEqual(LIMITS.acceleration * STEP + 1e-9);
    expect(Math.max(...motions.map(groundSpeed))).toBeLessThanOrEqual(10 + 1e-9);
    expect(Math.max(...motions.map(groundSpeed))).toBeGreaterThan(9.5);
  });

  it('brakes in time and comes to rest at its goal', () => {
    const motions = fly(goal, 120);
    const last = motions.at(-1)!;
    expect(Math.hypot(last.x - 300, last.y - 400)).toBeLessThan(0.5);
    expect(groundSpeed(last)).toBeLessThan(0.2);
    expect(Math.max(...motions.map(({ x }) => x))).toBeLessThan(302);
  });

  it('turns its nose into the flight no faster than it can', () => {
    const motions = fly({ ...goal, x: -400, y: -10 }, 30);
    const turns = motions
      .slice(1)
      .map((motion, index) => Math.abs(((motion.heading - motions[index]!.heading + 540) % 360) - 180));
    expect(Math.max(...turns)).toBeLessThanOrEqual(LIMITS.turnRate * STEP + 1e-9);
    expect(motions.at(-1)!.heading).toBeCloseTo(-91.4, 0);
  });

  it('leans forward when it flies and against the wind when it hovers', () => {
    expect(fly({ ...goal, x: 0, y: 2000 }, 20).at(-1)!.pitch).toBeLessThan(-8);
    const hovering = fly({ ...goal, x: 0, y: 0 }, 20, { east: -8, north: 0, gust: 0 }).at(-1)!;
    expect(hovering.roll).toBeGreaterThan(5);
  });

  it('is pushed about by gusts yet stays with its place', () => {
    const motions = fly({ ...goal, x: 0, y: 0 }, 300, { east: 6, north: 0, gust: 1.7 });
    const away = motions.map(({ x, y }) => Math.hypot(x, y));
    expect(Math.max(...away)).toBeGreaterThan(0.05);
    expect(Math.max(...away)).toBeLessThan(3);
  });

  it('flies the same for the same seed and otherwise for another', () => {
    const air = { east: 3, north: 1, gust: 1 };
    expect(fly(goal, 60, air, 'x')).toEqual(fly(goal, 60, air, 'x'));
    expect(fly(goal, 60, air, 'x')).not.toEqual(fly(goal, 60, air, 'y'));
  });

  it('climbs and sinks within its limits and never through the ground', () => {
    const random = randomOf('v');
    let motion = atRest(0);
    const speeds: number[] = [];
    const towards = (z: number) => {
      motion = step(motion, { ...goal, x: 0, y: 0, z }, LIMITS, CALM, STEP, random);
      speeds.push(motion.vz);
    };
    for (let time = 0; time < 60; time += STEP) towards(100);
    expect(motion.z).toBeCloseTo(100, 0);
    for (let time = 0; time < 60; time += STEP) towards(-20);
    expect(motion.z).toBe(0);
    expect(Math.max(...speeds)).toBeLessThanOrEqual(LIMITS.climb + 1e-9);
    expect(Math.min(...speeds)).toBeGreaterThanOrEqual(-LIMITS.descent - 1e-9);
  });
});
