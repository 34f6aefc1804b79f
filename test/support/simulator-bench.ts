import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { type Fleet, type FleetGateway } from '../../apps/simulator/src/fleet.js';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../apps/simulator/src/simulator.js';

export interface Message {
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
export class Cloud {
  readonly heard: Message[] = [];
  /** Method or channel of what is left without an answer. */
  readonly deaf = new Set<string>();
  /** What is answered to a method instead of `{ result: 0 }`. */
  readonly answers = new Map<string, unknown>();
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
    if (method !== undefined && this.answers.has(method)) return this.answers.get(method);
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
export async function until<T>(
  find: () => T | undefined | false | null,
  what: string,
  milliseconds = 30_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const gateway = (sn: string, modelKey: string, aircraftKey: string): FleetGateway => ({
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
export const DOCK = gateway('D1', '3-3-0', '0-100-1');
export const CONTROLLER = gateway('R1', '2-174-0', '0-99-1');
export const OLD_CONTROLLER = gateway('R2', '2-144-0', '0-77-1');

/** What the tests of the simulator share: a broker over TCP with an account per device, the cloud, one simulator. */
export interface SimulatorBench {
  url: string;
  cloud: Cloud;
  /** Accounts that the broker turned away. */
  refused: string[];
  running: RunningSimulator | null;
  start(gateways: FleetGateway[], more?: Partial<SimulatorOptions>): Promise<RunningSimulator>;
}

/** Sets the bench up before each test of the surrounding block and takes it down after it. */
export function useSimulator(): SimulatorBench {
  let broker: Aedes;
  let server: Server;
  const bench: SimulatorBench = {
    url: '',
    cloud: undefined as unknown as Cloud,
    refused: [],
    running: null,
    start: async (gateways, more = {}) => {
      const fleet: Fleet = { broker: bench.url, timeZone: 'Asia/Shanghai', gateways };
      bench.running = await startSimulator({ fleet, airborne: 0, ...more });
      return bench.running;
    },
  };

  beforeEach(async () => {
    broker = await Aedes.createBroker();
    bench.refused = [];
    // Every device has its own account; the cloud comes without one.
    broker.authenticate = (_client, username, password, done) => {
      const good = username === undefined || String(password) === `password of ${username}`;
      if (!good) bench.refused.push(String(username));
      done(null, good);
    };
    server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    bench.url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    bench.cloud = await Cloud.at(bench.url);
  });

  afterEach(async () => {
    await bench.running?.close();
    bench.running = null;
    await bench.cloud.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return bench;
}
