import { type ActiveFault, type FaultKind } from './faults.js';
import { type FleetGateway, type FleetRoute } from './fleet.js';
import { type Link } from './link.js';
import { gatewayModel, type GatewayModel } from './models.js';
import { EVENT_DELAYS, Outbox, REQUEST_DELAYS, type SendOptions, type Waiting } from './outbox.js';
import { type Random } from './random.js';
import { Tamper } from './tamper.js';
import { type World } from './world.js';

export interface GatewayOptions {
  account: FleetGateway;
  route?: FleetRoute;
  world: World;
  link: Link;
  /** QoS of osd and of events and states that want no answer; what wants one goes with QoS 1. */
  telemetryQos: 0 | 1;
}

const ZERO_ID = '00000000-0000-0000-0000-000000000000';
/** A state without an answer is repeated for about a minute, as captured; the next change says it anew. */
const STATE_GIVES_UP = 60_000;

/** How a gateway speaks: the envelope, its clock, what is repeated until answered, and the faults on the way out. */
export abstract class Speaker {
  readonly sn: string;
  readonly account: FleetGateway;
  readonly model: GatewayModel;
  readonly world: World;
  readonly random: Random;
  readonly outbox: Outbox;
  readonly faults = new Map<FaultKind, ActiveFault>();
  /** The broker hears it. */
  connected = false;
  /** The network is taken away by a fault. */
  cutOff = false;
  protected readonly link: Link;
  /** Milliseconds that its clock is off by nature: real docks were half a second behind. */
  protected readonly clockOffset: number;
  private readonly telemetryQos: 0 | 1;
  private readonly tamper: Tamper;

  constructor({ account, world, link, telemetryQos }: GatewayOptions) {
    this.account = account;
    this.sn = account.sn;
    this.model = gatewayModel(account.modelKey);
    this.world = world;
    this.link = link;
    this.telemetryQos = telemetryQos;
    this.random = world.randomFor(account.sn);
    this.outbox = new Outbox(world.wheel, (waiting) => this.transmit(waiting.topic, { ...waiting.message }, 1));
    this.tamper = new Tamper(this.faults, this.random, world.wheel, (topic, payload, qos) =>
      this.emit(topic, payload, qos),
    );
    this.clockOffset = this.random.between(-600, 150);
  }

  /** What the device believes the time is, ms: half a second off as real ones are, or as a fault says. */
  get deviceTime(): number {
    const now = this.world.now();
    const skew = this.faults.get('clock_skew');
    const drift = skew ? (skew.params['offset'] ?? 0) + ((now - skew.since) / 1000) * (skew.params['drift'] ?? 0) : 0;
    return Math.round(now + this.clockOffset + drift);
  }

  /** Fixed-rate properties of a device. */
  osd(sn: string, data: Record<string, unknown>): void {
    this.transmit(`thing/product/${sn}/osd`, { ...this.ids(), data }, this.telemetryQos);
  }

  /** Change-driven properties; with `needReply` repeated until answered. */
  state(sn: string, data: Record<string, unknown>, needReply = true): void {
    const topic = `thing/product/${sn}/state`;
    if (needReply) this.deliver(topic, { ...this.newIds(), need_reply: 1, data }, { giveUpAfter: STATE_GIVES_UP });
    else this.transmit(topic, { ...this.newIds(), data }, this.telemetryQos);
  }

  /** An event. `needReply` 1: repeated until the cloud answers. */
  event(
    method: string | undefined,
    data: unknown,
    options: { needReply?: boolean; bid?: string; sn?: string; markNoReply?: boolean } = {},
  ): void {
    const topic = `thing/product/${options.sn ?? this.sn}/events`;
    const ids = options.needReply ? this.newIds() : this.ids();
    const message = { ...ids, ...(options.bid && { bid: options.bid }), ...(method && { method }), data };
    if (options.needReply) this.deliver(topic, { ...message, need_reply: 1 }, { delays: EVENT_DELAYS });
    else this.transmit(topic, { ...message, ...(options.markNoReply && { need_reply: 0 }) }, this.telemetryQos);
  }

  /** Asks the cloud; repeated until answered or given up. */
  request(method: string, data: unknown, answered: (data: unknown) => void, giveUpAfter?: number): void {
    const message = { ...this.newIds(), method, data };
    const giveUp = giveUpAfter === undefined ? {} : { giveUpAfter };
    this.deliver(`thing/product/${this.sn}/requests`, message, { delays: REQUEST_DELAYS, answered, ...giveUp });
  }

  /** Answers on a `_reply` topic; replies carry no `gateway`. */
  reply(channel: string, message: Record<string, unknown>): void {
    this.transmit(`thing/product/${this.sn}/${channel}`, message, 1, false);
  }

  protected deliver(topic: string, message: Waiting['message'], options: SendOptions = {}): void {
    this.outbox.send({ topic, message }, options);
  }

  private transmit(topic: string, message: Record<string, unknown>, qos: 0 | 1, withGateway = true): void {
    if (!this.connected || this.cutOff) return;
    message['timestamp'] = this.deviceTime;
    if (withGateway) message['gateway'] = this.sn;
    this.tamper.send({ topic, message, qos });
  }

  private emit(topic: string, payload: string, qos: 0 | 1): void {
    if (this.connected && !this.cutOff) this.link.publish(topic, payload, qos);
  }

  protected newIds(): { tid: string; bid: string } {
    return { tid: this.world.newId(), bid: this.world.newId() };
  }

  private ids(): { tid: string; bid: string } {
    return this.model.zeroIds ? { tid: ZERO_ID, bid: ZERO_ID } : this.newIds();
  }
}
