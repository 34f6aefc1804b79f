import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AirspaceAreaView, type Fact, type ImportReport, type Page, type Problem } from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
const AREAS = '/api/v1/airspace-areas';

let app: TestApp;
let supervisor: string;
let townSupervisor: string;
let inspector: string;

beforeAll(async () => {
  app = await startApp();
  const user = async (username: string, role: string, divisionCode: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  supervisor = await user('county.supervisor', 'county_supervisor', '440881');
  townSupervisor = await user('town.supervisor', 'county_supervisor', '440881111');
  inspector = await user('town.inspector', 'inspector', '440881111');
});
afterAll(() => app.close());

async function call<Body = AirspaceAreaView>(
  method: string,
  path: string,
  body?: unknown,
  { token = supervisor, ifMatch }: { token?: string; ifMatch?: string } = {},
) {
  const isFile = typeof body === 'string';
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body & Problem };
}
const list = async (query = '', token = supervisor) =>
  (await call<Page<AirspaceAreaView>>('GET', `${AREAS}?${query}`, undefined, { token })).body;
const facts = async (name: string) => (await app.api<Page<Fact>>(`/api/v1/events?limit=1000&name=${name}`)).items;

const square = (west: number, south: number, size = 0.01) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
let serial = 0;
const draft = (more: object = {}) => ({
  name: `机场净空 ${++serial}`,
  kind: 'keep_out',
  geometry: { type: 'Polygon', coordinates: [square(110.1, 21.6)] },
  ...more,
});
const added = async (more: object = {}) => {
  const { status, body } = await call('POST', AREAS, draft(more));
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
};

