import { randomBytes } from 'node:crypto';
import { type INestApplication, Logger } from '@nestjs/common';
import { BrokerPolicy } from '../broker/broker-policy.js';
import { type Config } from '../config.js';
import { DeviceLink } from '../dji/device-link.js';
import { PresenceWatch } from '../devices/presence.js';
import { Metrics } from '../health/metrics.js';
import { Readiness } from '../health/readiness.js';
import { LiveGateway } from '../live/live.gateway.js';
import { Positions } from '../live/positions.js';
import { DeviceStates } from '../telemetry/device-states.js';
import { DeviceStream } from '../telemetry/device-stream.js';
import { Ingest } from '../telemetry/ingest.js';
import { IngestLease } from '../telemetry/ingest-lease.js';
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
  private lease: IngestLease | null = null;
  private closed = false;

  constructor(
    private readonly app: INestApplication,
    private readonly config: Config,
  ) {}

  /** Opens the link. A second recorder stands by: it resolves at once and takes over when the first is gone. */
  async open(broker: Broker): Promise<void> {
    const records = this.config.roles.includes('ingest');
    if (this.config.roles.includes('api'))
      this.app.get(DeviceStream).consume((arrival) => this.positions.take(arrival));
    if (!records) {
      if (!this.config.roles.includes('api')) return;
      const stream = this.app.get(DeviceStream);
      await this.app.get(DeviceStates).load((sn) => stream.kindOfSn(sn));
      return this.watch(broker);
    }
    const lease = new IngestLease(this.config.databaseUrl!);
    this.lease = lease;
    let leased = Promise.resolve();
    const standby = new Promise<void>((resolve) => {
      leased = lease.acquire(resolve).then(() => (this.closed ? undefined : this.record(broker)));
    });
    await Promise.race([leased, standby]);
    leased.catch((error: Error) => this.log.error({ message: 'recording could not begin', error: error.stack }));
  }

  /** Stops reading, then writes what was read. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.link?.close();
    if (this.config.roles.includes('ingest')) await this.app.get(Recorder).close();
    await this.lease?.release();
  }

  private get positions(): Positions {
    return this.app.get(Positions);
  }

  private async watch(broker: Broker): Promise<void> {
    const stream = this.app.get(DeviceStream);
    const clientId = `xunhang-api-${randomBytes(4).toString('hex')}`;
    this.link = new DeviceLink({ ...broker, clientId, use: 'watch' }, (topic, payload) => {
      stream.take(topic, payload, Date.now());
      return true;
    });
    this.measure(this.link);
    await this.link.open();
  }

  private async record(broker: Broker): Promise<void> {
    const stream = this.app.get(DeviceStream);
    const recorder = this.app.get(Recorder);
    const ingest = this.app.get(Ingest);
    const presence = this.app.get(PresenceWatch);
    const link = new DeviceLink({ ...broker, clientId: RECORDER_CLIENT_ID, use: 'record' }, (topic, payload) => {
      stream.take(topic, payload, Date.now());
      return recorder.hasRoom;
    });
    this.link = link;
    recorder.onDrain(() => link.resume());
    await ingest.begin((topic, payload) => {
      link
        .publish(topic, payload)
        .catch((error: Error) => this.log.warn({ message: 'an answer was not sent', topic, error: error.message }));
    });
    this.followBroker(presence);
    this.measure(link);
    this.measureRecorder(recorder);
    await link.open();
    this.timers.push(setInterval(() => presence.judge(Date.now()), JUDGE_MS));
    const beat = () =>
      this.app
        .get(Readiness)
        .beat('ingest', { connected: link.connected, waiting: recorder.waitingRows })
        .catch(() => undefined);
    this.timers.push(setInterval(beat, BEAT_MS));
    await beat();
  }

  /** The embedded broker tells at once when a gateway's connection ends. */
  private followBroker(presence: PresenceWatch): void {
    if (this.config.mqttUrl !== null) return;
    this.app.get(BrokerPolicy).onDisconnected(({ gatewaySn }) => {
      if (gatewaySn !== null) presence.disconnected(gatewaySn, Date.now());
    });
  }

  private measure(link: DeviceLink): void {
    this.app.get(Readiness).add('broker', () => {
      if (!link.connected) throw new Error('not connected to the MQTT broker');
      return 'connected';
    });
    const metrics = this.app.get(Metrics);
    const stream = this.app.get(DeviceStream);
    metrics.gauge('mqtt_messages_total', 'Messages taken from the broker since the start', () => link.taken);
    metrics.gauge('mqtt_duplicates_total', 'Copies recognised since the start', () => stream.duplicates);
    if (this.config.roles.includes('api')) {
      metrics.gauge('live_sockets', 'Browsers connected', () => this.app.get(LiveGateway).sockets);
    }
  }

  private measureRecorder(recorder: Recorder): void {
    this.app.get(Readiness).add('recorder', () => {
      if (!recorder.healthy) throw new Error(`${recorder.waitingRows} rows wait for the database`);
      return `${recorder.written} messages written`;
    });
    const metrics = this.app.get(Metrics);
    metrics.gauge('recorder_rows_written_total', 'Device messages committed since the start', () => recorder.written);
    metrics.gauge('recorder_rows_waiting', 'Device messages that wait for the database', () => recorder.waitingRows);
  }
}
