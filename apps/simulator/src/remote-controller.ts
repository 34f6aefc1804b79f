import { type Answer, type Call, type Services } from './answers.js';
import { type MovingAir } from './dynamics.js';
import { type Phase } from './flight.js';
import { Gateway } from './gateway.js';
import { Health } from './health.js';
import { remoteControllerOsd } from './osd-remote-controller.js';
import { type Route } from './route.js';
import { answerFrom } from './services.js';
import { liveServices } from './services-live.js';
import { payloadServices } from './services-payload.js';
import { pilotServices } from './services-pilot.js';
import { type GatewayOptions } from './speaker.js';

const SERVICES: Services<RemoteController> = { ...liveServices, ...payloadServices, ...pilotServices };

/** Seconds between two flights (a fresh battery is put in), and checks before a take-off. */
const REST: readonly [number, number] = [60, 240];
const CHECKS = 8;
/** Percent at which a pilot turns home. */
const TURNS_HOME = 28;

/** A remote controller in a pilot's hands, and the aircraft flown with it: up most of the time, down for a new battery. */
export class RemoteController extends Gateway {
  readonly health: Health;
  batteryPercent: number;
  /** What the pilot let the cloud control, such as `["flight"]`. */
  cloudControl: string[] = [];
  /** The pilot flies only what he is told to. */
  standsBy = false;
  /** When its drone left the ground, ms of the wall clock. */
  readonly takeOffs: number[] = [];
  private restSeconds: number;

  constructor(options: GatewayOptions) {
    super(options);
    this.batteryPercent = this.random.between(55, 100);
    this.restSeconds = this.random.between(5, 90);
    this.health = new Health(this, () => false);
    this.aircraft.flight.byHand = true;
    this.aircraft.powerOn();
  }

  protected override get restless(): boolean {
    return this.aircraft.flight.phase !== 'grounded';
  }

  get activity(): string {
    return this.aircraft.powered ? this.aircraft.flight.phase : 'resting';
  }

  /** Takes off on its route. False when it is up already or too empty. */
  patrol(): boolean {
    return this.fly(this.route);
  }

  /** The same on any route, such as one that the pilot has fetched. */
  fly(route: Route): boolean {
    const { flight, battery } = this.aircraft;
    if (flight.phase !== 'grounded' || battery.percent < 40) return false;
    this.aircraft.powerOn();
    flight.returnHeight = Math.min(100, this.aircraft.settings.rth_altitude);
    flight.prepare(route);
    this.restSeconds = CHECKS;
    return true;
  }

  override answer(call: Call): Answer {
    return answerFrom(SERVICES, this, call);
  }

  override phaseChanged(_from: Phase, to: Phase): void {
    if (to === 'taking_off') {
      this.aircraft.trackId = this.world.newId();
      this.aircraft.totals.sorties++;
      this.takeOffs.push(this.world.now());
    }
    if (to === 'grounded') {
      this.aircraft.trackId = '';
      this.restSeconds = this.random.between(...REST);
    }
  }

  protected override restart(): void {
    this.cloudControl = [];
    this.live.clear();
  }

  protected override onboard(ready: () => void): void {
    ready();
  }

  protected override states(): [sn: string, body: Record<string, unknown>, needReply: boolean][] {
    const bodies: Record<string, unknown>[] = [
      { live_capacity: this.live.capacity() },
      { firmware_version: this.model.firmware },
      { dongle_infos: [] },
      { cloud_control_auth: this.cloudControl },
      { is_cloud_control_auth: this.cloudControl.length > 0 },
    ];
    return [
      ...bodies.map((body): [string, Record<string, unknown>, boolean] => [this.sn, body, true]),
      [this.sn, { live_status: this.live.status() }, false],
    ];
  }

  protected override telemetry(): { period: number; send: () => void }[] {
    return [{ period: 2000, send: () => this.osd(this.sn, remoteControllerOsd(this)) }];
  }

  protected override advance(seconds: number, air: MovingAir): void {
    const { aircraft } = this;
    const { flight } = aircraft;
    aircraft.advance(seconds, air, this.weather);
    this.batteryPercent -= seconds * (flight.airborne ? 0.006 : 0.003);
    if (this.batteryPercent < 12) this.batteryPercent = 98;
    const weak = aircraft.battery.percent < TURNS_HOME || !aircraft.linked || this.weather.wind > 12;
    if (flight.airborne && weak && flight.phase !== 'returning' && flight.phase !== 'landing') flight.returnHome();
    if (!flight.airborne) this.rest(seconds);
  }

  private rest(seconds: number): void {
    const { aircraft } = this;
    this.restSeconds -= seconds;
    if (this.restSeconds > 0) return;
    if (aircraft.flight.phase === 'preparing') return aircraft.flight.takeOff();
    if (this.standsBy) return;
    if (this.weather.rainfall >= 2 || this.weather.wind > 10 || !aircraft.linked) {
      this.restSeconds = 60;
      return;
    }
    if (aircraft.battery.percent < 60)
      aircraft.battery = { ...aircraft.battery, percent: this.random.between(94, 100), temperature: 28 };
    this.patrol();
  }
}
