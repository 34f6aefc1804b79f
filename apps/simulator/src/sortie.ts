import { type Dock } from './dock.js';
import { type Phase } from './flight.js';
import { type Metres } from './local-frame.js';
import { type OfferedFile } from './mission-download.js';
import { Preflight } from './preflight.js';
import { type Route } from './route.js';
import { Shooting } from './shooting.js';
import { commandProgress, returnHomeInfo, taskProgress, trackBody, uomBody } from './sortie-events.js';
import { type Planned } from './wheel.js';

/** What a sortie is to do. `byCloud`: ordered by a service; otherwise a demonstration of its own. */
export interface SortieOrder {
  kind: 'wayline' | 'takeoff_to_point';
  flightId: string;
  bid: string;
  /** What it flies; of a mission only until its file is read. */
  route: Route;
  /** The route file of a mission, as `flighttask_prepare` named it. */
  file?: OfferedFile;
  /** The waypoint from which a mission that was broken off goes on. */
  from?: number;
  byCloud: boolean;
  /** Metres above take-off for the way out and the way home. */
  returnHeight: number;
  /** Of a take-off to a point. */
  target?: Metres;
  speed?: number;
}

/** Where a wayline broke off, as the protocol carries it. */
export interface BreakPoint {
  index: number;
  state: number;
  progress: number;
  wayline_id: number;
  break_reason: number;
  latitude: number;
  longitude: number;
  height: number;
  attitude_head: number;
}

type Stage = 'preparing' | 'flying' | 'recovering';
/** Seconds: until the aircraft is switched on, has booted, the motors start, the cover shuts behind it, and all is told. */
const POWER_ON_AT = 2;
const READY_AT = 26;
const MOTORS_AT = 31;
const COVER_SHUTS_AT = 12;
const TOLD_AT = 20;
/** `break_reason`; the result of a task that ended by one is its number above 321000. */
const PAUSED_BY_USER = 1281;
const RETURNED_BY_USER = 1283;
const LOW_BATTERY_RETURN = 773;
const LINK_LOST_RETURN = 775;
const STRONG_WIND_RETURN = 784;
const RESULT_BASE = 321000;

/** One flight of a dock's aircraft from opening the cover to closing it, with everything the dock tells about it. */
export class Sortie {
  status: 'in_progress' | 'paused' | 'ok' | 'failed' | 'canceled' = 'in_progress';
  /** `wayline_mission_state` 0 to 9. */
  missionState = 2;
  result = 0;
  breakPoint: BreakPoint | null = null;
  stage: Stage = 'preparing';
  /** It never left the ground: the mission could not be prepared. */
  unprepared = false;
  readonly shooting: Shooting;
  commandId = '';
  readonly stamps: Partial<Record<'takeOff' | 'landing' | 'coverCloses' | 'return', number>> = {};
  private seconds = 0;
  private readonly preflight: Preflight;
  private readonly telling: Planned;

  constructor(
    readonly dock: Dock,
    readonly order: SortieOrder,
  ) {
    const { aircraft } = dock;
    aircraft.flight.returnHeight = order.returnHeight;
    aircraft.flight.arrived = (waypoint) => this.arrived(waypoint);
    this.shooting = new Shooting(dock);
    dock.openCover();
    this.telling = dock.world.wheel.every(2000, () => this.tell());
    this.preflight = new Preflight(dock, order, (code) => this.failPreparation(code));
  }

  /** As `flighttask_step_code`: 0 preparing, 1 in flight, 2 recovering. */
  get stepCode(): number {
    return { preparing: 0, flying: 1, recovering: 2 }[this.stage];
  }

  advance(seconds: number): void {
    this.seconds += seconds;
    if (this.stage === 'preparing') this.prepare();
    else if (this.stage === 'flying') this.watch(seconds);
    else if (this.seconds >= TOLD_AT) this.finish();
  }

