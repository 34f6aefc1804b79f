import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeKmz } from '../../libs/dji/src/wayline/index.js';
import { sampleRoute } from '../../libs/dji/fixtures/wayline/samples.js';
import { startFileHost, type FileHost } from '../support/file-host.js';
import { CONTROLLER, DOCK, OLD_CONTROLLER, until, type Message, useSimulator } from '../support/simulator-bench.js';

describe('the simulator against a broker over TCP', () => {
  const bench = useSimulator();
  const kmz = writeKmz(sampleRoute(12));
  let host: FileHost;
  beforeAll(async () => {
    host = await startFileHost(kmz);
  });
  afterAll(() => host.close());
  const routeFile = () => ({ url: host.url, fingerprint: createHash('md5').update(kmz).digest('hex') });

  it('asks for its configuration, introduces itself, binds itself, and then reports in three parts', async () => {
    await bench.start([DOCK]);
    const config = await until(() => bench.cloud.of('requests', 'D1', 'config')[0], 'config');
    expect(config.body.data).toEqual({ config_type: 'json', config_scope: 'product' });
    const topology = await until(() => bench.cloud.of('status', 'D1')[0], 'topology');
    expect(topology.body).toMatchObject({
      method: 'update_topo',
      data: { domain: 3, type: 3, sub_type: 0, sub_devices: [] },
    });
    const bind = await until(() => bench.cloud.of('requests', 'D1', 'airport_organization_bind')[0], 'binding');
    expect(bind.body.data.bind_devices).toHaveLength(2);
    expect(bind.body.data.bind_devices[1]).toMatchObject({
      sn: 'D1A',
      device_model_key: '0-100-1',
      organization_id: 'org1',
      device_binding_code: 'code1',
    });
    for (const key of ['cover_state', 'job_number', 'flighttask_step_code']) {
      await until(() => bench.cloud.of('osd', 'D1').find(({ body }) => key in body.data), `the part with ${key}`);
    }
    for (const key of ['live_capacity', 'firmware_version', 'wireless_link_topo', 'rtcm_info', 'live_status']) {
      const said = await until(() => bench.cloud.of('state', 'D1').find(({ body }) => key in body.data), key);
      expect(said.body.need_reply).toBe(key === 'live_status' ? undefined : 1);
    }
    const health = await until(() => bench.cloud.of('events', 'D1', 'hms')[0], 'hms');
    expect(health.body.data).toEqual({ list: [] });
    expect(bench.cloud.of('osd', 'D1A')).toEqual([]);
    expect(bench.cloud.heard.every(({ topic, body }) => topic.endsWith('_reply') || body.gateway === 'D1')).toBe(true);
  });

  it('repeats what nobody answers with the same ids and a new time, and stops at the answer', async () => {
    bench.cloud.deaf.add('state');
    await bench.start([DOCK]);
    const first = await until(
      () => bench.cloud.of('state', 'D1').find(({ body }) => 'live_capacity' in body.data),
      'a state',
    );
    const copies = () => bench.cloud.of('state', 'D1').filter(({ body }) => body.tid === first.body.tid);
    await until(() => copies().length === 2, 'its repetition');
    const again = copies()[1]!;
    expect(again.body.bid).toBe(first.body.bid);
    expect(again.body.timestamp! - first.body.timestamp!).toBeGreaterThanOrEqual(1900);
    await bench.cloud.say('thing/product/D1/state_reply', {
      tid: first.body.tid,
      bid: first.body.bid,
      timestamp: Date.now(),
      data: { result: 0 },
    });
    const other = (message: Message) => message.body.tid !== first.body.tid && message.body.need_reply === 1;
    const counted = copies().length;
    await until(() => {
      const tids = bench.cloud
        .of('state', 'D1')
        .filter(other)
        .map(({ body }) => body.tid);
      return tids.some((tid) => tids.filter((one) => one === tid).length >= 3);
    }, 'the third copy of another state');
    expect(copies()).toHaveLength(counted);
  });

  it('flies a task of the bench.cloud from preparation to its last word, and refuses a second one meanwhile', async () => {
    bench.cloud.bound = true;
    await bench.start([DOCK], { speed: 90 });
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    const task = {
      flight_id: 'F1',
      task_type: 0,
      execute_time: Date.now(),
      file: routeFile(),
      rth_altitude: 120,
    };
    expect(await bench.cloud.call('D1', 'flighttask_execute', { flight_id: 'F1' }, 'F1')).toEqual({ result: 314010 });
    expect(
      await bench.cloud.call('D1', 'flighttask_prepare', { ...task, execute_time: Date.now() - 60_000 }, 'F1'),
    ).toEqual({
      result: 319008,
    });
    expect(await bench.cloud.call('D1', 'flighttask_prepare', task, 'F1')).toEqual({ result: 0 });
    // Unanswered, the dock waits with its cover open: sped up, it would shut before the dock tells of it.
    bench.cloud.deaf.add('offline_map_get');
    expect(await bench.cloud.call('D1', 'flighttask_execute', { flight_id: 'F1' }, 'F1')).toEqual({ result: 0 });
    for (const method of ['flighttask_resource_get', 'flight_areas_get', 'offline_map_get']) {
      await until(() => bench.cloud.of('requests', 'D1', method)[0], method);
    }
    const told = () => bench.cloud.of('osd', 'D1').some(({ body }) => body.data.cover_state === 1);
    await until(told, 'the open cover');
    bench.cloud.deaf.delete('offline_map_get');
    const [question] = bench.cloud.of('requests', 'D1', 'offline_map_get');
    const { tid, bid, method } = question!.body;
    await bench.cloud.say('thing/product/D1/requests_reply', { tid, bid, method, data: { result: 0 } });
    expect(await bench.cloud.call('D1', 'flighttask_prepare', { ...task, flight_id: 'F2' }, 'F2')).toEqual({
      result: 319016,
    });
    expect(await bench.cloud.call('D1', 'debug_mode_open')).toEqual({ result: 514148 });
    const end = await until(
      () => bench.cloud.of('events', 'D1', 'flighttask_progress').find(({ body }) => body.need_reply === 1),
      'the last word',
      50_000,
    );
    expect(end.body).toMatchObject({
      bid: 'F1',
      data: {
        result: 0,
        output: { status: 'ok', progress: { percent: 100 }, ext: { flight_id: 'F1', media_count: 12, track_id: '' } },
      },
    });
    const modes = bench.cloud.of('osd', 'D1A').map(({ body }) => body.data.mode_code as number);
    expect([0, 1, 4, 5, 9, 10]).toEqual(expect.arrayContaining(modes));
    expect(modes).toContain(5);
    const covers = new Set(
      bench.cloud
        .of('osd', 'D1')
        .flatMap(({ body }) => ('cover_state' in body.data ? [body.data.cover_state as number] : [])),
    );
    expect(covers).toContain(1);
    expect(
      bench.cloud.of('osd', 'D1').some(({ body }) => body.data.mode_code === 4 && body.data.drone_in_dock === 0),
    ).toBe(true);
    await until(
      () => bench.cloud.of('status', 'D1').at(-1)!.body.data.sub_devices.length === 0,
      'the aircraft switched off',
    );
    expect(bench.cloud.of('status', 'D1').some(({ body }) => body.data.sub_devices[0]?.sn === 'D1A')).toBe(true);
  });

  it('breaks a task off on return_home and says so as real docks do', async () => {
    await bench.start([DOCK], { speed: 90 });
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    const file = routeFile();
    await bench.cloud.call(
      'D1',
      'flighttask_prepare',
      { flight_id: 'F1', task_type: 0, execute_time: Date.now(), file },
      'F1',
    );
    await bench.cloud.call('D1', 'flighttask_execute', { flight_id: 'F1' }, 'F1');
    const progress = () => bench.cloud.of('events', 'D1', 'flighttask_progress').map(({ body }) => body);
    await until(() => progress().find((body) => body.data.output.ext.wayline_mission_state === 6), 'the wayline');
    expect(await bench.cloud.call('D1', 'flighttask_pause', { flight_ids: [''] })).toEqual({ result: 0 });
    const paused = await until(() => progress().find((body) => body.data.output.status === 'paused'), 'the pause');
    expect(paused).toMatchObject({ need_reply: 1, data: { output: { ext: { break_point: { break_reason: 1281 } } } } });
    expect(await bench.cloud.call('D1', 'flighttask_recovery', { flight_ids: [''] })).toEqual({ result: 0 });
    expect(await bench.cloud.call('D1', 'return_home', '')).toEqual({ result: 0, output: { status: 'in_progress' } });
    const last = await until(
      () => progress().find((body) => body.data.output.status === 'failed'),
      'the last word',
      50_000,
    );
    expect(last).toMatchObject({
      need_reply: 1,
      data: { result: 322283, output: { ext: { break_point: { break_reason: 1283 } } } },
    });
  });

  it('obeys remote debugging, live, camera and property commands and refuses what its state forbids', async () => {
    await bench.start([DOCK], { speed: 20 });
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    expect(await bench.cloud.call('D1', 'cover_open')).toEqual({ result: 314000 });
    expect(await bench.cloud.call('D1', 'debug_mode_open')).toEqual({ result: 0 });
    expect(await bench.cloud.call('D1', 'cover_open', null, 'J1')).toEqual({
      result: 0,
      output: { status: 'in_progress' },
    });
    const done = await until(
      () => bench.cloud.of('events', 'D1', 'cover_open').find(({ body }) => body.data.output.status === 'ok'),
      'the open cover',
    );
    expect(done.body).toMatchObject({
      bid: 'J1',
      need_reply: 1,
      data: { result: 0, output: { progress: { percent: 100 } } },
    });
    await until(() => bench.cloud.of('osd', 'D1').some(({ body }) => body.data.cover_state === 1), 'cover_state 1');
    expect(await bench.cloud.call('D1', 'camera_mode_switch', { payload_index: '99-0-0', camera_mode: 1 })).toEqual({
      result: 325012,
    });
    await bench.cloud.call('D1', 'drone_open', {}, 'J2');
    await until(
      () => bench.cloud.of('status', 'D1').at(-1)!.body.data.sub_devices.length === 1,
      'the aircraft switched on',
    );
    expect(await bench.cloud.call('D1', 'camera_recording_start', { payload_index: '99-0-0' })).toEqual({
      result: 327007,
    });
    expect(await bench.cloud.call('D1', 'camera_mode_switch', { payload_index: '99-0-0', camera_mode: 1 })).toEqual({
      result: 0,
    });
    await until(
      () => bench.cloud.of('state', 'D1A').some(({ body }) => body.data.cameras?.[0]?.camera_mode === 1),
      'the new camera mode',
    );
    const live = { url_type: 1, url: 'rtmp://media/live/1', video_id: 'D1A/99-0-0/normal-0', video_quality: 0 };
    expect(await bench.cloud.call('D1', 'live_start_push', live)).toEqual({ result: 0 });
    expect(await bench.cloud.call('D1', 'live_start_push', live)).toEqual({ result: 513003 });
    await until(
      () =>
        bench.cloud.of('state', 'D1').some(({ body }) => body.data.live_status?.[0]?.video_id === 'D1A/99-0-0/wide-0'),
      'live_status',
    );
    expect(await bench.cloud.call('D1', 'no_such_method')).toEqual({ result: 314000 });
    await bench.cloud.say('thing/product/D1/property/set', {
      tid: 'p1',
      bid: 'p1',
      timestamp: 1,
      data: { distance_limit_status: { state: 1 }, rth_altitude: 5000, silent_mode: 1 },
    });
    const set = await until(() => bench.cloud.of('property/set_reply', 'D1')[0], 'property reply');
    expect(set.body.data).toEqual({
      distance_limit_status: { state: { result: 0 } },
      rth_altitude: { result: 1 },
      silent_mode: { result: 0 },
    });
  });

  it('opens a direct control link of its own and hovers again without sticks', async () => {
    const { gateways } = await bench.start([DOCK], { speed: 10 });
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    const target = {
      target_latitude: 21.601,
      target_longitude: 110.28,
      target_height: 60,
      security_takeoff_height: 40,
    };
    expect(
      await bench.cloud.call(
        'D1',
        'takeoff_to_point',
        { ...target, max_speed: 10, flight_id: 'T1', rth_altitude: 60 },
        'T1',
      ),
    ).toEqual({ result: 0 });
    await until(
      () =>
        bench.cloud
          .of('events', 'D1', 'takeoff_to_point_progress')
          .find(({ body }) => body.data.status === 'wayline_ok'),
      'the arrival',
    );
    const mqttBroker = {
      address: bench.url.slice('mqtt://'.length),
      client_id: 'drc-1',
      username: 'D1',
      password: 'password of D1',
      enable_tls: false,
    };
    expect(
      await bench.cloud.call('D1', 'drc_mode_enter', { mqtt_broker: mqttBroker, osd_frequency: 10, hsi_frequency: 1 }),
    ).toEqual({ result: 0 });
    await until(() => bench.cloud.of('drc/up', 'D1').find(({ body }) => body.method === 'osd_info_push'), 'positions');
    await bench.cloud.say('thing/product/D1/drc/down', { seq: 1, method: 'heart_beat', data: { timestamp: 77 } });
    const echo = await until(
      () => bench.cloud.of('drc/up', 'D1').find(({ body }) => body.method === 'heart_beat'),
      'the heartbeat',
    );
    expect(echo.body.data).toEqual({ timestamp: 77 });
    const { flight } = gateways.get('D1')!.aircraft;
    await bench.cloud.say('thing/product/D1/drc/down', {
      seq: 2,
      method: 'stick_control',
      data: { roll: 1024, pitch: 1684, throttle: 1024, yaw: 1024 },
    });
    await until(() => flight.phase === 'stick', 'the stick');
    await until(() => flight.phase === 'hovering', 'hovering');
    expect(await bench.cloud.call('D1', 'drc_mode_exit')).toEqual({ result: 0 });
  });

  it('shows remote controllers with their dialects, and their aircraft in the air', async () => {
    await bench.start([CONTROLLER, OLD_CONTROLLER]);
    const newer = await until(() => bench.cloud.of('status', 'R1')[0], 'topology of the RC Plus 2');
    expect(newer.body.data).not.toHaveProperty('domain');
    expect(newer.body.data).toMatchObject({ type: 174, sub_devices: [{ sn: 'R1A', type: 99, sub_type: 1 }] });
    const osd = await until(() => bench.cloud.of('osd', 'R2')[0], 'osd of the RC Pro');
    expect(osd.body.tid).toBe('00000000-0000-0000-0000-000000000000');
    const health = await until(() => bench.cloud.of('events', 'R2A')[0], 'legacy health');
    expect(health.body).not.toHaveProperty('method');
    expect(health.body.data).toEqual({ event: 'hms', method: 'hms', output: { codes: [] } });
    await until(() => bench.cloud.of('osd', 'R1A')[0], 'the aircraft');
    expect(await bench.cloud.call('R1', 'flighttask_prepare', {})).toEqual({ result: 314000 });
    expect(
      await bench.cloud.call(
        'R1',
        'cloud_control_auth_request',
        { user_id: 'u', user_callsign: 'c', control_keys: ['flight'] },
        'C1',
      ),
    ).toMatchObject({ result: 0 });
    const agreed = await until(() => bench.cloud.of('events', 'R1', 'cloud_control_auth_notify')[0], 'the pilot');
    expect(agreed.body).toMatchObject({ bid: 'C1', data: { result: 0, output: { status: 'ok' } } });
  });
});
