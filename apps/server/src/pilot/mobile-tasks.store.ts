import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope } from '../auth/scope.js';
import { OPEN_TASK_STATES } from '../tasks/task.course.js';

/** Clocks of drones are set by satellites, ours by the network; what is seen of a take-off comes a little late. */
const TOLERANCE = `interval '2 minutes'`;

/** Finds the task that a mobile drone flew. Pilot itself knows no missions of ours. */
@Injectable()
export class MobileTasksStore {
  constructor(private readonly db: DataSource) {}

  /**
   * The task in a division (by path) and below that this drone was flying at that moment; one that names no drone is known
   * by its pilot. Null: none.
   */
  async flownAt(
    path: string,
    { aircraftSn, pilot }: { aircraftSn: string | null; pilot: string | null },
    at: Date,
  ): Promise<string | null> {
    const inside = Scope.below(path, 'd.path', 4);
    const [row]: { id: string }[] = await this.db.query(
      `SELECT t.id FROM tasks t JOIN routes r ON r.id = t.route_id JOIN divisions d ON d.code = r.division_code
       WHERE t.executor = 'mobile' AND (t.aircraft_sn = $1 OR (t.aircraft_sn IS NULL AND t.pilot = $2))
         AND t.took_off_at - ${TOLERANCE} <= $3 AND ${inside.sql}
         AND (t.state = ANY ($5::text[]) OR t.since + ${TOLERANCE} >= $3)
       ORDER BY t.took_off_at DESC LIMIT 1`,
      [aircraftSn, pilot, at, inside.value, OPEN_TASK_STATES],
    );
    return row?.id ?? null;
  }
}
