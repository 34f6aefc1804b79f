import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 16 << 20;

/**
 * Sends what is written to the terminal's standard error, the server's structured log, to `logs/server.log` instead, so
 * that the person at the terminal sees sentences only. Returns the file's path, or null where standard error is not a
 * terminal: there a service manager collects it.
 */
export function divertLog(dataDirectory: string, stream: NodeJS.WriteStream = process.stderr): string | null {
  if (!stream.isTTY) return null;
  const path = join(dataDirectory, 'logs', 'server.log');
  let file = openSync(path, 'a', 0o600);
  let size = statSync(path).size;
  const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    if (size > MAX_BYTES) {
      closeSync(file);
      if (existsSync(path)) renameSync(path, `${path}.1`);
      file = openSync(path, 'a', 0o600);
      size = 0;
    }
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    try {
      size += writeSync(file, bytes);
    } catch {
      // a full disk must not end the product; the lines are lost, and the recorder says that the disk is full
    }
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') setImmediate(callback as () => void);
    return true;
  };
  stream.write = write as typeof stream.write;
  return path;
}
