import { describe, expect, it } from '@jest/globals';
import { errorOf } from '#dji';
import { deviceCodeRanges } from './device.codes.js';
import { reasonOfBreak, reasonOfCode, RESUMABLE, reasonView, TASK_REASONS } from './task.reasons.js';

describe('the reasons of a task', () => {
  it('say cause and next step in both languages, and name each code once', () => {
    for (const [code, words] of Object.entries(TASK_REASONS)) {
      expect(code).toMatch(/^[a-z_]+$/);
      expect([words.zh, words.nextZh]).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/), expect.any(String)]);
      expect(`${words.en}${words.nextEn}`).not.toMatch(/[\u4e00-\u9fff]/);
    }
    expect(new Set(Object.values(TASK_REASONS).map(({ zh }) => zh)).size).toBe(Object.keys(TASK_REASONS).length);
  });

  it('have device codes in ranges that do not overlap', () => {
    const ranges = deviceCodeRanges();
    for (const [index, [from, to]] of ranges.entries()) {
      expect(to).toBeGreaterThanOrEqual(from);
      if (index > 0) expect(from).toBeGreaterThan(ranges[index - 1]![1]);
    }
  });

  it('cover every code of a flight that the maker or the reference describes', () => {
    // Of live video, logs, dongles, binding, fly-to and remote control no task comes to its end.
    const elsewhere = (code: number) =>
      /^(13|2|513|5143|613|3240[12]|326|336|337|33804|33805)/.test(String(code)) || code < 300_000;
    const unknown: number[] = [];
    for (let code = 312_000; code < 515_000; code++) {
      if (errorOf(code)?.reaction && !elsewhere(code) && reasonOfCode(code) === 'unknown_device_code')
        unknown.push(code);
    }
    expect(unknown).toEqual([]);
  });

  it('keep a code that nobody has described', () => {
    expect(reasonOfCode(399_123)).toBe('unknown_device_code');
    expect(reasonView('unknown_device_code', 399_123)).toMatchObject({
      deviceCode: 399_123,
      deviceZh: null,
      acting: 'operator',
    });
  });

  it('read a break reason as the result that tells of it', () => {
    expect(reasonOfBreak(0)).toBeNull();
    expect(reasonOfBreak(517)).toBe('obstacle');
    expect(reasonOfBreak(773)).toBe(reasonOfCode(321_773));
    expect(reasonOfBreak(1283)).toBe('return_ordered');
    expect(reasonView('action_failed', 322_600).deviceZh).toBe('航点动作或触发器错误');
    expect(reasonView('rain', 514_134)).toMatchObject({ deviceZh: '雨量过大', acting: 'system', retryBy: 'system' });
  });

  it('never let a flight go on from an obstacle', () => {
    expect(RESUMABLE.has('obstacle')).toBe(false);
    expect(TASK_REASONS.obstacle.retryBy).toBe('operator');
  });
});
