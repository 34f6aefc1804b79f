import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Decoded, decode } from './index.js';

interface Line {
  topic: string;
  payload: Record<string, unknown>;
  kind: string;
}

const text = readFileSync(new URL('../fixtures/dji-messages.jsonl', import.meta.url), 'utf8');
const lines = text
  .trim()
  .split('\n')
  .map((line, at) => ({ number: at + 1, ...(JSON.parse(line) as Line) }));

/** What a line must become, by the kind its collector wrote beside it. */
function expectedType(kind: string): string {
  const channel = kind.split('.')[0]!;
  if (channel === 'osd' || channel === 'state') return 'properties';
  if (channel === 'status') return 'topology';
  if (channel === 'property_set') return 'property_set';
  if (channel === 'drc_up' || channel === 'drc_down') return 'drc';
  if (channel.endsWith('_reply')) return 'reply';
  return { requests: 'request', events: 'event', services: 'service', ws: 'unknown' }[channel] ?? 'no such kind';
}

function contentOf(decoded: Decoded): unknown {
  if (decoded.type === 'properties' || decoded.type === 'property_set') return decoded.properties;
  if (decoded.type === 'topology' || decoded.type === 'unknown') return decoded.envelope?.data;
  return decoded.body;
}

type Leaf = [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Object.entries(value);
  // an empty list or object says something too
  if (entries.length === 0) return [[path, Array.isArray(value) ? '[]' : '{}']];
  return entries.flatMap(([key, member]) => leaves(member, `${path}/${key}`));
}

/** Leaves that are not kept as they came, each with what it becomes: drifted types and placeholders, and no others. */
const CHANGED: Record<string, [path: string, becomes: unknown][]> = {
  'events.device_exit_homing_notify': [['/reason', 0]],
  'events.file_upload_callback': [['/file/metadata/gimbal_yaw_degree', -91.4]],
};
const CHANGED_LINES: Record<number, [path: string, becomes: unknown][]> = {
  62: [['/cameras/0/screen_split_enable', false]],
  65: [['/output/ext/wayline_id', null]],
  72: [
    ['/psdk_widget_values/1/speaker/play_mode', null],
    ['/psdk_widget_values/1/speaker/system_state', null],
    ['/psdk_widget_values/1/speaker/work_mode', null],
  ],
};

describe('captured and documented messages', () => {
  it('are all here', () => {
    expect(lines).toHaveLength(122);
  });

  it.each(lines)('line $number, $kind, decodes and keeps every value', ({ number, topic, payload, kind }) => {
    const decoded = decode(topic, JSON.stringify(payload));

    expect(decoded.type).toBe(expectedType(kind));
    if (decoded.type === 'unknown') expect(decoded.reason).toBe('unknown_topic');
    const noteKinds = decoded.notes.map((note) => note.kind).filter((noteKind) => noteKind !== 'type_drift');
    expect(noteKinds).toEqual(decoded.type === 'unknown' ? ['unknown_topic'] : []);

    const source = 'data' in payload ? payload['data'] : (payload['host'] ?? payload);
    const becomes = new Map([...(CHANGED[kind] ?? []), ...(CHANGED_LINES[number] ?? [])]);
    const expected = leaves(source).map(([path, value]): Leaf => [path, becomes.has(path) ? becomes.get(path) : value]);
    expect(leaves(contentOf(decoded))).toEqual(expected);
  });

  it.each(lines.filter(({ topic }) => topic.includes('/product/')))(
    'line $number, $kind, keeps its frame',
    ({ topic, payload }) => {
      const { envelope } = decode(topic, Buffer.from(JSON.stringify(payload)));
      const time = (payload['timestamp'] ?? payload['timestamp:'] ?? null) as number | null;

      expect(envelope).toMatchObject({
        tid: payload['tid'] ?? null,
        bid: payload['bid'] ?? null,
        gateway: payload['gateway'] || null,
        method: payload['method'] ?? null,
        needReply: payload['need_reply'] === 1,
      });
      const spelled = time !== null && time > 1e13 ? Math.trunc(time / 10) : time;
      expect(envelope?.timestamp).toBe(time === 0 ? null : spelled);
    },
  );

  it.each(lines.filter(({ kind }) => /^(events|requests|services|drc_up|drc_down)\./.test(kind)))(
    'line $number, $kind, has its method',
    ({ topic, payload, kind }) => {
      expect(decode(topic, JSON.stringify(payload))).toMatchObject({ method: kind.slice(kind.indexOf('.') + 1) });
    },
  );

  it('knows the kind of every osd body from its keys', () => {
    const wrong = lines
      .filter(({ kind }) => kind.startsWith('osd.'))
      .filter(({ kind, topic, payload }) => {
        const decoded = decode(
          topic,
          JSON.stringify({ ...payload, data: { ...(payload['data'] as object), made_up: 1 } }),
        );
        const name = { 'osd.dock': 'dock', 'osd.drone': 'aircraft', 'osd.rc': 'remote_controller' }[kind];
        return !decoded.notes.some((note) => note.name === `${name}.osd.made_up`);
      });
    // a remote controller's body with the link alone could be a dock's; capacity_percent gives it away
    expect(wrong.map(({ number }) => number)).toEqual([]);
  });
});
