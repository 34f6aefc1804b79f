import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DeviceView } from '#contracts';
import { healthText, type HealthNotice } from '#dji';
import { EventLog } from '../events/event-log.js';
import { Recorder } from '../telemetry/recorder.js';
import { DeviceRegistry } from '../devices/device-registry.js';

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
/** A set has up to 20 entries (reference 8.1); a device that invents codes without end fills no memory. */
const MOST_ACTIVE = 200;
const MOST_CODE = 100;
const MOST_TEXT = 500;
const MOST_ARGS = 10_000;

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
    const rows: NoticeRow[] = await this.db.query(
      'SELECT sn, key, id, code, level, text_zh, text_en FROM health_notices WHERE cleared_at IS NULL',
    );
    this.active.clear();
    for (const { sn, key, id, code, level, text_zh: textZh, text_en: textEn } of rows) {
      this.setOf(sn).set(key, { id, code, level, textZh, textEn, missing: 0 });
    }
  }

  /** Takes a complete set. */
  tell(sn: string, notices: readonly HealthNotice[], at: number): void {
    const set = this.setOf(sn);
    const named = new Set<string>();
    for (const notice of notices) {
      const key = keyOf(notice);
      if (named.has(key)) continue;
      named.add(key);
      const known = set.get(key);
      if (!known) this.raise(sn, key, notice, at);
      else {
        known.missing = 0;
        if (known.level !== levelOf(notice)) this.relevel(sn, known, levelOf(notice), at);
      }
    }
    for (const [key, active] of set) {
      if (named.has(key)) continue;
      active.missing += 1;
      if (active.missing >= SETS_UNTIL_CLEARED) this.clear(sn, key, active, at);
    }
  }

  private raise(sn: string, key: string, notice: HealthNotice, at: number): void {
    const set = this.setOf(sn);
    if (set.size >= MOST_ACTIVE) return;
    const domain = this.registry.find(sn)?.kind === 'dock' || notice.deviceType?.startsWith('3-') ? 'dock' : 'aircraft';
    const { zh, en } = healthText(notice, domain);
    const active: Active = {
      id: randomUUID(),
      code: storable(notice.code, MOST_CODE),
      level: levelOf(notice),
      textZh: zh && storable(zh, MOST_TEXT),
      textEn: en && storable(en, MOST_TEXT),
      missing: 0,
    };
    set.set(key, active);
    const { id, code, level, textZh, textEn } = active;
    const health = this.countsOf(sn);
    const module = integerOrNull(notice.module);
    const args = argsOf(notice);
    this.recorder.change(async (tx) => {
      await tx.query(
        `INSERT INTO health_notices (id, sn, key, code, level, module, in_the_sky, imminent, text_zh, text_en, args, raised_at, last_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT DO NOTHING`,
        [id, sn, key, code, level, module, notice.inTheSky, notice.imminent, textZh, textEn, args, new Date(at)],
      );
      await this.announce(tx, 'device.health_raised', sn, { ...active, level }, health);
    });
  }

  /** A notice that becomes graver or milder is told again under its own id. */
  private relevel(sn: string, active: Active, level: number, at: number): void {
    active.level = level;
    const health = this.countsOf(sn);
    this.recorder.change(async (tx) => {
      await tx.query('UPDATE health_notices SET level = $2, last_at = $3 WHERE id = $1', [
        active.id,
        level,
        new Date(at),
      ]);
      await this.announce(tx, 'device.health_raised', sn, { ...active, level }, health);
    });
  }

  private clear(sn: string, key: string, active: Active, at: number): void {
    this.setOf(sn).delete(key);
    const health = this.countsOf(sn);
    this.recorder.change(async (tx) => {
      await tx.query('UPDATE health_notices SET cleared_at = $2, last_at = $2 WHERE id = $1', [
        active.id,
        new Date(at),
      ]);
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
    for (const { level } of this.setOf(sn).values())
      counts[level <= 0 ? 'notice' : level === 1 ? 'reminder' : 'warning'] += 1;
    return counts;
  }

  private setOf(sn: string): Map<string, Active> {
    let set = this.active.get(sn);
    if (!set) this.active.set(sn, (set = new Map()));
    return set;
  }
}

interface NoticeRow {
  sn: string;
  key: string;
  id: string;
  code: string;
  level: number;
  text_zh: string | null;
  text_en: string | null;
}

/** True for a body that holds a set, which may be empty; a body without one says nothing about what is active. */
export function holdsNotices(body: unknown): boolean {
  if (Array.isArray(body)) return true;
  if (typeof body !== 'object' || body === null) return false;
  const { list, output } = body as { list?: unknown; output?: { codes?: unknown; list?: unknown } | null };
  return Array.isArray(list) || Array.isArray(output?.codes) || Array.isArray(output?.list);
}

/** One notice of one component: the same code on two batteries is two notices. */
function keyOf(notice: HealthNotice): string {
  const { component_index: component, sensor_index: sensor } = notice.args;
  const parts = [notice.code, indexOf(component), indexOf(sensor), notice.inTheSky ? 'sky' : ''];
  return parts.map((part) => storable(part, MOST_CODE)).join('|');
}

function indexOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

function levelOf(notice: HealthNotice): number {
  return integerOrNull(notice.level) ?? 0;
}

/** A number that fits the column; nothing real is larger. */
function integerOrNull(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? value : null;
}

/** PostgreSQL cannot store NUL, nor half of a surrogate pair. */
function storable(text: string, most: number): string {
  return text.slice(0, most).replaceAll('\0', '\uFFFD').toWellFormed();
}

/** The fill-ins as JSON text; what is far larger than any fill-in is left to the raw message. */
function argsOf(notice: HealthNotice): string {
  const text = JSON.stringify(notice.args);
  return text.length <= MOST_ARGS ? text : '{}';
}
