import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DeviceKind, type DeviceSample } from '#contracts';
import { decode, emptyState, mergeProperties, type MergedState, type Properties, sampleOf } from '#dji';
import { type BatchPart } from './recorder.js';

/** Everything last known about one device, in memory. */
export class DeviceState {
  /** Milliseconds since 1970 of the newest message. */
  receivedAt = 0;
  deviceTime: number | null = null;
  /** Device clock minus ours, milliseconds; null until a message had a time. */
  clockOffsetMs: number | null = null;
  /** At least so many more properties may be new. */
  room = 0;
  private known: DeviceSample | null = null;

  constructor(
    readonly sn: string,
    public kind: DeviceKind,
    readonly merged: MergedState = emptyState(),
  ) {}

  /** Newest position and vital signs; worked out when somebody asks, which is less often than messages come. */
  get sample(): DeviceSample {
    this.known ??= sampleFor(this);
    return this.known;
  }

  /** Something was merged. */
  touch(): void {
    this.known = null;
  }
}

export interface Applied {
  state: DeviceState;
  changed: string[];
  /** True when at least one property was older than what is known. */
  late: boolean;
}

/** How many states one batch writes at most; the rest waits for the next batch, oldest first. */
const STATES_A_BATCH = 300;
/** When more messages than this came since the states were written, they are written once a second only. */
const BUSY = 500;
const BUSY_MS = 1_000;
/** A device that makes up properties without end fills no memory: what is beyond stays in the history alone. */
const MOST_PROPERTIES = 1_500;

/** The latest state of every device: merged in memory, written with each batch, read back at the start. */
@Injectable()
export class DeviceStates implements BatchPart<DeviceState> {
  readonly what = 'latest states';
  private readonly states = new Map<string, DeviceState>();
  private dirty = new Set<DeviceState>();
  private inFlight: DeviceState[] = [];
  private applied = 0;
  private takenAt = 0;

  constructor(private readonly db: DataSource) {}

  find(sn: string): DeviceState | undefined {
    return this.states.get(sn);
  }

  all(): IterableIterator<DeviceState> {
    return this.states.values();
  }

  /** Merges one message's properties. Times in milliseconds since 1970. */
  apply(sn: string, kind: DeviceKind, properties: Properties, receivedAt: number, deviceTime: number | null): Applied {
    let state = this.states.get(sn);
    if (!state) this.states.set(sn, (state = new DeviceState(sn, kind)));
    const taken = withinBounds(state, properties);
    const { changed, late } = mergeProperties(state.merged, taken, receivedAt, deviceTime);
    state.room -= changed.length;
    this.applied += 1;
    state.kind = kind;
    state.receivedAt = Math.max(state.receivedAt, receivedAt);
    if (deviceTime !== null && late.length === 0) {
      state.deviceTime = deviceTime;
      state.clockOffsetMs = smoothed(state.clockOffsetMs, deviceTime - receivedAt);
    }
    state.touch();
    this.dirty.add(state);
    return { state, changed, late: late.length > 0 };
  }

  get pending(): boolean {
    return this.dirty.size > 0;
  }

  take(): readonly DeviceState[] {
    const now = Date.now();
    if (this.inFlight.length === 0 && this.applied > BUSY && now - this.takenAt < BUSY_MS) return [];
    this.applied = 0;
    this.takenAt = now;
    const rows = [...this.inFlight, ...firstOf(this.dirty, STATES_A_BATCH)];
    for (const row of rows) this.dirty.delete(row);
    this.inFlight = [...new Set(rows)];
    return this.inFlight;
  }

  async write(tx: EntityManager, rows: readonly DeviceState[]): Promise<void> {
    await tx.query(
      `INSERT INTO device_states AS known (sn, properties, times, sample, received_at, device_time, clock_offset_ms)
       SELECT sn, properties::json, times::json, sample::json, to_timestamp(received_at), to_timestamp(device_time), clock_offset_ms
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[])
            AS row (sn, properties, times, sample, received_at, device_time, clock_offset_ms)
       ON CONFLICT (sn) DO UPDATE SET properties = excluded.properties, times = excluded.times, sample = excluded.sample,
         received_at = excluded.received_at, device_time = excluded.device_time, clock_offset_ms = excluded.clock_offset_ms
       WHERE known.received_at <= excluded.received_at`,
      [
        rows.map((state) => state.sn),
        rows.map((state) => storable(state.merged.properties)),
        rows.map((state) => storable(state.merged.times)),
        rows.map((state) => JSON.stringify(state.sample)),
        rows.map((state) => state.receivedAt / 1000),
        rows.map((state) => (state.deviceTime === null ? null : state.deviceTime / 1000)),
        rows.map((state) => state.clockOffsetMs),
      ],
    );
  }

