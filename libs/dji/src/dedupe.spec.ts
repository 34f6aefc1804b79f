import { describe, expect, it } from '@jest/globals';
import { decode, duplicateKey } from './index.js';

const TID = '2dffc3d3-db11-46c5-8282-11ce360388b9';
const NIL = '00000000-0000-0000-0000-000000000000';

function key(channel: string, frame: Record<string, unknown>): string | null {
  const topic = channel === 'status' ? 'sys/product/D1/status' : `thing/product/D1/${channel}`;
  return duplicateKey(
    decode(
      topic,
      JSON.stringify({ tid: TID, bid: 'b', timestamp: 1784600000000, method: 'm', data: { a: 1 }, ...frame }),
    ),
  );
}

describe('copies of a message', () => {
  it.each(['events', 'requests'])('on %s are known by tid and bid, whatever the timestamp', (channel) => {
    const first = key(channel, { need_reply: 1 });
    expect(first).not.toBeNull();
    expect(key(channel, { need_reply: 1, timestamp: 1784600002000 })).toBe(first);
    expect(key(channel, { need_reply: 1, data: { a: 2 } })).toBe(first);
    for (const other of [{ tid: TID.replace('2', '3') }, { bid: 'c' }, { method: 'n' }])
      expect(key(channel, other)).not.toBe(first);
  });

  it.each(['constant', '50e63b7f-...', 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxx', '1'])(
    'with the tid %p are known by their body too',
    (tid) => {
      const first = key('events', { tid });
      expect(key('events', { tid, timestamp: 1784600002000 })).toBe(first);
      expect(key('events', { tid, data: { a: 2 } })).not.toBe(first);
    },
  );

  it('with a UUID in upper case or without dashes are known by it', () => {
    for (const tid of [TID.toUpperCase(), TID.replaceAll('-', '')]) {
      expect(key('events', { tid, data: { a: 2 } })).toBe(key('events', { tid }));
    }
  });

  it.each([NIL, null, undefined])('with the tid %p are known by body and time, on osd not at all', (tid) => {
    const first = key('events', { tid });
    expect(first).not.toBeNull();
    expect(key('events', { tid })).toBe(first);
    expect(key('events', { tid, data: { a: 2 } })).not.toBe(first);
    expect(key('events', { tid, timestamp: 1784600002000 })).not.toBe(first);
    expect(key('events', { tid, timestamp: null })).toBeNull();
    expect(key('osd', { tid })).toBeNull();
    expect(key('state', { tid, need_reply: 1 })).toBeNull();
    expect(key('status', { tid })).toBeNull();
  });

  it('on osd are known by tid and time together', () => {
    const first = key('osd', {});
    expect(key('osd', {})).toBe(first);
    expect(key('osd', { timestamp: 1784600002000 })).not.toBe(first);
    expect(key('osd', { timestamp: null })).toBeNull();
    expect(key('osd', { tid: 'constant' })).not.toBe(key('osd', { tid: 'constant', data: { elevation: 1 } }));
  });

  it('on state are known by tid and body where an answer is awaited, else like osd', () => {
    const first = key('state', { need_reply: 1 });
    expect(key('state', { need_reply: 1, timestamp: 1784600008200 })).toBe(first);
    expect(key('state', { need_reply: 1, data: { a: 2 } })).not.toBe(first);
    expect(key('state', { timestamp: 1784600008200 })).not.toBe(key('state', {}));
  });

  it('on status are known by tid and body', () => {
    const first = key('status', { data: { sub_devices: [] } });
    expect(key('status', { data: { sub_devices: [] }, timestamp: 1784600002000 })).toBe(first);
    expect(key('status', { data: { sub_devices: [{ sn: 'A' }] } })).not.toBe(first);
  });

  it('among replies, on drc and in what cannot be read are not looked for', () => {
    for (const channel of ['services_reply', 'drc/up', 'property/set_reply', 'nonsense'])
      expect(key(channel, {})).toBeNull();
    expect(duplicateKey(decode('thing/product/D1/events', 'x'))).toBeNull();
  });

  it('from different devices are different', () => {
    const payload = JSON.stringify({ tid: TID, bid: 'b', method: 'm', data: {} });
    expect(duplicateKey(decode('thing/product/D1/events', payload))).not.toBe(
      duplicateKey(decode('thing/product/D2/events', payload)),
    );
  });

  it('have keys of bounded length', () => {
    const long = 'x'.repeat(60_000);
    expect(key('events', { tid: long, bid: long })!.length).toBeLessThan(300);
    expect(key('events', { tid: `${long}1` })).not.toBe(key('events', { tid: `${long}2` }));
  });
});