describe('an airspace area', () => {
  it('is added by the county, seen by everybody who sees routes, and told as a fact', async () => {
    const area = await added({ ceilingMetres: 300, reason: '省军区通知' });
    expect(area).toMatchObject({
      floorMetres: 0,
      ceilingMetres: 300,
      validFrom: null,
      validTo: null,
      state: 'active',
      valid: true,
      version: 1,
      updatedBy: 'county.supervisor',
    });
    const read = await call('GET', `${AREAS}/${area.id}`, undefined, { token: inspector });
    expect(read.body).toEqual(area);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(await facts('airspace_area.added')).toContainEqual(
      expect.objectContaining({ divisionPath: '440881', data: { area, by: 'county.supervisor' } }),
    );
  });

  it('is changed neither without the permission nor by the people of one town', async () => {
    const area = await added();
    expect((await call('POST', AREAS, draft(), { token: inspector })).body.code).toBe('forbidden');
    for (const [method, path, body] of [
      ['POST', AREAS, draft()],
      ['PATCH', `${AREAS}/${area.id}`, { name: '别的', version: 1 }],
      ['POST', `${AREAS}/import`, '{}'],
    ] as const) {
      const { status, body: problem } = await call<unknown>(method, path, body, { token: townSupervisor });
      expect([status, problem.code]).toEqual([403, 'county_only']);
    }
  });

  it('is refused when its rings cross, when it lies far away, and when its limits are upside down', async () => {
    const bow = [square(110.1, 21.6)[0], square(110.1, 21.6)[2], square(110.1, 21.6)[1], square(110.1, 21.6)[3]];
    const crossing = { type: 'Polygon', coordinates: [[...bow, bow[0]]] };
    for (const [more, code] of [
      [{ geometry: crossing }, 'ring_crosses'],
      [{ geometry: { type: 'Polygon', coordinates: [square(116, 39)] } }, 'outside_county'],
      [{ floorMetres: 100, ceilingMetres: 100 }, 'bad_limits'],
      [{ validFrom: '2026-01-02T00:00:00Z', validTo: '2026-01-02T08:00:00+08:00' }, 'bad_limits'],
    ] as const) {
      const { status, body } = await call('POST', AREAS, draft(more));
      expect([status, body.code]).toEqual([400, code]);
    }
  });

  it('is changed on top of the version that was read, and of two who change it at once the second is told', async () => {
    const { id, name } = await added();
    const answers = await Promise.all(
      ['甲', '乙'].map((reason) => call('PATCH', `${AREAS}/${id}`, { reason }, { ifMatch: '"1"' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)!.body.detail).toContain(name);
    expect((await call('PATCH', `${AREAS}/${id}`, { reason: '丙' })).status).toBe(428);
  });

  it('is retired, not deleted, and comes back', async () => {
    const { id } = await added();
    const retired = await call('PATCH', `${AREAS}/${id}`, { state: 'retired' }, { ifMatch: '"1"' });
    expect(retired.body).toMatchObject({ state: 'retired', valid: false, version: 2 });
    expect((await list('limit=1000')).items.map((area) => area.id)).not.toContain(id);
    expect((await list('limit=1000&state=retired')).items.map((area) => area.id)).toEqual([id]);
    expect((await facts('airspace_area.retired')).map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ area: retired.body }),
    );
    const back = await call('PATCH', `${AREAS}/${id}`, { state: 'active' }, { ifMatch: '"2"' });
    expect(back.body).toMatchObject({ state: 'active', valid: true });
  });

  it('counts within its times alone', async () => {
    const past = await added({ kind: 'temporary', validTo: '2020-01-01T00:00:00Z' });
    const later = await added({ kind: 'temporary', validFrom: '2099-01-01T00:00:00Z' });
    expect([past.valid, later.valid]).toEqual([false, false]);
    const now = (await list('kind=temporary&when=now')).items.map(({ id }) => id);
    expect(now).toEqual([later.id]);
  });

  it('is listed by name, page after page', async () => {
    const all = await list('limit=1000&state=all');
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page<AirspaceAreaView> = await list(`limit=2&state=all${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items.map(({ id }) => id));
    expect(new Set(paged).size).toBe(all.total);
  });
});

describe('an import of areas', () => {
  const feature = (name: string | null, geometry: unknown, properties: object = {}) => ({
    type: 'Feature',
    properties: { name, ...properties },
    geometry,
  });
  const polygon = (west: number, south: number) => ({ type: 'Polygon', coordinates: [square(west, south)] });
  const file = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features }, null, 1);
  const importing = (text: string, query: string) => call<ImportReport>('POST', `${AREAS}/import?${query}`, text);

  it('takes polygons and circles of GeoJSON, and the same file again changes nothing', async () => {
    const text = file(
      feature('水库', polygon(110.2, 21.7), {
        kind: '临时管制区',
        from: '2026-01-01T00:00:00+08:00',
        ceiling: '150米',
      }),
      feature('变电站', { type: 'Point', coordinates: [110.25, 21.75] }, { radius: 800 }),
    );
    const checked = await importing(text, 'name=a.geojson');
    expect(checked.body).toMatchObject({ applied: false, rows: 2, added: 2, errors: 0 });
    expect((await importing(text, 'name=a.geojson&mode=apply')).body).toMatchObject({ applied: true, added: 2 });
    const { items } = await list('limit=1000');
    expect(items.find(({ name }) => name === '水库')).toMatchObject({
      kind: 'temporary',
      ceilingMetres: 150,
      validFrom: '2025-12-31T16:00:00.000Z',
    });
    expect(items.find(({ name }) => name === '变电站')?.geometry).toEqual({
      type: 'Circle',
      centre: { longitude: 110.25, latitude: 21.75 },
      radius: 800,
    });
    const again = await importing(text, 'name=a.geojson&mode=apply');
    expect(again.body).toMatchObject({ applied: false, added: 0, unchanged: 2 });
  });

  it('takes polygons of KML with their holes', async () => {
    const ring = (corners: number[][]) =>
      `<LinearRing><coordinates>${corners.map((corner) => corner.join(',')).join(' ')}</coordinates></LinearRing>`;
    const kml = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark>
      <name>靶场</name><ExtendedData><Data name="kind"><value>caution</value></Data></ExtendedData>
      <Polygon><outerBoundaryIs>${ring(square(110.3, 21.7))}</outerBoundaryIs>
      <innerBoundaryIs>${ring(square(110.302, 21.702, 0.002))}</innerBoundaryIs></Polygon>
      </Placemark></Folder></Document></kml>`;
    expect((await importing(kml, 'name=b.kml&mode=apply')).body).toMatchObject({ applied: true, added: 1 });
    const { items } = await list('limit=1000&kind=caution');
    expect(items.map(({ name }) => name)).toEqual(['靶场']);
    expect(items[0]?.geometry).toMatchObject({ coordinates: [{ length: 5 }, { length: 5 }] });
  });

  it('names what is wrong with each, and takes all or only the good ones', async () => {
    const text = file(
      feature('好', polygon(110.2, 21.6)),
      feature('远', polygon(116, 39)),
      feature('线', { type: 'LineString', coordinates: square(110.2, 21.6) }),
      feature('类', polygon(110.2, 21.6), { kind: '禁区' }),
      feature('时', polygon(110.2, 21.6), { from: '明天' }),
    );
    const all = await importing(text, 'name=c.geojson&mode=apply');
    expect(all.body).toMatchObject({ applied: false, rows: 5, refused: 4, errors: 4 });
    expect(all.body.issues.map(({ row, column, severity }) => [row, column, severity])).toEqual([
      [2, 'geometry', 'error'],
      [3, 'geometry', 'error'],
      [4, 'kind', 'error'],
      [5, 'validFrom', 'error'],
      [3, 'geometry', 'warning'],
    ]);
    const good = await importing(text, 'name=c.geojson&mode=apply&rows=good');
    expect(good.body).toMatchObject({ applied: true, added: 1, refused: 4 });
  });

  it('refuses what is no such file', async () => {
    for (const text of ['<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', '{"type":"Feature"', 'PK\u0003\u0004']) {
      const { status, body } = await importing(text, 'name=d');
      expect([status, body.code]).toEqual([400, 'unreadable_file']);
    }
  });
});
