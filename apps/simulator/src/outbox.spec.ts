import { describe, expect, it } from '@jest/globals';
import { Outbox, REQUEST_DELAYS, type Waiting } from './outbox.js';
import { Wheel } from './wheel.js';

function setUp(limit?: number) {
  const clock = { now: 0 };
  const wheel = new Wheel(() => clock.now);
  const sent: { at: number; tid: string }[] = [];
  const outbox = new Outbox(wheel, ({ message }) => sent.push({ at: clock.now, tid: message.tid }), limit);
  const until = (end: number) => {
    while (clock.now < end) {
      clock.now += 50;
      wheel.advance();
    }
  };
  return { outbox, sent, until };
}

const message = (tid: string, method = 'hms'): Waiting => ({
  topic: 't',
  message: { tid, bid: 'b', method, data: {} },
});
const times = (sent: { at: number }[]) => sent.map(({ at }) => at);

describe('the outbox', () => {
  it('repeats an unanswered message with the same tid after 2 s, 4 s, and then every 8.2 s', () => {
    const { outbox, sent, until } = setUp();
    outbox.flush();
    outbox.send(message('one'));
    until(25_000);
    expect(times(sent)).toEqual([0, 2000, 6000, 14_200, 22_400]);
    expect(new Set(sent.map(({ tid }) => tid))).toEqual(new Set(['one']));
  });

  it('stops when it is answered, hands over the answer once, and knows nothing of a second one', () => {
    const { outbox, sent, until } = setUp();
    const answers: unknown[] = [];
    outbox.flush();
    outbox.send(message('one'), { answered: (data) => answers.push(data) });
    until(3000);
    expect(outbox.settle('one', { result: 0 })).toBe(true);
    expect(outbox.settle('one', { result: 0 })).toBe(false);
    expect(outbox.settle(undefined, {})).toBe(false);
    until(60_000);
    expect(times(sent)).toEqual([0, 2000]);
    expect(answers).toEqual([{ result: 0 }]);
    expect(outbox.size).toBe(0);
  });

  it('keeps everything while the network is gone and sends it at once, oldest first, when it is back', () => {
    const { outbox, sent, until } = setUp();
    outbox.flush();
    outbox.send(message('one'));
    until(1000);
    outbox.hold();
    outbox.send(message('two'));
    until(90_000);
    expect(times(sent)).toEqual([0]);
    outbox.flush();
    expect(sent.slice(1)).toEqual([
      { at: 90_000, tid: 'one' },
      { at: 90_000, tid: 'two' },
    ]);
  });

  it('gives up what has a limit of time and nothing else', () => {
    const { outbox, sent, until } = setUp();
    outbox.flush();
    outbox.send(message('state'), { giveUpAfter: 10_000 });
    outbox.send(message('event'));
    until(120_000);
    expect(sent.filter(({ tid }) => tid === 'state').at(-1)!.at).toBeLessThanOrEqual(10_000);
    expect(sent.filter(({ tid }) => tid === 'event').at(-1)!.at).toBeGreaterThan(110_000);
    expect(outbox.size).toBe(1);
  });

  it('repeats requests with patience and replaces a withdrawn method', () => {
    const { outbox, sent, until } = setUp();
    outbox.flush();
    outbox.send(message('config', 'config'), { delays: REQUEST_DELAYS });
    outbox.send(message('old', 'update_topo'));
    outbox.withdraw('update_topo');
    outbox.send(message('new', 'update_topo'));
    until(40_000);
    expect(times(sent.filter(({ tid }) => tid === 'config'))).toEqual([0, 5000, 15_000, 35_000]);
    expect(sent.filter(({ tid }) => tid === 'old')).toHaveLength(1);
    expect(outbox.waitsFor('update_topo')).toBe(true);
  });

  it('drops the oldest and counts it when its memory is full', () => {
    const { outbox } = setUp(3);
    for (const tid of ['a', 'b', 'c', 'd', 'e']) outbox.send(message(tid));
    expect(outbox.size).toBe(3);
    expect(outbox.dropped).toBe(2);
    expect(outbox.settle('a', {})).toBe(false);
    expect(outbox.settle('e', {})).toBe(true);
  });
});