  /** Result code of a pause by the user. */
  pause(): number {
    const { flight } = this.dock.aircraft;
    if (this.order.kind !== 'wayline' || (flight.phase !== 'wayline' && flight.phase !== 'transit')) return 319046;
    flight.pause();
    this.interrupt(PAUSED_BY_USER);
    return 0;
  }

  resume(): number {
    if (this.status !== 'paused' || this.dock.aircraft.flight.phase !== 'hovering') return 319042;
    this.status = 'in_progress';
    this.missionState = 5;
    this.dock.aircraft.flight.resume();
    return 0;
  }

  /** Home, by whoever's wish; a wayline that was under way is broken off. */
  returnHome(reason = RETURNED_BY_USER): number {
    const { flight } = this.dock.aircraft;
    if (!flight.airborne || flight.phase === 'landing') return 316024;
    if (flight.phase === 'returning') return 0;
    if (this.order.kind === 'wayline') {
      this.result = RESULT_BASE + reason;
      this.interrupt(reason);
    }
    flight.returnHome();
    return 0;
  }

  cancelReturn(): number {
    const { flight } = this.dock.aircraft;
    if (flight.phase !== 'returning') return 319043;
    flight.pause();
    return 0;
  }

  /** The dock lost its memory while the aircraft was out: it only brings it home. */
  abandon(): void {
    this.returnHome();
  }

  phaseChanged(_from: Phase, to: Phase): void {
    const now = this.dock.deviceTime;
    if (to === 'taking_off') this.tookOff();
    if (to === 'transit') this.missionState = 5;
    if (to === 'wayline') this.missionState = 6;
    if (to === 'returning') this.stamps.return = now;
    if (to === 'returning' && this.status === 'in_progress') this.missionState = 9;
    if (to === 'returning' || to === 'grounded') this.sayReason(to);
    if (to === 'grounded' && this.stage === 'flying') this.landed();
    else this.tell(true);
  }

  /** Says where it stands; every two seconds, and at once on a change. */
  tell(changed = false): void {
    const { dock } = this;
    if (this.stage === 'flying') {
      dock.event('return_home_info', returnHomeInfo(this));
      dock.event('uom_fly_data_info', uomBody(this), { markNoReply: true });
    }
    if (this.stage === 'recovering') return;
    if (this.order.kind === 'takeoff_to_point' || this.commandId) return this.tellCommand(changed);
    if (this.unprepared) return;
    // No progress while paused or broken off, as captured: the telemetry tells.
    if (this.status !== 'in_progress') return;
    dock.event('flighttask_progress', taskProgress(this), { bid: this.order.bid, markNoReply: true });
  }

  /** `mode_code_reason`: 1 low battery, 6 signal lost, 23 strong wind, 7 the dock's own order, 0 none. */
  private sayReason(phase: Phase): void {
    const reasons: Record<number, number> = {
      [LOW_BATTERY_RETURN]: 1,
      [LINK_LOST_RETURN]: 6,
      [STRONG_WIND_RETURN]: 23,
    };
    const reason = reasons[this.breakPoint?.break_reason ?? 0] ?? 7;
    this.dock.state(this.dock.aircraft.sn, { mode_code_reason: phase === 'grounded' ? 0 : reason });
  }

  /** The arrival is told once; what follows is hovering. */
  private tellCommand(changed: boolean): void {
    const { phase } = this.dock.aircraft.flight;
    if (phase === 'hovering' && !changed) return;
    if (phase === 'returning' || phase === 'landing') return;
    commandProgress(this);
  }

  private prepare(): void {
    const { dock } = this;
    const { aircraft } = dock;
    const failure = dock.faults.get('prepare_failure');
    if (failure && this.order.kind === 'wayline' && this.order.byCloud && this.seconds >= POWER_ON_AT) {
      return this.failPreparation(failure.params['code'] ?? 314009);
    }
    if (this.seconds >= POWER_ON_AT && !aircraft.powered) dock.powerAircraft(true);
    const ready = this.seconds >= READY_AT && this.preflight.isDone && dock.coverState === 1;
    if (ready && aircraft.flight.phase === 'grounded') {
      aircraft.flight.prepare(this.preflight.route, this.order.target, this.order.speed, this.order.from);
      this.missionState = 4;
      this.seconds = READY_AT;
    }
    if (aircraft.flight.phase === 'preparing' && this.seconds >= MOTORS_AT) aircraft.flight.takeOff();
  }

