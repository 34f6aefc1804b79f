import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CannotStart, reasonOf } from './cannot-start.js';
import { type PostgresBinaries, SYSTEM_PLACE } from './postgres.binaries.js';
import { canReach, giveTo, type RunAs } from './postgres.user.js';

/** An initialised PostgreSQL data directory and the password of its superuser `postgres`. */
export interface Cluster {
  directory: string;
  password: string;
  /** True when this start made it. */
  created: boolean;
}

/** Where the cluster of a data directory lies: `pg`, or what the symlink `pg` names. The folder may not exist yet. */
export function clusterDirectory(dataDirectory: string): string {
  const path = join(dataDirectory, 'pg');
  try {
    return lstatSync(path).isSymbolicLink() ? resolve(dataDirectory, readlinkSync(path)) : path;
  } catch {
    return path;
  }
}

/**
 * Opens the cluster below a data directory, or makes it when there never was one. `initdb` is not atomic, so it works in
 * `<cluster>.tmp`, which is then renamed; the password lies in `pg.secret`, mode 0600.
 * Throws `CannotStart` for another major version, a cluster that has gone, or an owner that we cannot run as.
 */
export async function openCluster(
  dataDirectory: string,
  binaries: PostgresBinaries,
  user: RunAs | null,
  options: { sync: boolean; log(line: string): void },
): Promise<Cluster> {
  const secret = join(dataDirectory, 'pg.secret');
  let directory = clusterDirectory(dataDirectory);
  if (existsSync(join(directory, 'PG_VERSION'))) {
    checkMajor(directory, binaries);
    checkOwner(directory, user);
    if (user && !canReach(directory, user)) throw unreachable(directory, user);
    if (!existsSync(secret)) throw secretGone(secret, directory);
    return { directory, password: readFileSync(secret, 'utf8').trim(), created: false };
  }
  const half = `${directory}.tmp`;
  if (existsSync(half)) {
    // in this order: a secret without a half-made cluster means that a finished one has gone
    rmSync(secret, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
  if (existsSync(secret) || existsSync(directory)) throw clusterGone(directory, secret);
  directory = choosePlace(dataDirectory, user, options.log);
  const password = randomBytes(24).toString('base64url');
  await initialise(directory, password, binaries, user, options.sync);
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  renameSync(`${directory}.tmp`, directory);
  return { directory, password, created: true };
}

/** `pg` itself, or a folder outside with `pg` as a symlink to it when the database's user cannot pass the folders above. */
function choosePlace(dataDirectory: string, user: RunAs | null, log: (line: string) => void): string {
  const inside = join(dataDirectory, 'pg');
  const linked = clusterDirectory(dataDirectory);
  if (linked !== inside || user === null) return linked;
  // only the data directory itself is closed: passing through it shows nothing, the files inside have modes of their own
  if (canReach(dataDirectory, user)) chmodSync(dataDirectory, statSync(dataDirectory).mode | 0o011);
  if (canReach(inside, user)) return inside;
  const mark = createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 10);
  const home = join(SYSTEM_PLACE, `${basename(dataDirectory).replace(/^\./, '')}-${mark}`);
  const outside = join(home, 'pg');
  if (existsSync(outside)) {
    throw new CannotStart(
      `数据库目录 ${outside} 属于曾经的数据目录 ${dataDirectory}：若要继续使用，请运行 ln -s ${outside} ${inside} 并恢复 pg.secret；若不再需要，请移走它。`,
      `The cluster ${outside} belongs to an earlier ${dataDirectory}: to keep it, run ln -s ${outside} ${inside} and restore pg.secret; otherwise move it away.`,
    );
  }
  try {
    mkdirSync(home, { recursive: true });
    for (const folder of [SYSTEM_PLACE, home]) chmodSync(folder, 0o755);
  } catch (error) {
    throw new CannotStart(
      `数据库用户无法进入 ${dataDirectory}，也无法使用 ${home}（${reasonOf(error)}）：请用 --data-dir 指定所有用户可进入的目录。`,
      `The database's user cannot reach ${dataDirectory}, and ${home} cannot be used (${reasonOf(error)}): choose a --data-dir that every user can enter.`,
    );
  }
  symlinkSync(outside, inside);
  log(
    `数据库放在 ${outside}（${dataDirectory} 对数据库用户不可进入）。 The database lies in ${outside}: its user cannot reach ${dataDirectory}.`,
  );
  return outside;
}

/** `initdb` options as measured: independent of installed locales, password authentication only. */
async function initialise(
  directory: string,
  password: string,
  binaries: PostgresBinaries,
  user: RunAs | null,
  sync: boolean,
) {
  const half = `${directory}.tmp`;
  const passwordFile = `${directory}.pwfile`;
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) giveTo(half, user);
  try {
    if (user) chownSync(passwordFile, user.uid, user.gid);
    const options = [
      '-D',
      half,
      '-U',
      'postgres',
      `--pwfile=${passwordFile}`,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--no-locale',
    ];
    await run(binaries.initdb, sync ? options : [...options, '--no-sync'], user);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function run(program: string, options: string[], user: RunAs | null): Promise<void> {
  return new Promise((fulfil, reject) => {
    const child = spawn(program, options, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], ...user });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
    child.on('error', (error) => reject(cannotInitialise(error.message)));
    child.on('close', (code, signal) =>
      code === 0 ? fulfil() : reject(cannotInitialise(said.trim() || `exit ${code ?? signal}`)),
    );
  });
}

