import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.js';
import { baseMapOf } from './base-map.js';

describe('the base map', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'base-map-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const of = (overrides: Parameters<typeof readConfig>[0]) => baseMapOf(readConfig(overrides, {}), 'our layers');

  it('is the county’s own schematic layers unless a source is set', async () => {
    expect(await of({})).toEqual({
      view: {
        source: 'schematic',
        url: null,
        labelsUrl: null,
        datum: 'WGS84',
        attribution: 'our layers',
        maxZoom: 18,
      },
      upstream: {},
      archive: null,
    });
  });

  it('shows a browser addresses on this server only, never the key or the source', async () => {
    const { view, upstream } = await of({ baseMap: 'tianditu', tiandituKey: 'k3y&x' });
    expect(view).toMatchObject({
      url: '/api/v1/tiles/base/{z}/{x}/{y}',
      labelsUrl: '/api/v1/tiles/labels/{z}/{x}/{y}',
      datum: 'CGCS2000',
    });
    expect(JSON.stringify(view)).not.toContain('k3y');
    expect(upstream.base).toContain('https://t0.tianditu.gov.cn/vec_w/wmts?');
    expect(upstream.labels).toMatch(/LAYER=cva&.*&tk=k3y%26x$/);
  });

  it('takes another TianDiTu node', async () => {
    const { upstream } = await of({
      baseMap: 'tianditu',
      tiandituKey: 'k',
      baseMapUrl: 'https://maps.gov.example/tdt/',
    });
    expect(upstream.base).toContain('https://maps.gov.example/tdt/vec_w/wmts?');
  });

  it('states the datum that the setting gives to own tiles', async () => {
    const { view } = await of({
      baseMap: 'xyz',
      baseMapUrl: 'https://tiles.example/a/{z}/{x}/{-y}.png',
      baseMapDatum: 'GCJ-02',
    });
    expect(view).toMatchObject({ source: 'xyz', datum: 'GCJ-02', attribution: 'tiles.example', labelsUrl: null });
  });

  it('reads the largest zoom from a PMTiles file', async () => {
    const header = Buffer.alloc(127);
    header.write('PMTiles', 'latin1');
    header[7] = 3;
    header[101] = 14;
    await writeFile(join(folder, 'county.pmtiles'), header);
    const { view, archive } = await of({ baseMap: 'pmtiles', baseMapUrl: join(folder, 'county.pmtiles') });
    expect(view).toMatchObject({ source: 'pmtiles', url: '/api/v1/base-map.pmtiles', maxZoom: 14, datum: 'WGS84' });
    expect(archive).toBe(join(folder, 'county.pmtiles'));
  });

  it.each([
    ['TianDiTu without a key', { baseMap: 'tianditu' }, /XUNHANG_TIANDITU_KEY/],
    ['own tiles without an address', { baseMap: 'xyz' }, /XUNHANG_BASE_MAP_URL.*\{z\}/],
    ['a template without x', { baseMap: 'xyz', baseMapUrl: 'https://tiles.example/{z}/{y}' }, /XUNHANG_BASE_MAP_URL/],
    ['a template that is no address', { baseMap: 'xyz', baseMapUrl: 'tiles/{z}/{x}/{y}' }, /XUNHANG_BASE_MAP_URL/],
    ['an archive that is not there', { baseMap: 'pmtiles', baseMapUrl: '/nowhere.pmtiles' }, /nowhere.*ENOENT/],
    ['an archive of another kind', { baseMap: 'pmtiles', baseMapUrl: 'package.json' }, /not a PMTiles version 3 file/],
  ])('refuses %s and names the setting', async (_, overrides, message) => {
    await expect(of(overrides as Parameters<typeof readConfig>[0])).rejects.toThrow(message);
  });
});
