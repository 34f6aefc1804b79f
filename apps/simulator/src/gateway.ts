import { Aircraft } from './aircraft.js';
import { type MovingAir } from './dynamics.js';
import { type ActiveFault, type FaultKind } from './faults.js';
import { type FleetGateway, type FleetRoute } from './fleet.js';
import { type Phase } from './flight.js';
import { type Health } from './health.js';
import { type Link, type Party } from './link.js';
import { LiveStreams } from './live-streams.js';
import { gatewayModel, type GatewayModel } from './models.js';
import { EVENT_DELAYS, Outbox, REQUEST_DELAYS, type SendOptions, type Waiting } from './outbox.js';
import { aircraftOsd } from './osd-aircraft.js';
import { type Random } from './random.js';
import { routeOf, type Route } from './route.js';
import { answerService } from './services.js';
import { setProperties, type OwnProperty } from './property-set.js';
import { cameraBody } from './camera.js';
import { type Answer, type Call } from './answers.js';
import { aircraftStates } from './states.js';
import { Tamper } from './tamper.js';
import { topologyBody } from './topology-body.js';
import { type Weather } from './weather.js';
import { type Planned } from './wheel.js';
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

/** What docks and remote controllers have in common: the envelope, the outbox, topology, faults and their aircraft. */
export abstract class Gateway implements Party {
  readonly sn: string;
  readonly account: FleetGateway;
  readonly model: GatewayModel;
  readonly world: World;
  readonly random: Random;
  readonly aircraft: Aircraft;
  readonly route: Route;
  readonly outbox: Outbox;
  readonly live: LiveStreams;
  readonly faults = new Map<FaultKind, ActiveFault>();
  /** The broker hears it. */
  connected = false;
  /** The network is taken away by a fault. */
  cutOff = false;
  abstract readonly health: Health;
  protected readonly planned: Planned[] = [];
  private readonly link: Link;
  private readonly telemetryQos: 0 | 1;
  private readonly tamper: Tamper;
  private readonly clockOffset: number;
  private lastTime: number;
  private introduced = false;
  private reported = false;

  constructor({ account, route, world, link, telemetryQos }: GatewayOptions) {
    this.account = account;
    this.sn = account.sn;
    this.model = gatewayModel(account.modelKey);
    this.world = world;
    this.link = link;
    this.telemetryQos = telemetryQos;
    this.random = world.randomFor(account.sn);
    this.aircraft = new Aircraft(account, account.heightEllipsoid ?? 20, this.random, (from, to) =>
      this.phaseChanged(from, to),
    );
    this.route = routeOf(account, route, this.aircraft.frame, world.randomFor(`${account.sn}/route`));
    this.outbox = new Outbox(world.wheel, (waiting) => this.transmit(waiting.topic, { ...waiting.message }, 1));
    this.live = new LiveStreams(this);
    this.tamper = new Tamper(this.faults, this.random, world.wheel, (topic, payload, qos) =>
      this.emit(topic, payload, qos),
    );
    this.clockOffset = this.random.between(-600, 150);
    this.lastTime = world.time;
    link.attach(this);
  }

  /** Asks what the device asks before it introduces itself; calls back when it may. */
  protected abstract onboard(ready: () => void): void;
  /** The change-driven properties, one message each: `[serial, body, wants an answer]`. */
  protected abstract states(): [sn: string, body: Record<string, unknown>, needReply: boolean][];
  /** Periodic messages of the gateway itself. */
  protected abstract telemetry(): { period: number; send: () => void }[];
  /** What happens as time passes; `seconds` of the simulated world. */
  protected abstract advance(seconds: number, air: MovingAir): void;
  abstract phaseChanged(from: Phase, to: Phase): void;
  /** One word for the control page. */
  abstract get activity(): string;
  /** Its answer to a command. */
  abstract answer(call: Call): Answer;
  /** What `property/set` can write on it; the aircraft's are common to all. */
  readonly ownProperties: Readonly<Record<string, OwnProperty>> = {};
  /** Restarts: what it was doing is forgotten. */
  protected abstract restart(): void;

  /** Begins to send, each message kind at a moment of its own. */
  begin(): void {
    const { wheel } = this.world;
    const every = (period: number, run: () => void) =>
      this.planned.push(wheel.every(period, run, this.random.next() * period));
    for (const { period, send } of this.telemetry()) {
      every(period, () => {
        this.pass();
        if (this.introduced) send();
      });
    }
    every(2000, () => this.reportAircraft());
    every(2000, () => this.introduced && this.health.report());
  }

  end(): void {
    for (const task of this.planned) task.cancel();
    this.outbox.hold();
  }

  /** Lets the world move on to now, without a word. */
  pass(): void {
    const seconds = this.world.time - this.lastTime;
    if (seconds <= 0) return;
    this.lastTime = this.world.time;
    this.live.pass();
    this.advance(seconds, this.air);
    this.noticeAircraft();
  }

  /** Lets `seconds` pass before it is connected, so that a fleet does not begin with everybody at home. */
  foresee(seconds: number): void {
    for (let left = seconds; left > 0; left--) this.advance(1, this.air);
    this.reported = this.aircraftReported;
  }

  /** The weather at its place: that of the county, a little different, or as a fault says. */
  get weather(): Weather {
    const rain = this.faults.get('rain');
    const { weather } = this.world;
    const wind = weather.wind * (1 + this.clockOffset / 3000);
    return { ...weather, wind, rainfall: rain ? (rain.params['level'] ?? 3) : weather.rainfall };
  }

