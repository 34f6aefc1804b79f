import { describe, expect, it } from '@jest/globals';
import { AddressThrottle, networkOf } from './address-throttle.js';

describe('the throttle of an address', () => {
  it('lets a burst through, then one at a time, and says how long to wait', () => {
    const throttle = new AddressThrottle(3, 10);
    const at = 1_000_000;
    expect([1, 2, 3].map(() => throttle.take('10.0.0.1', at))).toEqual([0, 0, 0]);
    expect(throttle.take('10.0.0.1', at)).toBe(10);
    expect(throttle.take('10.0.0.1', at + 4_000)).toBe(6);
    expect(throttle.take('10.0.0.1', at + 10_000)).toBe(0);
    expect(throttle.take('10.0.0.2', at)).toBe(0);
  });

  it('does not fill beyond its size, whether by waiting or by giving back', () => {
    const throttle = new AddressThrottle(2, 10);
    throttle.giveBack('a', 0);
    throttle.giveBack('a', 1_000_000);
    expect([1, 2, 3].map(() => throttle.take('a', 1_000_000))).toEqual([0, 0, 10]);
  });

  it('is not fooled by a clock that jumps back', () => {
    const throttle = new AddressThrottle(1, 10);
    throttle.take('a', 1_000_000);
    expect(throttle.take('a', 0)).toBe(10);
  });

  it('counts an IPv6 subscriber as one, however many addresses they take', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'));
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
    expect(networkOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(networkOf('10.1.2.3')).toBe('10.1.2.3');
  });
});
