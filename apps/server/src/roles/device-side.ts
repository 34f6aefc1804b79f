import { randomBytes } from 'node:crypto';
import { type INestApplication, Logger } from '@nestjs/common';
import { BrokerPolicy } from '../broker/broker-policy.js';
import { type Config } from '../config.js';
import { DeviceCommands } from '../dji/device-commands.js';
import { DeviceLink } from '../dji/device-link.js';
import { PresenceWatch } from '../ingest/presence-watch.js';
import { Metrics } from '../health/metrics.js';
import { Readiness } from '../health/readiness.js';
import { LiveGateway } from '../live/live.gateway.js';
import { Positions } from '../live/positions.js';
import { DeviceStates } from '../telemetry/device-states.js';
import { DeviceStream } from '../telemetry/device-stream.js';
import { Ingest } from '../ingest/ingest.js';
import { IngestLease } from '../ingest/ingest-lease.js';
import { Recorder } from '../telemetry/recorder.js';

export interface Broker {
  url: string;
  username: string | null;
  password: string | null;
}

const JUDGE_MS = 500;
const BEAT_MS = 5_000;
/** One name for the one recorder, so that the broker keeps its session over a restart. */
const RECORDER_CLIENT_ID = 'xunhang-ingest';

/** The side of a process that talks to devices: the link to the broker, and who takes what comes through it. */
export class DeviceSide {
  private readonly log = new Logger(DeviceSide.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private link: DeviceLink | null = null;
  /** For commands and their replies: apart from the link that waits while the recorder is full. */
  private orders: DeviceLink | null = null;
  private lease: IngestLease | null = null;
  private followsBroker = false;
  private closed = false;

  constructor(
    private readonly app: INestApplication,
    private readonly config: Config,
  ) {}

  /** Opens the link. A second recorder stands by: it resolves at once and takes over when the first is gone. */
  async open(broker: Broker): Promise<void> {
    const { roles, databaseUrl } = this.config;
    if (roles.includes('worker')) this.openOrders(broker);
    if (roles.includes('api')) {
      const positions = this.app.get(Positions);
      this.app.get(DeviceStream).consume((arrival) => positions.take(arrival));
    }
    if (!roles.includes('ingest')) {
      return roles.includes('api') ? this.watch(broker) : undefined;
    }
    const failed = (error: Error) => this.log.error({ message: 'standing by failed', error: error.stack });
    this.lease = new IngestLease(databaseUrl!, () => void this.giveWay(broker).catch(failed));
    await this.takeTurn(broker);
  }

  /** Stops reading, writes and acknowledges what was read, then leaves the broker. */
  async close(): Promise<void> {
    this.closed = true;
    this.stopTimers();
    this.link?.stopReading();
    if (this.config.roles.includes('ingest')) await this.app.get(Recorder).close();
    await this.link?.close();
    await this.orders?.close();
    await this.lease?.release();
  }

  /** Not waited for: the broker may let us in only after this process has written its accounts. */
  private openOrders(broker: Broker): void {
    const commands = this.app.get(DeviceCommands);
    const clientId = `xunhang-worker-${randomBytes(4).toString('hex')}`;
    const orders = new DeviceLink({ ...broker, clientId, use: 'command', acknowledge: 'taken' }, (topic, payload) => {
      commands.take(topic, payload);
      return true;
    });
    this.orders = orders;
    void orders.open().then(() => commands.begin((topic, payload) => orders.publish(topic, payload)));
  }

  /** Records as soon as nobody else does. Resolves when recording, or when standing by. */
  private async takeTurn(broker: Broker): Promise<void> {
    let standing = false;
    const standby = new Promise<void>((resolve, reject) => {
      const stand = () => {
        standing = true;
        this.standBy(broker).then(resolve, reject);
      };
      const turn = this.lease!.acquire(stand).then(() => this.record(broker, () => standing));
      turn.then(resolve, reject);
    });
    await standby;
  }

  /** Another process records now: read nothing more, write what was read, and stand by. */
  private async giveWay(broker: Broker): Promise<void> {
    this.stopTimers();
    this.link?.stopReading();
    await this.app.get(Recorder).settle();
    this.app.get(Ingest).end();
    if (!this.closed) await this.takeTurn(broker);
  }

  /** Whoever stands by shows its browsers what moves, and records nothing. */
  private async standBy(broker: Broker): Promise<void> {
    this.app.get(Readiness).add('ingest', () => 'stands by for another process that records');
    if (this.config.roles.includes('api')) await this.watch(broker);
  }

  private stopTimers(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
  }

  private async watch(broker: Broker): Promise<void> {
    const stream = this.app.get(DeviceStream);
    await this.app.get(DeviceStates).load((sn) => stream.kindOfSn(sn));
    const clientId = `xunhang-api-${randomBytes(4).toString('hex')}`;
    const link = new DeviceLink({ ...broker, clientId, use: 'watch', acknowledge: 'taken' }, (topic, payload) => {
      stream.take(topic, payload, Date.now());
      return true;
    });
    await this.replaceLink(link);
    await link.open();
  }

  private async record(broker: Broker, tryAgain: () => boolean): Promise<void> {
    while (!this.closed) {
      try {
        await this.app.get(Ingest).load();
        break;
      } catch (error) {
        if (!tryAgain()) throw error;
        this.log.warn({ message: 'recording cannot begin yet', error: (error as Error).message });
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
    if (!this.closed) await this.openRecorder(broker);
  }

  private async openRecorder(broker: Broker): Promise<void> {
    const stream = this.app.get(DeviceStream);
    const recorder = this.app.get(Recorder);
    const presence = this.app.get(PresenceWatch);
    const outside = this.config.mqttUrl !== null;
    const acknowledge = outside ? 'stored' : 'taken';
    const options = { ...broker, clientId: RECORDER_CLIENT_ID, use: 'record', acknowledge } as const;
    const link = new DeviceLink(options, (topic, payload) => {
      stream.take(topic, payload, Date.now());
      recorder.arrived();
      return recorder.hasRoom;
    });
    recorder.onDrain(() => link.resume());
    recorder.onBatch(() => link.closeBatch(), outside);
    await this.replaceLink(link);
    this.app.get(Ingest).begin((topic, payload) => {
      link
        .publish(topic, payload)
        .catch((error: Error) => this.log.warn({ message: 'an answer was not sent', topic, error: error.message }));
    });
    this.followBroker(presence);
    this.measureRecorder(recorder);
    await link.open();
    const judge = () => (link.isHeld ? presence.deaf(Date.now()) : presence.judge(Date.now()));
    this.timers.push(setInterval(judge, JUDGE_MS));
    const beat = () =>
      this.app
        .get(Readiness)
        .beat('ingest', { connected: link.connected, waiting: recorder.waitingRows })
        .catch(() => undefined);
    this.timers.push(setInterval(beat, BEAT_MS));
    await beat();
  }

  private async replaceLink(link: DeviceLink): Promise<void> {
    const before = this.link;
    this.link = link;
    this.measure();
    await before?.close();
  }

  /** The embedded broker tells at once when a gateway's connection ends. */
  private followBroker(presence: PresenceWatch): void {
    if (this.config.mqttUrl !== null || this.followsBroker) return;
    this.followsBroker = true;
    this.app.get(BrokerPolicy).onDisconnected(({ gatewaySn }) => {
      if (gatewaySn !== null) presence.disconnected(gatewaySn, Date.now());
    });
  }

  private measure(): void {
    this.app.get(Readiness).add('broker', () => {
      if (!this.link?.connected) throw new Error('not connected to the MQTT broker');
      return 'connected';
    });
    const metrics = this.app.get(Metrics);
    const stream = this.app.get(DeviceStream);
    metrics.gauge('mqtt_messages_total', 'Messages taken from the broker since the start', () => this.link?.taken ?? 0);
    metrics.gauge('mqtt_duplicates_total', 'Copies recognised since the start', () => stream.duplicates);
    if (this.config.roles.includes('api')) {
      metrics.gauge('live_sockets', 'Browsers connected', () => this.app.get(LiveGateway).sockets);
    }
  }

  private measureRecorder(recorder: Recorder): void {
    this.app.get(Readiness).add('ingest', () => 'records');
    this.app.get(Readiness).add('recorder', () => {
      if (!recorder.healthy) throw new Error(`${recorder.waitingRows} rows wait for the database`);
      return `${recorder.written} messages written`;
    });
    const metrics = this.app.get(Metrics);
    metrics.gauge('recorder_rows_written_total', 'Device messages committed since the start', () => recorder.written);
    metrics.gauge('recorder_rows_waiting', 'Device messages that wait for the database', () => recorder.waitingRows);
  }
}
