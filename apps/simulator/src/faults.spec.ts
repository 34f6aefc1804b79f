import { describe, expect, it } from '@jest/globals';
import { InvalidFault, checkedFault, parseFault, type ActiveFault, type FaultKind } from './faults.js';
import { randomOf } from './random.js';
import { Tamper, brokenText, driftedMessage } from './tamper.js';
import { Wheel } from './wheel.js';

describe('a fault as written on the command line', () => {
  it('reads kind, serial, time and parameters, and fills in the rest', () => {
    expect(parseFault('silence:SN1:30s')).toEqual({ kind: 'silence', sn: 'SN1', seconds: 30, params: {} });
    expect(parseFault('clock_skew:all:5m:offset=-900,drift=2')).toEqual({
      kind: 'clock_skew',
      sn: 'all',
      seconds: 300,
      params: { offset: -900, drift: 2 },
    });
    expect(parseFault('malformed:SN1')).toEqual({ kind: 'malformed', sn: 'SN1', seconds: null, params: { p: 0.2 } });
  });

  it.each([
    'flood:SN1:30s',
    'silence::30s',
    'silence:SN1:soon',
    'silence:SN1:0s',
    'rain:SN1:30s:depth=3',
    'rain:SN1:30s:level=x',
  ])('refuses %s and says what would do', (text) => {
    expect(() => parseFault(text)).toThrow(InvalidFault);
  });

  it('refuses names that every object has', () => {
    expect(() => checkedFault({ kind: 'constructor', sn: 'all', seconds: 1 })).toThrow(InvalidFault);
  });
});

describe('what faults do to messages on their way out', () => {
  function setUp(kind: FaultKind, params: Record<string, number> = {}) {
    const clock = { now: 0 };
    const wheel = new Wheel(() => clock.now);
    const faults = new Map<FaultKind, ActiveFault>([[kind, { kind, params, since: 0, until: null }]]);
    const sent: string[] = [];
    const tamper = new Tamper(faults, randomOf('t'), wheel, (_topic, payload) => sent.push(payload));
    const send = (count: number) => {
      for (let number = 0; number < count; number++)
        tamper.send({ topic: 't', message: { n: number, data: { a: 1.5, b: true } }, qos: 0 });
    };
    const later = () => {
      clock.now += 10_000;
      wheel.advance();
    };
    return { send, sent, faults, later };
  }
  const numbers = (sent: string[]) => sent.map((payload) => (JSON.parse(payload) as { n: number }).n);

  it('silence sends nothing, and speaking goes on when it ends', () => {
    const { send, sent, faults } = setUp('silence');
    send(5);
    expect(sent).toEqual([]);
    faults.clear();
    send(2);
    expect(numbers(sent)).toEqual([0, 1]);
  });

  it('duplicates repeat byte for byte and lose nothing', () => {
    const { send, sent } = setUp('duplicate', { p: 1 });
    send(3);
    expect(numbers(sent)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(sent[0]).toBe(sent[1]);
  });

  it('reordered messages all arrive, some late', () => {
    const { send, sent, later } = setUp('reorder', { p: 0.4 });
    send(50);
    later();
    const order = numbers(sent);
    expect([...order].sort((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(order).not.toEqual([...order].sort((one, other) => one - other));
  });

  it('malformed payloads cannot be parsed, the others can', () => {
    const { send, sent } = setUp('malformed', { p: 0.5 });
    send(200);
    const bad = sent.filter((payload) => {
      try {
        JSON.parse(payload);
        return false;
      } catch {
        return true;
      }
    });
    expect(bad.length).toBeGreaterThan(60);
    expect(bad.length).toBeLessThan(140);
  });

  it('breaks every payload it is asked to break', () => {
    const random = randomOf('b');
    for (let count = 0; count < 200; count++) {
      const text = brokenText('{"tid":"a","timestamp":12,"data":{"x":1,"y":"z"}}', random);
      expect(() => JSON.parse(text) as unknown).toThrow();
    }
  });

  it('drifts types inside data only, and leaves the original untouched', () => {
    const message = { tid: 't', timestamp: 5, data: { a: 1.5, b: true, c: 'text', d: [{ e: 4 }] } };
    const before = structuredClone(message);
    const drifts = Array.from({ length: 100 }, (_, index) => driftedMessage(message, 0.5, randomOf(String(index))));
    expect(message).toEqual(before);
    expect(drifts.every(({ tid, timestamp }) => tid === 't' && timestamp === 5)).toBe(true);
    const values = drifts.map(({ data }) => (data as { a?: unknown }).a);
    expect(values).toContain('1.5');
    expect(values).toContain(undefined);
    expect(values).toContain(1.5);
  });
});
