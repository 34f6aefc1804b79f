import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DeviceKind } from '#contracts';
import { EventLog } from '../events/event-log.js';
import { type BatchPart, Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry } from '../devices/device-registry.js';

interface Sighting {
  sn: string;
  gatewaySn: string | null;
  kind: DeviceKind;
  modelKey: string | null;
  firstAt: number;
  lastAt: number;
  messages: number;
  lastTopic: string;
}

/** Serial numbers that speak and that nobody registered: counted, and shown to an administrator. */
@Injectable()
export class UnknownWatch implements BatchPart<Sighting> {
  readonly what = 'unknown devices';
  private waiting = new Map<string, Sighting>();
  private inFlight: Sighting[] = [];
  private readonly met = new Set<string>();

  constructor(
    private readonly db: DataSource,
    private readonly recorder: Recorder,
    private readonly events: EventLog,
    private readonly registry: DeviceRegistry,
  ) {}

  async load(): Promise<void> {
    const rows: { sn: string }[] = await this.db.query('SELECT sn FROM unknown_devices');
    for (const row of rows) this.met.add(row.sn);
  }

  /** Takes note of one message of an unregistered device. */
  saw(
    sn: string,
    topic: string,
    gatewaySn: string | null,
    kind: DeviceKind,
    modelKey: string | null,
    at: number,
  ): void {
    const sighting = this.waiting.get(sn) ?? newSighting(sn, at);
    sighting.gatewaySn = gatewaySn ?? sighting.gatewaySn;
    if (kind !== 'other') sighting.kind = kind;
    sighting.modelKey = modelKey ?? sighting.modelKey;
    sighting.lastAt = at;
    sighting.messages += 1;
    sighting.lastTopic = topic;
    this.waiting.set(sn, sighting);
    if (this.met.has(sn)) return;
    this.met.add(sn);
    this.recorder.change(async (tx) => {
      await this.events.append(tx, {
        name: 'device.unknown_seen',
        divisionPath: this.registry.rootPath,
        deviceSn: sn,
        data: { sn, gatewaySn, modelKey },
      });
    });
  }

  /** Forgets a serial number that was adopted or left, so that its next sighting is news again. */
  forget(sn: string): void {
    this.met.delete(sn);
    this.waiting.delete(sn);
  }

  get pending(): boolean {
    return this.waiting.size > 0;
  }

  take(): readonly Sighting[] {
    if (this.inFlight.length === 0) {
      this.inFlight = [...this.waiting.values()];
      this.waiting = new Map();
    }
    return this.inFlight;
  }

  async write(tx: EntityManager, rows: readonly Sighting[]): Promise<void> {
    await tx.query(
      `INSERT INTO unknown_devices AS known (sn, gateway_sn, kind, model_key, first_seen_at, last_seen_at, messages, last_topic)
       SELECT sn, gateway_sn, kind, model_key, to_timestamp(first_at), to_timestamp(last_at), messages, last_topic
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::bigint[], $8::text[])
            AS row (sn, gateway_sn, kind, model_key, first_at, last_at, messages, last_topic)
       WHERE NOT EXISTS (SELECT FROM devices d WHERE d.sn = row.sn AND d.status = 'registered')
       ON CONFLICT (sn) DO UPDATE SET gateway_sn = coalesce(excluded.gateway_sn, known.gateway_sn),
         kind = CASE WHEN excluded.kind = 'other' THEN known.kind ELSE excluded.kind END,
         model_key = coalesce(excluded.model_key, known.model_key), last_seen_at = excluded.last_seen_at,
         messages = known.messages + excluded.messages, last_topic = excluded.last_topic`,
      [
        rows.map((row) => row.sn),
        rows.map((row) => row.gatewaySn),
        rows.map((row) => row.kind),
        rows.map((row) => row.modelKey),
        rows.map((row) => row.firstAt / 1000),
        rows.map((row) => row.lastAt / 1000),
        rows.map((row) => row.messages),
        rows.map((row) => row.lastTopic),
      ],
    );
  }

  committed(): void {
    this.inFlight = [];
  }
}

function newSighting(sn: string, at: number): Sighting {
  return { sn, gatewaySn: null, kind: 'other', modelKey: null, firstAt: at, lastAt: at, messages: 0, lastTopic: '' };
}