  committed(): void {
    this.inFlight = [];
  }

  /** Reads the stored states and moves them forward by messages that were stored after them (a crash in between). */
  async load(kindOf: (sn: string) => DeviceKind): Promise<void> {
    const rows: StateRow[] = await this.db.query(
      'SELECT sn, properties, times, received_at, device_time, clock_offset_ms FROM device_states',
    );
    this.states.clear();
    this.dirty.clear();
    this.inFlight = [];
    for (const row of rows) this.restore(row, kindOf(row.sn));
    const messages: { sn: string; channel: string; received_at: Date; payload: string }[] = await this.db.query(
      `SELECT m.sn, m.channel, m.received_at, m.payload FROM device_messages m LEFT JOIN device_states s ON s.sn = m.sn
       WHERE m.channel IN ('osd', 'state') AND m.received_at > coalesce((SELECT max(received_at) FROM device_states), '-infinity') - interval '30 seconds'
         AND (s.sn IS NULL OR m.received_at > s.received_at) ORDER BY m.received_at LIMIT 100000`,
    );
    for (const message of messages) {
      const decoded = decode(`thing/product/${message.sn}/${message.channel}`, message.payload);
      if (decoded.type !== 'properties') continue;
      const time = decoded.envelope?.timestamp ?? null;
      this.apply(message.sn, kindOf(message.sn), decoded.properties, message.received_at.getTime(), time);
    }
  }

  private restore(row: StateRow, kind: DeviceKind): void {
    const state = new DeviceState(row.sn, kind, { properties: row.properties, times: row.times });
    state.receivedAt = row.received_at.getTime();
    state.deviceTime = row.device_time?.getTime() ?? null;
    state.clockOffsetMs = row.clock_offset_ms;
    this.states.set(row.sn, state);
  }
}

interface StateRow {
  sn: string;
  properties: Properties;
  times: MergedState['times'];
  received_at: Date;
  device_time: Date | null;
  clock_offset_ms: number | null;
}

/** The properties without new ones beyond the bound. */
function withinBounds(state: DeviceState, properties: Properties): Properties {
  const names = Object.keys(properties);
  if (names.length <= state.room) return properties;
  const { properties: known } = state.merged;
  state.room = MOST_PROPERTIES - Object.keys(known).length;
  if (names.length <= state.room) return properties;
  const taken: Properties = {};
  let { room } = state;
  for (const name of names) {
    if (!Object.hasOwn(known, name) && (room -= 1) < 0) continue;
    taken[name] = properties[name];
  }
  return taken;
}

function sampleFor(state: DeviceState): DeviceSample {
  const sample = sampleOf(state.kind, state.merged.properties);
  const { modeCode } = sample;
  return {
    sn: state.sn,
    at: new Date(state.receivedAt).toISOString(),
    deviceTime: state.deviceTime === null ? null : isoOrNull(state.deviceTime),
    ...sample,
    // a number that is no mode of any device, and that no client could read as an integer
    modeCode: modeCode === null || Number.isSafeInteger(modeCode) ? modeCode : null,
  };
}

/** A device may say any number for its time; one that is no date stays out of the sample (the payload keeps it). */
function isoOrNull(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Exponential mean, so that one delayed message does not look like a wrong clock. */
function smoothed(before: number | null, now: number): number {
  return before === null || Math.abs(now - before) > 5_000 ? now : before + (now - before) * 0.1;
}

/** JSON text that a PostgreSQL `json` column accepts and gives back. */
function storable(value: object): string {
  return JSON.stringify(value).replaceAll('\\u0000', '\\ufffd');
}

function firstOf<Item>(items: Iterable<Item>, most: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length >= most) break;
    first.push(item);
  }
  return first;
}
