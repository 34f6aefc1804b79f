import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Presence, type PresenceReason } from '#contracts';
import { CONFIG, type Config } from '../config.js';
import { EventLog } from '../events/event-log.js';
import { DeviceStates } from '../telemetry/device-states.js';
import { type BatchPart, Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry, type RegisteredDevice } from '../devices/device-registry.js';
import { judgePresence, type PresenceEvidence, type PresenceVerdict } from './presence.machine.js';

interface Known {
  verdict: PresenceVerdict;
  lastMessageAt: number | null;
  listeningSince: number;
  disconnectedAt: number | null;
  left: boolean;
  /** It spoke since the ages were taken. */
  fresh: boolean;
  /** As it was judged last; null while it is not registered. */
  device: RegisteredDevice | null;
}

/** The age of the last message is stored this often; each change of presence stores it as well. */
const AGES_MS = 5_000;

/** Watches the age of every registered device's last message and records each change of presence as a fact. */
@Injectable()
export class PresenceWatch implements BatchPart<{ sn: string; at: number }> {
  readonly what = 'ages of last messages';
  private readonly known = new Map<string, Known>();
  private startedAt = Date.now();
  private heardOf: string[] = [];
  private inFlight: { sn: string; at: number }[] = [];
  private agesAt = 0;
  private registerChanged = true;

  constructor(
    private readonly db: DataSource,
    private readonly registry: DeviceRegistry,
    private readonly states: DeviceStates,
    private readonly recorder: Recorder,
    private readonly events: EventLog,
    @Inject(CONFIG) private readonly limits: Pick<Config, 'staleSeconds' | 'offlineSeconds'>,
  ) {
    registry.onChange(() => (this.registerChanged = true));
  }

  /** Takes up where the last process stopped; silence counts from now, since nobody listened in between. */
  async load(now: number): Promise<void> {
    const rows: PresenceRow[] = await this.db.query(
      'SELECT sn, state, reason, since, last_message_at FROM device_presence',
    );
    this.startedAt = now;
    this.known.clear();
    this.heardOf = [];
    for (const row of rows) {
      const stored = row.last_message_at?.getTime() ?? 0;
      const heard = Math.max(this.states.find(row.sn)?.receivedAt ?? 0, stored);
      const alive = row.state === 'online' || row.state === 'stale';
      // a loss that was not by age stands until the device speaks again
      const silentSince = heard <= row.since.getTime();
      this.known.set(row.sn, {
        verdict: { state: row.state, reason: row.reason },
        lastMessageAt: heard === 0 ? null : heard,
        listeningSince: alive ? now : 0,
        disconnectedAt: row.reason === 'broker_disconnect' && silentSince ? 0 : null,
        left: row.reason === 'left' && silentSince,
        fresh: false,
        device: this.registry.find(row.sn) ?? null,
      });
    }
  }

  /** A message of this device arrived; a message about a child proves that its gateway is alive. */
  heard(sn: string, at: number, gatewaySn: string | null): void {
    this.touch(sn, at);
    if (gatewaySn !== null && gatewaySn !== sn) this.touch(gatewaySn, at);
  }

  /** The broker saw this gateway's connection end. */
  disconnected(gatewaySn: string, at: number): void {
    const known = this.known.get(gatewaySn);
    if (known) known.disconnectedAt = at;
  }

  /** We do not read what devices say just now: silence until this moment says nothing about them. */
  deaf(now: number): void {
    for (const known of this.known.values()) {
      if (known.verdict.state === 'online' || known.verdict.state === 'stale') known.listeningSince = now;
    }
  }

  /** Judges every device; changes go into the next batch. Gateways first, since children follow them. */
  judge(now: number): void {
    if (this.registerChanged) this.noticeLeft(now);
    const devices = [...this.registry.all()];
    for (const device of devices) if (device.kind !== 'aircraft') this.judgeOne(device, now);
    for (const device of devices) if (device.kind === 'aircraft') this.judgeOne(device, now);
  }

  presenceOf(sn: string): PresenceVerdict {
    return this.known.get(sn)?.verdict ?? NEVER;
  }

  get pending(): boolean {
    return this.heardOf.length > 0 && Date.now() - this.agesAt >= AGES_MS;
  }

  take(): readonly { sn: string; at: number }[] {
    if (this.inFlight.length === 0 && this.pending) {
      this.inFlight = this.heardOf.map((sn) => this.ageOf(sn));
      this.heardOf = [];
      this.agesAt = Date.now();
    }
    return this.inFlight;
  }

  async write(tx: EntityManager, rows: readonly { sn: string; at: number }[]): Promise<void> {
    await tx.query(
      `UPDATE device_presence known SET last_message_at = greatest(known.last_message_at, to_timestamp(row.at))
       FROM unnest($1::text[], $2::float8[]) AS row (sn, at) WHERE known.sn = row.sn`,
      [rows.map((row) => row.sn), rows.map((row) => row.at / 1000)],
    );
  }

  committed(): void {
    this.inFlight = [];
  }

  private touch(sn: string, at: number): void {
    let known = this.known.get(sn);
    if (!known) this.known.set(sn, (known = { ...UNHEARD }));
    known.lastMessageAt = at;
    known.disconnectedAt = null;
    known.left = false;
    if (known.fresh) return;
    known.fresh = true;
    this.heardOf.push(sn);
  }

