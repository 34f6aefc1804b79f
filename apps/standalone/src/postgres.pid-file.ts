import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processCommand, processIdentity } from './process-identity.js';

export interface PidFile {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping`. */
  status: string;
}

/** What a server wrote into its cluster: line 1 pid, line 4 port, line 8 state (PostgreSQL 10+, `src/include/utils/pidfile.h`). */
export function readPidFile(cluster: string): PidFile | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' };
  } catch {
    return null;
  }
}

/**
 * The server that runs on a cluster, or null. A file whose pid belongs to another program by now is removed: PostgreSQL
 * itself would take it for a running server and refuse to start.
 */
export function runningServer(cluster: string): PidFile | null {
  const found = readPidFile(cluster);
  if (!found || !processIdentity(found.pid)) return null;
  if (/^\S*\bpostgres(ql)?( |$)/.test(processCommand(found.pid) ?? '')) return found;
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return null;
}
