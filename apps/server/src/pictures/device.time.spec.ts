import { describe, expect, it } from '@jest/globals';
import { deviceTimeOf } from './device.time.js';

describe('the time that a device tells', () => {
  it.each([
    ['2026-07-21 10:22:31', '2026-07-21T02:22:31.000Z'],
    ['2026:07:21 10:22:31.250', '2026-07-21T02:22:31.250Z'],
    ['2026:07:21 10:22:31+08:00', '2026-07-21T02:22:31.000Z'],
    ['2026-07-21T10:22:31+0800', '2026-07-21T02:22:31.000Z'],
    ['2026-07-21T02:22:31.5Z', '2026-07-21T02:22:31.500Z'],
    ['2026-07-20T22:22:31-04:00', '2026-07-21T02:22:31.000Z'],
  ])('%s is %s in Shanghai', (text, instant) => {
    expect(new Date(deviceTimeOf(text, 'Asia/Shanghai')!).toISOString()).toBe(instant);
  });

  it.each(['', '0000:00:00 00:00:00', '2026-13-45 10:00:00', 'yesterday', '2026-07-21', '2026-07-21 25:61:00'])(
    'says nothing by %s',
    (text) => {
      expect(deviceTimeOf(text, 'Asia/Shanghai')).toBeNull();
    },
  );
});
