import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyState, type MergedState, mergeProperties, type Properties, STEP_BACK_MS } from './index.js';

const T = Date.UTC(2026, 6, 21);

/** Merges bodies one by one; each is [device time, body], received one second after the last. */
function mergeAll(messages: [number | null, Properties][], state = emptyState()): MergedState {
  messages.forEach(([time, body], at) => mergeProperties(state, body, T + at * 1000, time));
  return state;
}

describe('merging partial bodies', () => {
  it('keeps what other parts said, with the times of each key', () => {
    const state = mergeAll([
      [T, { cover_state: 0, wind_speed: 1 }],
      [T + 500, { job_number: 3 }],
    ]);
    expect(state.properties).toEqual({ cover_state: 0, wind_speed: 1, job_number: 3 });
    expect(state.times).toEqual({
      cover_state: { receivedAt: T, deviceTime: T },
      wind_speed: { receivedAt: T, deviceTime: T },
      job_number: { receivedAt: T + 1000, deviceTime: T + 500 },
    });
  });

  it('keeps members that a later object leaves out, and replaces lists whole', () => {
    const state = mergeAll([
      [
        T,
        {
          sub_device: { device_sn: 'A1', device_model_key: '0-91-1' },
          cameras: [{ a: 1 }, { b: 2 }],
          '99-0-0': { gimbal_yaw: 1, zoom_factor: 2 },
        },
      ],
      [
        T + 1,
        { sub_device: { device_sn: 'A1', device_online_status: 0 }, cameras: [{ c: 3 }], '99-0-0': { gimbal_yaw: 5 } },
      ],
    ]);
    expect(state.properties).toEqual({
      sub_device: { device_sn: 'A1', device_model_key: '0-91-1', device_online_status: 0 },
      cameras: [{ c: 3 }],
      '99-0-0': { gimbal_yaw: 5, zoom_factor: 2 },
    });
  });

  it('takes null as a report of no value and never deletes a key', () => {
    const state = mergeAll([
      [T, { height: 12, battery: { capacity_percent: 80 } }],
      [T + 1, { height: null, battery: { capacity_percent: null } }],
    ]);
    expect(state.properties).toEqual({ height: null, battery: { capacity_percent: null } });
  });

  it('tells which keys changed, not which were repeated', () => {
    const state = emptyState();
    const body = { a: 1, b: { c: [1, { d: 2 }] }, e: [] };
    expect(mergeProperties(state, structuredClone(body), T, T)).toEqual({ changed: ['a', 'b', 'e'], late: [] });
    expect(mergeProperties(state, structuredClone(body), T + 1, T + 1)).toEqual({ changed: [], late: [] });
    expect(state.times['a']).toEqual({ receivedAt: T + 1, deviceTime: T + 1 });
    expect(mergeProperties(state, { b: { c: [1, { d: 3 }] } }, T + 2, T + 2).changed).toEqual(['b']);
  });

  it('leaves the messages and earlier values untouched', () => {
    const first = { battery: { capacity_percent: 80, batteries: [{ index: 0 }] } };
    const state = mergeAll([[T, first]]);
    const before = state.properties['battery'];
    const second = { battery: { capacity_percent: 79 } };
    mergeProperties(state, second, T + 1, T + 1);
    expect(first).toEqual({ battery: { capacity_percent: 80, batteries: [{ index: 0 }] } });
    expect(second).toEqual({ battery: { capacity_percent: 79 } });
    expect(before).toEqual({ capacity_percent: 80, batteries: [{ index: 0 }] });
    expect(state.properties['battery']).toEqual({ capacity_percent: 79, batteries: [{ index: 0 }] });
  });

  it('treats names of the language like any other key', () => {
    const body = JSON.parse(
      '{"constructor":1,"toString":{"a":1},"__proto__":{"polluted":1},"b":{"__proto__":{"polluted":1},"hasOwnProperty":2}}',
    ) as Properties;
    const state = mergeAll([
      [T, body],
      [T + 1, JSON.parse('{"toString":{"b":2},"b":{"__proto__":{"polluted":1},"c":1}}') as Properties],
    ]);
    expect(Object.keys(state.properties)).toEqual(['constructor', 'toString', 'b']);
    expect(state.properties['toString']).toEqual({ a: 1, b: 2 });
    expect('polluted' in state.properties).toBe(false);
    expect('polluted' in (state.properties['b'] as object)).toBe(false);
  });

  it('survives objects nested without end', () => {
    let deep: unknown = 1;
    let other: unknown = 2;
    for (let at = 0; at < 20_000; at++) {
      deep = { a: deep };
      other = { a: other };
    }
    const state = mergeAll([
      [T, { deep }],
      [T + 1, { deep: other }],
    ]);
    expect(Object.keys(state.properties)).toEqual(['deep']);
  });
});

