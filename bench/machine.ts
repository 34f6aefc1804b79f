import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** One line about where a table was measured. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${availableParallelism()} cores (${model}), ${memory} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}

/** Seconds of processor time that a process and its children have used; NaN where the system does not say (not Linux). */
export function cpuSeconds(pid: number): number {
  try {
    return [pid, ...descendants(pid)].reduce((sum, one) => sum + ownCpuSeconds(one), 0);
  } catch {
    return Number.NaN;
  }
}

/** Fields 14 and 15 of /proc/PID/stat (proc(5)): user and system time in hundredths of a second. */
function ownCpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function descendants(pid: number): number[] {
  const children: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid) children.push(Number(name));
    } catch {
      // the process ended while we looked
    }
  }
  return children;
}

/** Seconds that all processors together were busy since the machine started. */
export function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) / 1000, 0);
}

/** Waits until others use less than a sixth of a core for three seconds, at most `minutes`. Returns what they used last. */
export async function quiet(minutes: number): Promise<number> {
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const [before, start] = [busySeconds(), performance.now()];
    await delay(3_000);
    const cores = (busySeconds() - before) / ((performance.now() - start) / 1000);
    if (cores < 0.17 || Date.now() > deadline) return cores;
  }
}
