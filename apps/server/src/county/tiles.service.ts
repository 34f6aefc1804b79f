import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { BASE_MAP, type BaseMap, type TileLayer } from './base-map.js';
import { imageType } from './image-type.js';

/** A tile as it goes to the browser. */
export interface Tile {
  bytes: Buffer;
  type: string;
}

/** Maps are renewed a few times a year; a county's link is slow and often cut. */
const FRESH_MS = 30 * 24 * 3_600_000;
const FETCH_TIMEOUT_MS = 10_000;
/** After a failure every tile of a picture would wait for its own timeout: answer at once for a while. */
const PAUSE_MS = 15_000;
const LARGEST_TILE = 4 * 1024 * 1024;

/**
 * Fetches raster tiles for the browsers, so that these talk to this server alone and the key never leaves it, and keeps
 * them below the data directory. An old tile is shown when a new one cannot be had.
 */
@Injectable()
export class TilesService {
  private readonly log = new Logger(TilesService.name);
  private readonly running = new Map<string, Promise<Tile>>();
  private pausedUntil = 0;
  private failing = false;
  private diskFailing = false;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'dataDir'>,
    @Inject(BASE_MAP) private readonly baseMap: Pick<BaseMap, 'upstream'>,
  ) {}

  /**
   * One tile of the Web Mercator pyramid. Throws a `Refusal`: 404 `no_tile` where the source has none, 502
   * `base_map_unreachable` when it cannot be had.
   */
  async tile(layer: TileLayer, z: number, x: number, y: number): Promise<Tile> {
    const template = this.baseMap.upstream[layer];
    if (!template || x >= 2 ** z || y >= 2 ** z) throw noTile();
    const path = join(this.folder(template), layer, String(z), String(x), String(y));
    const kept = await readKept(path);
    if (kept?.fresh) return kept.tile;
    const address = template
      .replaceAll('{z}', String(z))
      .replaceAll('{x}', String(x))
      .replaceAll('{y}', String(y))
      .replaceAll('{-y}', String(2 ** z - 1 - y));
    try {
      return await (this.running.get(path) ?? this.start(address, path));
    } catch (error) {
      if (kept) return kept.tile;
      throw error;
    }
  }

  /** Loads a tile; whoever asks for it meanwhile waits for the same answer. */
  private start(address: string, path: string): Promise<Tile> {
    const running = this.load(address, path).finally(() => this.running.delete(path));
    this.running.set(path, running);
    return running;
  }

  /** One folder for each source: after a change of the setting the old pictures are not shown. The key is not part of it. */
  private folder(template: string): string {
    const source = template.replace(/&tk=[^&]*$/, '');
    return join(this.config.dataDir, 'tiles', createHash('sha256').update(source).digest('hex').slice(0, 16));
  }

  private async load(address: string, path: string): Promise<Tile> {
    if (Date.now() < this.pausedUntil) throw unreachable('paused after a failure');
    let response: Response;
    let bytes: Buffer;
    try {
      response = await fetch(address, {
        headers: { 'user-agent': 'Xunhang', accept: 'image/*' },
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      });
      bytes = Buffer.from(await response.arrayBuffer());
    } catch (error) {
      // The error of fetch may quote the address, and with it the key.
      throw this.failed((error as Error).name === 'TimeoutError' ? 'timeout' : 'no connection');
    }
    if (response.status === 404 || response.status === 204) throw noTile();
    const type = imageType(bytes);
    if (!response.ok || !type || bytes.length > LARGEST_TILE) throw this.failed(`status ${response.status}`);
    if (this.failing) this.log.log({ message: 'the base map can be reached again' });
    this.failing = false;
    await this.keep(path, bytes);
    return { bytes, type };
  }

  private failed(reason: string): Refusal {
    if (!this.failing) this.log.warn({ message: 'the base map cannot be reached', reason });
    this.failing = true;
    this.pausedUntil = Date.now() + PAUSE_MS;
    return unreachable(reason);
  }

  private async keep(path: string, bytes: Buffer): Promise<void> {
    const draft = `${path}.${randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, path);
      if (this.diskFailing) this.log.log({ message: 'tiles can be kept again' });
      this.diskFailing = false;
    } catch (error) {
      // A full disk must not take the map away.
      if (!this.diskFailing) this.log.warn({ message: 'a tile cannot be kept', error: (error as Error).message });
      this.diskFailing = true;
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }
}

async function readKept(path: string): Promise<{ tile: Tile; fresh: boolean } | null> {
  try {
    const [bytes, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
    const type = imageType(bytes);
    return type ? { tile: { bytes, type }, fresh: Date.now() - mtimeMs < FRESH_MS } : null;
  } catch {
    return null;
  }
}

function noTile(): Refusal {
  return new Refusal(404, 'no_tile', '底图在这里没有瓦片', 'the base map has no tile here');
}

function unreachable(reason: string): Refusal {
  return new Refusal(
    502,
    'base_map_unreachable',
    `取不到底图瓦片（${reason}），请管理员检查网络与 XUNHANG_BASE_MAP 等设置；示意图层仍可用`,
    `tiles of the base map cannot be fetched (${reason}): check the network and the XUNHANG_BASE_MAP settings; the schematic layers still work`,
  );
}
