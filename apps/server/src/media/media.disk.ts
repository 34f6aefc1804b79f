import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { MEDIA_LIMITS } from './media.limits.js';
import { type ByteRange, MediaFull, MediaStore, MediaTooLarge, type StagedBytes } from './media.store.js';

const STAGED_NAME = /^[0-9a-f-]{36}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Media in the data directory: `media/staged/<uuid>` while bytes arrive, `media/objects/ab/<sha256>` when they are kept. A
 * file comes to its place by a rename, so that it is there whole or not at all. Several processes may share the folder.
 */
@Injectable()
export class DiskMedia extends MediaStore {
  private readonly folder: string;

  constructor(@Inject(CONFIG) config: Config) {
    super();
    this.folder = join(config.dataDir, 'media');
  }

  async stage(body: AsyncIterable<Uint8Array>, limit: number): Promise<StagedBytes> {
    const name = randomUUID();
    const path = this.stagedPath(name);
    await mkdir(join(this.folder, 'staged'), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      const hashes = { sha256: createHash('sha256'), md5: createHash('md5') };
      let size = 0;
      let looked = -Infinity;
      for await (const piece of body) {
        size += piece.length;
        if (size > limit) throw new MediaTooLarge(`more than ${limit} bytes`);
        if (size - looked >= MEDIA_LIMITS.checkEveryBytes) {
          await this.requireRoom(piece.length);
          looked = size;
        }
        hashes.sha256.update(piece);
        hashes.md5.update(piece);
        await file.writeFile(piece);
      }
      await file.sync();
      await file.close();
      return { name, size, sha256: hashes.sha256.digest('hex'), md5: hashes.md5.digest('hex') };
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new MediaFull('the disk is full') : error;
    }
  }

  async keep({ name, sha256 }: Pick<StagedBytes, 'name' | 'sha256'>): Promise<void> {
    const path = this.objectPath(sha256);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    if (await exists(path)) return this.drop(name);
    try {
      await rename(this.stagedPath(name), path);
    } catch (error) {
      // A second call, or the same bytes by another upload at the same moment.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !(await exists(path))) throw error;
    }
  }

  async drop(name: string): Promise<void> {
    await rm(this.stagedPath(name), { force: true });
  }

  staged(name: string): Readable {
    return createReadStream(this.stagedPath(name));
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    const path = this.objectPath(sha256);
    await access(path);
    return createReadStream(path, range);
  }

  async sweep(before: Date): Promise<void> {
    const folder = join(this.folder, 'staged');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const { mtime } = await stat(path).catch(() => ({ mtime: new Date() }));
      if (mtime < before) await rm(path, { force: true });
    }
  }

  /** Throws `MediaFull` when more bytes would touch the reserve. */
  private async requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    if (bavail * bsize - bytes < MEDIA_LIMITS.reserveBytes) throw new MediaFull('the reserve of the disk is reached');
  }

  private stagedPath(name: string): string {
    if (!STAGED_NAME.test(name)) throw new RangeError(`${name} is no name of staged bytes`);
    return join(this.folder, 'staged', name);
  }

  private objectPath(sha256: string): string {
    if (!SHA256.test(sha256)) throw new RangeError(`${sha256} is no SHA-256`);
    return join(this.folder, 'objects', sha256.slice(0, 2), sha256);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
