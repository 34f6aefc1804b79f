import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram } from './requirements.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

/** The object store that the tests speak S3 with (Apache-2.0), built from its Go module. */
const NAME = 'versitygw';
const VERSION = 'v1.8.0';
const MODULE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'xunhang');
const PROGRAM = join(CACHE, `${NAME}-${VERSION}`);

/** Path of the program; builds it when this user's cache has none. Rejects with `CommandFailed`. */
export async function s3Server() {
  mkdirSync(CACHE, { recursive: true });
  const lock = `${PROGRAM}.lock`;
  while (!existsSync(PROGRAM)) {
    if (takeLock(lock)) {
      try {
        if (!existsSync(PROGRAM)) await build();
      } finally {
        rmSync(lock, { force: true });
      }
    } else await wait(500);
  }
  return PROGRAM;
}

async function build() {
  const go = findProgram(['go']);
  if (!go) throw new CommandFailed('go', 'ENOENT', '缺少 Go 1.25 或更新版本。 Go 1.25 or newer is missing.');
  const folder = `${PROGRAM}.${process.pid}`;
  try {
    // the other tests run meanwhile, and go first
    await runCommand('nice', ['-n', '5', go, 'install', '-ldflags=-s -w', MODULE], {
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
    });
    renameSync(join(folder, NAME), PROGRAM);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One builds, the others wait. */
function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isRunning(readLock(lock))) rmSync(lock, { force: true });
    return false;
  }
}

/** Of a lock that is being written at this moment the number is 0, which is ourselves: we wait. */
function readLock(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// node scripts/s3-server.mjs: prints the path
if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  try {
    process.stdout.write(`${await s3Server()}\n`);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    process.stderr.write(`${error.said}\n`);
    process.exit(1);
  }
}