describe('messages out of order', () => {
  it('keep out a key that is older than what is known, and take the others', () => {
    const state = mergeAll([[T + 2000, { a: 'new' }]]);
    expect(mergeProperties(state, { a: 'old', b: 'first' }, T + 1000, T)).toEqual({ changed: ['b'], late: ['a'] });
    expect(state.properties).toEqual({ a: 'new', b: 'first' });
    expect(state.times['a']).toEqual({ receivedAt: T, deviceTime: T + 2000 });
  });

  it('take a clock that stepped far back at once, with every key', () => {
    const back = T - STEP_BACK_MS - 1;
    const state = mergeAll([
      [T, { a: 1, b: 1 }],
      [back, { a: 2 }],
      [back + 1, { b: 2 }],
    ]);
    expect(state.properties).toEqual({ a: 2, b: 2 });
  });

  it('take a clock that stepped a little back with the fifth message in rising order', () => {
    const state = mergeAll([[T, { a: 0, b: 0 }]]);
    const late = [1, 2, 3, 4].map((at) => mergeProperties(state, { a: at }, T + at, T - 60_000 + at).late);
    expect(late).toEqual([['a'], ['a'], ['a'], ['a']]);
    expect(mergeProperties(state, { a: 5 }, T + 5, T - 60_000 + 5)).toEqual({ changed: ['a'], late: [] });
    expect(mergeProperties(state, { b: 6 }, T + 6, T - 60_000 + 6)).toEqual({ changed: ['b'], late: [] });
    expect(mergeProperties(state, { a: 7 }, T + 7, T - 60_000 + 4)).toEqual({ changed: [], late: ['a'] });
  });

  it('go by receive time when the device time is missing or cannot be true', () => {
    const state = mergeAll([
      [null, { a: 1 }],
      [Date.UTC(1970, 0, 2), { a: 2 }],
      [T + 3 * 86_400_000, { a: 3 }],
      [T, { a: 4 }],
    ]);
    expect(state.properties).toEqual({ a: 4 });
    expect(mergeProperties(state, { a: 5 }, T - 1, null)).toEqual({ changed: [], late: ['a'] });
    expect(mergeAll([[Date.UTC(1970, 0, 2), { a: 2 }]]).times['a']).toEqual({
      receivedAt: T,
      deviceTime: Date.UTC(1970, 0, 2),
    });
  });

  it('are judged the same after the state was stored and loaded without its clock', () => {
    const { properties, times } = mergeAll([[T, { a: 1 }]]);
    const loaded = JSON.parse(JSON.stringify({ properties, times })) as MergedState;
    expect(mergeProperties(loaded, { a: 0 }, T + 1, T - 1).late).toEqual(['a']);
    expect(mergeProperties(loaded, { a: 2 }, T + 2, T + 2).changed).toEqual(['a']);
  });
});

describe('any sequence of messages', () => {
  const keys = ['a', 'b', 'c', 'd'];
  const body = fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(fc.integer(), fc.array(fc.integer(), { maxLength: 3 })),
    { minKeys: 1 },
  );

  it('in any order and with copies ends with the newest of every key, without a clock step between', () => {
    fc.assert(
      fc.property(
        fc.array(body, { minLength: 1, maxLength: 12 }).chain((bodies) => {
          const messages = bodies.map((one, at) => ({ at, body: one }));
          return fc.record({
            messages: fc.constant(messages),
            order: fc.shuffledSubarray([...messages, ...messages], {
              minLength: messages.length * 2,
              maxLength: messages.length * 2,
            }),
          });
        }),
        ({ messages, order }) => {
          const state = emptyState();
          // falling runs break every rising one of five: stragglers, not a clock that was set back
          let run = 0;
          let last = -1;
          let newest = -1;
          for (const message of order) {
            if (message.at >= newest) [run, newest, last] = [0, message.at, -1];
            else [run, last] = [message.at > last && last >= 0 ? run + 1 : 1, message.at];
            fc.pre(run < 5);
            mergeProperties(state, structuredClone(message.body), T + 60_000, T + message.at * 1000);
          }
          for (const key of keys) {
            const said = messages.filter((message) => key in message.body).at(-1);
            expect(state.properties[key]).toEqual(said?.body[key]);
            expect(state.times[key]?.deviceTime).toBe(said === undefined ? undefined : T + said.at * 1000);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never removes a key and never moves one backwards in receive time', () => {
    const message = fc.record({
      body: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
      time: fc.option(fc.integer({ min: T - 2 * STEP_BACK_MS, max: T + 2 * STEP_BACK_MS })),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
        const state = emptyState();
        messages.forEach(({ body: one, time }, at) => {
          const keysBefore = Object.keys(state.properties);
          const timesBefore = structuredClone(state.times);
          const { changed, late } = mergeProperties(state, one, T + at, time);
          expect(Object.keys(state.properties)).toEqual(expect.arrayContaining(keysBefore));
          for (const key of Object.keys(timesBefore)) {
            expect(state.times[key]!.receivedAt).toBeGreaterThanOrEqual(timesBefore[key]!.receivedAt);
          }
          expect(changed.filter((key) => late.includes(key))).toEqual([]);
          for (const key of Object.keys(one)) {
            if (key !== '__proto__' && !late.includes(key) && typeof one[key] !== 'object')
              expect(state.properties[key]).toBe(one[key]);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});
