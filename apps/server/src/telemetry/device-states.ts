import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DeviceKind, type DeviceSample } from '#contracts';
import { decode, emptyState, mergeProperties, type MergedState, type Properties, sampleOf } from '#dji';
import { type BatchPart } from './recorder.js';

/** Everything last known about one device, in memory. */
export interface DeviceState {
  sn: string;
  kind: DeviceKind;
  merged: MergedState;
  sample: DeviceSample;
  /** Milliseconds since 1970 of the newest message. */
  receivedAt: number;
  deviceTime: number | null;
  /** Device clock minus ours, milliseconds; null until a message had a believable time. */
  clockOffsetMs: number | null;
}

export interface Applied {
  state: DeviceState;
  changed: string[];
  /** True when at least one property was older than what is known. */
  late: boolean;
}

/** How many states one batch writes at most; the rest waits for the next batch, oldest first. */
const STATES_A_BATCH = 300;
/** A clock is told to be off only beyond this: network delay is not clock error. */
const PLAUSIBLE_OFFSET_MS = 366 * 86_400_000;

/** The latest state of every device: merged in memory, written with each batch, read back at the start. */
@Injectable()
export class DeviceStates implements BatchPart {
  private readonly states = new Map<string, DeviceState>();
  private dirty = new Set<DeviceState>();
  private inFlight: DeviceState[] = [];

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
    if (!state) this.states.set(sn, (state = newState(sn, kind)));
    const { changed, late } = mergeProperties(state.merged, properties, receivedAt, deviceTime);
    state.kind = kind;
    state.receivedAt = Math.max(state.receivedAt, receivedAt);
    if (deviceTime !== null && late.length === 0) {
      state.deviceTime = deviceTime;
      const offset = deviceTime - receivedAt;
      state.clockOffsetMs = Math.abs(offset) > PLAUSIBLE_OFFSET_MS ? null : smoothed(state.clockOffsetMs, offset);
    }
    state.sample = sampleFor(state);
    this.dirty.add(state);
    return { state, changed, late: late.length > 0 };
  }

  get pending(): boolean {
    return this.dirty.size > 0;
  }

  async write(tx: EntityManager): Promise<void> {
    const rows = [...this.inFlight, ...firstOf(this.dirty, STATES_A_BATCH)];
    for (const row of rows) this.dirty.delete(row);
    this.inFlight = [...new Set(rows)];
    if (this.inFlight.length === 0) return;
    await tx.query(
      `INSERT INTO device_states AS known (sn, properties, times, sample, received_at, device_time, clock_offset_ms)
       SELECT sn, properties::json, times::json, sample::json, to_timestamp(received_at), to_timestamp(device_time), clock_offset_ms
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[])
            AS row (sn, properties, times, sample, received_at, device_time, clock_offset_ms)
       ON CONFLICT (sn) DO UPDATE SET properties = excluded.properties, times = excluded.times, sample = excluded.sample,
         received_at = excluded.received_at, device_time = excluded.device_time, clock_offset_ms = excluded.clock_offset_ms
       WHERE known.received_at <= excluded.received_at`,
      [
        this.inFlight.map((state) => state.sn),
        this.inFlight.map((state) => storable(state.merged.properties)),
        this.inFlight.map((state) => JSON.stringify(state.merged.times)),
        this.inFlight.map((state) => JSON.stringify(state.sample)),
        this.inFlight.map((state) => state.receivedAt / 1000),
        this.inFlight.map((state) => (state.deviceTime === null ? null : state.deviceTime / 1000)),
        this.inFlight.map((state) => state.clockOffsetMs),
      ],
    );
  }

  committed(): void {
    this.inFlight = [];
  }

  /** Reads the stored states and moves them forward by messages that were stored after them (a crash in between). */
  async load(kindOf: (sn: string) => DeviceKind): Promise<void> {
    const rows: StateRow[] = await this.db.query('SELECT * FROM device_states');
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
    this.states.set(row.sn, {
      sn: row.sn,
      kind,
      merged: { properties: row.properties, times: row.times },
      sample: row.sample,
      receivedAt: row.received_at.getTime(),
      deviceTime: row.device_time?.getTime() ?? null,
      clockOffsetMs: row.clock_offset_ms,
    });
  }
}

interface StateRow {
  sn: string;
  properties: Properties;
  times: MergedState['times'];
  sample: DeviceSample;
  received_at: Date;
  device_time: Date | null;
  clock_offset_ms: number | null;
}

function newState(sn: string, kind: DeviceKind): DeviceState {
  const state = { sn, kind, merged: emptyState(), receivedAt: 0, deviceTime: null, clockOffsetMs: null };
  return { ...state, sample: sampleFor(state) };
}

function sampleFor(state: Omit<DeviceState, 'sample'>): DeviceSample {
  return {
    sn: state.sn,
    at: new Date(state.receivedAt).toISOString(),
    deviceTime: state.deviceTime === null ? null : isoOrNull(state.deviceTime),
    ...sampleOf(state.kind, state.merged.properties),
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
function storable(properties: Properties): string {
  return JSON.stringify(properties).replaceAll('\\u0000', '\\ufffd');
}

function firstOf<Item>(items: Iterable<Item>, most: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length >= most) break;
    first.push(item);
  }
  return first;
}
