import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AwsClient } from 'aws4fetch';
import {
  type DeviceView,
  type DivisionView,
  type Fact,
  type FeaturePointView,
  type MediaView,
  type Page,
  type PointVisit,
  type RouteView,
  type TaskMediaView,
  type TaskView,
} from '#contracts';
import { distance } from '#geo';
import { writeKmz } from '#wayline';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { startSimulator, type RunningSimulator } from '../../apps/simulator/src/simulator.js';
import { Secrets } from '../../apps/server/src/auth/secrets.js';
import { MediaCredentialsService } from '../../apps/server/src/media/media.credentials.js';
import { routeAround } from '../support/drawn-routes.js';
import { freePort } from '../support/free-port.js';
import { RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let simulator: RunningSimulator;
let dock: Dock;
let route: RouteView;
let place: { longitude: number; latitude: number };
let town: string;
let otherTown: string;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  app = await startApp({ settings: { port: String(await freePort()), mediaPatienceMinutes: '0.1' } });
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const gateway = fleet.gateways.find(({ kind }) => kind === 'dock')!;
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway] }, airborne: 0, speed: 100 });
  dock = simulator.gateways.get(gateway.sn) as Dock;
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const made = await supervisor.call<RouteView>('POST', '', { code: 'M-1', name: '拍照航线', homeDockSn: dock.sn });
  const { id } = made.body;
  const kmz = writeKmz(routeAround(gateway, { radius: 150, height: 60 }));
  expect((await supervisor.call('POST', `/${id}/versions?name=t.kmz`, kmz)).status).toBe(201);
  expect((await supervisor.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
  route = (await supervisor.call<RouteView>('GET', `/${id}`)).body;
  const device = await until('the dock is online', async () => {
    const found = await app.api<DeviceView>(`/api/v1/devices/${dock.sn}`);
    return found.presence === 'online' && found;
  });
  place = { longitude: gateway.longitude, latitude: gateway.latitude };
  town = device.divisionPath.split('/')[1]!;
  const towns = await app.api<Page<DivisionView>>('/api/v1/divisions?level=town&limit=100');
  otherTown = towns.items.find(({ code }) => code !== town)!.code;
});
afterAll(async () => {
  await simulator.close();
  await app.close();
});
afterEach(async () => {
  simulator.faults.clear('all');
  await free();
});

const free = () =>
  until('the dock is free', async () => {
    dock.aircraft.battery = { ...dock.aircraft.battery, percent: 95 };
    return dock.sortie === null && dock.refusal === 0;
  });

const strike = (fault: string) => simulator.faults.strike(parseFault(fault.replace('SN', dock.sn)));
const post = (path: string, body: object = {}) => app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
const media = (query: string) => app.api<Page<MediaView>>(`/api/v1/media?${query}`);

async function flown(): Promise<TaskView> {
  const windowStart = new Date(Date.now() - 1000).toISOString();
  const windowEnd = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await post('', { routeId: route.id, windowStart, windowEnd });
  await post(`/${id}/approve`);
  await post(`/${id}/file`, { filed: true, note: '粤空 2026-001' });
  await post(`/${id}/queue`);
  return until('the task ends', async () => {
    const task = await app.api<TaskView>(`/api/v1/tasks/${id}`);
    return task.outcome !== null && task;
  });
}

const pictures = (id: string) => app.api<TaskMediaView>(`/api/v1/tasks/${id}/media`);
const settled = (id: string) =>
  until('its files are counted for good', async () => {
    const found = await pictures(id);
    return found.settled && found.items.every(({ state }) => state === 'ingested' || state === 'damaged') && found;
  });

