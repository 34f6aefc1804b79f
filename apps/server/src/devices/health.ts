import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DeviceView } from '#contracts';
import { healthText, type HealthNotice } from '#dji';
import { EventLog } from '../events/event-log.js';
import { Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry } from './device-registry.js';

interface Active {
  id: string;
  code: string;
  level: number;
  textZh: string | null;
  textEn: string | null;
  /** How many full sets in a row did not hold it. */
  missing: number;
}

/** An alarm that is away for one set and back in the next has not been cleared. */
const SETS_UNTIL_CLEARED = 2;

/**
 * The active health notices of each device. A device sends its complete set every two seconds; only what changes is
 * written (https://developer.dji.com/doc/cloud-api-tutorial, HMS).
 */
@Injectable()
export class HealthWatch {
  private readonly active = new Map<string, Map<string, Active>>();

  constructor(
    private readonly db: DataSource,
    private readonly registry: DeviceRegistry,
    private readonly recorder: Recorder,
    private readonly events: EventLog,
  ) {}

  async load(): Promise<void> {
    const rows: { sn: string; key: string; id: string; code: string; level: number; text_zh: string | null; text_en: string | null }[] =
      await this.db.query('SELECT sn, key, id, code, level, text_zh, text_en FROM health_notices WHERE cleared_at IS NULL');
    for (const row of rows) {
      this.setOf(row.sn).set(row.key, {
        id: row.id,
        code: row.code,
        level: row.level,
        textZh: row.text_zh,
        textEn: row.text_en,
        missing: 0,
      });
    }
  }

  /** Takes a complete set. Returns the codes that no table explains. */
  tell(sn: string, notices: readonly HealthNotice[], at: number): string[] {
    const set = this.setOf(sn);
    const unknown: string[] = [];
    const named = new Set<string>();
    for (const notice of notices) {
      const key = keyOf(notice);
      named.add(key);
      const known = set.get(key);
      if (known) known.missing = 0;
      else if (!this.raise(sn, key, notice, at)) unknown.push(notice.code);
    }
    for (const [key, active] of [...set]) {
      if (named.has(key)) continue;
      active.missing += 1;
      if (active.missing >= SETS_UNTIL_CLEARED) this.clear(sn, key, active, at);
    }
    return unknown;
  }

  /** Raises a notice; false when its code is not in the table. */
  private raise(sn: string, key: string, notice: HealthNotice, at: number): boolean {
    const domain = this.registry.find(sn)?.kind === 'dock' || notice.deviceType?.startsWith('3-') ? 'dock' : 'aircraft';
    const text = healthText(notice, domain);
    const active: Active = {
      id: randomUUID(),
      code: notice.code,
      level: notice.level,
      textZh: text.zh,
      textEn: text.en,
      missing: 0,
    };
    this.setOf(sn).set(key, active);
    const health = this.countsOf(sn);
    this.recorder.change(async (tx) => {
      await tx.query(
        `INSERT INTO health_notices (id, sn, key, code, level, module, in_the_sky, imminent, text_zh, text_en, args, raised_at, last_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT DO NOTHING`,
        [
          active.id, sn, key, notice.code, notice.level, notice.module, notice.inTheSky, notice.imminent,
          active.textZh, active.textEn, JSON.stringify(notice.args), new Date(at),
        ],
      );
      await this.announce(tx, 'device.health_raised', sn, active, health);
    });
    return text.zh !== null || text.en !== null;
  }

  private clear(sn: string, key: string, active: Active, at: number): void {
    this.setOf(sn).delete(key);
    const health = this.countsOf(sn);
    this.recorder.change(async (tx) => {
      await tx.query('UPDATE health_notices SET cleared_at = $2, last_at = $2 WHERE id = $1', [active.id, new Date(at)]);
      await this.announce(tx, 'device.health_cleared', sn, active, health);
    });
  }

  private async announce(
    tx: EntityManager,
    name: 'device.health_raised' | 'device.health_cleared',
    sn: string,
    active: Active,
    health: DeviceView['health'],
  ): Promise<void> {
    const device = this.registry.find(sn);
    if (!device) return;
    const { id: noticeId, code, level, textZh, textEn } = active;
    await this.events.append(tx, {
      name,
      divisionPath: device.divisionPath,
      deviceSn: sn,
      data: { sn, name: device.name, noticeId, code, level, textZh, textEn, health },
    });
  }

  private countsOf(sn: string): DeviceView['health'] {
    const counts = { notice: 0, reminder: 0, warning: 0 };
    for (const { level } of this.setOf(sn).values()) counts[level <= 0 ? 'notice' : level === 1 ? 'reminder' : 'warning'] += 1;
    return counts;
  }

  private setOf(sn: string): Map<string, Active> {
    let set = this.active.get(sn);
    if (!set) this.active.set(sn, (set = new Map()));
    return set;
  }
}

/** One notice of one component: the same code on two batteries is two notices. */
function keyOf(notice: HealthNotice): string {
  const { component_index: component, sensor_index: sensor } = notice.args;
  return [notice.code, component ?? '', sensor ?? '', notice.inTheSky ? 'sky' : ''].join('|');
}
