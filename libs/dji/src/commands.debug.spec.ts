import { describe, expect, it } from '@jest/globals';
import { debugCommand, DEBUG_SWITCHES, decode, jobReport, topicOf } from './index.js';

const IDS = { tid: 'a', bid: 'J1' };
const NOW = 1784600990000;

describe('commands of remote debugging', () => {
  it('are written as the reference shows them', () => {
    const { topic, payload } = debugCommand('D1', 'cover_open', null, IDS, NOW);
    expect(topic).toBe('thing/product/D1/services');
    expect(JSON.parse(payload)).toEqual({ tid: 'a', bid: 'J1', timestamp: NOW, method: 'cover_open', data: null });
    expect(decode(topic, payload).notes).toEqual([]);
  });

  it.each(Object.entries(DEBUG_SWITCHES).flatMap(([method, actions]) => actions.map((action) => [method, action])))(
    '%s takes %d',
    (method, action) => {
      const sent = debugCommand('D1', method as 'alarm_state_switch', action as number, IDS, NOW);
      expect(JSON.parse(sent.payload)).toMatchObject({ method, data: { action } });
      expect(decode(sent.topic, sent.payload).notes).toEqual([]);
    },
  );

  it('refuse actions that no dock knows', () => {
    expect(() => debugCommand('D1', 'cover_open', 1, IDS, NOW)).toThrow(RangeError);
    expect(() => debugCommand('D1', 'alarm_state_switch', null, IDS, NOW)).toThrow(RangeError);
    expect(() => debugCommand('D1', 'battery_store_mode_switch', 0, IDS, NOW)).toThrow(RangeError);
  });
});

describe('reports of a job', () => {
  it('are read from the answer and from events', () => {
    const begun = { result: 0, output: { status: 'in_progress' } };
    expect(jobReport(begun)).toEqual({ result: 0, status: 'in_progress', percent: null, step: null });
    const message = JSON.stringify({
      tid: 'b',
      bid: 'J1',
      timestamp: 1784600995000,
      gateway: 'D1',
      method: 'cover_open',
      need_reply: 1,
      data: { result: 0, output: { status: 'ok', progress: { percent: 100, step_key: 'open_cover' } } },
    });
    const decoded = decode(topicOf('events', 'D1'), message);
    expect(decoded.type === 'event' && jobReport(decoded.body)).toEqual({
      result: 0,
      status: 'ok',
      percent: 100,
      step: 'open_cover',
    });
  });

  it.each([
    [null, null],
    ['', null],
    [{ result: '7', output: { progress: { percent: 700, current_step: 2 } } }, '2'],
    [{ output: [] }, null],
  ])('are never read wrong: %j', (body, step) => {
    expect(jobReport(body)).toEqual({ result: 0, status: null, percent: null, step });
  });
});
