import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Scope } from '../auth/scope.js';

/** A mobile drone that could fly a task. */
export interface MobileDrone {
  sn: string;
  name: string;
  /** Of its remote controller. */
  online: boolean;
  longitude: number | null;
  latitude: number | null;
  /** The task that it flies or was taken for. */
  busyWith: string | null;
}

/** Reads what a fallback is found by. */
@Injectable()
export class FallbackStore {
  constructor(private readonly db: DataSource) {}

  /** The task that stands in for another; null: none does. */
  async takenBy(taskId: string, tx: EntityManager = this.db.manager): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query('SELECT id FROM tasks WHERE fallback_of = $1', [taskId]);
    return row?.id ?? null;
  }

  /** The drones under remote controllers, in a division (by path) and below. */
  async mobileDrones(path: string): Promise<MobileDrone[]> {
    const inside = Scope.below(path, 'd.path', 1);
    return this.db.query(
      `SELECT a.sn, a.name, coalesce(p.state = 'online', false) AS online,
         coalesce((s.sample ->> 'longitude')::float8, a.longitude) AS longitude,
         coalesce((s.sample ->> 'latitude')::float8, a.latitude) AS latitude,
         (SELECT t.name FROM tasks t WHERE t.aircraft_sn = a.sn AND t.state IN ('ready', 'in_progress', 'paused') LIMIT 1) AS "busyWith"
       FROM devices a JOIN devices g ON g.sn = a.parent_sn AND g.kind = 'remote_controller'
       JOIN divisions d ON d.code = a.division_code
       LEFT JOIN device_presence p ON p.sn = g.sn LEFT JOIN device_states s ON s.sn = a.sn
       WHERE a.kind = 'aircraft' AND a.status = 'registered' AND ${inside.sql} ORDER BY a.sn`,
      [inside.value],
    );
  }

  /** Routine tasks of docks that allow it, are held up or refused, have time left, and that nothing stands in for. */
  async heldUp(now: Date): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT t.id FROM tasks t
       WHERE t.auto_fallback AND t.priority = 'routine' AND t.executor = 'dock' AND t.fallback_of IS NULL
         AND t.window_start <= $1 AND t.window_end > $1 AND t.took_off_at IS NULL
         AND ((t.state = 'queued' AND t.wait_reason IS NOT NULL) OR t.state IN ('rejected', 'failed', 'timeout'))
         AND NOT EXISTS (SELECT FROM tasks o WHERE o.fallback_of = t.id)
       ORDER BY t.window_start, t.id`,
      [now],
    );
    return rows.map(({ id }) => id);
  }
}
