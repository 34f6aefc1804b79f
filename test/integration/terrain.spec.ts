import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seaHeight } from '#geo';
import { type ElevationModelView, type Fact, type Page, type Problem } from '#contracts';
import { ElevationModelStore } from '../../apps/server/src/airspace/elevation-model.store.js';
import { TerrainService } from '../../apps/server/src/airspace/terrain.service.js';
import { startApp, type TestApp } from '../support/start-app.js';

const MODELS = '/api/v1/elevation-models';
const fixture = (name: string) => readFileSync(new URL(`../../libs/geo/fixtures/${name}`, import.meta.url));
/** The fixtures lie at 110.2–110.32 E, 21.5–21.6 N. */
const INSIDE = [110.21, 21.51, 110.23, 21.53] as const;
const PARTLY = [110.19, 21.51, 110.23, 21.53] as const;
const PLACE = { longitude: 110.2205, latitude: 21.5505 };

let app: TestApp;
let token: string;
let terrain: TerrainService;
beforeAll(async () => {
  app = await startApp();
  token = await app.token();
  terrain = new TerrainService(new ElevationModelStore(app.db));
});
afterAll(() => app.close());

async function upload(bytes: Uint8Array, query: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/tiff' };
  const response = await fetch(`${app.url}${MODELS}?${query}`, { method: 'POST', headers, body: bytes as never });
  return { status: response.status, body: (await response.json()) as ElevationModelView & Problem };
}
const list = () => app.api<Page<ElevationModelView>>(MODELS);
const remove = (id: string) => app.api(`${MODELS}/${id}`, { method: 'DELETE' });
const facts = async (name: string) => (await app.api<Page<Fact>>(`/api/v1/events?name=${name}`)).items;

describe('the ground', () => {
  it('is unknown and said to be so before a model is there', async () => {
    const source = await terrain.source(INSIDE, seaHeight(42));
    expect(source.title.zh).toContain('地形未知');
    expect(source.groundAt(PLACE)).toEqual({ height: 42, accuracy: null, basis: 'assumed' });
    expect(await terrain.grid(INSIDE, 1000)).toMatchObject({ basis: 'assumed', decimetres: [], columns: 0, rows: 0 });
  });

  it('comes from a model as soon as it was uploaded, and no longer once it was removed', async () => {
    const bytes = fixture('wgs84-float-lzw.tif');
    const { status, body: model } = await upload(bytes, 'name=测区&accuracy=2.5');
    expect(status).toBe(201);
    expect(model).toMatchObject({
      name: '测区',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      accuracy: 2.5,
      columns: 120,
      rows: 100,
      createdBy: 'admin',
    });
    expect(model.bbox[0]).toBeCloseTo(110.2005, 6);
    expect(model.bbox[3]).toBeCloseTo(21.5995, 6);
    const { items } = await list();
    expect(items).toEqual([model]);
    expect(await facts('elevation_model.added')).toMatchObject([{ data: { name: '测区', by: 'admin' } }]);
    const source = await terrain.source(INSIDE);
    expect(source.title.zh).toBe('高程模型“测区”，中误差 2.5 米');
    const ground = source.groundAt(PLACE);
    expect(ground).toMatchObject({ accuracy: 2.5, basis: 'measured' });
    // Column 20, row 49 of the surface in fixtures/SOURCES.md.
    const surface = 60 + 30 * Math.sin(20 / 9) + 20 * Math.cos(49 / 7) + ((20 * 7919 + 49 * 104_729) % 37) / 4;
    expect(ground!.height).toBeCloseTo(surface, 3);
    await remove(model.id);
    expect((await terrain.source(INSIDE)).title.zh).toContain('地形未知');
    expect(await facts('elevation_model.removed')).toHaveLength(1);
  });

  it('says where no model reaches, and asks the newest model first', async () => {
    const old = (await upload(fixture('wgs84-float-lzw.tif'), 'name=旧')).body;
    const part = await terrain.source(PARTLY, seaHeight(7));
    expect(part.title.zh).toContain('地形未知');
    expect(part.groundAt({ longitude: 110.192, latitude: 21.52 })).toMatchObject({ height: 7, basis: 'assumed' });
    expect(part.groundAt(PLACE)?.basis).toBe('measured');
    const fresh = (await upload(fixture('cgcs2000-int-lzw.tif'), 'name=新&accuracy=9')).body;
    expect((await terrain.source(INSIDE)).groundAt(PLACE)?.accuracy).toBe(9);
    expect((await list()).items.map(({ name }) => name)).toEqual(['新', '旧']);
    for (const { id } of [old, fresh]) await remove(id);
  });

  it('goes to a page as a bounded grid with the same heights', async () => {
    const { id } = (await upload(fixture('wgs84-float-lzw.tif'), 'name=网格&accuracy=3')).body;
    for (const maxCells of [100_000, 50, 4]) {
      const grid = await terrain.grid(INSIDE, maxCells);
      expect(grid.decimetres).toHaveLength(grid.columns * grid.rows);
      expect(grid.decimetres.length).toBeLessThanOrEqual(maxCells);
      expect(grid).toMatchObject({ basis: 'measured', accuracy: 3, west: 110.21, south: 21.51 });
      expect(grid.west + (grid.columns - 1) * grid.stepLongitude).toBeCloseTo(110.23, 9);
      const last = (await terrain.source(INSIDE)).groundAt({ longitude: 110.23, latitude: 21.53 })!;
      expect(grid.decimetres.at(-1)).toBe(Math.round(last.height * 10));
    }
    expect((await terrain.grid(PARTLY, 100)).decimetres[0]).toBeNull();
    await remove(id);
  });

  it('is not taken from what is no elevation model of the county', async () => {
    const far = Buffer.from(fixture('wgs84-float-lzw.tif'));
    const cases: [Uint8Array, string, number, string][] = [
      [Buffer.from('no picture'), 'name=a', 422, 'elevation_not_geotiff'],
      [fixture('bad-rotated.tif'), 'name=a', 422, 'elevation_rotated'],
      [fixture('bad-zstd.tif'), 'name=a', 422, 'elevation_compression'],
      [fixture('bad-web-mercator.tif'), 'name=a', 422, 'elevation_reference_unknown'],
      [far, 'name=', 400, 'invalid_input'],
      [far, 'name=a&accuracy=-1', 400, 'invalid_input'],
    ];
    for (const [bytes, query, status, code] of cases) {
      const answer = await upload(bytes, query);
      expect([query, answer.status, answer.body.code]).toEqual([query, status, code]);
    }
    expect((await list()).total).toBe(0);
  });

  it('takes the same file once, also when it comes twice at once', async () => {
    const answers = await Promise.all([1, 2].map(() => upload(fixture('wgs84-int-bigendian.tif'), 'name=同')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('already_uploaded');
  });
});
