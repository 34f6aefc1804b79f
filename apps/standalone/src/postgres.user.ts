import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, lchownSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The user that PostgreSQL runs as when we are root; PostgreSQL refuses uid 0. */
export interface RunAs {
  uid: number;
  gid: number;
}

/**
 * Whom PostgreSQL runs as: null (ourselves) unless we are root. As root it is the owner of an existing cluster, so that a
 * cluster made by an ordinary user keeps its owner, otherwise `nobody`.
 */
export function postgresUser(cluster: string): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  return nobody();
}

/** Can `user` pass through every folder above `path`? Reads the mode bits only; access lists are not looked at. */
export function canReach(path: string, user: RunAs): boolean {
  for (let folder = realpathSync(dirname(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Gives a folder and all in it to `user`. */
export function giveTo(path: string, user: RunAs): void {
  chownSync(path, user.uid, user.gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) giveTo(child, user);
    else lchownSync(child, user.uid, user.gid);
  }
}

function nobody(): RunAs {
  const ask = (option: string) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return { uid: 65534, gid: 65534 };
  }
}
