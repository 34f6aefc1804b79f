import { describe, expect, it } from '@jest/globals';
import {
  decode,
  flightCommand,
  flighttaskExecute,
  flighttaskPrepare,
  flighttaskUndo,
  liveLensChange,
  liveSetQuality,
  liveSourceOf,
  liveStartPush,
  liveStopPush,
  type Mission,
  type Outgoing,
  propertySetMessage,
  propertySetResults,
  serviceMessage,
  videoId,
} from './index.js';

const NOW = 1784600001000;
const IDS = { tid: 't', bid: 'b' };
const mission: Mission = {
  flightId: 'f1',
  start: { type: 'immediate', at: NOW },
  file: { url: 'https://store.example.cn/r07.kmz', fingerprint: '9e107d9d372bb6826bd81d3542a419d6' },
  rthAltitude: 120,
  exitWaylineWhenRcLost: true,
  precision: 'rtk',
};

/** The message, after our own codec found nothing strange in it. */
function sent({ topic, payload }: Outgoing): Record<string, unknown> {
  const decoded = decode(topic, payload);
  expect(decoded.notes).toEqual([]);
  expect(decoded.topic?.sn).toBe('D1');
  return JSON.parse(payload) as Record<string, unknown>;
}

describe('commands', () => {
  it('prepare an immediate mission as the reference shows it', () => {
    expect(sent(flighttaskPrepare('D1', { ...mission, storageCapacity: 1000 }, 't', NOW))).toEqual({
      tid: 't',
      bid: 'f1',
      timestamp: NOW,
      method: 'flighttask_prepare',
      data: {
        flight_id: 'f1',
        task_type: 0,
        execute_time: NOW,
        file: { url: 'https://store.example.cn/r07.kmz', fingerprint: '9e107d9d372bb6826bd81d3542a419d6' },
        rth_altitude: 120,
        rth_mode: 1,
        out_of_control_action: 0,
        exit_wayline_when_rc_lost: 1,
        wayline_precision_type: 1,
        executable_conditions: { storage_capacity: 1000 },
      },
    });
  });

  it('prepare a conditional mission that goes on from a break point in simulation', () => {
    const message = sent(
      flighttaskPrepare(
        'D1',
        {
          ...mission,
          start: { type: 'conditional', from: 1, until: 2, battery: 90 },
          breakPoint: { index: 3, state: 0, progress: 0.5, waylineId: 0 },
          simulate: { latitude: 21, longitude: 110, altitude: 30 },
          checkFlightAreas: true,
        },
        't',
        NOW,
      ),
    );
    expect(message['data']).toMatchObject({
      task_type: 2,
      ready_conditions: { battery_capacity: 90, begin_time: 1, end_time: 2 },
      break_point: { index: 3, state: 0, progress: 0.5, wayline_id: 0 },
      simulate_mission: { is_enable: 1, latitude: 21, longitude: 110, altitude: 30 },
      flight_safety_advance_check: 1,
    });
    expect(message['data']).not.toHaveProperty('execute_time');
  });

  it.each([
    ['a fingerprint in upper case', { file: { url: 'u', fingerprint: mission.file.fingerprint.toUpperCase() } }],
    ['a flight id with a dot', { flightId: 'a.b' }],
    ['no flight id', { flightId: '' }],
    ['a return altitude of 19 m', { rthAltitude: 19 }],
    ['no return altitude', { rthAltitude: Number.NaN }],
  ])('refuse %s', (_, change) => {
    expect(() => flighttaskPrepare('D1', { ...mission, ...change }, 't', NOW)).toThrow(RangeError);
  });

  it('start, take back, pause and recall', () => {
    expect(sent(flighttaskExecute('D1', 'f1', 't', NOW))).toMatchObject({
      bid: 'f1',
      method: 'flighttask_execute',
      data: { flight_id: 'f1' },
    });
    expect(sent(flighttaskUndo('D1', ['f1'], IDS, NOW))).toMatchObject({
      method: 'flighttask_undo',
      data: { flight_ids: ['f1'] },
    });
    for (const method of ['flighttask_pause', 'flighttask_recovery', 'return_home', 'return_home_cancel'] as const) {
      expect(sent(flightCommand('D1', method, IDS, NOW))).toEqual({
        tid: 't',
        bid: 'b',
        timestamp: NOW,
        method,
        data: null,
      });
    }
  });

  it('start, change and stop live video', () => {
    const source = { sn: 'A1', cameraIndex: '99-0-0', videoIndex: 'normal-0' };
    const target = { type: 'rtmp', url: 'rtmp://media.example.cn/live/x', quality: 0 } as const;
    expect(sent(liveStartPush('D1', source, target, IDS, NOW))['data']).toEqual({
      url_type: 1,
      url: 'rtmp://media.example.cn/live/x',
      video_id: 'A1/99-0-0/normal-0',
      video_quality: 0,
    });
    expect(sent(liveStopPush('D1', source, IDS, NOW))['data']).toEqual({ video_id: 'A1/99-0-0/normal-0' });
    expect(sent(liveSetQuality('D1', source, 3, IDS, NOW))['data']).toEqual({
      video_id: 'A1/99-0-0/normal-0',
      video_quality: 3,
    });
    expect(sent(liveLensChange('D1', source, 'zoom', IDS, NOW))['data']).toEqual({
      video_id: 'A1/99-0-0/normal-0',
      video_type: 'zoom',
    });
    expect(liveSourceOf(videoId(source))).toEqual(source);
    for (const id of ['', 'A1', 'A1/99-0-0', 'A1/99-0-0/', 'A1/99-0-0/normal-0/x'])
      expect(liveSourceOf(id)).toBeUndefined();
  });

  it('may be any documented one', () => {
    expect(sent(serviceMessage('D1', 'air_conditioner_mode_switch', { action: 1 }, IDS, NOW))).toMatchObject({
      data: { action: 1 },
    });
  });

  it('write a property, and read what came of it', () => {
    expect(sent(propertySetMessage('D1', 'distance_limit_status', { state: 1 }, IDS, NOW))).toEqual({
      tid: 't',
      bid: 'b',
      timestamp: NOW,
      data: { distance_limit_status: { state: 1 } },
    });
    expect(
      propertySetResults({ distance_limit_status: { state: { result: 0 } }, height_limit: { result: 2 } }),
    ).toEqual([
      { property: 'distance_limit_status.state', result: 0 },
      { property: 'height_limit', result: 2 },
    ]);
    expect([null, '', 3, [], { result: 0 }].map(propertySetResults)).toEqual([[], [], [], [], []]);
  });
});
