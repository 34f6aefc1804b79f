import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type JoinCodeView, type JoinResult, type RouteVersionView } from '#contracts';
import { writeKmz } from '#wayline';
import { browserAt } from '../support/browser-session.js';
import { routeAround } from '../support/drawn-routes.js';
import { CHEBAN_DOCK, RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';

const CHEBAN = '440881111';
const OTHER_TOWN = '440881112';
interface Envelope<Data> {
  code: number;
  message: string;
  data: Data;
}
interface Wayline {
  id: string;
  name: string;
  drone_model_key: string;
  template_types: number[];
  favorited: boolean;
  sign: string;
  user_name: string;
}
interface Sts {
  bucket: string;
  endpoint: string;
  region: string;
  object_key_prefix: string;
  credentials: { access_key_id: string; access_key_secret: string; security_token: string; expire: number };
}

let app: TestApp;
let supervisor: RoutesClient;
let dock: { longitude: number; latitude: number };
let guest: JoinResult;
let codeId: string;
beforeAll(async () => {
  app = await startApp();
  supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  dock = await app.api(`/api/v1/devices/${CHEBAN_DOCK}`);
  [guest, codeId] = await join('RC5YSZK0001', CHEBAN);
});
afterAll(() => app.close());

async function join(gatewaySn: string, divisionCode: string): Promise<[JoinResult, string]> {
  const body = { pilotName: '李飞', permit: 'UAS-44-0001', divisionCode };
  const { id, code } = await app.api<JoinCodeView>('/api/v1/join-codes', { method: 'POST', body });
  return [(await browserAt(app.url).post<JoinResult>('/api/v1/joins', { code, gatewaySn })).body, id];
}
interface Ask {
  method?: string;
  body?: unknown;
  token?: string | null;
  workspace?: string;
  service?: 'wayline' | 'storage' | 'media';
}
async function ask<Data>(path: string, { method = 'GET', body, token, workspace, service = 'wayline' }: Ask = {}) {
  const sent = token === undefined ? guest.pilotToken : token;
  const response = await fetch(`${app.url}/${service}/api/v1/workspaces/${workspace ?? guest.workspaceId}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(sent === null ? {} : { 'x-auth-token': sent }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer = (isJson ? JSON.parse(text) : { code: -1, message: text, data: null }) as Envelope<Data>;
  return { status: response.status, location: response.headers.get('location'), ...answer };
}
const list = async (query = '', more: Ask = {}) =>
  (
    await ask<{ list: Wayline[]; pagination: { page: number; page_size: number; total: number } }>(
      `/waylines?page_size=100&${query}`,
      more,
    )
  ).data;
const namesOf = ({ list: waylines }: { list: Wayline[] }) => waylines.map(({ name }) => name);

let height = 40;
/** An approved route of the dock of 车板镇, and the API's bytes of it. */
async function approved(name: string) {
  const route = await supervisor.add({ name });
  await supervisor.save(route, writeKmz(routeAround(dock, { height: ++height })));
  const { status } = await supervisor.call('POST', `/${route.id}/versions/1/approve`, {});
  if (status >= 300) throw new Error(`approving ${name} answered ${status}`);
  const { bytes } = await supervisor.bytes(`/${route.id}/versions/1/route.kmz`);
  return { id: route.id, bytes, md5: createHash('md5').update(bytes).digest('hex') };
}
async function put(sts: Sts, key: string, bytes: Uint8Array): Promise<void> {
  const { access_key_id: accessKeyId, access_key_secret: secretAccessKey, security_token } = sts.credentials;
  const credentials = { accessKeyId, secretAccessKey, sessionToken: security_token };
  const { endpoint, region } = sts;
  const client = new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 1, credentials });
  await client.send(new PutObjectCommand({ Bucket: sts.bucket, Key: key, Body: bytes }));
}
const sts = async (more: Ask = {}) => (await ask<Sts>('/sts', { method: 'POST', service: 'storage', ...more })).data;

describe('a pilot who has joined', () => {
  it('sees the approved routes of the division of the invitation, and no others', async () => {
    const { id, md5 } = await approved('车板堤围巡查');
    const draft = await supervisor.add({ name: '车板未批准' });
    await supervisor.save(draft, writeKmz(routeAround(dock, { height: 90 })));
    const { list: waylines, pagination } = await list('key=车板堤围');
    expect(waylines).toMatchObject([
      { id, name: '车板堤围巡查', drone_model_key: '0-100-1', template_types: [0], favorited: false, sign: md5 },
    ]);
    expect(pagination).toEqual({ page: 1, page_size: 100, total: 1 });
    expect(namesOf(await list())).not.toContain('车板未批准');
    const [elsewhere] = await join('RC5YSZK0002', OTHER_TOWN);
    expect(namesOf(await list('', { token: elsewhere.pilotToken }))).not.toContain('车板堤围巡查');
    expect((await ask(`/waylines/${id}/url`, { token: elsewhere.pilotToken })).code).toBe(404);
    const person = await app.token();
    expect(namesOf(await list('key=车板堤围', { token: person }))).toEqual(['车板堤围巡查']);
  });

  it('downloads the bytes of the API, by an address that needs no token', async () => {
    const { id, bytes, md5 } = await approved('车板下载');
    for (let time = 0; time < 2; time++) {
      const { status, location } = await ask(`/waylines/${id}/url`);
      expect(status).toBe(302);
      const response = await fetch(location!);
      const read = Buffer.from(await response.arrayBuffer());
      expect([response.status, createHash('md5').update(read).digest('hex')]).toEqual([200, md5]);
      expect(read.equals(bytes)).toBe(true);
    }
  });

  it('filters, sorts and pages', async () => {
    await approved('筛选甲');
    await approved('筛选乙');
    expect(namesOf(await list('key=筛选&order_by=update_time desc'))).toEqual(['筛选乙', '筛选甲']);
    expect(namesOf(await list('key=筛选&order_by=create_time%20asc'))).toEqual(['筛选甲', '筛选乙']);
    const second = await ask<{ list: Wayline[]; pagination: object }>(
      '/waylines?key=筛选&order_by=create_time&page=2&page_size=1',
    );
    expect([namesOf(second.data), second.data.pagination]).toEqual([['筛选乙'], { page: 2, page_size: 1, total: 2 }]);
    expect(namesOf(await list('key=筛选&drone_model_keys=0-100-1,0-91-1&template_type[]=0'))).toHaveLength(2);
    expect(namesOf(await list('key=筛选&drone_model_keys=0-67-0'))).toEqual([]);
    expect(namesOf(await list('key=筛选&payload_model_key=9-9-9'))).toEqual([]);
    expect(namesOf(await list('key=筛选&file_type=5&action_type=1'))).toHaveLength(2);
    expect((await ask('/waylines?page=x')).code).toBe(400);
  });

  it('marks favourites, which are its own', async () => {
    const { id } = await approved('收藏');
    expect((await ask(`/favorites?id=${id}`, { method: 'POST' })).code).toBe(0);
    expect(namesOf(await list('favorited=true'))).toEqual(['收藏']);
    expect(namesOf(await list('favorited=true', { token: await app.token() }))).toEqual([]);
    expect(namesOf(await list('favorited=false'))).not.toContain('收藏');
    expect((await ask(`/favorites?id[]=${id}`, { method: 'DELETE' })).code).toBe(0);
    expect(namesOf(await list('favorited=true'))).toEqual([]);
    expect((await ask('/favorites', { method: 'POST', body: { id: ['x'] } })).code).toBe(400);
  });

  it('is told which names are taken', async () => {
    await approved('已有名称');
    const { code, data } = await ask('/waylines/duplicate-names?name=已有名称&name=没有');
    expect([code, data]).toEqual([0, ['已有名称']]);
  });

  it('uploads a route with short credentials, which is flown once somebody approved it', async () => {
    const grant = await sts();
    expect(grant).toMatchObject({ bucket: 'xunhang-media', endpoint: app.url, credentials: { expire: 3600 } });
    const key = `${grant.object_key_prefix}/wayline/我的航线.kmz`;
    await put(grant, key, writeKmz(routeAround(dock, { height: 77 })));
    const body = { object_key: key, name: '我的航线', metadata: { drone_model_key: '0-100-1', template_types: [0] } };
    const told = await ask<{ id: string }>('/upload-callback', { method: 'POST', body });
    expect([told.code, told.message]).toEqual([0, 'success']);
    // Pilot tells it again when the answer was lost.
    expect((await ask<{ id: string }>('/upload-callback', { method: 'POST', body })).data).toEqual(told.data);
    const { body: route } = await supervisor.call('GET', `/${told.data.id}`);
    expect(route).toMatchObject({ name: '我的航线', state: 'checked', homeDock: null, tags: ['Pilot'] });
    const { body: version } = await supervisor.call<RouteVersionView>('GET', `/${told.data.id}/versions/1`);
    expect(version).toMatchObject({ createdBy: '李飞（来宾 RC5YSZK0001）', note: 'Pilot：我的航线' });
    expect(namesOf(await list('key=我的航线'))).toEqual([]);
    await supervisor.call('POST', `/${told.data.id}/versions/1/approve`, {});
    expect((await list('key=我的航线')).list).toMatchObject([{ id: told.data.id, sign: version.md5 }]);
  });

  it('uploads what a real controller wrote, and is refused what is no route', async () => {
    const grant = await sts();
    const upload = async (name: string, bytes: Uint8Array) => {
      const key = `${grant.object_key_prefix}/${name}.kmz`;
      await put(grant, key, bytes);
      return ask<{ id: string }>('/upload-callback', { method: 'POST', body: { object_key: key, name } });
    };
    const fixture = readFileSync(new URL('../../libs/dji/fixtures/wayline/m3t_waypoint_relative.kmz', import.meta.url));
    const real = await upload('真实航线', fixture);
    expect(real.code).toBe(0);
    const { bytes } = await supervisor.bytes(`/${real.data.id}/versions/1/source`);
    expect(bytes.equals(fixture)).toBe(true);
    const bad = await upload('不是航线', Buffer.from('no archive'));
    expect([bad.status, bad.code, bad.data]).toEqual([200, 422, { reason: 'unreadable_route' }]);
    await expect(put(grant, 'pilot/elsewhere/a.kmz', fixture)).rejects.toMatchObject({ name: 'AccessDenied' });
    for (const object_key of [`${grant.object_key_prefix}/nothing.kmz`, 'waylines/x', '../x']) {
      expect((await ask('/upload-callback', { method: 'POST', body: { object_key, name: 'x' } })).code).toBe(404);
    }
    const [elsewhere] = await join('RC5YSZK0003', CHEBAN);
    const foreign = { object_key: `${grant.object_key_prefix}/真实航线.kmz`, name: 'x' };
    const stolen = await ask('/upload-callback', { method: 'POST', body: foreign, token: elsewhere.pilotToken });
    expect(stolen.code).toBe(404);
  });
});

describe('photos of a pilot', () => {
  const media = <Data>(path: string, body: object, more: Ask = {}) =>
    ask<Data>(path, { method: 'POST', service: 'media', body, ...more });
  const tiny = async (...tiny_fingerprints: string[]) =>
    (await media<{ tiny_fingerprints: string[] }>('/files/tiny-fingerprints', { tiny_fingerprints })).data;
  const rows = (key: string): Promise<object[]> =>
    app.db.query('SELECT * FROM media_files WHERE object_key = $1', [key]);
  const photo = readFileSync(new URL('../../apps/simulator/fixtures/photos/DJI_0018.JPG', import.meta.url));
  const fingerprint = createHash('md5').update(photo).digest('hex');
  /** As Pilot tells it, with the vendor's spelling. */
  const callback = (object_key: string, ext: object = {}) => ({
    result: 0,
    fingerprint,
    name: 'DJI_0018.JPG',
    path: 'DJI_202611_001',
    object_key,
    sub_file_type: 0,
    metadata: {
      absolute_altitude: 63.5,
      relative_altitude: '49.1',
      gimbal_yaw_degree: '-91.40',
      created_time: '2026-11-20T09:30:00+08:00',
      shoot_position: { lat: 21.5, lng: 109.9 },
    },
    ext: { payload_model_key: '1-52-0', is_original: true, tinny_fingerprint: 'tiny-18', sn: '1581F5FJD0018', ...ext },
  });

  it('are asked for, sent, told twice and kept once, and not sent again', async () => {
    const grant = await sts();
    const key = `${grant.object_key_prefix}/DJI_202611_001/DJI_0018.JPG`;
    const asked = { fingerprint, name: 'DJI_0018.JPG', path: 'DJI_202611_001', ext: { tinny_fingerprint: 'tiny-18' } };
    expect((await media('/fast-upload', asked)).code).not.toBe(0);
    expect(await tiny('tiny-18', 'tiny-19')).toEqual({ tiny_fingerprints: [] });
    expect((await media('/upload-callback', callback(key))).code).toBe(404);
    await put(grant, key, photo);
    for (let time = 0; time < 2; time++) {
      const told = await media('/upload-callback', callback(key));
      expect([told.status, told.code, told.data]).toEqual([200, 0, { object_key: key }]);
    }
    expect(await rows(key)).toMatchObject([
      {
        name: 'DJI_0018.JPG',
        source: 'pilot',
        gateway_sn: 'RC5YSZK0001',
        // the controller does not carry a drone with that number
        device_sn: null,
        payload: '1-52-0',
        fingerprint,
        tiny_fingerprint: 'tiny-18',
        task_id: null,
        taken_at: new Date('2026-11-20T01:30:00Z'),
        longitude: 109.9,
        relative_height: 49.1,
        gimbal_yaw: 268.6,
      },
    ]);
    expect((await media('/fast-upload', asked)).code).toBe(0);
    expect(await tiny('tiny-19', 'tiny-18')).toEqual({ tiny_fingerprints: ['tiny-18'] });
    expect((await media('/group-upload-callback', { file_group_id: 'g', file_count: 1 })).code).toBe(0);
  });

  it('are of the pilot’s own folder and division alone', async () => {
    const [elsewhere] = await join('RC5YSZK0005', OTHER_TOWN);
    const token = elsewhere.pilotToken;
    const grant = await sts({ token });
    const [own, foreign] = [grant, await sts()].map(({ object_key_prefix }) => `${object_key_prefix}/b.jpg`);
    await put(grant, own!, photo);
    const stolen = foreign!.replace('b.jpg', 'DJI_202611_001/DJI_0018.JPG');
    for (const key of [stolen, `${own}/../x`, 'dock/x/y.jpg'])
      expect((await media('/upload-callback', callback(key), { token })).code).toBe(404);
    const route = await approved('照片任务');
    const [window, end] = [new Date(Date.now() + 86_400_000), new Date(Date.now() + 90_000_000)];
    const { id: flight_id } = await app.api<{ id: string }>('/api/v1/tasks', {
      method: 'POST',
      body: { routeId: route.id, dockSn: CHEBAN_DOCK, windowStart: window, windowEnd: end },
    });
    expect((await media('/upload-callback', callback(own!, { flight_id }), { token })).code).toBe(0);
    expect(await rows(own!)).toMatchObject([{ task_id: null }]);
    const key = `${(await sts()).object_key_prefix}/c.jpg`;
    await put(await sts(), key, photo);
    await media('/upload-callback', callback(key, { flight_id }));
    expect(await rows(key)).toMatchObject([{ task_id: flight_id }]);
  });

  it('belong to the task that the pilot was flying when they were taken', async () => {
    const route = await approved('机动取证');
    const body = {
      routeId: route.id,
      executor: { kind: 'mobile', aircraftSn: null, pilot: 'admin' },
      windowStart: new Date(),
      windowEnd: new Date(Date.now() + 3_600_000),
    };
    const task = await app.api<{ id: string }>('/api/v1/tasks', { method: 'POST', body });
    await app.db.query(
      `UPDATE tasks SET state = 'in_progress', took_off_at = now() - interval '9 minutes' WHERE id = $1`,
      [task.id],
    );
    const token = await app.token();
    const grant = await sts({ token });
    const taken = async (minutesAgo: number) => {
      const key = `${grant.object_key_prefix}/${minutesAgo}.jpg`;
      await put(grant, key, photo);
      const created_time = new Date(Date.now() - minutesAgo * 60_000).toISOString();
      const told = { ...callback(key), metadata: { created_time } };
      expect((await media('/upload-callback', told, { token })).code).toBe(0);
      return (await rows(key))[0];
    };
    expect(await taken(5)).toMatchObject({ task_id: task.id });
    expect(await taken(30)).toMatchObject({ task_id: null });
  });

  it('that failed, or make no sense, are refused in a way that Pilot reads', async () => {
    const key = `${(await sts()).object_key_prefix}/d.jpg`;
    const failed = await media('/upload-callback', { ...callback(key), result: 5 });
    expect([failed.status, failed.data]).toEqual([200, { reason: 'upload_failed' }]);
    for (const body of [{}, { ...callback(key), name: '' }, { ...callback(key), object_key: 5 }])
      expect((await media('/upload-callback', body)).code).toBe(400);
    await put(await sts(), key, photo);
    const strange = { ...callback(key), metadata: { shoot_position: 'x', created_time: 'soon' }, ext: [null] };
    expect((await media('/upload-callback', strange)).code).toBe(0);
    expect(await rows(key)).toMatchObject([{ longitude: null, device_time: 'soon', tiny_fingerprint: null }]);
    expect((await media('/fast-upload', { fingerprint: '' })).code).toBe(400);
    expect((await media('/files/tiny-fingerprints', { tiny_fingerprints: 'x' })).code).toBe(400);
    for (const path of ['/fast-upload', '/files/tiny-fingerprints', '/upload-callback', '/group-upload-callback']) {
      expect((await media(path, {}, { token: null })).status).toBe(401);
      expect((await media(path, {}, { workspace: '00000000-0000-8000-8000-000000000000' })).code).toBe(404);
    }
  });
});

describe('the token of a pilot', () => {
  it('is asked for, and must be one of ours', async () => {
    // The first character of the signature: the last one holds bits that mean nothing.
    const forged = guest.pilotToken.replace(
      /\.([^.])([^.]*)$/,
      (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
    );
    for (const token of [null, '', 'nonsense', forged]) {
      const { status, code, message } = await ask('/waylines', { token });
      expect([status, code === 0, message !== '']).toEqual([401, false, true]);
    }
    // It opens nothing but these doors.
    const api = await fetch(`${app.url}/api/v1/routes`, { headers: { authorization: `Bearer ${guest.pilotToken}` } });
    expect(api.status).toBe(401);
  });

  it('is good for one workspace', async () => {
    const workspace = '00000000-0000-8000-8000-000000000000';
    const { status, code, data } = await ask('/waylines', { workspace });
    expect([status, code, data]).toEqual([200, 404, { reason: 'unknown_workspace' }]);
    expect((await ask('/sts', { method: 'POST', service: 'storage', workspace })).code).toBe(404);
  });

  it('ends with the stay, and with the invitation that was taken back', async () => {
    const [short] = await join('RC5YSZK0004', CHEBAN);
    await app.db.query(`UPDATE devices SET guest_until = now() WHERE sn = 'RC5YSZK0004'`);
    const late = await ask('/waylines', { token: short.pilotToken });
    expect([late.status, late.data]).toEqual([401, { reason: 'token_expired' }]);
    await app.api(`/api/v1/join-codes/${codeId}`, { method: 'DELETE' });
    const left = await ask('/sts', { method: 'POST', service: 'storage' });
    expect([left.status, left.data]).toEqual([401, { reason: 'token_expired' }]);
  });
});
