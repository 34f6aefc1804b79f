import { type Writable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { UPLINK_FILTERS } from '#dji';

export interface LinkOptions {
  url: string;
  username: string | null;
  password: string | null;
  clientId: string;
  /**
   * `record`: a session that the broker keeps over a cut, QoS 1, every uplink topic. `watch`: only what is needed for the
   * screens, newest wins, nothing kept. `command`: what devices reply to commands of this process.
   */
  use: 'record' | 'watch' | 'command';
  /**
   * When the broker may forget a message: once it is `stored`, or once it is `taken`. A broker in this process would be
   * gone together with us, and keeping what we have costs it more than it is worth.
   */
  acknowledge: 'stored' | 'taken';
}

/** Takes one message; `false` stops reading until `resume()`, so that the broker holds what we cannot. Must not throw. */
export type Take = (topic: string, payload: Buffer) => boolean;

/** Messages of one connection that the broker has not been told to forget. */
interface Unacknowledged {
  stream: Writable;
  ids: number[];
}

const FILTERS: Readonly<Record<LinkOptions['use'], readonly string[]>> = {
  record: UPLINK_FILTERS,
  watch: ['thing/product/+/osd', 'thing/product/+/state'],
  command: ['thing/product/+/services_reply'],
};
const KEEPALIVE_SECONDS = 30;
const PING_MS = 10_000;
/** MQTT 3.1.1, section 3.12. */
const PINGREQ = Buffer.from([0xc0, 0]);
const SUBSCRIBE_AGAIN_MS = 5_000;
/** A broker that does not answer our goodbye is left without it. */
const GOODBYE_MS = 3_000;

/** The server's connection to the broker. Reconnects by itself; retained messages are dropped (no device sends them). */
export class DeviceLink {
  private readonly log = new Logger(DeviceLink.name);
  private readonly client: MqttClient;
  private readonly filters: readonly string[];
  private readonly qos: 0 | 1;
  private held: (() => void) | null = null;
  private down = false;
  private closed = false;
  private retry: NodeJS.Timeout | null = null;
  private pings: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | null = null;
  private unacknowledged: Unacknowledged[] = [];
  /** Messages taken since the start. */
  taken = 0;

  constructor(options: LinkOptions, take: Take) {
    this.filters = FILTERS[options.use];
    this.qos = options.use === 'watch' ? 0 : 1;
    this.client = connect(options.url, {
      ...(options.username === null ? {} : { username: options.username }),
      ...(options.password === null ? {} : { password: options.password }),
      clientId: options.clientId,
      clean: options.use !== 'record',
      reconnectPeriod: 1_000,
      connectTimeout: 10_000,
      keepalive: KEEPALIVE_SECONDS,
      resubscribe: false,
      manualConnect: true,
      // several lines a message are formatted before anybody asks whether they are wanted
      log: () => undefined,
    });
    this.client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'publish' || packet.qos !== 1) return;
      this.putOffAcknowledgement(packet as IPublishPacket);
      if (options.acknowledge === 'taken') this.acknowledgeSoon();
    });
    this.client.handleMessage = (packet: IPublishPacket, done: (error?: Error) => void) => {
      if (packet.retain) return done();
      this.taken += 1;
      if (take(packet.topic, packet.payload as Buffer)) return done();
      this.hold(done);
    };
    this.client.on('error', (error) => this.lost(error.message));
    this.client.on('close', () => this.lost('closed'));
    this.client.on('connect', () => {
      if (this.down) this.log.log('the broker is back');
      this.down = false;
    });
  }

  /** Connects and subscribes. Resolves when the broker granted it, however long that takes; the broker may come later. */
  async open(): Promise<void> {
    const granted = new Promise<void>((resolve) => {
      this.client.on('connect', () => void this.subscribe().then((done) => done && resolve()));
    });
    this.client.connect();
    await granted;
  }

  get connected(): boolean {
    return this.client.connected;
  }

  /** True while messages wait for us: silence says nothing about the devices then. */
  get isHeld(): boolean {
    return this.held !== null;
  }

  /** Goes on reading after `take` answered false. */
  resume(): void {
    const held = this.held;
    this.held = null;
    clearInterval(this.pings);
    held?.();
  }

  /**
   * What was taken so far and not acknowledged yet; calling the result acknowledges it. On a connection that has ended
   * meanwhile nothing is said: the broker sends those messages again.
   */
  closeBatch(): () => void {
    const batch = this.unacknowledged;
    this.unacknowledged = [];
    return () => batch.forEach(({ stream, ids }) => this.acknowledge(stream, ids));
  }

  /** Publishes with QoS 1, never retained. Resolves when the broker has it; rejects when we are closing. */
  async publish(topic: string, payload: string | Buffer): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1 });
  }

  /** Reads nothing more; what is taken can still be acknowledged, and answered, until `close`. */
  stopReading(): void {
    this.client.handleMessage = (_packet, done) => this.hold(done as () => void);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.down = true;
    if (this.retry) clearTimeout(this.retry);
    clearInterval(this.pings);
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (patience = setTimeout(resolve, GOODBYE_MS)));
    await Promise.race([this.client.endAsync(!this.client.connected).catch(() => undefined), late]);
    clearTimeout(patience);
    this.client.end(true);
  }

  /** The answers to pings wait behind what we do not read: the connection is kept alive by hand meanwhile. */
  private hold(done: () => void): void {
    this.held = done;
    clearInterval(this.pings);
    this.pings = setInterval(() => {
      if (!this.client.connected) return;
      this.client.stream.write(PINGREQ);
      this.client.reschedulePing(true);
    }, PING_MS);
  }

  /** Subscribes to everything that is not granted yet; a refusal is told and tried again. */
  private async subscribe(): Promise<boolean> {
    try {
      await this.client.subscribeAsync([...this.filters], { qos: this.qos });
      return true;
    } catch (error) {
      if (this.closed || !this.client.connected) return false;
      this.log.error({ message: 'the broker refused our subscription', error: (error as Error).message });
      this.retry = setTimeout(() => this.client.reconnect(), SUBSCRIBE_AGAIN_MS);
      return false;
    }
  }

  /** The client acknowledges at once what came with QoS 1; taken for QoS 0 it leaves that to us. */
  private putOffAcknowledgement(packet: IPublishPacket): void {
    const { stream } = this.client;
    packet.qos = 0;
    const newest = this.unacknowledged.at(-1);
    if (newest?.stream === stream) newest.ids.push(packet.messageId!);
    else this.unacknowledged.push({ stream, ids: [packet.messageId!] });
  }

  /** Many at once: a write for each message costs more than the message. */
  private acknowledgeSoon(): void {
    this.soon ??= setImmediate(() => {
      this.soon = null;
      this.closeBatch()();
    });
  }

  private acknowledge(stream: Writable, ids: readonly number[]): void {
    if (stream !== this.client.stream || stream.destroyed || !this.client.connected) return;
    // PUBACK of MQTT 3.1.1 (section 3.4): type 4, two bytes follow, the packet identifier
    const packets = Buffer.allocUnsafe(ids.length * 4);
    for (const [nr, id] of ids.entries()) packets.writeUInt32BE(0x40020000 + id, nr * 4);
    stream.write(packets);
  }

  private lost(reason: string): void {
    if (!this.down) this.log.warn({ message: 'the broker cannot be reached', reason });
    this.down = true;
  }
}
