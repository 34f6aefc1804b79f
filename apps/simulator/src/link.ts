import { randomUUID } from 'node:crypto';
import mqtt, { type MqttClient, Store } from 'mqtt';
import { type Random } from './random.js';

/** One device behind a connection. */
export interface Party {
  /** Topics to subscribe to after each connect. */
  topics(): string[];
  /** The serials whose topics belong to it. */
  serials(): string[];
  receive(topic: string, payload: Buffer): void;
  online(): void;
  offline(): void;
}

export interface LinkOptions {
  /** `mqtt://host:port` */
  broker: string;
  username: string;
  password: string;
  random: Random;
  /** Said once for each kind of trouble: refused account, refused topic. */
  complain: (message: string) => void;
}

/** Bytes waiting in the socket beyond which telemetry is thrown away instead of queued. */
const SOCKET_LIMIT = 1_000_000;
const NEVER = 2 ** 31 - 1;

/**
 * One MQTT 3.1.1 connection with one account, for one gateway or, for load, for several. It reconnects by itself after
 * 1 to 5 s (spread, so that a fleet does not come back in one instant) and keeps unacknowledged QoS 1 messages over it.
 */
export class Link {
  connected = false;
  /** Telemetry thrown away because the socket did not drain. */
  overflowed = 0;
  sent = 0;
  private readonly parties: Party[] = [];
  private readonly bySerial = new Map<string, Party>();
  private readonly complaints = new Set<string>();
  private client: MqttClient | null = null;
  private closing = false;
  private cutUntilRestored = false;

  constructor(private readonly options: LinkOptions) {}

  attach(party: Party): void {
    this.parties.push(party);
    for (const sn of party.serials()) this.bySerial.set(sn, party);
  }

  /** Only one device speaks over it, so cutting it hurts nobody else. */
  get exclusive(): boolean {
    return this.parties.length === 1;
  }

  open(): void {
    const { broker, username, password } = this.options;
    const client = mqtt.connect(broker, {
      username,
      password,
      clientId: `${this.parties[0]?.serials()[0] ?? 'device'}-${randomUUID().slice(0, 8)}`,
      clean: true,
      keepalive: 30,
      reconnectPeriod: this.pause(),
      reconnectOnConnackError: true,
      connectTimeout: 10_000,
      queueQoSZero: false,
      resubscribe: false,
      // a reconnect of its own and ours may meet; the library then closes its stores, and fails on those it has emptied
      incomingStore: new Store({ clean: false }),
      outgoingStore: new Store({ clean: false }),
    });
    this.client = client;
    client.on('connect', () => this.came());
    client.on('close', () => this.went());
    client.on('error', (error: Error & { code?: string | number }) =>
      this.complain(`${String(error.code ?? 'error')}: ${error.message || 'connection failed'}`),
    );
    client.on('message', (topic, payload) => this.bySerial.get(serialOf(topic))?.receive(topic, payload));
  }

  /** Hands a message to the socket. False: there is no connection, or telemetry (QoS 0) found the socket full. */
  publish(topic: string, payload: string, qos: 0 | 1): boolean {
    const { client } = this;
    if (!client || !this.connected) return false;
    if (qos === 0 && client.stream.writableLength > SOCKET_LIMIT) {
      this.overflowed++;
      return false;
    }
    client.publish(topic, payload, { qos });
    this.sent++;
    return true;
  }

  /** Breaks the connection as a dead network does; it comes back after `ms`, or at `restore` when null. */
  cut(ms: number | null): void {
    if (!this.client) return;
    this.cutUntilRestored = true;
    this.client.options.reconnectPeriod = Math.max(1, Math.min(ms ?? NEVER, NEVER));
    this.client.stream.destroy();
  }

  restore(): void {
    const { client } = this;
    if (!client || !this.cutUntilRestored) return;
    this.cutUntilRestored = false;
    client.options.reconnectPeriod = this.pause();
    if (!this.connected) client.reconnect({ incomingStore: client.incomingStore, outgoingStore: client.outgoingStore });
  }

  /** Says goodbye to the broker; unacknowledged messages get two seconds. */
  async close(): Promise<void> {
    this.closing = true;
    const { client } = this;
    if (!client) return;
    const forced = setTimeout(() => client.end(true), 2000);
    await new Promise<void>((resolve) => {
      client.end(!this.connected, {}, () => resolve());
    });
    clearTimeout(forced);
    this.connected = false;
  }

  private came(): void {
    const client = this.client!;
    this.connected = true;
    this.cutUntilRestored = false;
    this.complaints.clear();
    client.options.reconnectPeriod = this.pause();
    const topics = this.parties.flatMap((party) => party.topics());
    client.subscribe(topics, { qos: 1 }, (error, granted) => {
      const refused = granted?.filter(({ qos }) => (qos as number) >= 128) ?? [];
      if (error && !this.closing) this.complain(`subscription: ${error.message}`);
      for (const { topic } of refused) this.complain(`subscription refused: ${topic}`);
      if (!this.connected) return;
      for (const party of this.parties) party.online();
    });
  }

  private went(): void {
    if (!this.connected) return;
    this.connected = false;
    for (const party of this.parties) party.offline();
  }

  private pause(): number {
    return Math.round(this.options.random.between(1000, 5000));
  }

  private complain(what: string): void {
    if (this.closing || this.complaints.has(what)) return;
    this.complaints.add(what);
    this.options.complain(
      `${this.parties[0]?.serials()[0] ?? this.options.username} @ ${this.options.broker}: ${what}`,
    );
  }
}

/** The serial in `thing/product/{sn}/…` or `sys/product/{sn}/…`. */
function serialOf(topic: string): string {
  const start = topic.indexOf('/product/') + 9;
  const end = topic.indexOf('/', start);
  return start < 9 || end < 0 ? '' : topic.slice(start, end);
}
