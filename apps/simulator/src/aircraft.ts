import { drain, type Battery } from './battery.js';
import { newCamera, type Camera } from './camera.js';
import { type MovingAir } from './dynamics.js';
import { type FleetGateway } from './fleet.js';
import { Flight, type Phase } from './flight.js';
import { localFrame, type LocalFrame, type Place } from './local-frame.js';
import { aircraftModel, type AircraftModel } from './models.js';
import { type Random } from './random.js';
import { type Weather } from './weather.js';

/** What `property/set` can change on an aircraft, under the protocol's own names. */
export interface AircraftSettings {
  height_limit: number;
  rth_altitude: number;
  distance_limit_status: { state: number; distance_limit: number };
  obstacle_avoidance: { horizon: number; upside: number; downside: number };
  night_lights_state: number;
  rc_lost_action: number;
  commander_mode_lost_action: number;
  commander_flight_height: number;
  commander_flight_mode: number;
  rth_mode: number;
  remaining_power_for_return_home: number;
  offline_map_enable: boolean;
  camera_watermark_settings: Record<string, number>;
}

/** One aircraft: powered or not, its flight, battery, camera, settings and counters. */
export class Aircraft {
  readonly sn: string;
  readonly model: AircraftModel;
  /** Local metres are counted from the place of take-off. */
  readonly frame: LocalFrame;
  readonly flight: Flight;
  readonly camera: Camera;
  readonly activationTime: number;
  readonly batterySn: string;
  powered = false;
  /** The radio link to the gateway is up; a fault can take it away. */
  linked = true;
  battery: Battery;
  /** One per take-off; empty on the ground. */
  trackId = '';
  settings: AircraftSettings;
  /** Who steers: "A" the gateway, or whoever grabbed it. */
  controlSource = 'A';
  payloadControlSource = 'A';
  totals: { seconds: number; metres: number; sorties: number };
  storageUsed: number;
  charging = false;

  constructor(
    gateway: FleetGateway,
    /** Ellipsoid height of the place of take-off, metres. */
    readonly groundHeight: number,
    private readonly random: Random,
    changed: (from: Phase, to: Phase) => void,
  ) {
    this.sn = gateway.aircraft.sn;
    this.model = aircraftModel(gateway.aircraft.modelKey);
    this.frame = localFrame(gateway);
    this.flight = new Flight(this.model.limits, random, changed, random.between(-180, 180));
    this.camera = newCamera(this.model);
    this.activationTime = 1_690_000_000 + Math.floor(random.between(0, 60_000_000));
    this.batterySn = `4ER${serialTail(random)}`;
    this.battery = { percent: random.between(70, 95), temperature: 28, loopTimes: Math.floor(random.between(20, 180)) };
    const sorties = Math.floor(random.between(80, 900));
    this.totals = {
      sorties,
      seconds: sorties * random.between(600, 1100),
      metres: sorties * random.between(3000, 6500),
    };
    this.storageUsed = Math.floor(this.model.storageTotal * random.between(0.02, 0.4));
    this.settings = defaultSettings();
  }

  get place(): Place {
    return this.frame.toPlace(this.flight.motion);
  }

  get heightEllipsoid(): number {
    return this.groundHeight + this.flight.motion.z;
  }

  /** Lets time pass: it flies, drains or charges. `seconds` of the simulated world. */
  advance(seconds: number, air: MovingAir, weather: Weather): void {
    const { flight } = this;
    const before = flight.motion;
    if (this.powered) flight.advance(seconds, air);
    const load = this.charging ? 'charging' : this.powered ? flight.load : 'off';
    this.battery = drain(this.battery, load, this.model, weather.temperature, seconds);
    if (flight.airborne) {
      this.totals.seconds += seconds;
      this.totals.metres += Math.hypot(flight.motion.x - before.x, flight.motion.y - before.y);
      this.pointCamera();
    }
    if (this.camera.recording) this.camera.recordSeconds += seconds;
  }

  /** Photographs are stored: each takes about 9 MB. */
  takePhoto(): void {
    this.camera.photosLeft = Math.max(0, this.camera.photosLeft - 1);
    this.storageUsed = Math.min(this.model.storageTotal, this.storageUsed + 9_200);
  }

  powerOn(): void {
    this.powered = true;
  }

  powerOff(): void {
    this.powered = false;
    this.trackId = '';
    this.camera.recording = false;
  }

  private pointCamera(): void {
    const down = this.flight.phase === 'wayline' ? -60 : this.flight.phase === 'landing' ? -90 : -15;
    this.camera.gimbalPitch += (down - this.camera.gimbalPitch) * 0.3 + this.random.gauss() * 0.05;
  }
}

function defaultSettings(): AircraftSettings {
  return {
    height_limit: 120,
    rth_altitude: 100,
    distance_limit_status: { state: 0, distance_limit: 5000 },
    obstacle_avoidance: { horizon: 1, upside: 1, downside: 1 },
    night_lights_state: 0,
    rc_lost_action: 2,
    commander_mode_lost_action: 1,
    commander_flight_height: 50,
    commander_flight_mode: 1,
    rth_mode: 1,
    remaining_power_for_return_home: 24,
    offline_map_enable: true,
    camera_watermark_settings: {
      global_enable: 0,
      drone_type_enable: 0,
      drone_sn_enable: 0,
      datetime_enable: 0,
      gps_enable: 0,
      layout: 0,
    },
  };
}

function serialTail(random: Random): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
  return Array.from({ length: 11 }, () => random.pick([...letters])).join('');
}
