import { Injectable, Logger } from '@nestjs/common';
import { healthNotices, needsReply, replyTo, sampleOf } from '#dji';
import { Answers } from '../dji/answers.js';
import { HealthWatch } from '../devices/health.js';
import { PresenceWatch } from '../devices/presence.js';
import { TopologyKeeper } from '../devices/topology.js';
import { UnknownWatch } from '../devices/unknown-watch.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { EventLog } from '../events/event-log.js';
import { DeviceStates } from './device-states.js';
import { type Arrival, DeviceStream } from './device-stream.js';
import { ProtocolNotes } from './protocol-notes.js';
import { Recorder } from './recorder.js';

/** Sends a reply to a device. */
export type Publish = (topic: string, payload: string) => void;

/** A clock that is off by more than this is told to the operator: missions fail beyond half a minute. */
const CLOCK_STEP_MS = 10_000;

/**
 * The recording side of the stream: every message becomes rows of the next batch, changes of state become facts, and
 * what the protocol acknowledges is acknowledged after the commit.
 */
@Injectable()
export class Ingest {
  private readonly log = new Logger(Ingest.name);
  private publish: Publish = () => undefined;
  private readonly lastHealth = new Map<string, string>();
  private readonly clocks = new Map<string, number>();

  constructor(
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
    private readonly events: EventLog,
  ) {}

  /** Reads what the last process knew, and takes its place in the stream. */
  async begin(publish: Publish): Promise<void> {
    this.publish = publish;
    await this.states.load((sn) => this.stream.kindOfSn(sn));
    await this.health.load();
    await this.unknown.load();
    await this.presence.load(Date.now());
    this.recorder.join(this.states);
    this.recorder.join(this.unknown);
    this.recorder.join(this.notes);
    this.stream.consume((arrival) => this.accept(arrival));
  }

  private accept(arrival: Arrival): void {
    try {
      this.record(arrival);
    } catch (error) {
      // nothing that a device sends may stop the stream; what happened is kept and counted
      this.log.error({
        message: 'a message could not be handled',
        topic: arrival.topic,
        error: (error as Error).stack,
      });
      this.notes.count('malformed', `failed ${arrival.decoded.type}`, arrival.text, arrival.sn, arrival.receivedAt);
    }
  }

  private record(arrival: Arrival): void {
    const { sn, decoded, receivedAt } = arrival;
    for (const note of decoded.notes) this.notes.count(note.kind, note.name, note.example, sn, receivedAt);
    if (sn === null) return this.keep(arrival, '');
    this.presence.heard(sn, receivedAt, arrival.gatewaySn);
    if (!arrival.device)
      this.unknown.saw(sn, arrival.topic, gatewayOf(arrival), arrival.kind, modelOf(arrival), receivedAt);
    if (arrival.duplicate || this.registry.isRefused(sn)) {
      this.recorder.wake();
      return this.acknowledge(arrival);
    }
    switch (decoded.type) {
      case 'properties':
        this.recordProperties(arrival, sn);
        break;
      case 'topology':
        this.keep(arrival, sn);
        this.topology.tell(sn, decoded.topology, receivedAt);
        break;
      case 'event':
        this.recordEvent(arrival, sn);
        break;
      case 'drc':
        // up to 30 a second while somebody steers: shown live, not kept
        return;
      default:
        this.keep(arrival, sn);
    }
    this.acknowledge(arrival);
  }

  private recordProperties(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt, applied } = arrival;
    this.keep(arrival, sn);
    if (decoded.type !== 'properties' || !applied) return;
    const deviceTime = decoded.envelope?.timestamp ?? null;
    if (arrival.kind === 'aircraft' && arrival.gatewaySn !== null && decoded.channel === 'osd') {
      this.topology.assume(sn, arrival.gatewaySn, receivedAt);
    }
    this.watchClock(arrival, sn);
    if (decoded.channel !== 'osd') return;
    const point = sampleOf(arrival.kind, decoded.properties);
    if (point.longitude === null && point.speed === null && arrival.kind !== 'aircraft') return;
    this.recorder.point({ sn, receivedAt, deviceTime, ...point, late: applied.late });
  }

  private recordEvent(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt } = arrival;
    if (decoded.type !== 'event') return;
    if (decoded.method !== 'hms') return this.keep(arrival, sn);
    // the same full set every two seconds is no news (reference quirk 38)
    const set = JSON.stringify(decoded.body);
    if (this.lastHealth.get(sn) !== set) this.keep(arrival, sn);
    this.lastHealth.set(sn, set);
    for (const code of this.health.tell(sn, healthNotices(decoded.body), receivedAt)) {
      this.notes.count('unknown_health_code', code, set, sn, receivedAt);
    }
  }

  /** A device clock that jumped is a fact: a dock refuses missions when it differs from ours (code 319008). */
  private watchClock(arrival: Arrival, sn: string): void {
    const offset = arrival.applied?.state.clockOffsetMs ?? null;
    if (offset === null || !arrival.device) return;
    const told = this.clocks.get(sn) ?? 0;
    if (Math.abs(offset - told) < CLOCK_STEP_MS) return;
    this.clocks.set(sn, offset);
    const { name, divisionPath } = arrival.device;
    this.recorder.change(async (tx) => {
      const data = { sn, name, offsetSeconds: Math.round(offset / 100) / 10 };
      await this.events.append(tx, { name: 'device.clock_stepped', divisionPath, deviceSn: sn, data });
    });
  }

  private keep(arrival: Arrival, sn: string): void {
    const { decoded, receivedAt, text } = arrival;
    this.recorder.message({
      sn,
      receivedAt,
      deviceTime: decoded.envelope?.timestamp ?? null,
      channel: decoded.topic?.channel ?? arrival.topic.slice(0, 200),
      method: decoded.envelope?.method ?? null,
      payload: text,
    });
  }

  /** Requests are answered at once from memory; everything else after the commit of what was said. */
  private acknowledge({ decoded, sn }: Arrival): void {
    const { topic, envelope } = decoded;
    if (sn === null || topic === null || envelope === null || !needsReply(decoded)) return;
    const request = decoded.type === 'request';
    const data = request ? this.answers.to(sn, decoded.method, decoded.body) : { result: 0 };
    const reply = replyTo(topic, envelope, data, Date.now());
    if (request) this.publish(reply.topic, reply.payload);
    else this.recorder.afterCommit(() => this.publish(reply.topic, reply.payload));
  }
}

function gatewayOf(arrival: Arrival): string | null {
  return arrival.gatewaySn === arrival.sn ? null : arrival.gatewaySn;
}

function modelOf({ decoded }: Arrival): string | null {
  return decoded.type === 'topology' ? decoded.topology.modelKey : null;
}