/** Puts bytes where the dock may, as it would. */
async function upload(name: string, bytes: Uint8Array): Promise<string> {
  const key = `dock/${dock.sn}/by-hand/${name}`;
  const grants = new MediaCredentialsService(new Secrets(app.db));
  const grant = await grants.mint({ prefix: `dock/${dock.sn}/`, may: 'put', by: dock.sn }, 600);
  const client = new AwsClient({ ...grant, service: 's3', region: 'cn-south-1', retries: 0 });
  const body = new Uint8Array(bytes);
  const answer = await client.fetch(`${app.url}/s3/xunhang-media/${key}`, { method: 'PUT', body });
  expect(answer.status).toBe(200);
  return key;
}
const tell = (key: string, flightId?: string) => {
  const name = key.split('/').at(-1)!;
  const file = {
    object_key: key,
    path: 'by-hand',
    name,
    note: 'a\u0000b\ud800',
    ext: { flight_id: flightId, is_original: true },
    metadata: {},
  };
  dock.event('file_upload_callback', { file }, { needReply: true });
};
const byName = (name: string) =>
  until(`${name} is read`, async () => {
    const { items } = await media('limit=1000');
    return items.find((item) => item.name === name && item.state !== 'announced' && item.state !== 'stored');
  });

describe('the pictures of a flight', () => {
  it('come over the S3 door, are read, linked and counted', async () => {
    strike('upload_failure:SN:forever:p=0.3');
    const point = await app.api<FeaturePointView>('/api/v1/feature-points', {
      method: 'POST',
      body: { code: 'P1', name: '东边的点', class: 'coast', divisionCode: town, placement: 'assumed', ...place },
    });
    const task = await flown();
    const found = await settled(task.id);
    expect(found).toMatchObject({ expected: 4, received: 4, surplus: 0, damaged: 0, missing: [], deadline: null });
    expect(found.items.map(({ waypoint }) => waypoint)).toEqual([1, 2, 3, 4]);
    for (const item of found.items) {
      expect(item).toMatchObject({
        state: 'ingested',
        width: 1600,
        height: 900,
        task: { id: task.id },
        source: 'dock',
      });
      expect(item.relativeHeight).toBeCloseTo(60, -1);
      expect(item.gimbal.pitch).toBeCloseTo(-45, 0);
      expect(distance(place, { longitude: item.longitude!, latitude: item.latitude! })).toBeLessThan(400);
      expect(item.deviceSn).toBe(dock.aircraft.sn);
      const original = await fetch(`${app.url}${item.originalUrl!}`);
      expect([original.status, original.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(sha256(Buffer.from(await original.arrayBuffer()))).toBe(item.sha256);
    }
    expect((await app.api<TaskView>(`/api/v1/tasks/${task.id}`)).media).toEqual({
      expected: 4,
      received: 4,
      missing: 0,
      settled: true,
    });
    const facts = await app.api<Page<Fact>>('/api/v1/events?name=task.media_complete');
    expect(facts.items.map(({ data }) => (data as { taskId: string }).taskId)).toEqual([task.id]);

    const visits = await app.api<Page<PointVisit>>(`/api/v1/feature-points/${point.id}/pictures`);
    expect(visits.items.map((visit) => visit.task?.id)).toEqual([task.id]);
    expect(visits.items[0]!.items.map(({ waypoint }) => waypoint)).toContain(2);
    expect((await media(`point=${point.id}&kind=photo`)).total).toBe(visits.items[0]!.items.length);
    expect((await media('bbox=0,0,1,1')).total).toBe(0);
  });

  it('are fetched by addresses that are signed and short-lived, whole or in part', async () => {
    const [item] = (await media('limit=1')).items;
    const thumbnail = await fetch(`${app.url}${item!.thumbnailUrl!}`);
    expect(thumbnail.headers.get('content-type')).toBe('image/jpeg');
    expect(thumbnail.headers.get('cache-control')).toContain('private');
    const etag = thumbnail.headers.get('etag')!;
    const again = await fetch(`${app.url}${item!.thumbnailUrl!}`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    const part = await fetch(`${app.url}${item!.originalUrl!}`, { headers: { range: 'bytes=0-1' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 0-1/${item!.size}`]);
    expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([0xff, 0xd8]);
    const beyond = await fetch(`${app.url}${item!.originalUrl!}`, { headers: { range: 'bytes=99999999-' } });
    expect(beyond.status).toBe(416);
    const [path, query] = item!.originalUrl!.split('?') as [string, string];
    const late = new URLSearchParams(query);
    late.set('until', String(Number(late.get('until')) + 1000));
    for (const wrong of [
      `${path}?${late}`,
      `${path.replace('original', 'preview')}?${query}`,
      `${path}?until=1&signature=x`,
    ]) {
      expect((await fetch(`${app.url}${wrong}`)).status).toBe(403);
    }
    const reviewer = {
      username: 'town.viewer',
      displayName: 'x',
      password: 'Lychee-Orchard-7',
      roles: ['town_reviewer'],
    };
    await app.api('/api/v1/users', { method: 'POST', body: { ...reviewer, divisionCode: otherTown } });
    const token = await app.token(reviewer.username, reviewer.password);
    expect((await app.api<Page<MediaView>>('/api/v1/media', { token })).total).toBe(0);
    await expect(app.api(`/api/v1/media/${item!.id}`, { token })).rejects.toThrow('404');
  });

  it('are missing with a cause, and not for ever: broken off, lost, never uploaded', async () => {
    strike('break_off:SN:forever:waypoint=1,reason=784');
    const broken = await settled((await flown()).id);
    expect(broken).toMatchObject({ expected: 4, received: 2 });
    expect(broken.missing.map(({ waypoint, code }) => [waypoint, code])).toEqual([
      [3, 'broken_off'],
      [4, 'broken_off'],
    ]);
    simulator.faults.clear('all');
    await free();
    strike('media_lost:SN:forever:p=1');
    const lost = await flown();
    const waiting = await until('the first count', async () => {
      const found = await pictures(lost.id);
      return found.missing.length > 0 && found;
    });
    expect(waiting.expected).toBe(4);
    tell(`dock/${dock.sn}/by-hand/never-put.jpg`, lost.id);
    const counted = await until('it is not waited for any more', async () => {
      const found = await pictures(lost.id);
      return found.settled && found;
    });
    expect(counted).toMatchObject({ expected: 4, received: 0 });
    expect(counted.missing.map(({ code, final }) => [code, final])).toEqual(
      expect.arrayContaining([
        ['upload_failed', true],
        ['never_came', true],
      ]),
    );
    expect((await app.api<TaskView>(`/api/v1/tasks/${lost.id}`)).state).toBe('ok');
  });

  it('are kept when they are damaged, told of twice, doubled, or nobody asked for them', async () => {
    const [first] = (await media('limit=1&state=ingested')).items;
    const bytes = Buffer.from(await (await fetch(`${app.url}${first!.originalUrl!}`)).arrayBuffer());
    tell(await upload('cut.jpg', bytes.subarray(0, 200_000)));
    expect(await byName('cut.jpg')).toMatchObject({
      state: 'damaged',
      problem: { code: 'cut_off' },
      thumbnailUrl: null,
    });
    tell(await upload('page.jpg', Buffer.from('<html><script>alert(1)</script></html>')));
    const page = await byName('page.jpg');
    expect(page).toMatchObject({ state: 'damaged', problem: { code: 'no_picture' } });
    const shown = await fetch(`${app.url}${page.originalUrl!}`);
    expect(shown.headers.get('content-disposition')).toContain('attachment');
    const key = await upload('again.jpg', bytes);
    tell(key, first!.task!.id);
    tell(key, first!.task!.id);
    const again = await byName('again.jpg');
    expect(again).toMatchObject({ state: 'ingested', duplicateOf: first!.id, sha256: first!.sha256 });
    tell(await upload('positions.mrk', Buffer.from('1 2 3')), first!.task!.id);
    expect(await byName('positions.mrk')).toMatchObject({ state: 'ingested', kind: 'other' });
    tell(`dock/OTHER/by-hand/foreign.jpg`);
    tell(await upload('last.jpg', bytes.subarray(0, 1000)));
    await byName('last.jpg');
    const { items } = await media('limit=1000');
    expect(items.filter(({ name }) => name === 'again.jpg')).toHaveLength(1);
    expect(items.filter(({ name }) => name === 'foreign.jpg')).toEqual([]);
    expect((await pictures(first!.task!.id)).items.map(({ name }) => name)).toContain('again.jpg');
  });
});
