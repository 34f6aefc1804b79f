import { readFileSync, writeFileSync } from 'node:fs';
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

/** The server that runs on a cluster, or null: the file of one that was killed stays behind. */
export function runningServer(cluster: string): PidFile | null {
  const found = readPidFile(cluster);
  if (!found || !processIdentity(found.pid)) return null;
  return /^\S*\bpostgres(ql)?( |$)/.test(processCommand(found.pid) ?? '') ? found : null;
}

/**
 * Makes a left-over file harmless before a start. PostgreSQL takes it for a running server when its pid belongs to a
 * zombie or by now to another program, but passes over the pid of its own parent (`CreateLockFile` in `miscinit.c`), so
 * ours is put there. The file itself must stay: by its other lines PostgreSQL sees whether processes of the former server
 * still hold the shared memory.
 */
export function disownPidFile(cluster: string): void {
  if (runningServer(cluster)) return;
  const path = join(cluster, 'postmaster.pid');
  try {
    const [, ...rest] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [String(process.pid), ...rest].join('\n'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
