import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Presence, type PresenceReason } from '#contracts';
import { CONFIG, type Config } from '../config.js';
import { EventLog } from '../events/event-log.js';
import { DeviceStates } from '../telemetry/device-states.js';
import { Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry, type RegisteredDevice } from './device-registry.js';
import { judgePresence, type PresenceEvidence, type PresenceVerdict } from './presence.machine.js';

interface Known {
  verdict: PresenceVerdict;
  lastMessageAt: number | null;
  listeningSince: number;
  disconnectedAt: number | null;
}

/** Watches the age of every registered device's last message and records each change of presence as a fact. */
@Injectable()
export class PresenceWatch {
  private readonly known = new Map<string, Known>();
  private startedAt = Date.now();

  constructor(
    private readonly db: DataSource,
    private readonly registry: DeviceRegistry,
    private readonly states: DeviceStates,
    private readonly recorder: Recorder,
    private readonly events: EventLog,
    @Inject(CONFIG) private readonly limits: Pick<Config, 'staleSeconds' | 'offlineSeconds'>,
  ) {}

  /** Takes up where the last process stopped; silence counts from now, since nobody listened in between. */
  async load(now: number): Promise<void> {
    this.startedAt = now;
    const rows: { sn: string; state: Presence; reason: PresenceReason; last_message_at: Date | null }[] =
      await this.db.query('SELECT sn, state, reason, last_message_at FROM device_presence');
    for (const row of rows) {
      const heard = this.states.find(row.sn)?.receivedAt ?? row.last_message_at?.getTime() ?? null;
      const alive = row.state === 'online' || row.state === 'stale';
      this.known.set(row.sn, {
        verdict: { state: row.state, reason: row.reason },
        lastMessageAt: heard,
        listeningSince: alive ? now : 0,
        disconnectedAt: null,
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

  /** Judges every device; changes go into the next batch. Gateways first, since children follow them. */
  judge(now: number): void {
    const devices = [...this.registry.all()];
    for (const device of devices) if (device.kind !== 'aircraft') this.judgeOne(device, now);
    for (const device of devices) if (device.kind === 'aircraft') this.judgeOne(device, now);
  }

  presenceOf(sn: string): PresenceVerdict {
    return this.known.get(sn)?.verdict ?? NEVER;
  }

  private touch(sn: string, at: number): void {
    const known = this.known.get(sn);
    if (!known) this.known.set(sn, { verdict: NEVER, lastMessageAt: at, listeningSince: 0, disconnectedAt: null });
    else {
      known.lastMessageAt = at;
      known.disconnectedAt = null;
    }
  }

  private judgeOne(device: RegisteredDevice, now: number): void {
    const known = this.known.get(device.sn);
    const verdict = judgePresence(this.evidenceOf(device, known), this.limits, now);
    const before = known?.verdict ?? NEVER;
    if (verdict.state === before.state && (verdict.reason === before.reason || verdict.state === 'online')) return;
    const lastMessageAt = known?.lastMessageAt ?? null;
    if (known) known.verdict = verdict;
    else this.known.set(device.sn, { verdict, lastMessageAt: null, listeningSince: 0, disconnectedAt: null });
    this.recorder.change((tx) => this.write(tx, device, before, verdict, now, lastMessageAt));
  }

  private evidenceOf(device: RegisteredDevice, known: Known | undefined): PresenceEvidence {
    const evidence = {
      kind: device.kind,
      lastMessageAt: known?.lastMessageAt ?? null,
      listeningSince: known?.listeningSince ?? this.startedAt,
      disconnectedAt: known?.disconnectedAt ?? null,
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

  private async write(
    tx: EntityManager,
    device: RegisteredDevice,
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
      [device.sn, now.state, now.reason, new Date(at), lastMessage],
    );
    await this.events.append(tx, {
      name: 'device.presence_changed',
      divisionPath: device.divisionPath,
      deviceSn: device.sn,
      data: {
        sn: device.sn,
        name: device.name,
        from: before.state,
        to: now.state,
        reason: now.reason,
        lastMessageAt: lastMessage?.toISOString() ?? null,
        endsEventId: now.state === 'online' ? await lossBefore(tx, device.sn) : null,
      },
    });
  }
}

const NEVER: PresenceVerdict = { state: 'unknown', reason: 'never_seen' };

/** The fact with which the device last left `online`, so that every loss has its paired recovery. */
async function lossBefore(tx: EntityManager, sn: string): Promise<number | null> {
  const [row]: { id: string }[] = await tx.query(
    `SELECT id FROM events WHERE device_sn = $1 AND name = 'device.presence_changed' AND data->>'from' = 'online'
     ORDER BY id DESC LIMIT 1`,
    [sn],
  );
  return row ? Number(row.id) : null;
}

/** 0/1 and true/false as a flag; anything else is "did not say". */
function flagOf(value: unknown): boolean | null {
  if (value === 1 || value === true) return true;
  return value === 0 || value === false ? false : null;
}
