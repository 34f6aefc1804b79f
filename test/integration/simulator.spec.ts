import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { type Fleet, type FleetGateway } from '../../apps/simulator/src/fleet.js';
import { parseReplayOptions } from '../../apps/simulator/src/replay-options.js';
import { flightPlayer, messagePlayer } from '../../apps/simulator/src/replayer.js';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../apps/simulator/src/simulator.js';

interface Message {
  topic: string;
  text: string;
  at: number;
  body: {
    tid?: string;
    bid?: string;
    method?: string;
    need_reply?: number;
    timestamp?: number;
    gateway?: string;
    data?: any;
  };
}

/** A cloud as small as can be: hears everything, answers what it is told to answer. */
class Cloud {
  readonly heard: Message[] = [];
  /** Method or channel of what is left without an answer. */
  readonly deaf = new Set<string>();
  bound = false;
  private constructor(private readonly client: MqttClient) {}

  static async at(broker: string): Promise<Cloud> {
    const client = await mqtt.connectAsync(broker);
    const cloud = new Cloud(client);
    client.on('message', (topic, payload) => cloud.hear(topic, payload.toString()));
    await client.subscribeAsync(['sys/product/+/status', 'thing/product/#'], { qos: 1 });
    return cloud;
  }

  of(channel: string, sn: string, method?: string): Message[] {
    const topic = `${channel === 'status' ? 'sys' : 'thing'}/product/${sn}/${channel}`;
    return this.heard.filter(
      (message) => message.topic === topic && (method === undefined || message.body.method === method),
    );
  }

  /** Calls a service; resolves with the `data` of the answer. */
  async call(sn: string, method: string, data: unknown = null, bid = 'b1'): Promise<any> {
    const tid = `${method}-${this.heard.length}-${Math.trunc(performance.now() * 1000)}`;
    await this.say(`thing/product/${sn}/services`, { tid, bid, timestamp: Date.now(), method, data });
    const answer = await until(
      () => this.of('services_reply', sn, method).find(({ body }) => body.tid === tid),
      `answer to ${method}`,
    );
    expect(answer.body.bid).toBe(bid);
    expect(answer.body).not.toHaveProperty('gateway');
    return answer.body.data;
  }

  async say(topic: string, message: unknown): Promise<void> {
    await this.client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }

  private hear(topic: string, text: string): void {
    const message: Message = { topic, text, at: Date.now(), body: {} };
    try {
      message.body = JSON.parse(text) as Message['body'];
    } catch {
      // Kept as text: some faults send what is no JSON.
    }
    this.heard.push(message);
    const channel = topic.split('/').slice(3).join('/');
    const wanted =
      ['status', 'requests'].includes(channel) ||
      (['state', 'events'].includes(channel) && message.body.need_reply === 1);
    if (!wanted || this.deaf.has(channel) || this.deaf.has(message.body.method ?? '')) return;
    const { tid, bid, method } = message.body;
    void this.client.publishAsync(
      `${topic}_reply`,
      JSON.stringify({ tid, bid, timestamp: Date.now(), method, data: this.answer(message) }),
    );
  }

  private answer({ body: { method, data } }: Message): unknown {
    if (method === 'config') return { ntp_server_host: 'ntp', app_id: '1', app_key: 'k', app_license: 'l' };
    if (method === 'airport_organization_get') return { result: 0, output: { organization_name: 'Org' } };
    if (method !== 'airport_bind_status') return { result: 0 };
    const status = (data.devices as { sn: string }[]).map(({ sn }) => ({
      sn,
      is_device_bind_organization: this.bound,
      organization_id: '',
      organization_name: '',
      device_callsign: '',
    }));
    return { result: 0, output: { bind_status: status } };
  }
}

