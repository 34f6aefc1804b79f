import { type EventEmitter, once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type BrokerAccess, type BrokerIdentity } from '../../server/src/broker/broker-access.js';
import { type EmbeddedBroker, startBroker } from './broker.js';
import { FrameWatch } from './broker.frame.js';

/** Rules in the shape of the product's: a gateway speaks below its own serial number, the service hears everything. */
class Rules implements BrokerAccess {
  readonly lost: string[] = [];
  readonly refusals: { username: string; topic: string; payload: string }[] = [];
  private revoke: (username: string) => void = () => undefined;

  async authenticate(username: string | undefined, password: Buffer | undefined): Promise<BrokerIdentity | null> {
    if (username === 'broken') throw new Error('the database is away');
    if (!username || password?.toString() !== `key of ${username}`) return null;
    return username === 'server'
      ? { username, kind: 'service', gatewaySn: null }
      : { username, kind: 'gateway', gatewaySn: username };
  }
  mayPublish({ kind, gatewaySn }: BrokerIdentity, topic: string) {
    return kind === 'service' || topic.split('/')[2] === gatewaySn;
  }
  maySubscribe({ kind, gatewaySn }: BrokerIdentity, filter: string) {
    return kind === 'service' || filter.split('/')[2] === gatewaySn;
  }
  onRevoked(listener: (username: string) => void) {
    this.revoke = listener;
    return () => (this.revoke = () => undefined);
  }
  disconnected({ username }: BrokerIdentity) {
    this.lost.push(username);
  }
  refused({ username }: BrokerIdentity, topic: string, payload: Buffer) {
    this.refusals.push({ username, topic, payload: payload.toString() });
  }
  revoked(username: string) {
    this.revoke(username);
  }
}

