import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type Topology, type TopologyChild } from '#dji';
import { EventLog } from '../events/event-log.js';
import { Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry, TOPOLOGY_CHANNEL } from '../devices/device-registry.js';
import { DeviceStore } from '../devices/device.store.js';
import { isSerial } from '../devices/serial.js';

/** The protocol names one child or none; a list far longer than that is no list of what a gateway carries. */
const MOST_CHILDREN = 16;
/** A message sent before the gateway let an aircraft go may arrive after that. */
const STRAGGLER_MS = 5_000;
/** Domain of cameras and other payloads, which have no topics of their own. */
const PAYLOAD = 1;

interface Told {
  gatewaySn: string;
  linked: boolean;
  provisional: boolean;
  at: number;
  modelKey: string | null;
  controlIndex: string | null;
}

/** Keeps what hangs below which gateway, as the gateways tell it. The last word wins: aircraft do move. */
@Injectable()
export class TopologyKeeper {
  /** What was last told of each serial number, so that a repetition costs nothing. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly registry: DeviceRegistry,
    private readonly recorder: Recorder,
    private readonly events: EventLog,
    private readonly devices: DeviceStore,
  ) {}

  /**
   * Takes a gateway's `update_topo`: those in it are linked, those it carried before and left out are not. Returns the
   * serial numbers it may not claim: gateways, itself, and aircraft of the county for whoever is not of the county.
   */
  tell(gatewaySn: string, topology: Topology, at: number): string[] {
    this.rememberModel(gatewaySn, topology.modelKey);
    const named = topology.children.filter((child) => isSerial(child.sn) && child.domain !== PAYLOAD);
    const claimed = named.slice(0, MOST_CHILDREN).filter((child) => this.mayCarry(gatewaySn, child));
    for (const { sn, modelKey, index } of claimed) {
      const controlIndex = index?.slice(0, 20) ?? null;
      this.put(sn, { gatewaySn, linked: true, provisional: false, at, modelKey, controlIndex });
    }
    const carried = new Set(claimed.map((child) => child.sn));
    const gone = { gatewaySn, linked: false, provisional: false, at, modelKey: null, controlIndex: null };
    for (const sn of this.carriedBy(gatewaySn)) if (!carried.has(sn)) this.put(sn, gone);
    return topology.children.map((child) => child.sn).filter((sn) => !carried.has(sn));
  }

  /** A message of a device that no gateway has named yet came through this gateway: linked until it says otherwise. */
  assume(sn: string, gatewaySn: string, at: number): void {
    const link = this.registry.link(sn);
    if (link?.linked === true && link.gatewaySn === gatewaySn) return;
    if (link && link.gatewaySn === gatewaySn && at - link.changedAt < STRAGGLER_MS) return;
    if (this.registry.isGateway(sn)) return;
    this.put(sn, { gatewaySn, linked: true, provisional: true, at, modelKey: null, controlIndex: null });
  }

  private mayCarry(gatewaySn: string, { sn, domain }: TopologyChild): boolean {
    if (sn === gatewaySn || domain === 2 || domain === 3 || this.registry.isGateway(sn)) return false;
    const device = this.registry.find(sn);
    if (!device || device.role === 'guest') return true;
    const gateway = this.registry.find(gatewaySn);
    const owner = device.parentSn === null ? undefined : this.registry.find(device.parentSn);
    return device.parentSn === gatewaySn || owner === undefined || (gateway !== undefined && gateway.role !== 'guest');
  }

  private put(sn: string, told: Told): void {
    const { gatewaySn, linked, modelKey, controlIndex } = told;
    const before = this.registry.link(sn);
    // an aircraft that moved on is not let go by the dock it left
    if (!linked && before && before.gatewaySn !== gatewaySn) return;
    const same = before?.linked === linked && before.gatewaySn === gatewaySn;
    const words = JSON.stringify([gatewaySn, linked, modelKey, controlIndex]);
    if (same && (modelKey === null || this.told.get(sn) === words)) return;
    this.told.set(sn, words);
    if (!same) this.registry.putLink(sn, { gatewaySn, linked, changedAt: told.at });
    this.recorder.change((tx) => this.write(tx, sn, told, same, before?.gatewaySn ?? null));
  }

  private async write(
    tx: EntityManager,
    sn: string,
    told: Told,
    same: boolean,
    previous: string | null,
  ): Promise<void> {
    const { gatewaySn, linked, provisional, modelKey, controlIndex } = told;
    await tx.query(
      `INSERT INTO device_links AS link (sn, gateway_sn, linked, provisional, model_key, control_index, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (sn) DO UPDATE SET gateway_sn = excluded.gateway_sn, linked = excluded.linked,
         provisional = excluded.provisional AND link.provisional, model_key = coalesce(excluded.model_key, link.model_key),
         control_index = coalesce(excluded.control_index, link.control_index),
         changed_at = CASE WHEN $8 THEN link.changed_at ELSE excluded.changed_at END`,
      [sn, gatewaySn, linked, provisional, modelKey, controlIndex, new Date(told.at), same],
    );
    await tx.query('UPDATE devices SET parent_sn = $2 WHERE sn = $1 AND ($3 OR parent_sn IS NULL)', [
      sn,
      gatewaySn,
      linked,
    ]);
    await tx.query('SELECT pg_notify($1, $2)', [TOPOLOGY_CHANNEL, sn]);
    await this.writeModel(tx, sn, modelKey);
    if (!same) await this.announce(tx, sn, gatewaySn, linked, previous);
  }

  private async announce(
    tx: EntityManager,
    sn: string,
    parentSn: string,
    linked: boolean,
    previousParentSn: string | null,
  ): Promise<void> {
    const device = this.registry.find(sn);
    if (!device) return;
    const { name, divisionPath } = device;
    const data = { sn, name, parentSn, linked, previousParentSn };
    await this.events.append(tx, { name: 'device.topology_changed', divisionPath, deviceSn: sn, data });
  }

  private rememberModel(gatewaySn: string, modelKey: string | null): void {
    if (modelKey === null || this.told.get(gatewaySn) === modelKey) return;
    this.told.set(gatewaySn, modelKey);
    this.recorder.change((tx) => this.writeModel(tx, gatewaySn, modelKey));
  }

  /** What a registered device is by its own word; a change is a fact, since every screen shows it. */
  private async writeModel(tx: EntityManager, sn: string, modelKey: string | null): Promise<void> {
    if (modelKey === null) return;
    const [changed]: { sn: string }[] = await tx.query(
      `WITH changed AS (
         UPDATE devices SET model_key = $2, updated_at = now()
         WHERE sn = $1 AND model_key IS DISTINCT FROM $2 AND status = 'registered' RETURNING sn)
       SELECT sn FROM changed`,
      [sn, modelKey],
    );
    const device = changed && (await this.devices.find(sn, tx));
    if (!device) return;
    const { divisionPath } = device;
    await this.events.append(tx, { name: 'device.changed', divisionPath, deviceSn: sn, data: { device } });
  }

  private carriedBy(gatewaySn: string): Set<string> {
    return new Set([...this.registry.childrenOf(gatewaySn), ...this.registry.linkedTo(gatewaySn)]);
  }
}