/** Waits until something is there; fails with what was awaited. */
async function until<T>(find: () => T | undefined | false | null, what: string, milliseconds = 30_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const gateway = (sn: string, modelKey: string, aircraftKey: string): FleetGateway => ({
  sn,
  kind: modelKey.startsWith('3') ? 'dock' : 'remote_controller',
  modelKey,
  name: `name of ${sn}`,
  username: sn,
  password: `password of ${sn}`,
  longitude: 110.28,
  latitude: 21.6,
  heightEllipsoid: 12,
  organizationId: 'org1',
  bindingCode: 'code1',
  aircraft: { sn: `${sn}A`, modelKey: aircraftKey, name: 'aircraft' },
});
const DOCK = gateway('D1', '3-3-0', '0-100-1');
const CONTROLLER = gateway('R1', '2-174-0', '0-99-1');
const OLD_CONTROLLER = gateway('R2', '2-144-0', '0-77-1');

describe('the simulator against a broker over TCP', () => {
  let broker: Aedes;
  let server: Server;
  let url: string;
  let cloud: Cloud;
  let refused: string[];
  let running: RunningSimulator | null = null;

  beforeEach(async () => {
    broker = await Aedes.createBroker();
    refused = [];
    // Every device has its own account; the cloud comes without one.
    broker.authenticate = (_client, username, password, done) => {
      const good = username === undefined || String(password) === `password of ${username}`;
      if (!good) refused.push(String(username));
      done(null, good);
    };
    server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    cloud = await Cloud.at(url);
  });

  afterEach(async () => {
    await running?.close();
    running = null;
    await cloud.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  async function start(gateways: FleetGateway[], more: Partial<SimulatorOptions> = {}): Promise<RunningSimulator> {
    const fleet: Fleet = { broker: url, timeZone: 'Asia/Shanghai', gateways };
    running = await startSimulator({ fleet, airborne: 0, ...more });
    return running;
  }

  it('asks for its configuration, introduces itself, binds itself, and then reports in three parts', async () => {
    await start([DOCK]);
    const config = await until(() => cloud.of('requests', 'D1', 'config')[0], 'config');
    expect(config.body.data).toEqual({ config_type: 'json', config_scope: 'product' });
    const topology = await until(() => cloud.of('status', 'D1')[0], 'topology');
    expect(topology.body).toMatchObject({
      method: 'update_topo',
      data: { domain: 3, type: 3, sub_type: 0, sub_devices: [] },
    });
    const bind = await until(() => cloud.of('requests', 'D1', 'airport_organization_bind')[0], 'binding');
    expect(bind.body.data.bind_devices).toHaveLength(2);
    expect(bind.body.data.bind_devices[1]).toMatchObject({
      sn: 'D1A',
      device_model_key: '0-100-1',
      organization_id: 'org1',
      device_binding_code: 'code1',
    });
    for (const key of ['cover_state', 'job_number', 'flighttask_step_code']) {
      await until(() => cloud.of('osd', 'D1').find(({ body }) => key in body.data), `the part with ${key}`);
    }
    for (const key of ['live_capacity', 'firmware_version', 'wireless_link_topo', 'rtcm_info', 'live_status']) {
      const said = await until(() => cloud.of('state', 'D1').find(({ body }) => key in body.data), key);
      expect(said.body.need_reply).toBe(key === 'live_status' ? undefined : 1);
    }
    const health = await until(() => cloud.of('events', 'D1', 'hms')[0], 'hms');
    expect(health.body.data).toEqual({ list: [] });
    expect(cloud.of('osd', 'D1A')).toEqual([]);
    expect(cloud.heard.every(({ topic, body }) => topic.endsWith('_reply') || body.gateway === 'D1')).toBe(true);
  });

  it('repeats what nobody answers with the same ids and a new time, and stops at the answer', async () => {
    cloud.deaf.add('state');
    await start([DOCK]);
    const first = await until(
      () => cloud.of('state', 'D1').find(({ body }) => 'live_capacity' in body.data),
      'a state',
    );
    const copies = () => cloud.of('state', 'D1').filter(({ body }) => body.tid === first.body.tid);
    await until(() => copies().length === 2, 'its repetition');
    const again = copies()[1]!;
    expect(again.body.bid).toBe(first.body.bid);
    expect(again.body.timestamp! - first.body.timestamp!).toBeGreaterThanOrEqual(1900);
    await cloud.say('thing/product/D1/state_reply', {
      tid: first.body.tid,
      bid: first.body.bid,
      timestamp: Date.now(),
      data: { result: 0 },
    });
    const other = (message: Message) => message.body.tid !== first.body.tid && message.body.need_reply === 1;
    const counted = copies().length;
    await until(() => {
      const tids = cloud
        .of('state', 'D1')
        .filter(other)
        .map(({ body }) => body.tid);
      return tids.some((tid) => tids.filter((one) => one === tid).length >= 3);
    }, 'the third copy of another state');
    expect(copies()).toHaveLength(counted);
  });

  it('flies a task of the cloud from preparation to its last word, and refuses a second one meanwhile', async () => {
    cloud.bound = true;
    await start([DOCK], { speed: 30 });
    await until(() => cloud.of('osd', 'D1')[0], 'telemetry');
    const task = {
      flight_id: 'F1',
      task_type: 0,
      execute_time: Date.now(),
      file: { url: 'https://store.example/r.kmz', fingerprint: '9e10' },
      rth_altitude: 120,
    };
    expect(await cloud.call('D1', 'flighttask_execute', { flight_id: 'F1' }, 'F1')).toEqual({ result: 314010 });
    expect(await cloud.call('D1', 'flighttask_prepare', { ...task, execute_time: Date.now() - 60_000 }, 'F1')).toEqual({
      result: 319008,
    });
    expect(await cloud.call('D1', 'flighttask_prepare', task, 'F1')).toEqual({ result: 0 });
    expect(await cloud.call('D1', 'flighttask_execute', { flight_id: 'F1' }, 'F1')).toEqual({ result: 0 });
    for (const method of ['flighttask_resource_get', 'flight_areas_get', 'offline_map_get']) {
      await until(() => cloud.of('requests', 'D1', method)[0], method);
    }
    expect(await cloud.call('D1', 'flighttask_prepare', { ...task, flight_id: 'F2' }, 'F2')).toEqual({
      result: 319016,
    });
    expect(await cloud.call('D1', 'debug_mode_open')).toEqual({ result: 514148 });
    const end = await until(
      () => cloud.of('events', 'D1', 'flighttask_progress').find(({ body }) => body.need_reply === 1),
      'the last word',
      50_000,
    );
    expect(end.body).toMatchObject({
      bid: 'F1',
      data: {
        result: 0,
        output: { status: 'ok', progress: { percent: 100 }, ext: { flight_id: 'F1', media_count: 0, track_id: '' } },
      },
    });
    const modes = cloud.of('osd', 'D1A').map(({ body }) => body.data.mode_code as number);
    expect([0, 1, 4, 5, 9, 10]).toEqual(expect.arrayContaining(modes));
    expect(modes).toContain(5);
    const covers = new Set(
      cloud
        .of('osd', 'D1')
        .flatMap(({ body }) => ('cover_state' in body.data ? [body.data.cover_state as number] : [])),
    );
    expect(covers).toContain(1);
    expect(cloud.of('osd', 'D1').some(({ body }) => body.data.mode_code === 4 && body.data.drone_in_dock === 0)).toBe(
      true,
    );
    await until(() => cloud.of('status', 'D1').at(-1)!.body.data.sub_devices.length === 0, 'the aircraft switched off');
    expect(cloud.of('status', 'D1').some(({ body }) => body.data.sub_devices[0]?.sn === 'D1A')).toBe(true);
  });

  it('breaks a task off on return_home and says so as real docks do', async () => {
    await start([DOCK], { speed: 30 });
    await until(() => cloud.of('osd', 'D1')[0], 'telemetry');
    const file = { url: 'https://store.example/r.kmz', fingerprint: '9e10' };
    await cloud.call(
      'D1',
      'flighttask_prepare',
      { flight_id: 'F1', task_type: 0, execute_time: Date.now(), file },
      'F1',
    );
    await cloud.call('D1', 'flighttask_execute', { flight_id: 'F1' }, 'F1');
    const progress = () => cloud.of('events', 'D1', 'flighttask_progress').map(({ body }) => body);
    await until(() => progress().find((body) => body.data.output.ext.wayline_mission_state === 6), 'the wayline');
    expect(await cloud.call('D1', 'flighttask_pause', { flight_ids: [''] })).toEqual({ result: 0 });
    const paused = await until(() => progress().find((body) => body.data.output.status === 'paused'), 'the pause');
    expect(paused).toMatchObject({ need_reply: 1, data: { output: { ext: { break_point: { break_reason: 1281 } } } } });
    expect(await cloud.call('D1', 'flighttask_recovery', { flight_ids: [''] })).toEqual({ result: 0 });
    expect(await cloud.call('D1', 'return_home', '')).toEqual({ result: 0, output: { status: 'in_progress' } });
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
    await start([DOCK], { speed: 20 });
    await until(() => cloud.of('osd', 'D1')[0], 'telemetry');
    expect(await cloud.call('D1', 'cover_open')).toEqual({ result: 314000 });
    expect(await cloud.call('D1', 'debug_mode_open')).toEqual({ result: 0 });
    expect(await cloud.call('D1', 'cover_open', null, 'J1')).toEqual({ result: 0, output: { status: 'in_progress' } });
    const done = await until(
      () => cloud.of('events', 'D1', 'cover_open').find(({ body }) => body.data.output.status === 'ok'),
      'the open cover',
    );
    expect(done.body).toMatchObject({
      bid: 'J1',
      need_reply: 1,
      data: { result: 0, output: { progress: { percent: 100 } } },
    });
    await until(() => cloud.of('osd', 'D1').some(({ body }) => body.data.cover_state === 1), 'cover_state 1');
    expect(await cloud.call('D1', 'camera_mode_switch', { payload_index: '99-0-0', camera_mode: 1 })).toEqual({
      result: 325012,
    });
    await cloud.call('D1', 'drone_open', {}, 'J2');
    await until(() => cloud.of('status', 'D1').at(-1)!.body.data.sub_devices.length === 1, 'the aircraft switched on');
    expect(await cloud.call('D1', 'camera_recording_start', { payload_index: '99-0-0' })).toEqual({ result: 327007 });
    expect(await cloud.call('D1', 'camera_mode_switch', { payload_index: '99-0-0', camera_mode: 1 })).toEqual({
      result: 0,
    });
    await until(
      () => cloud.of('state', 'D1A').some(({ body }) => body.data.cameras?.[0]?.camera_mode === 1),
      'the new camera mode',
    );
    const live = { url_type: 1, url: 'rtmp://media/live/1', video_id: 'D1A/99-0-0/normal-0', video_quality: 0 };
    expect(await cloud.call('D1', 'live_start_push', live)).toEqual({ result: 0 });
    expect(await cloud.call('D1', 'live_start_push', live)).toEqual({ result: 513003 });
    await until(
      () => cloud.of('state', 'D1').some(({ body }) => body.data.live_status?.[0]?.video_id === 'D1A/99-0-0/wide-0'),
      'live_status',
    );
    expect(await cloud.call('D1', 'no_such_method')).toEqual({ result: 314000 });
    await cloud.say('thing/product/D1/property/set', {
      tid: 'p1',
      bid: 'p1',
      timestamp: 1,
      data: { distance_limit_status: { state: 1 }, rth_altitude: 5000, silent_mode: 1 },
    });
    const set = await until(() => cloud.of('property/set_reply', 'D1')[0], 'property reply');
    expect(set.body.data).toEqual({
      distance_limit_status: { state: { result: 0 } },
      rth_altitude: { result: 1 },
      silent_mode: { result: 0 },
    });
  });

  it('opens a direct control link of its own and hovers again without sticks', async () => {
    const { gateways } = await start([DOCK], { speed: 10 });
    await until(() => cloud.of('osd', 'D1')[0], 'telemetry');
    const target = {
      target_latitude: 21.601,
      target_longitude: 110.28,
      target_height: 60,
      security_takeoff_height: 40,
    };
    expect(
      await cloud.call('D1', 'takeoff_to_point', { ...target, max_speed: 10, flight_id: 'T1', rth_altitude: 60 }, 'T1'),
    ).toEqual({ result: 0 });
    await until(
      () => cloud.of('events', 'D1', 'takeoff_to_point_progress').find(({ body }) => body.data.status === 'wayline_ok'),
      'the arrival',
    );
    const mqttBroker = {
      address: url.slice('mqtt://'.length),
      client_id: 'drc-1',
      username: 'D1',
      password: 'password of D1',
      enable_tls: false,
    };
    expect(
      await cloud.call('D1', 'drc_mode_enter', { mqtt_broker: mqttBroker, osd_frequency: 10, hsi_frequency: 1 }),
    ).toEqual({ result: 0 });
    await until(() => cloud.of('drc/up', 'D1').find(({ body }) => body.method === 'osd_info_push'), 'positions');
    await cloud.say('thing/product/D1/drc/down', { seq: 1, method: 'heart_beat', data: { timestamp: 77 } });
    const echo = await until(
      () => cloud.of('drc/up', 'D1').find(({ body }) => body.method === 'heart_beat'),
      'the heartbeat',
    );
    expect(echo.body.data).toEqual({ timestamp: 77 });
    const { flight } = gateways.get('D1')!.aircraft;
    await cloud.say('thing/product/D1/drc/down', {
      seq: 2,
      method: 'stick_control',
      data: { roll: 1024, pitch: 1684, throttle: 1024, yaw: 1024 },
    });
    await until(() => flight.phase === 'stick', 'the stick');
    await until(() => flight.phase === 'hovering', 'hovering');
    expect(await cloud.call('D1', 'drc_mode_exit')).toEqual({ result: 0 });
  });

  it('shows remote controllers with their dialects, and their aircraft in the air', async () => {
    await start([CONTROLLER, OLD_CONTROLLER]);
    const newer = await until(() => cloud.of('status', 'R1')[0], 'topology of the RC Plus 2');
    expect(newer.body.data).not.toHaveProperty('domain');
    expect(newer.body.data).toMatchObject({ type: 174, sub_devices: [{ sn: 'R1A', type: 99, sub_type: 1 }] });
    const osd = await until(() => cloud.of('osd', 'R2')[0], 'osd of the RC Pro');
    expect(osd.body.tid).toBe('00000000-0000-0000-0000-000000000000');
    const health = await until(() => cloud.of('events', 'R2A')[0], 'legacy health');
    expect(health.body).not.toHaveProperty('method');
    expect(health.body.data).toEqual({ event: 'hms', method: 'hms', output: { codes: [] } });
    await until(() => cloud.of('osd', 'R1A')[0], 'the aircraft');
    expect(await cloud.call('R1', 'flighttask_prepare', {})).toEqual({ result: 314000 });
    expect(
      await cloud.call(
        'R1',
        'cloud_control_auth_request',
        { user_id: 'u', user_callsign: 'c', control_keys: ['flight'] },
        'C1',
      ),
    ).toMatchObject({ result: 0 });
    const agreed = await until(() => cloud.of('events', 'R1', 'cloud_control_auth_notify')[0], 'the pilot');
    expect(agreed.body).toMatchObject({ bid: 'C1', data: { result: 0, output: { status: 'ok' } } });
  });

  it('loses its network, keeps what wants an answer, and sends it when it is back', async () => {
    const { faults } = await start([DOCK]);
    await until(() => cloud.of('osd', 'D1')[0], 'telemetry');
    cloud.deaf.add('events');
    const gatewayOf = running!.gateways.get('D1')!;
    gatewayOf.event('release_terminal_control_area', { kept: 1 }, { needReply: true });
    const before = await until(() => cloud.of('events', 'D1', 'release_terminal_control_area')[0], 'the event');
    faults.strike(parseFault('network_loss:D1:3s'));
    await until(() => !gatewayOf.connected, 'the cut');
    gatewayOf.event('release_terminal_control_area', { kept: 2 }, { needReply: true });
    const silentFrom = cloud.heard.length;
    await until(() => gatewayOf.connected, 'the return');
    const kept = await until(
      () => cloud.of('events', 'D1', 'release_terminal_control_area').find(({ body }) => body.data.kept === 2),
      'the kept event',
    );
    await until(
      () =>
        cloud.of('events', 'D1', 'release_terminal_control_area').filter(({ body }) => body.tid === before.body.tid)
          .length > 1,
      'the repeated one',
    );
    expect(kept.body.need_reply).toBe(1);
    expect(cloud.heard.slice(silentFrom).some(({ topic }) => topic === 'sys/product/D1/status')).toBe(true);
  });

  it('reboots: forgets, stays away, and asks for its configuration again', async () => {
    const { faults, gateways } = await start([DOCK]);
    await until(() => cloud.of('osd', 'D1')[0], 'telemetry');
    faults.strike(parseFault('reboot:D1:forever:down=1'));
    await until(() => !gateways.get('D1')!.connected, 'the reboot');
    await until(() => cloud.of('requests', 'D1', 'config').length > 1, 'config again', 20_000);
    await until(() => cloud.of('status', 'D1').length > 1, 'topology again');
    expect(gateways.get('D1')!.faults.size).toBe(0);
  });

  it('makes silence, rain, skew, low battery and a lost link on demand, by its control interface', async () => {
    const { control, gateways } = await start([DOCK, OLD_CONTROLLER], { controlPort: 0, speed: 5 });
    await until(() => cloud.of('osd', 'D1')[0] && cloud.of('osd', 'R2A')[0], 'telemetry');
    const post = (path: string, body: unknown) =>
      fetch(`${control}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post('/api/faults', { kind: 'rain', sn: 'D1', seconds: 60, params: { level: 3 } })).status).toBe(201);
    const wet = await until(
      () => cloud.of('events', 'D1', 'hms').find(({ body }) => body.data.list.length > 0),
      'the rain notice',
    );
    expect(wet.body.data.list[0]).toMatchObject({ code: '0x19114800', device_type: '3-3-0', in_the_sky: 0 });
    expect(
      await cloud.call('D1', 'takeoff_to_point', {
        target_latitude: 21.6,
        target_longitude: 110.28,
        target_height: 60,
        flight_id: 'T',
      }),
    ).toEqual({ result: 514134 });
    expect(
      (await post('/api/faults', { kind: 'clock_skew', sn: 'D1', seconds: 60, params: { offset: -600_000 } })).status,
    ).toBe(201);
    await until(() => cloud.of('osd', 'D1').some(({ at, body }) => at - body.timestamp! > 590_000), 'a skewed clock');
    await post('/api/faults', { kind: 'low_battery', sn: 'R2A', seconds: null, params: { to: 20 } });
    await until(
      () => cloud.of('osd', 'R2A').some(({ body }) => body.data.battery.capacity_percent <= 20),
      'the low battery',
    );
    await post('/api/faults', { kind: 'lost_link', sn: 'R2', seconds: 60 });
    await until(() => cloud.of('status', 'R2').at(-1)!.body.data.sub_devices.length === 0, 'the lost aircraft');
    await post('/api/faults', { kind: 'silence', sn: 'D1', seconds: 60 });
    const state = (await (await fetch(`${control}/api/state`)).json()) as {
      simulated: boolean;
      devices: { sn: string; faults: { kind: string }[] }[];
    };
    expect(state.simulated).toBe(true);
    expect(state.devices.find(({ sn }) => sn === 'D1')!.faults.map(({ kind }) => kind)).toEqual([
      'rain',
      'clock_skew',
      'silence',
    ]);
    const heard = cloud.of('osd', 'D1').length;
    const others = cloud.of('osd', 'R2').length;
    await until(() => cloud.of('osd', 'R2').length >= others + 2, 'the others go on');
    expect(cloud.of('osd', 'D1').length).toBeLessThanOrEqual(heard + 1);
    expect((await fetch(`${control}/api/faults?sn=all`, { method: 'DELETE' })).status).toBe(200);
    expect([...gateways.values()].every((device) => device.faults.size === 0)).toBe(true);
    await until(() => cloud.of('osd', 'D1').length > heard + 2, 'speaking again');
  });

  it('serves its page on the loopback only, says that it is simulated, and refuses foreign pages and nonsense', async () => {
    const { control } = await start([DOCK], { controlPort: 0 });
    const page = await (await fetch(control!)).text();
    expect(page).toContain('模拟');
    const json = { 'content-type': 'application/json' };
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${control}/api/faults`, { method: 'POST', headers, body });
    expect((await post({ ...json, origin: 'http://evil.example' }, '{"kind":"silence","sn":"all"}')).status).toBe(403);
    expect((await post({ 'content-type': 'text/plain' }, '{"kind":"silence","sn":"all"}')).status).toBe(403);
    expect((await post(json, '{"kind":"flood","sn":"all"}')).status).toBe(400);
    expect((await post(json, 'nonsense')).status).toBe(400);
    expect((await post(json, '{"kind":"silence","sn":"nobody"}')).status).toBe(404);
    expect((await fetch(`${control}/nowhere`)).status).toBe(404);
  });

  it('shares connections for load and keeps a refused account from stopping the others', async () => {
    const fleet = Array.from({ length: 30 }, (_, index) => gateway(`S${index}`, '3-3-0', '0-100-1'));
    const { links } = await start(fleet, { connections: 3 });
    expect(links).toHaveLength(3);
    for (const { sn } of fleet) await until(() => cloud.of('osd', sn)[0], `telemetry of ${sn}`);
    await running!.close();
    const complaints: string[] = [];
    await start([{ ...DOCK, password: 'wrong' }, CONTROLLER], { complain: (message) => complaints.push(message) });
    await until(() => cloud.of('osd', 'R1')[0], 'the good account');
    await until(() => complaints[0], 'the complaint');
    expect(complaints[0]).toContain('D1');
    expect(complaints.join()).not.toContain('wrong');
    expect(refused).toContain('D1');
  });

  it('replays captured messages and a recorded flight under other serials', async () => {
    const fixture = (name: string) =>
      readFileSync(join(import.meta.dirname, '../../apps/simulator/fixtures', name), 'utf8');
    const options = (...argv: string[]) =>
      parseReplayOptions(['--broker', url, '--gateway', 'G', '--aircraft', 'F', '--speed', '100', ...argv]);
    const { signal } = new AbortController();
    const client = await mqtt.connectAsync(url);
    try {
      const played = await messagePlayer(
        fixture('captured.jsonl'),
        options('--messages', 'x', '--shift-time'),
        signal,
      )(client, 0);
      const uplinks = () => cloud.heard.filter(({ topic }) => !/(status|state|events|requests)_reply$/.test(topic));
      await until(() => uplinks().length === played.sent, 'all captured messages');
      expect(cloud.of('osd', 'G').length + cloud.of('osd', 'F').length).toBeGreaterThanOrEqual(8);
      cloud.heard.length = 0;
      const flight = options('--flight', 'x', '--at', '110.28,21.6', '--ground', '10');
      const { sent } = await flightPlayer(fixture('dronedeploy_phantom4pro.csv'), flight, signal)(client, 0);
      await until(() => cloud.of('osd', 'F').length === sent && cloud.of('status', 'G').length >= 2, 'the flight');
      expect(cloud.heard[0]!.topic).toBe('sys/product/G/status');
      expect(cloud.of('status', 'G').at(-1)!.body.data.sub_devices).toEqual([]);
      const first = cloud.of('osd', 'F')[0]!.body.data;
      expect(first).toMatchObject({ longitude: 110.28, latitude: 21.6, elevation: 0, height: 10, mode_code: 4 });
      expect(first).not.toHaveProperty('battery');
      expect(new Set(cloud.of('osd', 'F').map(({ body }) => body.data.mode_code))).toEqual(new Set([4, 5, 10]));
    } finally {
      await client.endAsync(true);
    }
  });
});
