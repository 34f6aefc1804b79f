import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.js';
import { processIdentity } from './process-identity.js';

/** The mark of the one product that runs on a data directory. */
export interface Lock {
  release(): void;
}

interface Holder {
  pid: number;
  /** See `processIdentity`: a later process with the same pid is somebody else. */
  identity: string | null;
  since: string;
}

/**
 * Takes the lock of a data directory. One that a killed process left behind is recognised and taken over. Throws
 * `CannotStart` while another process holds it. Processes of another machine on a shared disk are not seen.
 */
export function takeLock(dataDirectory: string): Lock {
  const path = join(dataDirectory, 'lock');
  const mine = `${path}.${process.pid}`;
  const text = JSON.stringify({
    pid: process.pid,
    identity: processIdentity(process.pid),
    since: new Date().toISOString(),
  } satisfies Holder);
  writeFileSync(mine, text, { mode: 0o644 });
  try {
    for (;;) {
      try {
        // a link appears whole or not at all
        linkSync(mine, path);
        return { release: () => release(path, text) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const found = read(path);
      if (found === null) continue;
      const holder = parse(found);
      if (holder && processIdentity(holder.pid) !== null && processIdentity(holder.pid) === holder.identity) {
        throw inUse(dataDirectory, holder);
      }
      removeStale(path, found);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The process that holds a data directory now, or null. */
export function lockHolder(dataDirectory: string): number | null {
  const holder = parse(read(join(dataDirectory, 'lock')) ?? '');
  return holder && holder.identity !== null && processIdentity(holder.pid) === holder.identity ? holder.pid : null;
}

/** Removes the lock that was judged stale, and puts back what another starter has set there meanwhile. */
function removeStale(path: string, judged: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== judged) linkSync(aside, path);
  rmSync(aside);
}

function release(path: string, text: string): void {
  if (read(path) === text) rmSync(path);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parse(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

function inUse(dataDirectory: string, holder: Holder): CannotStart {
  return new CannotStart(
    `数据目录 ${dataDirectory} 正被另一个巡航进程使用（进程 ${holder.pid}，启动于 ${holder.since}）：请先停止它（kill -INT ${holder.pid}），或用 --data-dir 另选目录。`,
    `The data directory ${dataDirectory} is in use by another Xunhang (process ${holder.pid}, since ${holder.since}): stop that one first (kill -INT ${holder.pid}), or choose another --data-dir.`,
  );
}
