import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../apps/server/src/database/data-source.js';
import { freePort, type Program, programPath, startProgram } from './program.js';
import { until } from './until.js';

const asRoot = process.getuid?.() === 0;

/** PostgreSQL of the machine on an empty cluster; gives its address. */
export async function startPostgres(folder: string, programs: Program[]): Promise<string> {
  const port = await freePort();
  const data = join(folder, 'pg');
  mkdirSync(data, { mode: 0o700 });
  // PostgreSQL refuses to run as root
  const owner = asRoot ? { uid: 65534, gid: 65534 } : {};
  if (asRoot) chownSync(data, 65534, 65534);
  execFileSync(
    programPath('initdb', 'postgresql'),
    ['-D', data, '-U', 'xunhang', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { stdio: 'ignore', cwd: '/', ...owner },
  );
  const server = startProgram(
    programPath('postgres', 'postgresql'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
    { cwd: '/', ...owner },
  );
  programs.push(server);
  const url = `postgresql://xunhang@127.0.0.1:${port}/postgres`;
  await until('PostgreSQL takes connections', async () => {
    const probe = await openDatabase(url);
    await probe.destroy();
    return true;
  });
  return url;
}

/** Redis with a password; gives its address. */
export async function startRedis(folder: string, programs: Program[]): Promise<string> {
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const config = join(folder, 'redis.conf');
  writeFileSync(
    config,
    `bind 127.0.0.1\nport ${port}\nsave ""\nappendonly no\nrequirepass ${password}\ndir ${folder}\nmaxmemory-policy noeviction\n`,
  );
  programs.push(startProgram(programPath('redis-server', 'redis-server'), [config]));
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** Mosquitto by the product's own configuration, and the watcher that makes it read changed rules again. */
export async function startMosquitto(folder: string, programs: Program[]): Promise<string> {
  const port = await freePort();
  const files = join(folder, 'mosquitto');
  mkdirSync(files);
  writeFileSync(join(files, 'passwordfile'), '');
  writeFileSync(join(files, 'aclfile'), '');
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(
    config,
    [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous false',
      `password_file ${join(files, 'passwordfile')}`,
      `acl_file ${join(files, 'aclfile')}`,
      'max_queued_messages 100000',
      'max_inflight_messages 1000',
      'set_tcp_nodelay true',
      ...(asRoot ? ['user root'] : []),
      '',
    ].join('\n'),
  );
  const broker = startProgram(programPath('mosquitto', 'mosquitto'), ['-c', config, '-v']);
  programs.push(broker);
  let seen = 0;
  const watcher = setInterval(() => {
    const changed = Math.max(
      ...['passwordfile', 'aclfile'].map(
        (name) => statSync(join(files, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
      ),
    );
    if (changed > seen && seen > 0) broker.child.kill('SIGHUP');
    seen = changed;
  }, 100);
  broker.child.once('exit', () => clearInterval(watcher));
  return `mqtt://127.0.0.1:${port}`;
}
