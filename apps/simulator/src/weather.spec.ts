import { describe, expect, it } from '@jest/globals';
import { randomOf } from './random.js';
import { windOctant } from './osd-aircraft.js';
import { firstWeather, nextWeather, seasonOf, type Weather } from './weather.js';

function year(seed: string): { weather: Weather; hour: number; day: number }[] {
  const random = randomOf(seed);
  const hours: { weather: Weather; hour: number; day: number }[] = [];
  let weather = firstWeather({ hour: 0, day: 1 }, random);
  for (let hour = 0; hour < 365 * 24; hour++) {
    const season = { hour: hour % 24, day: 1 + Math.floor(hour / 24) };
    for (let part = 0; part < 12; part++) weather = nextWeather(weather, season, 300, random);
    hours.push({ weather, ...season });
  }
  return hours;
}

describe('the weather', () => {
  const hours = year('w');
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('is warm in July and cool in January, and warmer at three than at three at night', () => {
    const of = (from: number, to: number) =>
      mean(hours.filter(({ day }) => day >= from && day < to).map(({ weather }) => weather.temperature));
    expect(of(182, 212)).toBeGreaterThan(of(1, 31) + 8);
    const at = (wanted: number) =>
      mean(hours.filter(({ hour }) => hour === wanted).map(({ weather }) => weather.temperature));
    expect(at(15)).toBeGreaterThan(at(3) + 3);
  });

  it('rains now and then, more in the wet season, and stops again', () => {
    const wet = (from: number, to: number) =>
      mean(hours.filter(({ day }) => day >= from && day < to).map(({ weather }) => Number(weather.rainfall > 0)));
    expect(wet(110, 260)).toBeGreaterThan(wet(280, 365));
    expect(wet(110, 260)).toBeGreaterThan(0.01);
    expect(wet(110, 260)).toBeLessThan(0.3);
  });

  it('stays within what air can be', () => {
    for (const { weather } of hours) {
      expect(weather.wind).toBeGreaterThanOrEqual(0);
      expect(weather.wind).toBeLessThan(25);
      expect(weather.humidity).toBeGreaterThan(30);
      expect(weather.humidity).toBeLessThanOrEqual(100);
      expect([0, 1, 2, 3]).toContain(weather.rainfall);
    }
  });

  it('follows the clock of its place', () => {
    const instant = Date.UTC(2026, 6, 21, 2, 30);
    expect(seasonOf(instant, 'Asia/Shanghai').hour).toBeCloseTo(10.5, 5);
    expect(seasonOf(instant, 'UTC').hour).toBeCloseTo(2.5, 5);
  });

  it('names the octant the wind comes from', () => {
    expect([0, 44, 90, 180, 270, 350].map(windOctant)).toEqual([1, 2, 3, 5, 7, 1]);
  });
});
