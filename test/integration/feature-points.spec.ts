import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DivisionView, type Fact, type FeaturePointView, type Page, type Problem } from '#contracts';
import { POINT_SHEET, POSE_SHEET } from '../../apps/server/src/points/feature-point.sheet.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { spreadsheet, type TypedRow, upload } from '../support/spreadsheet.js';

const PASSWORD = 'Lychee-Orchard-7';
const POINTS = '/api/v1/feature-points';
const CHEBAN = '440881111';
const JIUBU = '440881111210';

let app: TestApp;
let root: string;
/** A reviewer and an operator of 车板镇, an operator of the county. */
let reviewer: string;
let townOperator: string;
let operator: string;

beforeAll(async () => {
  app = await startApp();
  root = await app.token();
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

describe('a feature point', () => {
  it('is added with its town and village, its profile and its poses, and told as a fact', async () => {
    const pose = {
      name: '正面',
      longitude: 109.8105,
      latitude: 21.5195,
      height: 80,
      heightDatum: 'ground',
      gimbalPitch: -35,
      gimbalYaw: 315,
      zoom: 2,
      note: null,
    };
    const profile = { kind: 'typical_village', naturalVillages: ['上村', '下村'], note: null };
    const point = await added({ tags: ['古树', '古树', '祠堂'], profile, poses: [pose] });
    expect(point).toMatchObject({
      townCode: CHEBAN,
      townName: '车板镇',
      villageCode: JIUBU,
      villageName: '旧埠村委会',
      tags: ['古树', '祠堂'],
      profile,
      poses: [pose],
      state: 'active',
      version: 1,
      updatedBy: 'county.operator',
      demonstration: false,
    });
    const read = await call('GET', `${POINTS}/${point.id}`);
    expect(read.body).toEqual(point);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(await facts('feature_point.added')).toContainEqual(
      expect.objectContaining({
        divisionPath: `440881/${CHEBAN}/${JIUBU}`,
        data: { featurePoint: point, by: 'county.operator' },
      }),
    );
  });

  it('is refused with a code that is taken in any case of letters, for the whole county, and far away', async () => {
    const { code } = await added();
    const taken = await call('POST', POINTS, draft({ code: code.toLowerCase() }));
    expect([taken.status, taken.body.code]).toEqual([409, 'code_taken']);
    const wide = await call('POST', POINTS, draft({ divisionCode: '440881' }));
    expect([wide.status, wide.body.code]).toEqual([400, 'division_too_wide']);
    const swapped = await call('POST', POINTS, draft({ longitude: 21.52, latitude: 89.81 }));
    expect([swapped.status, swapped.body.code]).toEqual([400, 'outside_county']);
    const invalid = await call('POST', POINTS, draft({ code: '../旧埠', name: ' ', class: 'palace' }));
    expect(invalid.body.errors?.map(({ path }) => path).toSorted()).toEqual(['class', 'code', 'name']);
  });

  it('is changed on top of the version that was read, and of two who change it at once the second is told', async () => {
    const point = await added();
    const change = (name: string) => call('PATCH', `${POINTS}/${point.id}`, { name }, operator, '"1"');
    const answers = await Promise.all([change('甲'), change('乙')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200)!;
    const loser = answers.find(({ status }) => status === 412)!;
    expect(winner.headers.get('etag')).toBe('"2"');
    expect(loser.body).toMatchObject({
      code: 'changed_meanwhile',
      detail: expect.stringContaining('请刷新后重新修改'),
    });
    expect((await call('GET', `${POINTS}/${point.id}`)).body.name).toBe(winner.body.name);
    const body = { story: '演示', version: 2 };
    expect((await call('PATCH', `${POINTS}/${point.id}`, body)).body).toMatchObject({
      version: 3,
      name: winner.body.name,
    });
    expect((await call('PATCH', `${POINTS}/${point.id}`, body)).status).toBe(412);
    expect((await call('PATCH', `${POINTS}/${point.id}`, { story: 'x' })).body.code).toBe('version_needed');
    expect((await call('PATCH', `${POINTS}/${point.id}`, { story: 'x' }, operator, '*')).body.code).toBe('bad_version');
  });

  it('keeps its version when nothing changes, and leaves out members that are not given', async () => {
    const profile = { kind: 'demonstration_belt', naturalVillages: ['一村'], note: '甲' };
    const point = await added({ story: '故事', tags: ['甲'], profile });
    const same = await call('PATCH', `${POINTS}/${point.id}`, { profile: { note: '甲', ...profile } }, operator, '"1"');
    expect(same.body).toEqual(point);
    const { body } = await call('PATCH', `${POINTS}/${point.id}`, { name: '新名' }, operator, '"1"');
    expect(body).toMatchObject({ story: '故事', tags: ['甲'], profile, name: '新名', version: 2 });
    const cleared = await call('PATCH', `${POINTS}/${point.id}`, { profile: null, story: '' }, operator, '"2"');
    expect(cleared.body).toMatchObject({ profile: null, story: '', version: 3 });
  });

  it('is retired and brought back, and stays readable', async () => {
    const point = await added();
    const retired = await call('PATCH', `${POINTS}/${point.id}`, { state: 'retired' }, operator, '"1"');
    expect(retired.body).toMatchObject({ state: 'retired', version: 2 });
    const codes = async (state: string) => (await list(`state=${state}&limit=1000`)).items.map(({ code }) => code);
    expect(await codes('active')).not.toContain(point.code);
    expect(await codes('retired')).toContain(point.code);
    expect(await codes('all')).toContain(point.code);
    expect((await call('GET', `${POINTS}/${point.id}`)).status).toBe(200);
    await call('PATCH', `${POINTS}/${point.id}`, { state: 'active' }, operator, '"2"');
    for (const name of ['feature_point.retired', 'feature_point.restored']) {
      expect(
        (await facts(name)).map(({ data }) => (data as { featurePoint: FeaturePointView }).featurePoint.id),
      ).toContain(point.id);
    }
  });
});

describe('the list of feature points', () => {
  it('is filtered by division, class, tag, profile and words, and counts what it filters', async () => {
    const tag = `标签${++serial}`;
    const one = await added({ tags: [tag], class: 'mangrove' });
    const belt = { kind: 'demonstration_belt', naturalVillages: [], note: null };
    const two = await added({ tags: [tag], divisionCode: '440881106237', profile: belt });
    const codes = async (query: string) =>
      (await list(`tag=${encodeURIComponent(tag)}&${query}`)).items.map(({ code }) => code);
    expect(await codes('')).toEqual([one.code, two.code].toSorted());
    expect(await codes(`division=${CHEBAN}`)).toEqual([one.code]);
    expect(await codes('division=440881106')).toEqual([two.code]);
    expect(await codes('class=mangrove')).toEqual([one.code]);
    expect(await codes('profile=demonstration_belt')).toEqual([two.code]);
    expect(await codes(`search=${encodeURIComponent('象路')}`)).toEqual([two.code]);
    expect(await list(`tag=${encodeURIComponent(tag)}&limit=1`)).toMatchObject({ total: 2 });
  });

  it('pages through all of it once, in the order of codes', async () => {
    const all = (await list('limit=1000')).items.map(({ code }) => code);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page<FeaturePointView> = await list(`limit=7${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ code }) => code));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  it('shows a town reviewer the points of that town alone, and lets nobody manage without the right', async () => {
    const mine = await added();
    const other = await added({ divisionCode: '440881106237' });
    const seen = await list('limit=1000&state=all', reviewer);
    expect(seen.items.map(({ code }) => code)).toContain(mine.code);
    expect(seen.items.filter(({ townCode }) => townCode !== CHEBAN)).toEqual([]);
    expect(seen.total).toBe(seen.items.length);
    expect((await call('GET', `${POINTS}/${other.id}`, undefined, reviewer)).status).toBe(404);
    expect((await call('GET', `${POINTS}?division=440881106`, undefined, reviewer)).status).toBe(404);
    expect((await call('POST', POINTS, draft(), reviewer)).status).toBe(403);
    expect((await call('PATCH', `${POINTS}/${mine.id}`, { name: 'x' }, reviewer, '"1"')).status).toBe(403);
    expect((await upload(`${app.url}${POINTS}/import`, 'x', reviewer)).status).toBe(403);
    expect((await call('POST', POINTS, draft({ divisionCode: '440881106237' }), townOperator)).status).toBe(404);
    expect((await call('PATCH', `${POINTS}/${other.id}`, { name: 'x' }, townOperator, '"1"')).status).toBe(404);
    const moved = await call('PATCH', `${POINTS}/${mine.id}`, { divisionCode: '440881106237' }, townOperator, '"1"');
    expect(moved.status).toBe(404);
    expect((await fetch(`${app.url}${POINTS}`)).status).toBe(401);
  });
});

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
    const { items: towns } = await app.api<Page<DivisionView>>('/api/v1/divisions?level=town');
    expect(towns.length).toBe(21);
    const { body } = await send(spreadsheet([POINT_SHEET, [typed({ longitude: 110.2, latitude: 21.95 })]]), '');
    expect(body).toMatchObject({ errors: 0, added: 1 });
    expect(body.issues.every(({ severity }) => severity === 'warning')).toBe(true);
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