  private failPreparation(code: number): void {
    if (this.stage !== 'preparing' || this.dock.sortie !== this) return;
    this.unprepared = true;
    this.status = 'paused';
    this.result = code;
    this.missionState = 2;
    this.dock.closeCover();
    this.stage = 'recovering';
    this.seconds = 0;
  }

  private arrived(waypoint: number): void {
    this.shooting.arrived(waypoint);
    const fault = this.dock.faults.get('break_off');
    if (!fault || waypoint < (fault.params['waypoint'] ?? 1) || this.order.kind !== 'wayline') return;
    this.returnHome(fault.params['reason'] ?? 1564);
  }

  private tookOff(): void {
    this.stage = 'flying';
    this.seconds = 0;
    this.dock.droneInDock = false;
    this.dock.aircraft.trackId = this.dock.world.newId();
    this.dock.aircraft.totals.sorties++;
    this.dock.takeOffs.push({ flightId: this.order.flightId, at: this.dock.deviceTime });
    this.stamps.takeOff = this.dock.deviceTime;
  }

  /** The cover shuts behind the aircraft and opens again when it comes near; the battery and the wind may call it home. */
  private watch(seconds: number): void {
    const { dock } = this;
    const { aircraft } = dock;
    const { flight, battery } = aircraft;
    this.shooting.advance(seconds);
    const near = flight.phase === 'landing' || (flight.phase === 'returning' && flight.homeDistance < 150);
    if (near) dock.openCover();
    else if (this.seconds > COVER_SHUTS_AT) dock.closeCover();
    if (flight.phase === 'returning' || flight.phase === 'landing') return;
    if (battery.percent < aircraft.settings.remaining_power_for_return_home) this.returnHome(LOW_BATTERY_RETURN);
    else if (dock.weather.wind > 13) this.returnHome(STRONG_WIND_RETURN);
    else if (!aircraft.linked) this.returnHome(LINK_LOST_RETURN);
  }

  private landed(): void {
    const { dock } = this;
    dock.droneInDock = true;
    dock.aircraft.trackId = '';
    dock.closeCover();
    this.shooting.end();
    this.stage = 'recovering';
    this.seconds = 0;
    this.stamps.landing = dock.deviceTime;
    this.stamps.coverCloses = dock.deviceTime;
  }

  private finish(): void {
    const { dock, order } = this;
    this.telling.cancel();
    if (order.kind === 'wayline') {
      this.status = this.status === 'in_progress' ? 'ok' : 'failed';
      this.missionState = this.status === 'ok' ? 9 : 2;
      if (!this.unprepared) dock.event('track', trackBody(this));
      const body = taskProgress(this, { media_count: dock.media.add(order.flightId, this.shooting.shots) });
      dock.event('flighttask_progress', body, { bid: order.bid, needReply: true });
    } else commandProgress(this, 'task_finish');
    dock.sortieEnded();
  }

  private interrupt(reason: number): void {
    const { dock } = this;
    const { flight } = dock.aircraft;
    const place = dock.aircraft.place;
    this.breakPoint = {
      attitude_head: Math.round(flight.motion.heading),
      break_reason: reason,
      height: dock.aircraft.heightEllipsoid,
      index: flight.waypoint,
      latitude: place.latitude,
      longitude: place.longitude,
      progress: flight.legProgress,
      state: 0,
      wayline_id: 0,
    };
    this.status = 'paused';
    this.missionState = 2;
    this.shooting.end();
    dock.event('flighttask_progress', taskProgress(this), { bid: this.order.bid, needReply: true });
  }
}
