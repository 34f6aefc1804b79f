import { describe, expect, it } from '@jest/globals';
import { Wheel } from './wheel.js';

describe('the timing wheel', () => {
  const wheelAt = () => {
    const clock = { now: 0 };
    return { clock, wheel: new Wheel(() => clock.now, 50, 16) };
  };
  const until = (clock: { now: number }, wheel: Wheel, end: number, step = 10) => {
    while (clock.now < end) {
      clock.now += step;
      wheel.advance();
    }
  };

  it('runs a task once, in the slot after its delay, also beyond one turn of the wheel', () => {
    const { clock, wheel } = wheelAt();
    const ran: number[] = [];
    for (const delay of [0, 120, 799, 800, 5000]) wheel.after(delay, () => ran.push(clock.now));
    until(clock, wheel, 6000);
    expect(ran).toEqual([50, 150, 800, 800, 5000]);
  });

  it('keeps the phase of a periodic task over a thousand runs', () => {
    const { clock, wheel } = wheelAt();
    const ran: number[] = [];
    wheel.every(1300, () => ran.push(clock.now), 500);
    until(clock, wheel, 1_300_500);
    expect(ran).toHaveLength(1001);
    expect(ran.every((time, index) => time === 500 + index * 1300)).toBe(true);
  });

  it('runs a missed periodic task once after a stall', () => {
    const { clock, wheel } = wheelAt();
    let runs = 0;
    wheel.every(100, () => runs++);
    clock.now = 60_000;
    wheel.advance();
    expect(runs).toBe(1);
    until(clock, wheel, 61_000);
    expect(runs).toBe(11);
  });

  it('forgets a cancelled task, also when it cancels itself', () => {
    const { clock, wheel } = wheelAt();
    let runs = 0;
    const planned = wheel.every(100, () => {
      runs++;
      if (runs === 3) planned.cancel();
    });
    wheel.after(200, () => runs++).cancel();
    until(clock, wheel, 2000);
    expect(runs).toBe(3);
  });
});
