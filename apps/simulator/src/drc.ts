import mqtt, { type MqttClient } from 'mqtt';
import { type Dock } from './dock.js';
import { groundSpeed } from './dynamics.js';
import { round } from './osd-aircraft.js';
import { type Planned } from './wheel.js';

/** What `drc_mode_enter` tells the dock. */
export interface DrcOrder {
  mqtt_broker?: {
    address?: unknown;
    client_id?: unknown;
    username?: unknown;
    password?: unknown;
    enable_tls?: unknown;
  };
  osd_frequency?: unknown;
  hsi_frequency?: unknown;
}

/** Milliseconds without a heartbeat after which the link is left. */
const SILENCE = 60_000;
/** Milliseconds that one stick message holds: sent at 5 Hz at least. */
const STICK_HOLDS = 600;
const TIMED_OUT = 514301;
const NETWORK_ERROR = 514303;
/** Sticks are neutral at 1024 and reach 660 to either side. */
const NEUTRAL = 1024;
const REACH = 660;

/** Direct remote control: a second connection with its own client id, high-rate positions, heartbeat and sticks. */
export class DrcLink {
  /** 0 off, 1 connecting, 2 connected: `drc_state`. */
  state = 0;
  private client: MqttClient | null = null;
  private telemetry: Planned[] = [];
  private bid = '';
  private heardAt = 0;
  private sequence = 0;
  private stick: { x: number; y: number; z: number; turn: number } | null = null;
  private stickAt = 0;

  constructor(private readonly dock: Dock) {}

  /** Connects to the broker of the order. `bid` goes into the events about this link. */
  enter(order: DrcOrder, bid: string): number {
    const { address, client_id: clientId, username, password, enable_tls: tls } = order.mqtt_broker ?? {};
    if (typeof address !== 'string' || !address) return 325001;
    this.end();
    this.bid = bid;
    this.state = 1;
    this.heardAt = this.dock.world.wheel.now();
    const url = address.includes('://') ? address : `${tls ? 'mqtts' : 'mqtt'}://${address}`;
    const client = mqtt.connect(url, {
      clientId: String(clientId ?? `${this.dock.sn}-drc`),
      username: String(username ?? ''),
      password: String(password ?? ''),
      reconnectPeriod: 0,
    });
    this.client = client;
    client.on('connect', () => this.connected(client, frequency(order.osd_frequency), frequency(order.hsi_frequency)));
    client.on('message', (_topic, payload) => this.receive(payload));
    client.on('error', () => {});
    client.on('close', () => this.client === client && this.left(NETWORK_ERROR));
    return 0;
  }

  /** Leaves on order. */
  exit(): number {
    this.end();
    return 0;
  }

  end(): void {
    for (const task of this.telemetry) task.cancel();
    this.telemetry = [];
    const { client } = this;
    this.client = null;
    client?.end(true);
    this.state = 0;
    this.stick = null;
  }

  /** A message of `drc/down`, on this link or on the dock's own. */
  receive(payload: Buffer): void {
    let message: { method?: unknown; seq?: unknown; data?: Record<string, unknown> | null };
    try {
      message = JSON.parse(payload.toString()) as typeof message;
    } catch {
      return;
    }
    if (this.state !== 2 || typeof message !== 'object' || message === null) return;
    this.heardAt = this.dock.world.wheel.now();
    const data = message.data ?? {};
    if (message.method === 'heart_beat')
      this.send({ method: 'heart_beat', seq: message.seq, data: { timestamp: data['timestamp'] } });
    else if (message.method === 'stick_control') this.hold(data);
    else if (message.method === 'drone_emergency_stop') {
      this.stick = null;
      if (this.dock.aircraft.flight.airborne) this.dock.aircraft.flight.pause();
      this.send({ method: 'drone_emergency_stop', seq: message.seq, data: { result: 0 } });
    } else this.send({ method: message.method, seq: message.seq, data: { result: 314000 } });
  }

  /** Passes the sticks on; without new ones the aircraft brakes and hovers. */
  steer(): void {
    const { flight } = this.dock.aircraft;
    if (this.state !== 2) return;
    const now = this.dock.world.wheel.now();
    if (now - this.stickAt > STICK_HOLDS) this.stick = null;
    if (this.stick && flight.airborne) flight.steer(this.stick);
    else if (flight.phase === 'stick') flight.pause();
    if (now - this.heardAt > SILENCE) this.left(TIMED_OUT);
  }

  private hold(data: Record<string, unknown>): void {
    this.stick = this.sticks(data);
    this.stickAt = this.dock.world.wheel.now();
    this.dock.pass();
  }

  private connected(client: MqttClient, osdHertz: number, hsiHertz: number): void {
    this.state = 2;
    const { wheel } = this.dock.world;
    client.subscribe(`thing/product/${this.dock.sn}/drc/down`);
    this.telemetry = [
      wheel.every(1000 / osdHertz, () => this.sendPosition()),
      wheel.every(1000 / hsiHertz, () => this.sendSurroundings()),
    ];
    this.dock.event('drc_status_notify', { result: 0, drc_state: 2 }, { bid: this.bid, needReply: true });
  }

  private left(result: number): void {
    const told = this.state !== 0;
    this.end();
    if (told) this.dock.event('drc_status_notify', { result, drc_state: 0 }, { bid: this.bid, needReply: true });
  }

  private sticks(data: Record<string, unknown>): { x: number; y: number; z: number; turn: number } {
    const share = (name: string) => Math.max(-1, Math.min(1, (Number(data[name] ?? NEUTRAL) - NEUTRAL) / REACH)) || 0;
    const heading = (this.dock.aircraft.flight.motion.heading * Math.PI) / 180;
    const [ahead, right] = [share('pitch') * 12, share('roll') * 12];
    return {
      x: ahead * Math.sin(heading) + right * Math.cos(heading),
      y: ahead * Math.cos(heading) - right * Math.sin(heading),
      z: share('throttle') * 4,
      turn: share('yaw') * 60,
    };
  }

  private sendPosition(): void {
    const { aircraft } = this.dock;
    const { motion } = aircraft.flight;
    this.dock.pass();
    this.send({
      method: 'osd_info_push',
      seq: this.sequence++,
      data: {
        attitude_head: round(motion.heading, 1),
        ...aircraft.place,
        height: aircraft.heightEllipsoid,
        speed_x: round(motion.vy, 2),
        speed_y: round(motion.vx, 2),
        speed_z: round(-motion.vz, 2),
        gimbal_pitch: round(aircraft.camera.gimbalPitch, 1),
        gimbal_roll: 0,
        gimbal_yaw: round(motion.heading + aircraft.camera.gimbalYaw, 1),
        horizontal_speed: round(groundSpeed(motion), 1),
      },
    });
  }

  private sendSurroundings(): void {
    const { motion } = this.dock.aircraft.flight;
    const data = {
      up_distance: 60_000,
      down_distance: Math.min(60_000, Math.round(motion.z * 1000)),
      around_distances: [],
      ...Object.fromEntries(
        ['up', 'down', 'left', 'right', 'front', 'back', 'vertical', 'horizontal'].flatMap((side) => [
          [`${side}_enable`, true],
          [`${side}_work`, true],
        ]),
      ),
    };
    this.send({ method: 'hsi_info_push', seq: this.sequence++, data });
  }

  private send(message: Record<string, unknown>): void {
    if (this.client?.connected)
      this.client.publish(`thing/product/${this.dock.sn}/drc/up`, JSON.stringify(message), { qos: 0 });
  }
}

function frequency(value: unknown): number {
  return Math.max(1, Math.min(30, Number(value) || 1));
}
