import { isUtf8 } from 'node:buffer';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Decoded, type DjiSample, healthNotices, needsReply, replyTo, sampleOf } from '#dji';
import { Answers } from './answers.js';
import { HealthWatch, holdsNotices } from './health-watch.js';
import { PresenceWatch } from './presence-watch.js';
import { TopologyKeeper } from './topology-keeper.js';
import { UnknownWatch } from './unknown-watch.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { DockOrderWatch } from '../docks/dock-order.watch.js';
import { EventLog } from '../events/event-log.js';
import { UploadWatch } from '../pictures/upload.watch.js';
import { MobileFlights } from '../tasks/mobile.flights.js';
import { ProgressWatch } from '../tasks/progress.watch.js';
import { DeviceStates } from '../telemetry/device-states.js';
import { type Arrival, DeviceStream } from '../telemetry/device-stream.js';
import { ProtocolNotes } from '../telemetry/protocol-notes.js';
import { type BatchPart, Recorder } from '../telemetry/recorder.js';

/** Sends a reply to a device. */
export type Publish = (topic: string, payload: string) => void;

/** A clock that is off by more than this is told to the operator: missions fail beyond half a minute. */
const CLOCK_STEP_MS = 10_000;
/** A device whose clock jumps all the time says so once in this time. */
const CLOCK_TOLD_MS = 60_000;
/** Copies of what an earlier process took are recognised this far back: what devices repeat, and what a broker sends again. */
const REPEATED_MINUTES = 10;
const REDELIVERED_SECONDS = 60;

/**
 * The recording side of the stream: every message becomes rows of the next batch, changes of state become facts, and
 * what the protocol acknowledges is acknowledged after the commit.
 */
@Injectable()
export class Ingest {
  private readonly log = new Logger(Ingest.name);
  private publish: Publish = () => undefined;
  private readonly lastHealth = new Map<string, string>();
  private readonly clocks = new Map<string, { offset: number; toldAt: number }>();
  private recording = false;
  private joined = false;

  constructor(
    private readonly db: DataSource,
    private readonly stream: DeviceStream,
    private readonly recorder: Recorder,
    private readonly states: DeviceStates,
    private readonly registry: DeviceRegistry,
    private readonly presence: PresenceWatch,
    private readonly topology: TopologyKeeper,
    private readonly health: HealthWatch,
    private readonly unknown: UnknownWatch,
    private readonly notes: ProtocolNotes,
    private readonly answers: Answers,
    private readonly missions: ProgressWatch,
    private readonly flights: MobileFlights,
    private readonly uploads: UploadWatch,
    private readonly dockOrders: DockOrderWatch,
    private readonly events: EventLog,
  ) {}

  /** Reads what the last process knew. Throws when the database cannot be read; may be called again. */
  async load(): Promise<void> {
    await this.registry.refresh();
    await this.states.load((sn) => this.stream.kindOfSn(sn));
    await this.health.load();
    await this.unknown.load();
    await this.rememberMessages();
    await this.presence.load(Date.now());
    for (const { sn, clockOffsetMs, sample } of this.states.all()) {
      if (sample.airborne !== null) this.flights.remember(sn, sample.airborne);
      if (clockOffsetMs !== null && Math.abs(clockOffsetMs) >= CLOCK_STEP_MS) {
        this.clocks.set(sn, { offset: clockOffsetMs, toldAt: 0 });
      }
    }
  }

  /** Takes its place in the stream. */
  begin(publish: Publish): void {
    this.publish = publish;
    this.recording = true;
    if (this.joined) return;
    this.joined = true;
    for (const part of [this.states, this.unknown, this.notes, this.presence] as BatchPart[]) this.recorder.join(part);
    this.stream.consume((arrival) => this.accept(arrival));
  }

  /** Records nothing more, since another process does. */
  end(): void {
    this.recording = false;
  }

  private async rememberMessages(): Promise<void> {
    const rows: { sn: string; channel: string; received_at: Date; payload: string }[] = await this.db.query(
      `SELECT sn, channel, received_at, payload FROM device_messages
       WHERE received_at > now() - make_interval(mins => $1) AND sn <> ''
         AND (channel IN ('events', 'requests', 'status', 'state') OR received_at > now() - make_interval(secs => $2))
       ORDER BY received_at DESC LIMIT 100000`,
      [REPEATED_MINUTES, REDELIVERED_SECONDS],
    );
    for (const { sn, channel, received_at: receivedAt, payload } of rows.reverse()) {
      const root = channel === 'status' ? 'sys' : 'thing';
      this.stream.remember(`${root}/product/${sn}/${channel}`, payload, receivedAt.getTime());
    }
  }

  private accept(arrival: Arrival): void {
    if (!this.recording) return;
    try {
      this.record(arrival);
    } catch (error) {
      // nothing that a device sends may stop the stream; what happened is kept and counted
      const { topic, decoded, text, sn, receivedAt } = arrival;
      this.log.error({ message: 'a message could not be handled', topic, error: (error as Error).stack });
      this.notes.count('malformed', `failed ${decoded.type}`, text, sn, receivedAt);
    }
  }

  private record(arrival: Arrival): void {
    const { sn, decoded, receivedAt, gatewaySn } = arrival;
    for (const note of decoded.notes) this.notes.count(note.kind, note.name, note.example, sn, receivedAt);
    if (sn === null) {
      this.notes.count('malformed', 'topic.serial number', arrival.topic, null, receivedAt);
      return this.keep(arrival, '');
    }
    this.presence.heard(sn, receivedAt, this.registry.link(sn) ? gatewaySn : null);
    if (!arrival.device) this.unknown.saw(sn, arrival.topic, gatewaySn, arrival.kind, modelOf(arrival), receivedAt);
    if (!arrival.duplicate && !this.registry.isRefused(sn)) this.process(arrival, sn);
    this.acknowledge(arrival);
  }