  private ageOf(sn: string): { sn: string; at: number } {
    const known = this.known.get(sn);
    if (known) known.fresh = false;
    return { sn, at: known?.lastMessageAt ?? 0 };
  }

  /** Who left the register is no longer judged: it is offline because it left, until it comes back and speaks. */
  private noticeLeft(now: number): void {
    this.registerChanged = false;
    for (const [sn, known] of this.known) {
      const { device, verdict: before } = known;
      if (device === null || this.registry.find(sn)) continue;
      known.device = null;
      known.left = true;
      known.verdict = { state: 'offline', reason: 'left' };
      if (before.state !== 'unknown') this.change(device, before, known, now);
    }
  }

  private judgeOne(device: RegisteredDevice, now: number): void {
    let known = this.known.get(device.sn);
    const verdict = judgePresence(this.evidenceOf(device, known), this.limits, now);
    const before = known?.verdict ?? NEVER;
    if (known) known.device = device;
    if (verdict.state === before.state && (verdict.reason === before.reason || verdict.state === 'online')) return;
    if (!known) this.known.set(device.sn, (known = { ...UNHEARD, device }));
    known.verdict = verdict;
    this.change(device, before, known, now);
  }

  private change(device: RegisteredDevice, before: PresenceVerdict, known: Known, now: number): void {
    const { verdict, lastMessageAt } = known;
    this.recorder.change((tx) => this.record(tx, device, before, verdict, now, lastMessageAt));
  }

  private evidenceOf(device: RegisteredDevice, known: Known | undefined): PresenceEvidence {
    const evidence = {
      kind: device.kind,
      lastMessageAt: known?.lastMessageAt ?? null,
      listeningSince: known?.listeningSince ?? this.startedAt,
      disconnectedAt: known?.disconnectedAt ?? null,
      left: known?.left ?? false,
    };
    const link = this.registry.link(device.sn);
    const parentSn = link?.linked ? link.gatewaySn : (device.parentSn ?? link?.gatewaySn ?? null);
    if (device.kind !== 'aircraft' || parentSn === null) return { ...evidence, parent: null };
    const properties = this.states.find(parentSn)?.merged.properties ?? {};
    const subDevice = properties['sub_device'] as { device_sn?: unknown; device_online_status?: unknown } | undefined;
    const spokenOf = subDevice?.device_sn === device.sn || subDevice?.device_sn === undefined;
    return {
      ...evidence,
      parent: {
        state: this.presenceOf(parentSn).state,
        linked: link?.linked ?? null,
        linkChangedAt: link?.changedAt ?? null,
        inDock: spokenOf ? flagOf(properties['drone_in_dock']) : null,
        aircraftOn: subDevice?.device_sn === device.sn ? flagOf(subDevice.device_online_status) : null,
      },
    };
  }

  private async record(
    tx: EntityManager,
    { sn, name, divisionPath }: RegisteredDevice,
    before: PresenceVerdict,
    now: PresenceVerdict,
    at: number,
    lastMessageAt: number | null,
  ): Promise<void> {
    const lastMessage = lastMessageAt === null ? null : new Date(lastMessageAt);
    await tx.query(
      `INSERT INTO device_presence (sn, state, reason, since, last_message_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (sn) DO UPDATE SET state = excluded.state, reason = excluded.reason, since = excluded.since,
         last_message_at = excluded.last_message_at`,
      [sn, now.state, now.reason, new Date(at), lastMessage],
    );
    const data = {
      sn,
      name,
      from: before.state,
      to: now.state,
      reason: now.reason,
      since: new Date(at).toISOString(),
      lastMessageAt: lastMessage?.toISOString() ?? null,
      endsEventId: now.state === 'online' ? await lossBefore(tx, sn) : null,
    };
    await this.events.append(tx, { name: 'device.presence_changed', divisionPath, deviceSn: sn, data });
  }
}

interface PresenceRow {
  sn: string;
  state: Presence;
  reason: PresenceReason;
  since: Date;
  last_message_at: Date | null;
}

const NEVER: PresenceVerdict = { state: 'unknown', reason: 'never_seen' };
const UNHEARD: Known = {
  verdict: NEVER,
  lastMessageAt: null,
  listeningSince: 0,
  disconnectedAt: null,
  left: false,
  fresh: false,
  device: null,
};

/** The fact with which the device last left `online` and that nothing has ended yet: every loss has its one recovery. */
async function lossBefore(tx: EntityManager, sn: string): Promise<number | null> {
  const [row]: { id: string; lost: boolean }[] = await tx.query(
    `SELECT id, data->>'from' = 'online' AS lost FROM events
     WHERE device_sn = $1 AND name = 'device.presence_changed' AND 'online' IN (data->>'from', data->>'to')
     ORDER BY id DESC LIMIT 1`,
    [sn],
  );
  return row?.lost ? Number(row.id) : null;
}

/** 0/1 and true/false as a flag; anything else is "did not say". */
function flagOf(value: unknown): boolean | null {
  if (value === 1 || value === true) return true;
  return value === 0 || value === false ? false : null;
}
