import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type Topology } from '#dji';
import { EventLog } from '../events/event-log.js';
import { Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry, TOPOLOGY_CHANNEL } from './device-registry.js';

/** Keeps what hangs below which gateway, as the gateways tell it. The last word wins: aircraft do move. */
@Injectable()
export class TopologyKeeper {
  constructor(
    private readonly registry: DeviceRegistry,
    private readonly recorder: Recorder,
    private readonly events: EventLog,
  ) {}

  /** Takes a gateway's `update_topo`: those in it are linked, those it carried before and left out are not. */
  tell(gatewaySn: string, topology: Topology, at: number): void {
    this.rememberModel(gatewaySn, topology.modelKey);
    const named = new Set(topology.children.map((child) => child.sn));
    for (const child of topology.children) {
      this.put(child.sn, gatewaySn, true, false, at, child.modelKey, child.index);
    }
    for (const sn of this.carriedBy(gatewaySn)) if (!named.has(sn)) this.put(sn, gatewaySn, false, false, at, null, null);
  }

  /** A message of a device that no gateway has named yet came through this gateway: linked until it says otherwise. */
  assume(sn: string, gatewaySn: string, at: number): void {
    const link = this.registry.link(sn);
    if (link?.linked === true && link.gatewaySn === gatewaySn) return;
    // a straggler sent before the gateway let it go must not bring it back
    if (link && link.gatewaySn === gatewaySn && at - link.changedAt < STRAGGLER_MS) return;
    this.put(sn, gatewaySn, true, true, at, null, null);
  }

  private put(
    sn: string,
    gatewaySn: string,
    linked: boolean,
    provisional: boolean,
    at: number,
    modelKey: string | null,
    controlIndex: string | null,
  ): void {
    const before = this.registry.link(sn);
    const same = before?.linked === linked && before.gatewaySn === gatewaySn;
    if (same && modelKey === null) return;
    // an aircraft that moved on is not let go by the dock it left
    if (!linked && before && before.gatewaySn !== gatewaySn) return;
    if (!same) this.registry.putLink(sn, { gatewaySn, linked, changedAt: at });
    this.recorder.change(async (tx) => {
      await tx.query(
        `INSERT INTO device_links AS link (sn, gateway_sn, linked, provisional, model_key, control_index, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (sn) DO UPDATE SET gateway_sn = excluded.gateway_sn, linked = excluded.linked,
           provisional = excluded.provisional AND link.provisional, model_key = coalesce(excluded.model_key, link.model_key),
           control_index = coalesce(excluded.control_index, link.control_index),
           changed_at = CASE WHEN $8 THEN link.changed_at ELSE excluded.changed_at END`,
        [sn, gatewaySn, linked, provisional, modelKey, controlIndex, new Date(at), same],
      );
      await tx.query('UPDATE devices SET parent_sn = $2, model_key = coalesce($3, model_key) WHERE sn = $1 AND ($4 OR parent_sn IS NULL)', [
        sn,
        gatewaySn,
        modelKey,
        linked,
      ]);
      await tx.query('SELECT pg_notify($1, $2)', [TOPOLOGY_CHANNEL, sn]);
      if (!same) await this.announce(tx, sn, gatewaySn, linked, before?.gatewaySn ?? null);
    });
  }

  private async announce(tx: EntityManager, sn: string, gatewaySn: string, linked: boolean, previous: string | null): Promise<void> {
    const device = this.registry.find(sn);
    if (!device) return;
    await this.events.append(tx, {
      name: 'device.topology_changed',
      divisionPath: device.divisionPath,
      deviceSn: sn,
      data: { sn, name: device.name, parentSn: gatewaySn, linked, previousParentSn: previous },
    });
  }

  private rememberModel(gatewaySn: string, modelKey: string | null): void {
    if (modelKey === null) return;
    this.recorder.change(async (tx) => {
      await tx.query('UPDATE devices SET model_key = $2 WHERE sn = $1 AND model_key IS DISTINCT FROM $2', [gatewaySn, modelKey]);
    });
  }

  private carriedBy(gatewaySn: string): string[] {
    return [...this.registry.childrenOf(gatewaySn), ...this.registry.linkedTo(gatewaySn)];
  }
}

const STRAGGLER_MS = 5_000;
