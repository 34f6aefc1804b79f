import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fact, type FeaturePointView, type Page, type Problem } from '#contracts';
import { Area, type AreaGeometry, fromWgs84 } from '#geo';
import { POINT_SHEET, POSE_SHEET } from '../../apps/server/src/points/feature-point.sheet.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { spreadsheet, type TypedRow, upload } from '../support/spreadsheet.js';

const PASSWORD = 'Lychee-Orchard-7';
const POINTS = '/api/v1/feature-points';
const CHEBAN = '440881111';
const JIUBU = '440881111210';

let app: TestApp;
/** A reviewer and an operator of 车板镇, an operator of the county. */
let reviewer: string;
let townOperator: string;
let operator: string;

beforeAll(async () => {
  app = await startApp();
  const user = async (username: string, role: string, divisionCode: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  reviewer = await user('cheban.reviewer', 'town_reviewer', CHEBAN);
  townOperator = await user('cheban.operator', 'operator', CHEBAN);
  operator = await user('county.operator', 'operator', '440881');
});
afterAll(() => app.close());

type Answer = FeaturePointView & Problem;
async function call(method: string, path: string, body?: unknown, token = operator, ifMatch?: string) {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}
const list = async (query: string, token = operator) =>
  (await call('GET', `${POINTS}?${query}`, undefined, token)).body as unknown as Page<FeaturePointView>;

let serial = 100;
const draft = (more: object = {}) => ({
  code: `T-${++serial}`,
  name: `测试点位 ${serial}`,
  class: 'traditional_village',
  divisionCode: JIUBU,
  longitude: 109.81,
  latitude: 21.52,
  placement: 'surveyed',
  ...more,
});
const added = async (more: object = {}) => {
  const { status, body } = await call('POST', POINTS, draft(more));
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
};
const facts = async (name: string) => (await app.api<Page<Fact>>(`/api/v1/events?limit=1000&name=${name}`)).items;

describe('a spreadsheet of feature points', () => {
  const typed = (more: TypedRow = {}): TypedRow => ({
    code: `X-${++serial}`,
    name: `表格点位 ${serial}`,
    class: '古村落',
    town: '车板镇',
    village: '旧埠村',
    longitude: 109.81,
    latitude: 21.52,
    ...more,
  });
  const send = (bytes: Uint8Array | string, query = 'mode=apply', token = operator) =>
    upload(`${app.url}${POINTS}/import?${query}`, bytes, token);
  const count = async () => (await list('state=all')).total;

  it('is checked first, then applied, and the same again changes nothing', async () => {
    const before = await count();
    const rows = [typed(), typed({ village: null, town: '青平镇', class: 'water_works' })];
    const bytes = spreadsheet([POINT_SHEET, rows]);
    const check = await send(bytes, '');
    expect(check.body).toMatchObject({ mode: 'check', applied: false, rows: 2, added: 2, errors: 0, issues: [] });
    expect(await count()).toBe(before);
    expect((await send(bytes)).body).toMatchObject({ mode: 'apply', applied: true, added: 2, changed: 0 });
    expect(await count()).toBe(before + 2);
    expect((await send(bytes)).body).toMatchObject({ applied: false, added: 0, changed: 0, unchanged: 2 });
    const [first] = (await list(`search=${String(rows[0]!['code'])}`)).items;
    expect(first).toMatchObject({ divisionCode: JIUBU, placement: 'assumed', version: 1 });
    const imported = (await facts('feature_point.imported')).map(({ divisionPath, data }) => ({ divisionPath, data }));
    expect(imported).toContainEqual({
      divisionPath: `440881/${CHEBAN}`,
      data: { added: 1, changed: 0, by: 'county.operator' },
    });
  });

  it('comes out of the export and goes in again unchanged, poses included', async () => {
    const pose: TypedRow = { name: '正面', longitude: 109.8, latitude: 21.5, height: 60.5, heightDatum: '海拔' };
    const rest: TypedRow = { gimbalPitch: -20, gimbalYaw: 0, zoom: 1, note: null };
    const row = typed({
      profileKind: '典型村',
      naturalVillages: '甲村、乙村',
      tags: '古树；祠堂',
      story: '=1+1 <b>&"',
    });
    const sent = await send(
      spreadsheet([POINT_SHEET, [row]], [POSE_SHEET, [{ code: row['code']!, ...pose, ...rest }]]),
    );
    expect(sent.body).toMatchObject({ added: 1, issues: [] });
    const exported = await fetch(`${app.url}${POINTS}/export.xlsx?state=all`, {
      headers: { authorization: `Bearer ${operator}` },
    });
    expect(exported.headers.get('content-disposition')).toContain('feature-points.xlsx');
    const bytes = new Uint8Array(await exported.arrayBuffer());
    const again = await send(bytes);
    expect(again.body).toMatchObject({ added: 0, changed: 0, errors: 0, unchanged: await count() });
    const [point] = (await list(`search=${String(row['code'])}`)).items;
    expect(point).toMatchObject({
      story: '=1+1 <b>&"',
      tags: ['古树', '祠堂'],
      profile: { kind: 'typical_village', naturalVillages: ['甲村', '乙村'] },
      poses: [{ name: '正面', height: 60.5, heightDatum: 'sea', gimbalYaw: 0 }],
    });
    await call('PATCH', `${POINTS}/${point!.id}`, { name: '别人改的' }, operator, `"${point!.version}"`);
    const stale = await send(bytes);
    expect(stale.body.issues).toEqual([
      expect.objectContaining({ column: '版本', zh: expect.stringContaining('重新导出') }),
    ]);
  });

  it('names sheet, row, column and remedy of everything that is wrong, and takes all or nothing', async () => {
    const before = await count();
    const good = typed();
    const rows = [
      good,
      typed({ code: '旧埠 1' }),
      typed({ class: '宫殿' }),
      typed({ town: '无名镇' }),
      typed({ village: '无名村' }),
      typed({ longitude: '东经110度' }),
      typed({ longitude: 21.52, latitude: 109.81 }),
      typed({ longitude: 116.4, latitude: 39.9 }),
      typed({ code: good['code']! }),
      typed({ name: null }),
      typed({ code: null }),
    ];
    const bytes = spreadsheet([POINT_SHEET, rows]);
    const { body } = await send(bytes);
    expect(body).toMatchObject({ applied: false, rows: 11, added: 1, refused: 10, errors: 10 });
    expect(body.issues.map(({ sheet, row, column }) => `${sheet} ${row} ${column}`)).toEqual([
      '特色点位 3 编码',
      '特色点位 4 类别',
      '特色点位 5 镇街',
      '特色点位 6 村',
      '特色点位 7 经度',
      '特色点位 8 经度',
      '特色点位 9 经度',
      '特色点位 10 编码',
      '特色点位 11 名称',
      '特色点位 12 编码',
    ]);
    expect(body.issues.map(({ zh }) => zh)).toEqual([
      expect.stringContaining('字母'),
      expect.stringContaining('古村落'),
      expect.stringContaining('没有镇街“无名镇”'),
      expect.stringContaining('没有村“无名村”'),
      expect.stringContaining('应为数字'),
      expect.stringContaining('填反了'),
      expect.stringContaining('不在廉江市范围内'),
      expect.stringContaining('与第 2 行重复'),
      '不能为空，请填写',
      expect.stringContaining('请填写'),
    ]);
    expect(await count()).toBe(before);
    expect((await send(bytes, 'mode=apply&rows=good')).body).toMatchObject({ applied: true, added: 1, refused: 10 });
    expect(await count()).toBe(before + 1);
  });

  it('understands full-width digits, blanks, other datums and CSV in GB 18030', async () => {
    const row = typed({ code: 'Ｘ９０１ ', longitude: '１０９．８１', latitude: ' 21.52° ', name: '　旧埠 点位　' });
    const shifted = typed({ longitude: 109.8146, latitude: 21.5174, datum: 'GCJ-02' });
    expect((await send(spreadsheet([POINT_SHEET, [row, shifted]]))).body).toMatchObject({ added: 2, errors: 0 });
    const [plain] = (await list('search=X901')).items;
    expect(plain).toMatchObject({ code: 'X901', name: '旧埠 点位', longitude: 109.81, latitude: 21.52 });
    const [moved] = (await list(`search=${String(shifted['code'])}`)).items;
    expect(Math.abs(moved!.longitude - 109.81)).toBeLessThan(0.002);
    expect(moved!.longitude).toBeLessThan(109.8146);
    // 编码,名称,类别,区划代码,经度,纬度 and one row, in GB 18030
    const csv = Buffer.from(
      'b1e0c2eb2cc3fbb3c62cc0e0b1f02cc7f8bbaeb4fac2eb2cbeadb6c82cceb3b6c80d0a472d312cb5e3cebb2cc6e4cbfb2c3434303838313131312c3130392e38312c32312e35320d0a',
      'hex',
    );
    expect((await send(csv)).body).toMatchObject({ rows: 1, added: 1, errors: 0 });
    expect((await list('search=G-1')).items[0]).toMatchObject({ name: '点位', divisionCode: CHEBAN, class: 'other' });
  });

  it('suspects a GCJ-02 place behind one just outside the county line', async () => {
    const file = join(process.cwd(), 'counties', 'lianjiang', 'layers', 'county_boundary.geojson');
    const [county] = (JSON.parse(await readFile(file, 'utf8')) as { features: { geometry: AreaGeometry }[] }).features;
    const area = new Area(county!.geometry);
    const [place] = (county!.geometry.coordinates.flat(2) as [number, number][])
      .filter(([longitude]) => longitude < 110.4)
      .map(([longitude, latitude]) => ({ longitude: longitude - 0.001, latitude: latitude + 0.001 }))
      .filter(({ longitude, latitude }) => area.contains(longitude, latitude))
      .map((inside) => fromWgs84(inside, 'GCJ-02'))
      .filter(({ longitude, latitude }) => latitude > 21.41 && !area.contains(longitude, latitude));
    const { longitude, latitude } = place!;
    const { body } = await send(spreadsheet([POINT_SHEET, [typed({ longitude, latitude })]]), '');
    expect(body).toMatchObject({ errors: 0, added: 1, warnings: 1 });
    expect(body.issues).toEqual([
      expect.objectContaining({ severity: 'warning', column: '经度', zh: expect.stringContaining('像是 GCJ-02 坐标') }),
    ]);
    const converted = await send(spreadsheet([POINT_SHEET, [typed({ longitude, latitude, datum: 'GCJ-02' })]]), '');
    expect(converted.body).toMatchObject({ errors: 0, warnings: 0 });
  });

  it('of a town’s operator touches that town alone', async () => {
    const other = await added({ divisionCode: '440881106237' });
    const rows = [typed({ town: '良垌镇', village: null }), typed({ code: other.code }), typed()];
    const { body } = await send(spreadsheet([POINT_SHEET, rows]), 'mode=apply&rows=good', townOperator);
    expect(body).toMatchObject({ applied: true, added: 1, changed: 0, refused: 2 });
    expect((await call('GET', `${POINTS}/${other.id}`)).body).toEqual(other);
  });

  it('of ten thousand rows goes in at once, and one of more is refused', async () => {
    const rows = Array.from({ length: 10_000 }, (_, nr) => typed({ code: `BULK-${nr}`, story: '演示'.repeat(20) }));
    const bytes = spreadsheet([POINT_SHEET, rows]);
    expect((await send(bytes)).body).toMatchObject({ applied: true, added: 10_000, errors: 0 });
    const more = spreadsheet([POINT_SHEET, [...rows, ...rows.slice(0, 20)]]);
    const refused = await send(more);
    expect([refused.status, refused.body.code]).toEqual([413, 'sheet_too_large']);
  });

  it('is offered as a template with headings and explanations', async () => {
    const response = await fetch(`${app.url}${POINTS}/template.xlsx`, {
      headers: { authorization: `Bearer ${reviewer}` },
    });
    expect(response.headers.get('content-type')).toContain('spreadsheetml');
    const { body } = await send(new Uint8Array(await response.arrayBuffer()));
    expect(body).toMatchObject({ rows: 0, added: 0, errors: 0 });
  });
});
