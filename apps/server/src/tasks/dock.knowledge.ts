import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DockKnowledge } from './dock.readiness.js';

interface Row {
  presence: DockKnowledge['presence'];
  properties: Record<string, unknown> | null;
  aircraft: Record<string, unknown> | null;
  clock_offset_ms: number | null;
  busy: string | null;
}

/** What the rows say of a dock: presence, latest state, and which task of ours it flies. */
@Injectable()
export class DockKnowledgeStore {
  constructor(private readonly db: DataSource) {}

  /** `taskId` is not counted as what keeps it busy. */
  async of(dockSn: string, taskId: string): Promise<DockKnowledge> {
    const [row]: Row[] = await this.db.query(
      `SELECT p.state AS presence, s.properties, s.clock_offset_ms,
         (SELECT a.properties FROM devices c JOIN device_states a ON a.sn = c.sn
          WHERE c.parent_sn = d.sn AND c.kind = 'aircraft' ORDER BY c.sn LIMIT 1) AS aircraft,
         (SELECT name FROM tasks t WHERE t.dock_sn = d.sn AND t.id <> $2
            AND t.state IN ('preparing', 'ready', 'in_progress', 'paused') LIMIT 1) AS busy
       FROM devices d LEFT JOIN device_presence p ON p.sn = d.sn LEFT JOIN device_states s ON s.sn = d.sn
       WHERE d.sn = $1`,
      [dockSn, taskId],
    );
    return {
      presence: row?.presence ?? null,
      properties: row?.properties ?? {},
      aircraft: row?.aircraft ?? {},
      clockOffsetMs: row?.clock_offset_ms ?? null,
      busyWith: row?.busy ?? null,
    };
  }
}
