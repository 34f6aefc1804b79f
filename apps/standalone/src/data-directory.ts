import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CannotStart, reasonOf } from './cannot-start.js';

/** Below this a start would end in a half-made database. */
const NEEDED_BYTES = 300_000_000;

/**
 * Makes the data directory when it is missing, and sees that it can be written and that the disk has room, before
 * anything else is touched. Throws `CannotStart`.
 */
export function openDataDirectory(path: string): void {
  checkSpace(path);
  try {
    if (!existsSync(path)) {
      mkdirSync(path, { recursive: true });
      // root's database runs as another user, who has to pass through; the files inside have modes of their own
      chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    if (!statSync(path).isDirectory()) throw new Error('not a directory');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(path, `.probe-${process.pid}`);
    writeFileSync(probe, 'x');
    mkdirSync(join(path, 'logs'), { recursive: true });
    rmSync(probe);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskFull(path, 0);
    throw new CannotStart(
      `数据目录 ${path} 不可写（${reasonOf(error)}）：请修改其权限，或用 --data-dir 指定当前用户可写的目录。`,
      `The data directory ${path} cannot be written (${reasonOf(error)}): change its permissions, or choose a writable one with --data-dir.`,
    );
  }
}

function checkSpace(path: string): void {
  let existing = resolve(path);
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  if (bavail * bsize < NEEDED_BYTES) throw diskFull(path, bavail * bsize);
}

function diskFull(path: string, free: number): CannotStart {
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  return new CannotStart(
    `数据目录 ${path} 所在磁盘只剩 ${megabytes(free)} MB，至少需要 ${megabytes(NEEDED_BYTES)} MB：请清理磁盘，或用 --data-dir 换一个磁盘。`,
    `The disk of the data directory ${path} has ${megabytes(free)} MB left, at least ${megabytes(NEEDED_BYTES)} MB are needed: free some space, or choose another disk with --data-dir.`,
  );
}