describe('the embedded broker', () => {
  let rules: Rules;
  let broker: EmbeddedBroker;
  let logged: { event: string; about: Record<string, unknown> }[];
  let clients: MqttClient[];

  beforeEach(async () => {
    rules = new Rules();
    logged = [];
    clients = [];
    broker = await startBroker({
      host: '127.0.0.1',
      port: 0,
      access: rules,
      backlog: { device: 50, service: 200 },
      log: (event, about) => logged.push({ event, about }),
    });
  });

  afterEach(async () => {
    for (const client of clients) client.end(true);
    await broker.close();
  });

  async function connect(username: string, options: IClientOptions = {}): Promise<MqttClient> {
    const client = mqtt.connect(broker.url, {
      username,
      password: `key of ${username}`,
      reconnectPeriod: 0,
      ...options,
    });
    clients.push(client);
    // a refused or cut connection is seen in its events, not here
    client.on('error', () => undefined);
    await happens(client, 'connect');
    return client;
  }

  async function listen(
    options: IClientOptions = {},
  ): Promise<{ client: MqttClient; heard: { topic: string; text: string; retain: boolean }[] }> {
    const client = await connect('server', options);
    const heard: { topic: string; text: string; retain: boolean }[] = [];
    client.on('message', (topic, payload, packet) =>
      heard.push({ topic, text: payload.toString(), retain: packet.retain }),
    );
    await client.subscribeAsync('thing/#', { qos: 1 });
    return { client, heard };
  }

  it('refuses connections without an account, with a wrong password and while accounts cannot be read', async () => {
    const codes: unknown[] = [];
    for (const options of [{}, { username: 'dock1', password: 'wrong' }, { username: 'broken', password: 'x' }]) {
      const client = mqtt.connect(broker.url, { ...options, reconnectPeriod: 0 });
      const [error] = (await happens(client, 'error')) as [{ code: unknown }];
      codes.push(error.code);
      client.end(true);
    }
    expect(codes).toEqual([4, 4, 3]);
    expect(broker.size).toBe(0);
  });

  it('carries a message of a gateway on its own topic to the server', async () => {
    const { heard } = await listen();
    const dock = await connect('dock1');
    await dock.publishAsync('thing/product/dock1/osd', 'temperature', { qos: 1 });
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ topic: 'thing/product/dock1/osd', text: 'temperature', retain: false }]);
  });

  it.each([0, 1, 2] as const)(
    'drops a message of QoS %i on a foreign topic, acknowledges it and keeps the connection',
    async (qos) => {
      const { heard } = await listen({ clean: false, clientId: 'ingest' });
      const dock = await connect('dock1');
      await dock.publishAsync('thing/dock2/osd', 'a lie', { qos, retain: true });
      await dock.publishAsync('thing/product/dock1/osd', 'the truth', { qos: 1 });
      await until(() => heard.length > 0);
      expect(heard.map(({ text }) => text)).toEqual(['the truth']);
      expect(rules.refusals).toEqual([{ username: 'dock1', topic: 'thing/dock2/osd', payload: 'a lie' }]);
      expect(dock.connected).toBe(true);
    },
  );

  it('refuses a subscription to foreign topics and to the broker’s own', async () => {
    const dock = await connect('dock1');
    const refused: string[] = [];
    for (const filter of ['thing/product/dock1/services', 'thing/product/dock2/services', '#', '$SYS/#']) {
      await dock.subscribeAsync(filter).catch(() => refused.push(filter));
    }
    expect(refused).toEqual(['thing/product/dock2/services', '#', '$SYS/#']);
    expect(dock.connected).toBe(true);
  });

  it('keeps no retained message of a device, so that a later subscriber hears nothing old', async () => {
    const dock = await connect('dock1');
    await dock.publishAsync('thing/product/dock1/osd', 'old', { qos: 1, retain: true });
    const { heard } = await listen();
    await dock.publishAsync('thing/product/dock1/osd', 'new', { qos: 1 });
    await until(() => heard.length > 0);
    expect(heard.map(({ text }) => text)).toEqual(['new']);
  });

  it('sends the will of a lost device on its own topic and holds back one on a foreign topic', async () => {
    const { heard } = await listen();
    for (const topic of ['thing/product/dock2/status', 'thing/product/dock1/status']) {
      const dock = await connect('dock1', {
        clientId: topic,
        will: { topic, payload: Buffer.from('gone'), qos: 1, retain: true },
      });
      dock.stream.destroy();
    }
    await until(() => heard.length > 0 && rules.refusals.length > 0);
    expect(heard.map(({ topic }) => topic)).toEqual(['thing/product/dock1/status']);
    expect(rules.refusals.map(({ topic }) => topic)).toEqual(['thing/product/dock2/status']);
  });

  it('cuts the connections of an account that was revoked, and no other', async () => {
    const first = await connect('dock1');
    const second = await connect('dock2');
    const ended = happens(first, 'close');
    rules.revoked('dock1');
    await ended;
    expect(second.connected).toBe(true);
    expect(logged.map(({ event }) => event)).toContain('broker.account_cut');
  });

  it('tells when the last connection of an account has ended', async () => {
    const first = await connect('dock1', { clientId: 'a' });
    const second = await connect('dock1', { clientId: 'b' });
    await first.endAsync();
    await until(() => broker.size === 1);
    expect(rules.lost).toEqual([]);
    await second.endAsync();
    await until(() => rules.lost.length > 0);
    expect(rules.lost).toEqual(['dock1']);
  });

  it('lets a second connection with the same account and client id take over, and says so', async () => {
    const first = await connect('dock1', { clientId: 'dock' });
    const ended = happens(first, 'close');
    const second = await connect('dock1', { clientId: 'dock' });
    await ended;
    expect(second.connected).toBe(true);
    expect(logged.filter(({ event }) => event === 'broker.taken_over')).toHaveLength(1);
  });

  it('does not let one account take over another account’s client id', async () => {
    const first = await connect('dock1', { clientId: 'dock' });
    await connect('dock2', { clientId: 'dock' });
    await first.publishAsync('thing/product/dock1/osd', 'still here', { qos: 1 });
    expect(first.connected).toBe(true);
  });

  it('cuts a connection that announces a packet above 1 MiB before it has arrived', async () => {
    const socket = connectSocket(broker.port, '127.0.0.1');
    await once(socket, 'connect');
    // CONNECT with a remaining length of 2 MiB
    socket.write(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x01]));
    await once(socket, 'close');
    expect(logged.map(({ event }) => event)).toContain('broker.packet_too_large');
    const dock = await connect('dock1');
    await dock.publishAsync('thing/product/dock1/osd', Buffer.alloc((1 << 20) - 100), { qos: 1 });
    expect(dock.connected).toBe(true);
  });

  it('slows publishers down while the server takes nothing, loses nothing and keeps their order', async () => {
    const server = await connect('server', { keepalive: 0 });
    const heard: number[] = [];
    let letGo: () => void = () => undefined;
    const stalled = new Promise<void>((fulfil) => (letGo = fulfil));
    // the way a subscriber with a full buffer stops reading
    server.handleMessage = (packet, done) => {
      heard.push(Number((packet as { payload: Buffer }).payload.toString('latin1', 0, 8)));
      void stalled.then(() => done());
    };
    await server.subscribeAsync('thing/#', { qos: 1 });
    const dock = await connect('dock1', { keepalive: 0 });
    const total = 4000;
    let acknowledged = 0;
    const body = Buffer.alloc(16_384, 32);
    const sent = Promise.all(
      Array.from({ length: total }, async (_, index) => {
        const payload = Buffer.from(body);
        payload.write(String(index).padStart(8, '0'));
        await dock.publishAsync('thing/product/dock1/osd', payload, { qos: 1 });
        acknowledged += 1;
      }),
    );
    const before = process.memoryUsage().arrayBuffers;
    let last = -1;
    // standing still is the fact waited for: two looks with the same count
    await until(() => {
      const still = acknowledged > 0 && acknowledged === last;
      last = acknowledged;
      return still;
    }, 500);
    expect(acknowledged).toBeLessThan(total);
    // what the broker holds is bounded by socket buffers, far below the 65 MB that were published
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 << 20);
    letGo();
    await sent;
    await until(() => heard.length === total);
    expect(heard).toEqual(Array.from({ length: total }, (_, index) => index));
  });

  it('makes publishers wait for an absent server session when its queue is full, and delivers all of it later', async () => {
    const first = await listen({ clean: false, clientId: 'ingest' });
    await first.client.endAsync();
    const dock = await connect('dock1');
    let acknowledged = 0;
    const total = 500;
    const sent = Promise.all(
      Array.from({ length: total }, async (_, index) => {
        await dock.publishAsync('thing/product/dock1/osd', String(index), { qos: 1 });
        acknowledged += 1;
      }),
    );
    await until(() => acknowledged >= 200);
    const heard: string[] = [];
    const server = mqtt.connect(broker.url, {
      username: 'server',
      password: 'key of server',
      clean: false,
      clientId: 'ingest',
    });
    clients.push(server);
    server.on('message', (_topic, payload) => heard.push(payload.toString()));
    await sent;
    await until(() => new Set(heard).size === total);
    expect(new Set(heard).size).toBe(total);
  });

  it('ends in order: devices are cut first, and the server still gets all that was acknowledged to them', async () => {
    const server = await connect('server', { clean: false, clientId: 'ingest' });
    const heard: string[] = [];
    server.handleMessage = (packet, done) => {
      heard.push((packet as { payload: Buffer }).payload.toString());
      setTimeout(done, 2);
    };
    await server.subscribeAsync('thing/#', { qos: 1 });
    const dock = await connect('dock1');
    const sent = Array.from({ length: 150 }, (_, index) => String(index));
    await Promise.all(sent.map((text) => dock.publishAsync('thing/product/dock1/osd', text, { qos: 1 })));
    const cut = happens(dock, 'close');
    await Promise.all([cut, broker.drain()]);
    expect(heard).toEqual(sent);
    expect(rules.lost).toEqual([]);
    expect(server.connected).toBe(true);
  });

  it('keeps a bounded queue for a device session that is away', async () => {
    const dock = await connect('dock1', { clean: false, clientId: 'dock' });
    await dock.subscribeAsync('thing/product/dock1/services', { qos: 1 });
    await dock.endAsync();
    const server = await connect('server');
    for (let index = 0; index < 120; index += 1)
      await server.publishAsync('thing/product/dock1/services', String(index), { qos: 1 });
    const heard: string[] = [];
    const again = mqtt.connect(broker.url, {
      username: 'dock1',
      password: 'key of dock1',
      clean: false,
      clientId: 'dock',
    });
    clients.push(again);
    again.on('message', (_topic, payload) => heard.push(payload.toString()));
    await until(() => heard.length >= 50);
    await server.publishAsync('thing/product/dock1/services', 'last', { qos: 1 });
    await until(() => heard.includes('last'));
    expect(heard).toEqual([...Array.from({ length: 50 }, (_, index) => String(index)), 'last']);
    expect(logged.map(({ event }) => event)).toContain('broker.queue_full');
  });

  it('names the port and the remedy when the port is taken', async () => {
    const taken = startBroker({ host: '127.0.0.1', port: broker.port, access: new Rules(), log: () => undefined });
    await expect(taken).rejects.toThrow(new RegExp(`MQTT port ${broker.port} .* in use: .*--mqtt-port`));
  });
});

describe('the frame watch', () => {
  it('accepts packets however they are cut into chunks, and refuses a length above its limit', () => {
    const packets = Buffer.concat([
      Buffer.from([0xc0, 0]),
      Buffer.from([0x30, 0xc8, 0x01]),
      Buffer.alloc(200),
      Buffer.from([0xc0, 0]),
    ]);
    for (let size = 1; size <= packets.length; size += 1) {
      const watch = new FrameWatch(200);
      for (let at = 0; at < packets.length; at += size)
        expect(watch.accept(packets.subarray(at, at + size))).toBe(true);
    }
    expect(new FrameWatch(199).accept(packets)).toBe(false);
    expect(new FrameWatch(1 << 20).accept(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f]))).toBe(false);
  });
});

/** `once` for clients of mqtt.js, whose own event types it does not take. */
function happens(client: MqttClient, event: string): Promise<unknown[]> {
  return once(client as unknown as EventEmitter, event);
}

/** Waits until something is so; a test that waits in vain ends by the runner's limit. */
async function until(so: () => boolean, every = 5): Promise<void> {
  while (!so()) await new Promise((fulfil) => setTimeout(fulfil, every));
}