function checkMajor(directory: string, binaries: PostgresBinaries): void {
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (found === String(binaries.major)) return;
  throw new CannotStart(
    `数据库目录 ${directory} 由 PostgreSQL ${found} 建立，内置版本是 ${binaries.major}，不能直接打开：请先用 PostgreSQL ${found} 的 pg_dump 导出再导入新的数据目录（见 docs/operations.md），或设置 DATABASE_URL，或用 --data-dir 另选目录。`,
    `The cluster ${directory} was made by PostgreSQL ${found}, the embedded one is ${binaries.major} and cannot open it: dump it with pg_dump of PostgreSQL ${found} and load it into a new data directory (docs/operations.md), or set DATABASE_URL, or choose another --data-dir.`,
  );
}

function checkOwner(directory: string, user: RunAs | null): void {
  const { uid } = statSync(directory);
  const us = user?.uid ?? process.getuid?.();
  if (uid === us) return;
  // only root gets here with a user: a backup restored by root belongs to root
  if (user) return giveTo(directory, user);
  throw new CannotStart(
    `数据库目录 ${directory} 属于用户 ${uid}，当前用户是 ${us}：请换回原来的用户启动，或运行 sudo chown -R ${us} ${directory}。`,
    `The cluster ${directory} belongs to user ${uid}, we are user ${us}: start as the user of before, or run sudo chown -R ${us} ${directory}.`,
  );
}

function clusterGone(directory: string, secret: string): CannotStart {
  return new CannotStart(
    `数据库目录 ${directory} 不见了或不完整，但它曾经存在（有 ${secret}）：请从备份恢复；若确实要从空库开始，请删除 ${secret} 和残余的 ${directory}。`,
    `The cluster ${directory} has gone or is incomplete, though it existed (${secret} is there): restore it from a backup; to begin empty on purpose, delete ${secret} and what is left of ${directory}.`,
  );
}

function unreachable(directory: string, user: RunAs): CannotStart {
  return new CannotStart(
    `数据库用户（uid ${user.uid}）无法进入 ${directory} 的上级目录：请对各级上级目录运行 chmod o+x，或把数据目录移到所有用户可进入的位置。`,
    `The database's user (uid ${user.uid}) cannot pass the folders above ${directory}: run chmod o+x on them, or move the data directory to where every user can enter.`,
  );
}

function secretGone(secret: string, directory: string): CannotStart {
  return new CannotStart(
    `缺少数据库密码文件 ${secret}，无法打开 ${directory}：请从备份恢复该文件。`,
    `The password file ${secret} is missing, so ${directory} cannot be opened: restore that file from a backup.`,
  );
}

function cannotInitialise(reason: string): CannotStart {
  return new CannotStart(
    `无法建立内置数据库：${reason}。请检查磁盘空间与目录权限，或设置 DATABASE_URL 使用外部 PostgreSQL。`,
    `The embedded database cannot be initialised: ${reason}. Check disk space and permissions, or set DATABASE_URL.`,
  );
}
