import { describe, expect, it } from '@jest/globals';
import { ageInWords, clockTime, dayText } from './age.js';

const now = new Date(2026, 10, 23, 10, 22, 31).getTime();
const secondsAgo = (seconds: number) => ageInWords(now - seconds * 1000, now, 'zh');

describe('an age in words', () => {
  it.each([
    [0, '刚刚'],
    [12, '12 秒前'],
    [59, '59 秒前'],
    [60, '1 分钟前'],
    [3599, '59 分钟前'],
    [3600, '1 小时前'],
    [47 * 3600, '47 小时前'],
    [48 * 3600, '2 天前'],
  ])('calls %i seconds %s', (seconds, words) => {
    expect(secondsAgo(seconds)).toBe(words);
  });

  it('takes a clock that is a little ahead for now, not for the future', () => {
    expect(secondsAgo(-3)).toBe('刚刚');
  });

  it('speaks English after the switch', () => {
    expect(ageInWords(now - 12_000, now, 'en')).toBe('12 s ago');
  });
});

describe('a time of day', () => {
  it('leaves the day out today and names it otherwise', () => {
    expect(clockTime(now - 1000, now)).toBe('10:22:30');
    expect(clockTime(now - 86_400_000, now)).toBe('2026-11-22 10:22:31');
    expect(dayText(new Date(now))).toBe('2026-11-23');
  });
});
