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
   * screens, newest wins, nothing kept.
   */
  use: 'record' | 'watch';
}

/** Takes one message; `false` stops reading until `resume()`, so that the broker holds what we cannot. */
export type Take = (topic: string, payload: Buffer) => boolean;

/** The server's connection to the broker. Reconnects by itself; retained messages are dropped (no device sends them). */
export class DeviceLink {
  private readonly log = new Logger(DeviceLink.name);
  private readonly client: MqttClient;
  private held: (() => void) | null = null;
  private down = false;
  /** Messages taken since the start. */
  taken = 0;

  constructor(options: LinkOptions, take: Take) {
    this.client = connect(options.url, {
      ...(options.username === null ? {} : { username: options.username }),
      ...(options.password === null ? {} : { password: options.password }),
      clientId: options.clientId,
      clean: options.use === 'watch',
      reconnectPeriod: 1_000,
      connectTimeout: 10_000,
      keepalive: 30,
      resubscribe: true,
      manualConnect: true,
    });
    this.client.handleMessage = (packet: IPublishPacket, done: (error?: Error) => void) => {
      if (packet.retain) return done();
      this.taken += 1;
      if (take(packet.topic, packet.payload as Buffer)) return done();
      this.held = () => done();
    };
    this.client.on('error', (error) => this.lost(error.message));
    this.client.on('close', () => this.lost('closed'));
    this.client.on('connect', () => {
      if (this.down) this.log.log('the broker is back');
      this.down = false;
    });
    this.filters = options.use === 'record' ? UPLINK_FILTERS : WATCH_FILTERS;
    this.qos = options.use === 'record' ? 1 : 0;
  }

  private readonly filters: readonly string[];
  private readonly qos: 0 | 1;

  /** Connects and subscribes. Resolves when the broker granted it, however long that takes; the broker may come later. */
  async open(): Promise<void> {
    this.client.connect();
    await new Promise<void>((resolve) => {
      const subscribe = () =>
        this.client
          .subscribeAsync([...this.filters], { qos: this.qos })
          .then(() => resolve())
          .catch((error: Error) => this.log.error({ message: 'the broker refused our subscription', error: error.message }));
      this.client.once('connect', () => void subscribe());
    });
  }

  get connected(): boolean {
    return this.client.connected;
  }

  /** Goes on reading after `take` answered false. */
  resume(): void {
    const held = this.held;
    this.held = null;
    held?.();
  }

  /** Publishes with QoS 1, never retained. Resolves when the broker has it; rejects when we are closing. */
  async publish(topic: string, payload: string | Buffer): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1 });
  }

  async close(): Promise<void> {
    this.down = true;
    this.resume();
    await this.client.endAsync(!this.client.connected).catch(() => undefined);
  }

  private lost(reason: string): void {
    if (!this.down) this.log.warn({ message: 'the broker cannot be reached', reason });
    this.down = true;
  }
}

const WATCH_FILTERS = ['thing/product/+/osd', 'thing/product/+/state'];