  private process(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt } = arrival;
    // up to 30 a second while somebody steers: shown live, not kept
    if (decoded.type === 'drc') return;
    if (isHealthSet(decoded)) return this.recordHealth(arrival, sn);
    this.keep(arrival, sn);
    const progress = this.missions.changeOf(decoded, receivedAt);
    if (progress) this.recorder.change(progress);
    const upload = this.uploads.changeOf(decoded, sn, receivedAt);
    if (upload) this.recorder.change(upload);
    const order = this.dockOrders.changeOf(decoded, sn);
    if (order) this.recorder.change(order);
    if (decoded.type === 'properties') this.recordProperties(arrival, sn);
    else if (decoded.type === 'topology' && saysChildren(decoded)) {
      for (const claimed of this.topology.tell(sn, decoded.topology, receivedAt)) {
        this.notes.count('refused_topic', `${sn}: update_topo`, claimed, sn, receivedAt);
      }
    }
  }

  private recordProperties(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt, applied, kind, gatewaySn } = arrival;
    if (decoded.type !== 'properties' || !applied) return;
    this.watchClock(arrival, sn);
    if (decoded.channel !== 'osd') return;
    if (kind === 'aircraft' && gatewaySn !== null) this.topology.assume(sn, gatewaySn, receivedAt);
    const point = sampleOf(kind, decoded.properties);
    if (kind !== 'aircraft' && point.longitude === null && point.speed === null) return;
    const deviceTime = decoded.envelope?.timestamp ?? null;
    this.recorder.point({ sn, receivedAt, deviceTime, late: applied.late, sample: point });
    if (kind === 'aircraft' && !applied.late && !this.isOfDock(sn, gatewaySn)) this.watchFlight(sn, point, receivedAt);
  }

  private watchFlight(sn: string, { airborne, longitude, latitude }: DjiSample, at: number): void {
    const place = longitude === null || latitude === null ? null : { longitude, latitude };
    const flight = this.flights.changeOf({ sn, airborne, place, at });
    if (flight) this.recorder.change(flight);
  }

  /** A dock tells of the flights of its own drone. */
  private isOfDock(sn: string, gatewaySn: string | null): boolean {
    const carrier = gatewaySn ?? this.registry.find(sn)?.parentSn ?? null;
    return carrier !== null && this.registry.find(carrier)?.kind === 'dock';
  }

  private recordHealth(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt } = arrival;
    if (decoded.type !== 'event') return;
    // the same full set every two seconds is no news (reference quirk 38)
    const set = JSON.stringify(decoded.body);
    if (this.lastHealth.get(sn) !== set) this.keep(arrival, sn);
    this.lastHealth.set(sn, set);
    this.health.tell(sn, healthNotices(decoded.body), receivedAt);
  }

  /** A device clock that jumped is a fact: a dock refuses missions when it differs from ours (code 319008). */
  private watchClock({ applied, device, receivedAt }: Arrival, sn: string): void {
    const offset = applied?.state.clockOffsetMs ?? null;
    if (offset === null || !device) return;
    const told = this.clocks.get(sn);
    if (Math.abs(offset - (told?.offset ?? 0)) < CLOCK_STEP_MS) return;
    if (told && receivedAt - told.toldAt < CLOCK_TOLD_MS) return;
    this.clocks.set(sn, { offset, toldAt: receivedAt });
    const { name, divisionPath } = device;
    this.recorder.change(async (tx) => {
      const data = { sn, name, offsetSeconds: Math.round(offset / 100) / 10 };
      await this.events.append(tx, { name: 'device.clock_stepped', divisionPath, deviceSn: sn, data });
    });
  }

  private keep(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt, text, payload } = arrival;
    this.recorder.message({
      sn,
      receivedAt,
      deviceTime: decoded.envelope?.timestamp ?? null,
      channel: decoded.topic?.channel ?? arrival.topic.slice(0, 200),
      method: decoded.envelope?.method ?? null,
      // as it came where the database can take it, else with its strange characters replaced
      payload: isUtf8(payload) && !payload.includes(0) ? payload : text,
    });
  }

  /** Requests are answered at once, nearly all from memory; everything else after the commit of what was said. */
  private acknowledge({ decoded, sn }: Arrival): void {
    const { topic, envelope } = decoded;
    if (sn === null || topic === null || envelope === null || !needsReply(decoded)) return;
    const answer = (data: unknown) => {
      const reply = replyTo(topic, envelope, data, Date.now());
      this.publish(reply.topic, reply.payload);
    };
    if (decoded.type !== 'request') return this.recorder.afterCommit(() => answer({ result: 0 }));
    const data = this.answers.to(sn, decoded.method, decoded.body);
    if (!(data instanceof Promise)) return answer(data);
    // without an answer the device goes on with what it has
    data.then(answer, (error: Error) =>
      this.log.warn({ message: 'a request was not answered', method: decoded.method, error: error.message }),
    );
  }
}

/** A complete set of health notices; a body without a list says nothing about what is active. */
function isHealthSet(decoded: Decoded): boolean {
  return decoded.type === 'event' && decoded.method === 'hms' && holdsNotices(decoded.body);
}

/** False for a message that leaves the list of children out: that is no word about them. */
function saysChildren({ envelope }: Decoded): boolean {
  if (envelope === null || (envelope.method !== null && envelope.method !== 'update_topo')) return false;
  return Array.isArray((envelope.data as { sub_devices?: unknown } | null)?.sub_devices);
}

function modelOf({ decoded }: Arrival): string | null {
  return decoded.type === 'topology' ? decoded.topology.modelKey : null;
}
