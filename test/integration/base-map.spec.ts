import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { readConfig } from '../../apps/server/src/config.js';
import { baseMapOf } from '../../apps/server/src/county/base-map.js';
import { TilesService } from '../../apps/server/src/county/tiles.service.js';

/** A real PNG of one pixel whose colour tells tiles apart. */
function png(colour: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, colour]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

describe('tiles through the server', () => {
  let folder = '';
  let source: Server;
  let address = '';
  let asked: string[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tiles-'));
    asked = [];
    answer = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png(1));
    source = createServer((request, response) => {
      asked.push(request.url!);
      answer(request, response);
    });
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(source.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    source.closeAllConnections();
    await new Promise((resolve) => source.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  const service = async (overrides: Parameters<typeof readConfig>[0]) => {
    const config = readConfig({ dataDir: folder, ...overrides }, {});
    return new TilesService(config, await baseMapOf(config, ''));
  };
  const tianditu = () => service({ baseMap: 'tianditu', tiandituKey: 'the-key', baseMapUrl: address });
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('adds the key on the way out and asks for the right tile of the right layer', async () => {
    const tiles = await tianditu();
    expect((await tiles.tile('labels', 12, 3300, 1800)).type).toBe('image/png');
    const asks = new URL(asked[0]!, address).searchParams;
    expect(Object.fromEntries(asks)).toMatchObject({
      LAYER: 'cva',
      TILEMATRIXSET: 'w',
      TILEMATRIX: '12',
      TILECOL: '3300',
      TILEROW: '1800',
      tk: 'the-key',
    });
  });

  it('counts rows from the south where the address says {-y}', async () => {
    const tiles = await service({ baseMap: 'xyz', baseMapUrl: `${address}/{z}/{x}/{-y}.png` });
    await tiles.tile('base', 3, 1, 2);
    expect(asked).toEqual(['/3/1/5.png']);
  });

  it('asks once for a tile that many browsers want at the same moment, and never again while it is fresh', async () => {
    const tiles = await tianditu();
    const answers = await Promise.all(Array.from({ length: 20 }, () => tiles.tile('base', 5, 6, 7)));
    await tiles.tile('base', 5, 6, 7);
    expect(asked).toHaveLength(1);
    expect(new Set(answers.map(({ bytes }) => bytes.toString('hex'))).size).toBe(1);
    const kept = await files();
    expect(kept).toHaveLength(1);
    expect(await readFile(kept[0]!)).toEqual(png(1));
  });

  it('renews an old tile, and shows the old one when the source is gone', async () => {
    const tiles = await tianditu();
    await tiles.tile('base', 5, 6, 7);
    const [file] = await files();
    const longAgo = new Date(Date.now() - 100 * 24 * 3_600_000);
    await utimes(file!, longAgo, longAgo);
    answer = (_, response) => response.writeHead(200).end(png(2));
    expect((await tiles.tile('base', 5, 6, 7)).bytes).toEqual(png(2));
    await utimes(file!, longAgo, longAgo);
    answer = (request) => request.destroy();
    expect((await tiles.tile('base', 5, 6, 7)).bytes).toEqual(png(2));
  });

  it.each([
    ['a refused key', 403, '{"msg":"非法Key","code":301017}'],
    ['an error that calls itself well', 200, '<ServiceException/>'],
    ['a broken source', 500, ''],
  ])('does not keep or show %s, and does not tell the key', async (_, status, body) => {
    answer = (request, response) => response.writeHead(status).end(`${body}${request.url}`);
    const tiles = await tianditu();
    const error = await tiles.tile('base', 5, 6, 7).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ status: 502, code: 'base_map_unreachable' });
    expect(JSON.stringify([error, error!.message, error!.stack])).not.toContain('the-key');
    expect(await files()).toEqual([]);
  });

  it('does not ask a dead source again for each tile of a picture', async () => {
    answer = (request) => request.destroy();
    const tiles = await tianditu();
    await expect(tiles.tile('base', 5, 1, 1)).rejects.toMatchObject({ status: 502 });
    for (let x = 2; x < 10; x++) await expect(tiles.tile('base', 5, x, 1)).rejects.toMatchObject({ status: 502 });
    expect(asked).toHaveLength(1);
  });

  it('says 404 where the source has no tile, outside the pyramid, and for a layer that the source lacks', async () => {
    answer = (_, response) => response.writeHead(404).end();
    const tiles = await service({ baseMap: 'xyz', baseMapUrl: `${address}/{z}/{x}/{y}` });
    await expect(tiles.tile('base', 5, 6, 7)).rejects.toMatchObject({ status: 404, code: 'no_tile' });
    await expect(tiles.tile('base', 1, 2, 0)).rejects.toMatchObject({ status: 404 });
    await expect(tiles.tile('labels', 5, 6, 7)).rejects.toMatchObject({ status: 404 });
    expect(asked).toHaveLength(1);
  });

  it('shows the map also when tiles cannot be kept', async () => {
    await writeFile(join(folder, 'in-the-way'), '');
    const tiles = await service({
      baseMap: 'xyz',
      baseMapUrl: `${address}/{z}/{x}/{y}`,
      dataDir: join(folder, 'in-the-way'),
    });
    expect((await tiles.tile('base', 5, 6, 7)).bytes).toEqual(png(1));
  });
});
