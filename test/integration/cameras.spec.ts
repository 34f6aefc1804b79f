import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CameraView, type Fact, type Page, type Problem } from '#contracts';
import { CameraCredentials } from '../../apps/server/src/cameras/camera.credentials.js';
import { CAMERA_SHEET } from '../../apps/server/src/cameras/camera.sheet.js';
import { readCatalogue } from '../../apps/server/src/cameras/gb28181.catalogue.js';
import { Secrets } from '../../apps/server/src/auth/secrets.js';
import { spreadsheet, type TypedRow, upload } from '../support/spreadsheet.js';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
const CAMERAS = '/api/v1/cameras';
const CHEBAN = '440881111';
const CAMERA_PASSWORD = 'Kamera-Geheim-9';

let app: TestApp;
/** Supervisors of the county and of 车板镇, an operator of the county. */
let supervisor: string;
let townSupervisor: string;
let operator: string;

beforeAll(async () => {
  app = await startApp();
  const user = async (username: string, role: string, divisionCode: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  supervisor = await user('county.supervisor', 'county_supervisor', '440881');
  townSupervisor = await user('cheban.supervisor', 'county_supervisor', CHEBAN);
  operator = await user('county.operator', 'operator', '440881');
});
afterAll(() => app.close());

type Answer = CameraView & Problem;
async function call(method: string, path: string, body?: unknown, token = supervisor) {
  const response = await fetch(`${app.url}${CAMERAS}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}
const list = async (query = '', token = supervisor) =>
  (await call('GET', `?${query}`, undefined, token)).body as unknown as Page<CameraView>;
const facts = async (name: string) => (await app.api<Page<Fact>>(`/api/v1/events?limit=1000&name=${name}`)).items;

let serial = 900_000;
const code = () => `4408811500132${6}${++serial}`;
const draft = (more: object = {}) => ({ code: code(), name: '测试摄像头', divisionCode: CHEBAN, ...more });
const rtsp = (more: object = {}) => ({ kind: 'rtsp', address: 'rtsp://10.1.2.3:554/main', subAddress: null, ...more });
const added = async (more: object = {}) => {
  const { status, body } = await call('POST', '', draft(more));
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
};

describe('the catalogue of cameras', () => {
  it('begins with 865 feeds and two slow-live ones, by query, marked as demonstration data', async () => {
    expect(await list('limit=1')).toMatchObject({ total: 867 });
    const slow = await list('slowLive=true');
    expect(slow.total).toBe(2);
    expect(slow.items.map(({ slowLivePoint }) => slowLivePoint).toSorted()).toEqual([
      'gaoqiao-mangroves',
      'tangshanling',
    ]);
    expect((await list('slowLive=false&limit=1')).total).toBe(865);
    const all = await list('limit=1000');
    expect(all.items.every(({ demonstration, code: digits }) => demonstration && /^\d{20}$/.test(digits))).toBe(true);
    expect(new Set(all.items.map(({ townCode }) => townCode)).size).toBe(22);
  });

  it('takes a camera, changes it on the version that was read, retires it and brings it back', async () => {
    const camera = await added({
      source: rtsp(),
      vendor: '厂商',
      mounting: { height: 4, azimuth: 90, tilt: -10, sign: true, note: null },
    });
    expect(camera).toMatchObject({ version: 1, state: 'active', sourceKind: 'rtsp', townName: '车板镇' });
    const late = await call('PATCH', `/${camera.id}`, { name: '新名', version: 7 });
    expect([late.status, late.body.code]).toEqual([412, 'changed_meanwhile']);
    const changed = await call('PATCH', `/${camera.id}`, { name: '新名', version: 1 });
    expect(changed.body).toMatchObject({ name: '新名', version: 2, vendor: '厂商' });
    await call('PATCH', `/${camera.id}`, { state: 'retired', version: 2 });
    expect((await list(`search=${camera.code}`)).total).toBe(0);
    expect((await list(`search=${camera.code}&state=retired`)).total).toBe(1);
    await call('PATCH', `/${camera.id}`, { state: 'active', version: 3 });
    for (const name of ['camera.added', 'camera.changed', 'camera.retired', 'camera.restored']) {
      expect((await facts(name)).map(({ data }) => (data as { camera: CameraView }).camera.id)).toContain(camera.id);
    }
  });

  it.each([
    ['a code that is none', { code: '4408' }, 400],
    ['the whole county', { divisionCode: '440881' }, 400],
    ['half a place', { longitude: 110 }, 400],
    ['a place elsewhere', { longitude: 116.4, latitude: 39.9 }, 400],
    ['a password inside the address', { source: rtsp({ address: 'rtsp://u:p@10.1.2.3/x' }) }, 400],
    ['another scheme', { source: rtsp({ address: 'file:///etc/passwd' }) }, 400],
    ['a slow-live point that nobody knows', { slowLivePoint: 'nowhere' }, 400],
    ['a division that nobody knows', { divisionCode: '999' }, 404],
  ])('refuses %s', async (_, more, status) => {
    const answer = await call('POST', '', draft(more));
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(/\p{Script=Han}/u);
  });

  it('refuses a code that is taken', async () => {
    const camera = await added();
    expect((await call('POST', '', draft({ code: camera.code }))).body.code).toBe('code_taken');
  });

  it('keeps what a camera asks for sealed, bound to its code, and tells nobody', async () => {
    const camera = await added({ source: rtsp(), username: 'admin', password: CAMERA_PASSWORD });
    expect(camera.hasCredentials).toBe(true);
    const [row] = await app.db.query<{ all: string; sealed: Buffer }[]>(
      'SELECT c::text AS all, credentials AS sealed FROM cameras c WHERE id = $1',
      [camera.id],
    );
    expect(row!.all).not.toContain(CAMERA_PASSWORD);
    expect(JSON.stringify([camera, await facts('camera.added')])).not.toContain(CAMERA_PASSWORD);
    const credentials = new CameraCredentials(new Secrets(app.db));
    expect(await credentials.open(camera.code, row!.sealed)).toEqual({ username: 'admin', password: CAMERA_PASSWORD });
    await expect(credentials.open('44088115001326000001', row!.sealed)).rejects.toThrow();
    // a change that says nothing of them leaves them; two empty texts forget them
    await call('PATCH', `/${camera.id}`, { name: '甲', version: 1 });
    expect((await call('GET', `/${camera.id}`)).body.hasCredentials).toBe(true);
    await call('PATCH', `/${camera.id}`, { username: '', password: '', version: 2 });
    expect((await call('GET', `/${camera.id}`)).body.hasCredentials).toBe(false);
  });

  it('shows where a camera is reached only to those who manage cameras, in facts to nobody', async () => {
    const camera = await added({ source: rtsp() });
    expect((await call('GET', `/${camera.id}`)).body.source).toMatchObject({ address: 'rtsp://10.1.2.3:554/main' });
    expect((await call('GET', `/${camera.id}`, undefined, operator)).body).toMatchObject({
      sourceKind: 'rtsp',
      source: null,
    });
    expect((await list(`search=${camera.code}`, operator)).items[0]!.source).toBeNull();
    expect((await call('PATCH', `/${camera.id}`, { name: '乙', version: 1 }, operator)).status).toBe(403);
    expect(JSON.stringify(await facts('camera.added'))).not.toContain('10.1.2.3');
  });

  it('keeps to the division of the caller', async () => {
    const elsewhere = await added({ divisionCode: '440881001' });
    const here = await list('limit=1000', townSupervisor);
    expect(here.items.every(({ townCode }) => townCode === CHEBAN)).toBe(true);
    expect((await call('GET', `/${elsewhere.id}`, undefined, townSupervisor)).status).toBe(404);
    expect((await call('POST', '', draft({ divisionCode: '440881001' }), townSupervisor)).status).toBe(404);
  });
});

describe('a list of cameras', () => {
  const typed = (more: TypedRow = {}): TypedRow => ({ code: code(), name: '表格摄像头', town: '车板镇', ...more });
  const send = (bytes: Uint8Array | string, query = 'mode=apply', token = supervisor) =>
    upload(`${app.url}${CAMERAS}/import?${query}`, bytes, token);
  const file = async (path: string, token = supervisor) => {
    const response = await fetch(`${app.url}${CAMERAS}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  it('is exported and taken in again without a change, passwords left out and kept', async () => {
    const camera = await added({ source: rtsp({ subAddress: 'rtsp://10.1.2.3/sub' }), password: CAMERA_PASSWORD });
    const { bytes } = await file(`/export.xlsx?division=${CHEBAN}`);
    expect((await send(bytes)).body).toMatchObject({ added: 0, changed: 0, errors: 0 });
    expect((await call('GET', `/${camera.id}`)).body).toMatchObject({ hasCredentials: true, version: 1 });
    expect((await file('/export.xlsx', operator)).status).toBe(403);
  });

  it('tells what is wrong row by row, and takes all or the good ones', async () => {
    const good = typed({ source: 'RTSP', address: 'rtsp://10.9.9.9/1', password: CAMERA_PASSWORD });
    const rows = [
      good,
      typed({ town: '没有的镇' }),
      typed({ source: 'RTSP' }),
      typed({ source: '国标通道', address: '123/456' }),
      typed({ azimuth: 400 }),
      typed({ town: null }),
    ];
    const bytes = spreadsheet([CAMERA_SHEET, rows]);
    const all = (await send(bytes)).body;
    expect(all).toMatchObject({ applied: false, rows: 6, refused: 5 });
    expect(all.issues.map(({ row, column }) => [row, column])).toEqual([
      [3, '镇街'],
      [4, '接入地址'],
      [5, '接入地址'],
      [5, '接入地址'],
      [6, '朝向'],
      [7, '镇街'],
    ]);
    expect((await send(bytes, 'mode=apply&rows=good')).body).toMatchObject({ applied: true, added: 1 });
    const [taken] = (await list(`search=${good['code']}`)).items;
    expect(taken).toMatchObject({ hasCredentials: true, sourceKind: 'rtsp', version: 1 });
    const [fact] = await facts('camera.imported');
    expect(fact).toMatchObject({ divisionPath: `440881/${CHEBAN}`, data: { added: 1, changed: 0 } });
  });

  it('of ten thousand rows is taken at once', async () => {
    const rows = Array.from({ length: 10_000 }, (_, nr) =>
      typed({ name: `大批 ${nr}`, source: 'RTSP', address: `rtsp://10.0.0.1/${nr}` }),
    );
    expect((await send(spreadsheet([CAMERA_SHEET, rows]))).body).toMatchObject({ added: 10_000, errors: 0 });
    expect((await list('search=大批&limit=1')).total).toBe(10_000);
  });

  it('may be a GB/T 28181 catalogue: recorders and groups are left out, the town comes from the group or the place', async () => {
    const [first, second, third] = [code(), code(), code()];
    const item = (members: Record<string, string>) =>
      `<Item>${Object.entries(members)
        .map(([name, text]) => `<${name}>${text}</${name}>`)
        .join('')}</Item>`;
    const xml = [
      '<?xml version="1.0"?><Response><CmdType>Catalog</CmdType><DeviceID>44088100002000000009</DeviceID>',
      '<SumNum>9</SumNum><DeviceList Num="5">',
      item({ DeviceID: '44088100002160000001', Name: '车板镇' }),
      item({ DeviceID: '44088100001180000001', Name: '录像机' }),
      item({ DeviceID: first, Name: '按分组', ParentID: '44088100002160000001', Manufacturer: '甲' }),
      item({
        DeviceID: second,
        Name: '按坐标',
        Longitude: '109.751',
        Latitude: '21.6',
        ParentID: '44088100001180000001',
      }),
      item({ DeviceID: third, Name: '无从知道', Longitude: '0', Latitude: '0' }),
      '</DeviceList></Response>',
    ].join('\n');
    const report = (await send(xml, 'mode=apply&rows=good')).body;
    expect(report).toMatchObject({ rows: 3, added: 2, refused: 1 });
    expect(report.issues.map(({ severity, row }) => [severity, row])).toEqual([
      ['error', 7],
      ['warning', null],
      ['warning', 3],
      ['warning', 4],
      ['warning', 6],
    ]);
    const [grouped] = (await list(`search=${first}`)).items;
    expect(grouped).toMatchObject({
      townName: '车板镇',
      vendor: '甲',
      source: { kind: 'gb28181', deviceId: '44088100002000000009', channelId: first },
    });
    const [placed] = (await list(`search=${second}`)).items;
    const source = { kind: 'gb28181', deviceId: '44088100001180000001', channelId: second };
    expect(placed).toMatchObject({ placement: 'reported', longitude: 109.751, source });
    expect(placed!.townCode).toMatch(/^440881\d{3}$/);
  });

  it('is given as a GB/T 28181 catalogue with every camera of the query', async () => {
    const { bytes } = await file('/catalogue.xml?slowLive=true');
    const { items, sumNum } = readCatalogue(bytes);
    expect(sumNum).toBe(2);
    expect(items.map(({ members }) => members['Name'])).toEqual(['塘山岭风景区慢直播', '高桥镇红树林慢直播']);
  });
});
