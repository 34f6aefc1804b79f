import { describe, expect, it } from '@jest/globals';
import { brokerPassword, hashBrokerPassword, matchesBrokerPassword } from './broker-password.js';

describe('broker passwords', () => {
  it('are read as mosquitto_passwd 2.0.11 wrote them', async () => {
    const written =
      '$7$101$dB+IQ0rGuRme1m2V$s8a1MwHu09bpz4J4P5QN3CJkWZpG/7019KFaZd40hBtjV3/LTGaplJsDqRQQcdtUcGTKHlc1PqRm2Qw8NggjLg==';
    expect(await matchesBrokerPassword(written, Buffer.from('Lychee-1'))).toBe(true);
    expect(await matchesBrokerPassword(written, Buffer.from('Lychee-2'))).toBe(false);
    expect(await matchesBrokerPassword(written, Buffer.alloc(0))).toBe(false);
  });

  it('are written in the same form, with printable salts that differ', async () => {
    const [one, other] = await Promise.all([hashBrokerPassword('x'), hashBrokerPassword('x')]);
    expect(one).toMatch(/^\$7\$101\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]{88}$/);
    expect(one).not.toBe(other);
    expect(Buffer.from(one!.split('$')[3]!, 'base64').toString()).toMatch(/^[\w-]{12}$/);
    expect(await matchesBrokerPassword(one!, Buffer.from('x'))).toBe(true);
  });

  it('never match a hash of another form', async () => {
    for (const stored of ['', 'x', '$6$salt$hash', '$7$101$$', '$7$101$c2FsdA==$', '$7$$c2FsdA==$aGFzaA==']) {
      expect(await matchesBrokerPassword(stored, Buffer.from('x'))).toBe(false);
    }
  });

  it('are random, long enough, and without look-alikes', () => {
    const made = Array.from({ length: 500 }, brokerPassword);
    expect(new Set(made).size).toBe(made.length);
    for (const password of made) expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{26}$/);
  });
});
