import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import mqtt from 'mqtt';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { parseReplayOptions } from '../../apps/simulator/src/replay-options.js';
import { flightPlayer, messagePlayer } from '../../apps/simulator/src/replayer.js';
import { CONTROLLER, DOCK, OLD_CONTROLLER, gateway, until, useSimulator } from '../support/simulator-bench.js';

describe('faults, load and replay of the simulator against a broker over TCP', () => {
  const bench = useSimulator();

  it('loses its network, keeps what wants an answer, and sends it when it is back', async () => {
    const { faults } = await bench.start([DOCK]);
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    bench.cloud.deaf.add('events');
    const gatewayOf = bench.running!.gateways.get('D1')!;
    gatewayOf.event('release_terminal_control_area', { kept: 1 }, { needReply: true });
    const before = await until(() => bench.cloud.of('events', 'D1', 'release_terminal_control_area')[0], 'the event');
    faults.strike(parseFault('network_loss:D1:3s'));
    await until(() => !gatewayOf.connected, 'the cut');
    gatewayOf.event('release_terminal_control_area', { kept: 2 }, { needReply: true });
    const silentFrom = bench.cloud.heard.length;
    await until(() => gatewayOf.connected, 'the return');
    const kept = await until(
      () => bench.cloud.of('events', 'D1', 'release_terminal_control_area').find(({ body }) => body.data.kept === 2),
      'the kept event',
    );
    await until(
      () =>
        bench.cloud
          .of('events', 'D1', 'release_terminal_control_area')
          .filter(({ body }) => body.tid === before.body.tid).length > 1,
      'the repeated one',
    );
    expect(kept.body.need_reply).toBe(1);
    expect(bench.cloud.heard.slice(silentFrom).some(({ topic }) => topic === 'sys/product/D1/status')).toBe(true);
  });

  it('reboots: forgets, stays away, and asks for its configuration again', async () => {
    const { faults, gateways } = await bench.start([DOCK]);
    await until(() => bench.cloud.of('osd', 'D1')[0], 'telemetry');
    faults.strike(parseFault('reboot:D1:forever:down=1'));
    await until(() => !gateways.get('D1')!.connected, 'the reboot');
    await until(() => bench.cloud.of('requests', 'D1', 'config').length > 1, 'config again', 20_000);
    await until(() => bench.cloud.of('status', 'D1').length > 1, 'topology again');
    expect(gateways.get('D1')!.faults.size).toBe(0);
  });

  it('makes silence, rain, skew, low battery and a lost link on demand, by its control interface', async () => {
    const { control, gateways } = await bench.start([DOCK, OLD_CONTROLLER], { controlPort: 0, speed: 5 });
    await until(() => bench.cloud.of('osd', 'D1')[0] && bench.cloud.of('osd', 'R2A')[0], 'telemetry');
    const post = (path: string, body: unknown) =>
      fetch(`${control}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post('/api/faults', { kind: 'rain', sn: 'D1', seconds: 60, params: { level: 3 } })).status).toBe(201);
    const wet = await until(
      () => bench.cloud.of('events', 'D1', 'hms').find(({ body }) => body.data.list.length > 0),
      'the rain notice',
    );
    expect(wet.body.data.list[0]).toMatchObject({ code: '0x19114800', device_type: '3-3-0', in_the_sky: 0 });
    expect(
      await bench.cloud.call('D1', 'takeoff_to_point', {
        target_latitude: 21.6,
        target_longitude: 110.28,
        target_height: 60,
        flight_id: 'T',
      }),
    ).toEqual({ result: 514134 });
    expect(
      (await post('/api/faults', { kind: 'clock_skew', sn: 'D1', seconds: 60, params: { offset: -600_000 } })).status,
    ).toBe(201);
    await until(
      () => bench.cloud.of('osd', 'D1').some(({ at, body }) => at - body.timestamp! > 590_000),
      'a skewed clock',
    );
    await post('/api/faults', { kind: 'low_battery', sn: 'R2A', seconds: null, params: { to: 20 } });
    await until(
      () => bench.cloud.of('osd', 'R2A').some(({ body }) => body.data.battery.capacity_percent <= 20),
      'the low battery',
    );
    await post('/api/faults', { kind: 'lost_link', sn: 'R2', seconds: 60 });
    await until(() => bench.cloud.of('status', 'R2').at(-1)!.body.data.sub_devices.length === 0, 'the lost aircraft');
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
    const heard = bench.cloud.of('osd', 'D1').length;
    const others = bench.cloud.of('osd', 'R2').length;
    await until(() => bench.cloud.of('osd', 'R2').length >= others + 2, 'the others go on');
    expect(bench.cloud.of('osd', 'D1').length).toBeLessThanOrEqual(heard + 1);
    expect((await fetch(`${control}/api/faults?sn=all`, { method: 'DELETE' })).status).toBe(200);
    expect([...gateways.values()].every((device) => device.faults.size === 0)).toBe(true);
    await until(() => bench.cloud.of('osd', 'D1').length > heard + 2, 'speaking again');
  });

  it('serves its page on the loopback only, says that it is simulated, and refuses foreign pages and nonsense', async () => {
    const { control } = await bench.start([DOCK], { controlPort: 0 });
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

  it('shares connections for load and keeps a bench.refused account from stopping the others', async () => {
    const fleet = Array.from({ length: 30 }, (_, index) => gateway(`S${index}`, '3-3-0', '0-100-1'));
    const { links } = await bench.start(fleet, { connections: 3 });
    expect(links).toHaveLength(3);
    for (const { sn } of fleet) await until(() => bench.cloud.of('osd', sn)[0], `telemetry of ${sn}`);
    await bench.running!.close();
    const complaints: string[] = [];
    await bench.start([{ ...DOCK, password: 'wrong' }, CONTROLLER], {
      complain: (message) => complaints.push(message),
    });
    await until(() => bench.cloud.of('osd', 'R1')[0], 'the good account');
    await until(() => complaints[0], 'the complaint');
    expect(complaints[0]).toContain('D1');
    expect(complaints.join()).not.toContain('wrong');
    expect(bench.refused).toContain('D1');
  });

  it('replays captured messages and a recorded flight under other serials', async () => {
    const fixture = (name: string) =>
      readFileSync(join(import.meta.dirname, '../../apps/simulator/fixtures', name), 'utf8');
    const options = (...argv: string[]) =>
      parseReplayOptions(['--broker', bench.url, '--gateway', 'G', '--aircraft', 'F', '--speed', '100', ...argv]);
    const { signal } = new AbortController();
    const client = await mqtt.connectAsync(bench.url);
    try {
      const played = await messagePlayer(
        fixture('captured.jsonl'),
        options('--messages', 'x', '--shift-time'),
        signal,
      )(client, 0);
      const uplinks = () =>
        bench.cloud.heard.filter(({ topic }) => !/(status|state|events|requests)_reply$/.test(topic));
      await until(() => uplinks().length === played.sent, 'all captured messages');
      expect(bench.cloud.of('osd', 'G').length + bench.cloud.of('osd', 'F').length).toBeGreaterThanOrEqual(8);
      bench.cloud.heard.length = 0;
      const flight = options('--flight', 'x', '--at', '110.28,21.6', '--ground', '10');
      const { sent } = await flightPlayer(fixture('dronedeploy_phantom4pro.csv'), flight, signal)(client, 0);
      await until(
        () => bench.cloud.of('osd', 'F').length === sent && bench.cloud.of('status', 'G').length >= 2,
        'the flight',
      );
      expect(bench.cloud.heard[0]!.topic).toBe('sys/product/G/status');
      expect(bench.cloud.of('status', 'G').at(-1)!.body.data.sub_devices).toEqual([]);
      const first = bench.cloud.of('osd', 'F')[0]!.body.data;
      expect(first).toMatchObject({ longitude: 110.28, latitude: 21.6, elevation: 0, height: 10, mode_code: 4 });
      expect(first).not.toHaveProperty('battery');
      expect(new Set(bench.cloud.of('osd', 'F').map(({ body }) => body.data.mode_code))).toEqual(new Set([4, 5, 10]));
    } finally {
      await client.endAsync(true);
    }
  });
});
