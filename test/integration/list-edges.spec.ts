import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceView, type Fact, type Page, type Problem, type TrackView } from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let token: string;
let docks: DeviceView[];

beforeAll(async () => {
  app = await startApp();
  token = await app.token();
  docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
});
afterAll(() => app?.close());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${app.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('a list', () => {
  it('gives every row once, page by page, as many as it says', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    let total = 0;
    do {
      const page: Page<DeviceView> = await app.api(`/api/v1/devices?limit=7${next ? `&cursor=${next}` : ''}`);
      seen.push(...page.items.map((one) => one.sn));
      ({ total, nextCursor: next } = page);
    } while (next);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(total);
  });

  it.each(['%', '_', '\\', "'", '"', "' OR 1=1 --", '$1', '1; DROP TABLE devices'])(
    'searches %s as it is written',
    async (text) => {
      const page = await app.api<Page<DeviceView>>(`/api/v1/devices?search=${encodeURIComponent(text)}`);
      for (const { name, sn } of page.items) expect(`${name}${sn}`).toContain(text);
      expect(page.total).toBe(page.items.length);
    },
  );

  it('combines its filters', async () => {
    const { divisionCode, sn } = docks[0]!;
    const page = await app.api<Page<DeviceView>>(
      `/api/v1/devices?kind=dock&presence=unknown&role=fixed&division=${divisionCode}&search=${sn.toLowerCase()}`,
    );
    expect(page.items.map((one) => one.sn)).toEqual([sn]);
  });

  it.each([
    ['/api/v1/devices?limit=0', 'invalid_input'],
    ['/api/v1/devices?limit=100000', 'invalid_input'],
    ['/api/v1/devices?kind=ship', 'invalid_input'],
    ['/api/v1/devices?cursor=x', 'bad_cursor'],
    [`/api/v1/events?cursor=${cursor(['abc'])}`, 'bad_value'],
    [`/api/v1/events?cursor=${cursor([1e300])}`, 'bad_value'],
    ['/api/v1/devices?search=%00', 'bad_value'],
    ['/api/v1/devices/%00', 'bad_value'],
    ['/api/v1/events?device=%00', 'bad_value'],
    ['/api/v1/events?after=1e30', 'invalid_input'],
  ])('refuses %s by %s', async (path, code) => {
    const response = await ask(path);
    const problem = (await response.json()) as Problem;
    expect({ status: response.status, code: problem.code }).toEqual({ status: 400, code });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('of health notices refuses the cursor of another list', async () => {
    const response = await ask(
      `/api/v1/devices/${docks[0]!.sn}/health-notices?cursor=${cursor(['a name', docks[0]!.sn])}`,
    );
    expect(response.status).toBe(400);
  });

  it('is not sent again while nothing has changed', async () => {
    const first = await ask('/api/v1/devices?kind=dock');
    const etag = first.headers.get('etag');
    expect(etag).toBeTruthy();
    const again = await ask('/api/v1/devices?kind=dock', { headers: { 'if-none-match': etag! } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it('of events holds every fact between two pages although new ones come', async () => {
    const first = await app.api<Page<Fact>>('/api/v1/events?limit=2');
    await app.token();
    const second = await app
      .api<Page<Fact>>(`/api/v1/events?limit=2&cursor=${first.nextCursor ?? ''}`)
      .catch(() => null);
    if (first.nextCursor) expect(second!.items[0]!.id).toBe(first.items[1]!.id - 1);
    else expect(first.items.length).toBeLessThanOrEqual(2);
  });
});

describe('an address', () => {
  it.each([
    ['POST', '/api/v1/devices', 404],
    ['DELETE', '/api/v1/events', 404],
    ['GET', '/api/v1/nothing', 404],
    ['GET', '/api/v1/devices/NOBODY', 404],
    ['GET', '/api/v1/devices/NOBODY/track', 404],
  ])('%s %s answers with a problem document', async (method, path, status) => {
    const response = await ask(path, { method });
    const problem = (await response.json()) as Problem;
    expect(response.status).toBe(status);
    expect(problem).toMatchObject({
      status,
      code: expect.any(String),
      detail: expect.any(String),
      detailEn: expect.any(String),
    });
  });

  it('answers HEAD as GET without a body', async () => {
    const response = await ask('/api/v1/devices', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('a track', () => {
  const sn = () => docks[0]!.sn;
  beforeAll(async () => {
    // an hour of points a second, with a gap in the middle
    await app.db.query(
      `INSERT INTO telemetry_points (sn, received_at, device_time, longitude, latitude, late)
       SELECT $1, now() - make_interval(secs => 3600 - nr), NULL, 110 + nr / 10000.0, 21.5 + sin(nr / 60.0) / 100, false
       FROM generate_series(1, 3600) nr WHERE nr NOT BETWEEN 1500 AND 2100`,
      [sn()],
    );
  });

  it('keeps its ends however few points are asked for', async () => {
    for (const points of [2, 3, 50, 2000]) {
      const track = await app.api<TrackView>(`/api/v1/devices/${sn()}/track?points=${points}`);
      expect(track.recorded).toBe(2_999);
      expect(track.items.length).toBeLessThanOrEqual(points);
      expect(track.items[0]!.longitude).toBeCloseTo(110.0001, 6);
      expect(track.items.at(-1)!.longitude).toBeCloseTo(110.36, 6);
      const times = track.items.map((point) => Date.parse(point.at));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('refuses a window that is none, and is empty where nothing was recorded', async () => {
    const at = '2020-01-01T00:00:00Z';
    expect((await ask(`/api/v1/devices/${sn()}/track?from=${at}&to=${at}`)).status).toBe(400);
    const track = await app.api<TrackView>(`/api/v1/devices/${sn()}/track?from=0001-01-01T00:00:00Z&to=${at}`);
    expect(track).toMatchObject({ recorded: 0, items: [] });
    const answer = await ask(`/api/v1/devices/${sn()}/track?from=0001-01-01T00:00:00Z&to=${at}&format=geojson`);
    const geojson = (await answer.json()) as { geometry: unknown };
    expect(geojson.geometry).toBeNull();
  });
});

describe('the pages for machines', () => {
  it('name each part, and never a password', async () => {
    const texts = await Promise.all(
      ['/api/health/live', '/api/health/ready', '/metrics'].map(async (path) =>
        (await fetch(`${app.url}${path}`)).text(),
      ),
    );
    expect(JSON.parse(texts[1]!)).toMatchObject({
      status: 'ok',
      parts: {
        database: { status: 'ok' },
        broker: { status: 'ok' },
        recorder: { status: 'ok' },
        ingest: { status: 'ok' },
        queue: { status: 'ok' },
      },
    });
    expect(texts[2]).toContain('xunhang_recorder_rows_written_total');
    const { password } = new URL(app.databaseUrl);
    for (const text of texts) expect(password !== '' && text.includes(password)).toBe(false);
  });
});
