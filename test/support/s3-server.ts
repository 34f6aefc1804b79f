import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type Program, startProgram } from './program.js';
import { until } from './until.js';

/** A bucket of a real object store on this machine. */
export interface S3Server {
  url: string;
  bucket: string;
  accessKey: string;
  secretKey: string;
  program: Program;
}

/** Builds the program when this machine has none: two minutes, once. */
export const S3_BUILD_MS = 10 * 60_000;

/** Starts the object store on an empty folder. Throws, with what the build said, where it cannot be built. */
export async function startS3Server(folder: string, port?: number): Promise<S3Server> {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/s3-server.mjs']);
  const bucket = 'media';
  const [data, meta] = [join(folder, 'data'), join(folder, 'meta')];
  for (const path of [join(data, bucket), meta]) mkdirSync(path, { recursive: true });
  const own = port ?? (await freePort());
  const url = `http://127.0.0.1:${own}`;
  const [accessKey, secretKey] = ['test-access', randomBytes(12).toString('hex')];
  const env = { ...process.env, ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey };
  const args = ['--port', `127.0.0.1:${own}`, '--quiet', 'posix', '--sidecar', meta, data];
  const program = startProgram(stdout.trim(), args, { env });
  await until('the object store answers', async () => (await fetch(url)).status === 403);
  return { url, bucket, accessKey, secretKey, program };
}