  get aircraftReported(): boolean {
    return this.aircraft.powered && this.aircraft.linked;
  }

  /** What the device believes the time is, ms: half a second off as real ones are, or as a fault says. */
  get deviceTime(): number {
    const now = this.world.now();
    const skew = this.faults.get('clock_skew');
    const drift = skew ? (skew.params['offset'] ?? 0) + ((now - skew.since) / 1000) * (skew.params['drift'] ?? 0) : 0;
    return Math.round(now + this.clockOffset + drift);
  }

  serials(): string[] {
    return [this.sn, this.aircraft.sn];
  }

  topics(): string[] {
    const own = `thing/product/${this.sn}`;
    const names = ['services', 'events_reply', 'requests_reply', 'state_reply', 'property/set', 'drc/down'];
    const child = `thing/product/${this.aircraft.sn}`;
    return [
      `sys/product/${this.sn}/status_reply`,
      ...names.map((name) => `${own}/${name}`),
      `${child}/state_reply`,
      `${child}/events_reply`,
    ];
  }

  online(): void {
    this.connected = true;
    if (this.cutOff) return;
    if (this.introduced) return this.introduce();
    this.outbox.flush();
    this.onboard(() => this.introduce());
  }

  offline(): void {
    this.connected = false;
    this.outbox.hold();
  }

  receive(topic: string, payload: Buffer): void {
    if (this.cutOff) return;
    let message: { tid?: unknown; bid?: unknown; method?: unknown; data?: unknown };
    try {
      message = JSON.parse(payload.toString()) as typeof message;
    } catch {
      return;
    }
    if (typeof message !== 'object' || message === null) return;
    if (topic.endsWith('_reply')) this.outbox.settle(message.tid, message.data);
    else if (topic.endsWith('/services')) answerService(this, message);
    else if (topic.endsWith('/property/set')) setProperties(this, message);
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

  /** Says which devices are there; only the newest word is repeated. */
  announceTopology(): void {
    this.outbox.withdraw('update_topo');
    const data = topologyBody(this, this.aircraftReported);
    this.deliver(
      `sys/product/${this.sn}/status`,
      { ...this.newIds(), method: 'update_topo', data },
      { delays: REQUEST_DELAYS },
    );
  }

  /** Answers on a `_reply` topic; replies carry no `gateway`. */
  reply(channel: string, message: Record<string, unknown>): void {
    this.transmit(`thing/product/${this.sn}/${channel}`, message, 1, false);
  }

  /** The network goes away, or comes back: then everything unanswered is sent at once. */
  setCutOff(cutOff: boolean, milliseconds: number | null = null): void {
    if (cutOff === this.cutOff) return;
    this.cutOff = cutOff;
    if (cutOff) {
      this.outbox.hold();
      if (this.link.exclusive) this.link.cut(milliseconds);
    } else if (this.link.exclusive) this.link.restore();
    else if (this.connected) this.online();
  }

  /** Restarts: the link drops, what it was doing and what it sent is forgotten; it is back after `seconds`. */
  reboot(seconds: number): void {
    this.setCutOff(true, seconds * 1000);
    this.outbox.clear();
    this.introduced = false;
    this.restart();
    this.world.wheel.after(seconds * 1000, () => this.setCutOff(false));
  }

  /** Cameras are said at once when a command changed them, beside their place in the osd. */
  sayCameras(): void {
    const { sn, camera, model } = this.aircraft;
    this.state(sn, { cameras: [cameraBody(camera, model, this.weather.temperature)] }, false);
  }

  protected deliver(topic: string, message: Waiting['message'], options: SendOptions = {}): void {
    this.outbox.send({ topic, message }, options);
  }

  private introduce(): void {
    this.introduced = true;
    this.reported = this.aircraftReported;
    this.outbox.flush();
    this.announceTopology();
    for (const [sn, body, needReply] of this.states()) this.state(sn, body, needReply);
    if (this.reported) this.announceAircraft();
  }

  private noticeAircraft(): void {
    if (this.reported === this.aircraftReported) return;
    this.reported = this.aircraftReported;
    if (!this.introduced) return;
    this.announceTopology();
    this.live.announceCapacity();
    if (this.reported) this.announceAircraft();
    else this.live.stopOf(this.aircraft.sn);
  }

  private announceAircraft(): void {
    for (const [body, needReply] of aircraftStates(this)) this.state(this.aircraft.sn, body, needReply);
  }

  private reportAircraft(): void {
    this.pass();
    if (!this.introduced || !this.aircraftReported) return;
    const carrier = { gatewaySn: this.sn, kind: this.account.kind, rtk: this.account.kind === 'dock' };
    this.osd(this.aircraft.sn, aircraftOsd(this.aircraft, carrier, this.weather));
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

  private newIds(): { tid: string; bid: string } {
    return { tid: this.world.newId(), bid: this.world.newId() };
  }

  private ids(): { tid: string; bid: string } {
    return this.model.zeroIds ? { tid: ZERO_ID, bid: ZERO_ID } : this.newIds();
  }

  private get air(): MovingAir {
    const { wind, windFrom } = this.weather;
    const from = (windFrom * Math.PI) / 180;
    return { east: -wind * Math.sin(from), north: -wind * Math.cos(from), gust: 0.2 + wind * 0.25 };
  }
}
