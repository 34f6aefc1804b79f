import { describe, expect, it } from '@jest/globals';
import { daylightOf } from './daylight.js';
import { localClockOf } from './local-day.js';

const SHANGHAI = 'Asia/Shanghai';
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

describe('daylight', () => {
  // Times as printed for Chinese cities on 27 December 2022, and, at Greenwich, the table of sunrises by latitude of
  // Astronomy Answers (L. Strous) for 1 January 2002, in mean local time.
  it.each([
    ['北京', '2022-12-27', 39.904, 116.407, '07:34', '16:55'],
    ['上海', '2022-12-27', 31.23, 121.474, '06:51', '16:58'],
    ['昆明', '2022-12-27', 25.04, 102.712, '07:52', '18:27'],
    ['成都', '2022-12-27', 30.572, 104.066, '07:59', '18:09'],
  ])('at %s is as published, to two minutes', (_, day, latitude, longitude, sunrise, sunset) => {
    const light = daylightOf(day, { latitude, longitude }, SHANGHAI)!;
    expect(Math.abs(minutes(localClockOf(light.sunrise, SHANGHAI)) - minutes(sunrise))).toBeLessThanOrEqual(2);
    expect(Math.abs(minutes(localClockOf(light.sunset, SHANGHAI)) - minutes(sunset))).toBeLessThanOrEqual(2);
  });

  it.each([
    [0, '06:00'],
    [20, '06:35'],
    [22, '06:39'],
    [30, '06:56'],
    [40, '07:22'],
    [50, '07:59'],
    [-30, '05:02'],
  ])('begins at latitude %d as in the table', (latitude, sunrise) => {
    const light = daylightOf('2002-01-01', { latitude, longitude: 0 }, 'UTC')!;
    expect(Math.abs(minutes(localClockOf(light.sunrise, 'UTC')) - minutes(sunrise))).toBeLessThanOrEqual(2);
  });

  it('is none where the sun does not rise', () => {
    expect(daylightOf('2026-12-21', { latitude: 80, longitude: 20 }, 'UTC')).toBeNull();
  });

  it('belongs to the day of the county, whatever the hour in UTC', () => {
    const light = daylightOf('2026-11-25', { latitude: 21.61, longitude: 110.29 }, SHANGHAI)!;
    expect(new Date(light.sunrise).toISOString().slice(0, 10)).toBe('2026-11-24');
    expect(localClockOf(light.sunset, SHANGHAI)).toMatch(/^17:5/);
  });
});
