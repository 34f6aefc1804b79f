import { type Answer, type Call, type Services } from './answers.js';
import { DrcLink } from './drc.js';
import { type MovingAir } from './dynamics.js';
import { type Phase } from './flight.js';
import { Gateway } from './gateway.js';
import { Health } from './health.js';
import { onboardDock } from './onboarding.js';
import { dockEnvironment, dockPower, dockTask } from './osd-dock.js';
import { type Route } from './route.js';
import { Sortie, type SortieOrder } from './sortie.js';
import { answerFrom } from './services.js';
import { debugServices } from './services-debug.js';
import { flightServices } from './services-flight.js';
import { MediaUploads } from './media-uploads.js';
import { type OfferedFile } from './mission-download.js';
import { liveServices } from './services-live.js';
import { payloadServices } from './services-payload.js';
import { upkeepServices } from './services-upkeep.js';
import { type GatewayOptions } from './speaker.js';
import { dockStates } from './states.js';

const SERVICES: Services<Dock> = {
  ...flightServices,
  ...debugServices,
  ...liveServices,
  ...payloadServices,
  ...upkeepServices,
};

/** Seconds the cover takes from shut to open, and from open to shut (18 s as captured). */
const COVER_OPENS = 12;
const COVER_CLOSES = 18;
/** Seconds after a sortie until the aircraft is switched off and charged. */
const COOL_DOWN = 45;

/** A prepared, not yet started task of the cloud. */
export interface Prepared {
  flightId: string;
  bid: string;
  rthAltitude: number;
  file: OfferedFile;
  /** The waypoint from which it goes on; 0: from the beginning. */
  from: number;
}

/** A dock with its aircraft: mechanics, power, one sortie at a time, and what commands may change. */
export class Dock extends Gateway {
  readonly health: Health;
  readonly drc: DrcLink;
  readonly media: MediaUploads;
  /** Every take-off since it was switched on: what was really flown, whatever was told. */
  readonly takeOffs: { flightId: string; at: number }[] = [];
  readonly heading: number;
  readonly activationTime: number;
  /** 0 idle, 1 on-site debugging, 2 remote debugging, 3 upgrade, 5 waiting for calibration. Working (4) follows the sortie. */
  ownMode = 0;
  sortie: Sortie | null = null;
  prepared = new Map<string, Prepared>();
  droneInDock = true;
  insideTemperature = 26;
  emergencyStop = false;
  light = false;
  alarm = false;
  silentMode = 0;
  airTransfer = false;
  experienceImprovement = 1;
  airConditioner = 0;
  /** 1: rests at 55 to 60 %, 2: stands by at 90 to 95 %. */
  batteryStoreMode = 2;
  batteryMaintenance = false;
  linkMode = 0;
  jobs: number;
  uptime: number;
  storageUsed: number;
  /** World seconds before which it flies no demonstration: set by commands of the cloud. */
  heldUntil = 0;
  /** World seconds of the end of its last sortie. */
  restedSince = 0;
  override readonly ownProperties = {
    silent_mode: { range: [0, 1] as const, set: (value: number) => (this.silentMode = value) },
    user_experience_improvement: {
      range: [0, 2] as const,
      set: (value: number) => (this.experienceImprovement = value),
    },
    air_transfer_enable: {
      range: [0, 1] as const,
      bool: true,
      set: (value: number) => (this.airTransfer = value === 1),
    },
  };
  private cover = 0;
  private coverTarget = 0;
  private aircraftOffIn = 0;

  constructor(options: GatewayOptions) {
    super(options);
    const { random } = this;
    this.heading = random.between(-180, 180);
    this.activationTime = 1_720_000_000 + Math.floor(random.between(0, 40_000_000));
    this.jobs = Math.floor(random.between(60, 900));
    this.uptime = random.between(3e6, 2.5e7);
    this.storageUsed = this.model.storageTotal * random.between(0.001, 0.05);
    this.restedSince = -random.between(0, 1800);
    this.health = new Health(this, () => this.emergencyStop);
    this.drc = new DrcLink(this);
    this.media = new MediaUploads(this);
  }

  get modeCode(): number {
    return this.sortie ? 4 : this.ownMode;
  }

  get coverState(): number {
    return this.cover <= 0 ? 0 : this.cover >= 1 ? 1 : 2;
  }

  get stepCode(): number {
    return this.sortie?.stepCode ?? 5;
  }

  /** mA at about 47 V. */
  get current(): number {
    return 1100 + (this.aircraft.charging ? 2400 : 0) + (this.airConditioner ? 900 : 0) + (this.light ? 200 : 0);
  }

  protected override get restless(): boolean {
    return this.sortie !== null || this.cover !== this.coverTarget || this.aircraftOffIn > 0;
  }

  get activity(): string {
    if (this.sortie) return this.aircraft.flight.phase;
    if (this.ownMode === 2) return 'debugging';
    return this.aircraft.charging ? 'charging' : 'resting';
  }

