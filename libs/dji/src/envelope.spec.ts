import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { envelopeOf, type Note, readTimestamp } from './index.js';

describe('the time of a message', () => {
  it.each([
    [1784600000000, 1784600000000, 0],
    ['1784600000000', 1784600000000, 1],
    [1784600000, 1784600000000, 1],
    ['1784600000', 1784600000000, 1],
    [17846000000005, 1784600000000, 1],
    [1784600000000123, 1784600000000, 1],
    [1784600000000.75, 1784600000000, 0],
    ['2026-07-21T02:13:20Z', Date.UTC(2026, 6, 21, 2, 13, 20), 1],
    [0, null, 1],
    [-5, null, 1],
    ['', null, 1],
    ['soon', null, 1],
    [true, null, 1],
    [{}, null, 1],
    [1e300, null, 1],
    [null, null, 0],
    [undefined, null, 0],
  ])('%p is read as %p', (value, time, noted) => {
    const notes: Note[] = [];
    expect(readTimestamp(value, notes)).toBe(time);
    expect(notes).toHaveLength(noted);
  });

  it('is a whole number of milliseconds in a sane range, or null, whatever came', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), fc.jsonValue()), (value) => {
        const time = readTimestamp(value, []);
        expect(time === null || (Number.isSafeInteger(time) && time > 0)).toBe(true);
      }),
    );
  });
});

describe('the frame of a message', () => {
  it('keeps every member, known or not', () => {
    const notes: Note[] = [];
    const message = {
      tid: 't',
      bid: 'b',
      timestamp: 1784600000000,
      gateway: 'D1',
      method: 'm',
      need_reply: 1,
      data: [1],
      seq: 7,
      trace: 'x',
    };
    expect(envelopeOf(message, notes)).toEqual({
      tid: 't',
      bid: 'b',
      timestamp: 1784600000000,
      gateway: 'D1',
      method: 'm',
      needReply: true,
      data: [1],
      extra: { seq: 7, trace: 'x' },
    });
    expect(notes).toEqual([{ kind: 'unknown_field', name: 'envelope.trace', example: '"x"' }]);
  });

  it.each([
    [1, true, 0],
    [0, false, 0],
    [true, true, 0],
    [false, false, 0],
    ['1', true, 1],
    ['no', false, 1],
    [2, false, 1],
    [null, false, 0],
  ])('reads need_reply %p as %p', (value, needReply, noted) => {
    const notes: Note[] = [];
    expect(envelopeOf({ need_reply: value, data: {} }, notes).needReply).toBe(needReply);
    expect(notes).toHaveLength(noted);
  });

  it('reads ids that came as numbers', () => {
    const notes: Note[] = [];
    expect(envelopeOf({ tid: 17, bid: 18, data: {} }, notes)).toMatchObject({ tid: '17', bid: '18' });
    expect(notes.map((note) => note.name)).toEqual(['envelope.tid', 'envelope.bid']);
  });

  it('prefers the rightly spelled timestamp', () => {
    const wrong = { 'timestamp:': 1784600000000, timestamp: 1784600000001, data: {} };
    expect(envelopeOf(wrong, []).timestamp).toBe(1784600000001);
  });

  it('keeps what was sent, in any order of members', () => {
    const frame = fc.record(
      {
        tid: fc.string({ minLength: 1 }),
        bid: fc.string({ minLength: 1 }),
        timestamp: fc.integer({ min: 1e12, max: 2e12 }),
        gateway: fc.string({ minLength: 1 }),
        method: fc.string({ minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(frame, fc.jsonValue(), (members, data) => {
        fc.pre(data !== null);
        const entries = Object.entries({ ...members, data });
        for (const order of [entries, entries.toReversed()]) {
          const envelope = envelopeOf(Object.fromEntries(order), []);
          expect(envelope).toMatchObject({ ...members, data });
          expect(envelope.extra).toEqual({});
        }
      }),
    );
  });
});
