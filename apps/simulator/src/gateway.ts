import { Aircraft } from './aircraft.js';
import { type Answer, type Call } from './answers.js';
import { cameraBody } from './camera.js';
import { type MovingAir } from './dynamics.js';
import { type Phase } from './flight.js';
import { type Health } from './health.js';
import { type Party } from './link.js';
import { LiveStreams } from './live-streams.js';
import { aircraftOsd } from './osd-aircraft.js';
import { REQUEST_DELAYS } from './outbox.js';
import { setProperties, type OwnProperty } from './property-set.js';
import { routeOf, type Route } from './route.js';
import { answerService } from './services.js';
import { Speaker, type GatewayOptions } from './speaker.js';
import { aircraftStates } from './states.js';
import { topologyBody } from './topology-body.js';
import { type Weather } from './weather.js';
import { type Planned } from './wheel.js';

/** What docks and remote controllers have in common: connection, topology, commands, and the aircraft below them. */
export abstract class Gateway extends Speaker implements Party {
  readonly aircraft: Aircraft;
  readonly route: Route;
  readonly live: LiveStreams;
  abstract readonly health: Health;
  protected readonly planned: Planned[] = [];
  private lastTime: number;
  private introduced = false;
  private reported = false;

  constructor(options: GatewayOptions) {
    super(options);
    const { account, route, world } = options;
    this.aircraft = new Aircraft(account, account.heightEllipsoid ?? 20, this.random, (from, to) =>
      this.phaseChanged(from, to),
    );
    this.route = routeOf(account, route, this.aircraft.frame, world.randomFor(`${account.sn}/route`));
    this.live = new LiveStreams(this);
    this.lastTime = world.time;
    this.link.attach(this);
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
  /** Something moves or runs, so that time should pass in small steps. */
  protected abstract get restless(): boolean;
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

  /** Lets the world move on to now: in steps of a second while something happens, of ten while it rests. */
  pass(): void {
    const seconds = this.world.time - this.lastTime;
    if (seconds <= 0) return;
    this.lastTime = this.world.time;
    this.live.pass();
    for (let left = seconds; left > 0;) {
      const slice = Math.min(left, this.restless ? 1 : 10);
      this.advance(slice, this.air);
      this.noticeAircraft();
      left -= slice;
    }
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
    const wind = this.faults.get('wind')?.params['speed'] ?? weather.wind * (1 + this.clockOffset / 3000);
    return { ...weather, wind, rainfall: rain ? (rain.params['level'] ?? 3) : weather.rainfall };
  }

  get aircraftReported(): boolean {
    return this.aircraft.powered && this.aircraft.linked;
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

  /** The network goes away, or comes back: then everything unanswered is sent at once. */
  setCutOff(cutOff: boolean, milliseconds: number | null = null): void {
    if (cutOff === this.cutOff) return;
    this.cutOff = cutOff;
    if (cutOff) {
      this.outbox.hold();
      if (this.link.exclusive) this.link.cut(milliseconds);
    } else {
      if (this.link.exclusive) this.link.restore();
      if (this.connected) this.online();
    }
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

  private get air(): MovingAir {
    const { wind, windFrom } = this.weather;
    const from = (windFrom * Math.PI) / 180;
    return { east: -wind * Math.sin(from), north: -wind * Math.cos(from), gust: 0.2 + wind * 0.25 };
  }
}
