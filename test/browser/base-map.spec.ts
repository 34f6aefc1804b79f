import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CountyView } from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, drawnMap, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

/** A grey PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

let source: Server;
let address = '';
let folder = '';
let app: TestApp | null = null;
let desk: ConsolePage | null = null;
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'base-map-'));
  source = createServer((request, response) => {
    asked.push(request.url!);
    response.writeHead(200, { 'content-type': 'image/png' }).end(PIXEL);
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(source.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await desk?.close();
  await app?.close();
  desk = null;
  app = null;
  asked.length = 0;
});
afterAll(async () => {
  source.closeAllConnections();
  await new Promise((resolve) => source.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** The map of a server with these settings, once its base map is complete. */
async function openMap(settings: NonNullable<Parameters<typeof startApp>[0]>['settings']): Promise<ConsolePage> {
  app = await startApp({ settings });
  desk = await openConsole(`${app.url}/map`);
  await signIn(desk.page, 'admin', app.adminPassword);
  await until('the base map is complete', async () => (await drawnMap(desk!.page))?.settled, 90_000);
  return desk;
}

describe('the base map is a setting', () => {
  it('TianDiTu comes through this server, which alone knows the key', async () => {
    const { page, requests, faults } = await openMap({
      baseMap: 'tianditu',
      tiandituKey: 'the-key',
      baseMapUrl: address,
    });
    expect(asked.some((path) => path.includes('tk=the-key') && path.includes('LAYER=vec'))).toBe(true);
    expect(asked.some((path) => path.includes('LAYER=cva'))).toBe(true);
    const own = new URL(app!.url).host;
    expect(requests.filter((one) => !one.startsWith('blob:') && new URL(one).host !== own)).toEqual([]);
    expect(requests.join()).not.toContain('the-key');
    expect(await page.locator('.map-note').innerText()).toContain('CGCS2000');
    expect(faults).toEqual([]);
  });

  it('a shifted map says so, and what lies on it is moved along', async () => {
    const { page } = await openMap({
      baseMap: 'xyz',
      baseMapUrl: `${address}/{z}/{x}/{y}.png`,
      baseMapDatum: 'GCJ-02',
    });
    const note = await page.locator('.map-note').innerText();
    expect(note).toContain('GCJ-02');
    expect(note).toContain('已换算');
    expect(asked.length).toBeGreaterThan(0);
  });

  it('a PMTiles file is read piece by piece from this server', async () => {
    const archive = join(folder, 'county.pmtiles');
    await writeFile(archive, archiveOfOneTile());
    const { requests, faults } = await openMap({ baseMap: 'pmtiles', baseMapUrl: archive });
    const { baseMap } = await app!.api<CountyView>('/api/v1/county');
    expect(requests.filter((one) => one === app!.url + baseMap.url).length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});

/** A PMTiles 3 archive (github.com/protomaps/PMTiles, spec v3) with the one picture of zoom 0, nothing compressed. */
function archiveOfOneTile(): Buffer {
  const HEADER = 127;
  const metadata = Buffer.from('{}');
  const length = [0x80 | (PIXEL.length & 0x7f), PIXEL.length >> 7].slice(0, PIXEL.length > 127 ? 2 : 1);
  if (PIXEL.length <= 127) length[0] = PIXEL.length;
  // number of entries, then tile id, run length, length and offset + 1 of the one entry, as varints
  const directory = Buffer.from([1, 0, 1, ...length, 1]);
  const header = Buffer.alloc(HEADER);
  header.write('PMTiles', 'latin1');
  header[7] = 3;
  const metadataAt = HEADER + directory.length;
  const tilesAt = metadataAt + metadata.length;
  const numbers = [HEADER, directory.length, metadataAt, metadata.length, tilesAt, 0, tilesAt, PIXEL.length, 1, 1, 1];
  for (const [index, number] of numbers.entries()) header.writeBigUInt64LE(BigInt(number), 8 + index * 8);
  // clustered, internal compression none, tile compression none, tile type PNG, zoom 0 to 0
  header.set([1, 1, 1, 2, 0, 0], 96);
  for (const [index, degrees] of [-180, -85, 180, 85].entries())
    header.writeInt32LE(degrees * 10_000_000, 102 + index * 4);
  return Buffer.concat([header, directory, metadata, PIXEL]);
}