  /** The code with which it refuses to start anything, 0 when it is free. */
  get refusal(): number {
    if (this.emergencyStop) return 514121;
    if (this.ownMode === 1) return 319037;
    if (this.ownMode === 2) return 319036;
    if (this.ownMode === 3) return 319038;
    if (this.sortie) return 319016;
    if (this.batteryMaintenance) return 514138;
    if (!this.aircraft.linked) return 514120;
    if (!this.droneInDock) return 514155;
    if (this.weather.rainfall >= 3) return 514134;
    if (this.weather.wind >= 12) return 514135;
    return this.aircraft.battery.percent < 30 ? 316009 : 0;
  }

  /** Begins a sortie; whoever calls has asked `refusal`. */
  launch(order: SortieOrder): Sortie {
    this.jobs++;
    this.aircraftOffIn = 0;
    this.sortie = new Sortie(this, order);
    return this.sortie;
  }

  /** Flies its own route as a demonstration. False when it cannot. */
  patrol(route: Route = this.route): boolean {
    if (this.refusal !== 0) return false;
    const flightId = this.world.newId();
    this.launch({
      kind: 'wayline',
      flightId,
      bid: flightId,
      route,
      byCloud: false,
      returnHeight: this.aircraft.settings.rth_altitude,
    });
    return true;
  }

  openCover(): void {
    this.coverTarget = 1;
  }

  closeCover(): void {
    this.coverTarget = 0;
  }

  powerAircraft(on: boolean): void {
    if (on) this.aircraft.powerOn();
    else this.aircraft.powerOff();
    if (on) this.aircraft.charging = false;
    this.aircraftOffIn = 0;
  }

  sortieEnded(): void {
    this.sortie = null;
    this.restedSince = this.world.time;
    this.aircraftOffIn = COOL_DOWN;
    this.storageUsed = Math.min(this.model.storageTotal, this.storageUsed + this.random.between(20_000, 120_000));
  }

  /** The cloud has spoken: no demonstrations for half an hour of the world. */
  hold(): void {
    this.heldUntil = this.world.time + 1800;
  }

  override answer(call: Call): Answer {
    return answerFrom(SERVICES, this, call);
  }

  override phaseChanged(from: Phase, to: Phase): void {
    this.sortie?.phaseChanged(from, to);
  }

  override online(): void {
    super.online();
    this.media.next();
  }

  override receive(topic: string, payload: Buffer): void {
    if (topic.endsWith('/drc/down')) this.drc.receive(payload);
    else super.receive(topic, payload);
  }

  override end(): void {
    super.end();
    this.drc.end();
    this.media.end();
  }

  protected override restart(): void {
    this.drc.end();
    this.prepared.clear();
    this.live.clear();
    this.ownMode = 0;
    if (!this.aircraft.flight.airborne) this.sortie = null;
    else this.sortie?.abandon();
  }

  protected override onboard(ready: () => void): void {
    onboardDock(this, ready);
  }

  protected override states(): [sn: string, body: Record<string, unknown>, needReply: boolean][] {
    return dockStates(this);
  }

  protected override telemetry(): { period: number; send: () => void }[] {
    return [
      { period: 1300, send: () => this.osd(this.sn, dockEnvironment(this)) },
      { period: 1300, send: () => this.osd(this.sn, dockPower(this)) },
      { period: 2000, send: () => this.osd(this.sn, dockTask(this)) },
    ];
  }

  protected override advance(seconds: number, air: MovingAir): void {
    this.uptime += seconds;
    this.moveCover(seconds);
    this.restAircraft(seconds);
    this.climate(seconds);
    this.drc.steer();
    this.aircraft.advance(seconds, air, this.weather);
    this.sortie?.advance(seconds);
  }

  private moveCover(seconds: number): void {
    if (this.cover < this.coverTarget) this.cover = Math.min(1, this.cover + seconds / COVER_OPENS);
    else if (this.cover > this.coverTarget) this.cover = Math.max(0, this.cover - seconds / COVER_CLOSES);
  }

  /** After a sortie the aircraft is switched off; then it is charged up to what its store mode asks. */
  private restAircraft(seconds: number): void {
    if (this.aircraftOffIn > 0 && !this.sortie) {
      this.aircraftOffIn -= seconds;
      if (this.aircraftOffIn <= 0) this.powerAircraft(false);
    }
    const { aircraft } = this;
    const resting = this.droneInDock && !aircraft.powered && !this.emergencyStop;
    const [low, high] = this.batteryStoreMode === 1 ? [55, 60] : [90, 95];
    if (!resting || aircraft.battery.percent >= high) aircraft.charging = false;
    else if (aircraft.battery.percent < low) aircraft.charging = true;
  }

  private climate(seconds: number): void {
    const { temperature } = this.weather;
    const settled = temperature + (this.aircraft.charging ? 6 : 2);
    const cooled =
      this.airConditioner === 1 ? Math.min(settled, 27) : this.airConditioner === 2 ? Math.max(settled, 18) : settled;
    this.insideTemperature += (cooled - this.insideTemperature) * Math.min(1, seconds / 300);
    if (this.ownMode === 2) return;
    if (settled > 33) this.airConditioner = 1;
    else if (settled < 31 && this.airConditioner === 1) this.airConditioner = 0;
  }
}
