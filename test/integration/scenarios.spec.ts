import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fact, type FeaturePointView, type Page, type Problem, type ScenarioView } from '#contracts';
import { SCENARIO_SHEET, SPOT_SHEET, TARGET_SHEET } from '../../apps/server/src/scenarios/scenario.sheet.js';
import { spreadsheet, type TypedRow, upload } from '../support/spreadsheet.js';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
const SCENARIOS = '/api/v1/scenarios';
const COUNTY = '440881';
const CHEBAN = '440881111';
const LIANGDONG = '440881106';

let app: TestApp;
let reviewer: string;
let townOperator: string;
let operator: string;
/** One feature point in each of the two towns. */
let inCheban: FeaturePointView;
let inLiangdong: FeaturePointView;

beforeAll(async () => {
  app = await startApp();
  const user = async (username: string, role: string, divisionCode: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  reviewer = await user('cheban.reviewer', 'town_reviewer', CHEBAN);
  townOperator = await user('cheban.operator', 'operator', CHEBAN);
  operator = await user('county.operator', 'operator', COUNTY);
  const point = (code: string, divisionCode: string) =>
    app.api<FeaturePointView>('/api/v1/feature-points', {
      method: 'POST',
      body: { code, name: code, class: 'other', divisionCode, longitude: 110.1, latitude: 21.6, placement: 'assumed' },
    });
  inCheban = await point('SP-1', CHEBAN);
  inLiangdong = await point('SP-2', LIANGDONG);
});
afterAll(() => app.close());

type Answer = ScenarioView & Problem;
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
  (await call('GET', `${SCENARIOS}?${query}`, undefined, token)).body as unknown as Page<ScenarioView>;

let serial = 100;
const draft = (more: object = {}) => ({
  code: `S-${++serial}`,
  name: `测试场景 ${serial}`,
  divisionCode: COUNTY,
  ownerUnit: '测试单位',
  ...more,
});
const added = async (more: object = {}) => {
  const { status, body } = await call('POST', SCENARIOS, draft(more));
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
};

describe('a scenario', () => {
  it('is added with its spots, cadence, outputs and targets, and told as a fact', async () => {
    const given = {
      purpose: '看水面',
      ownerPerson: '张三',
      checklist: ['水面有无漂浮物', '岸线有无垃圾'],
      spots: [{ kind: 'blocked', class: '漂浮物', deadlineDays: 7 }],
      cadence: { every: 2, unit: 'week', window: { from: '08:30', to: '11:00' } },
      outputs: ['pictures', 'report_items'],
      tags: ['水利'],
    };
    const targets = { featurePoints: [inCheban.code.toLowerCase(), inLiangdong.code], divisions: [LIANGDONG] };
    const scenario = await added({ ...given, targets });
    expect(scenario).toMatchObject({ ...given, state: 'active', version: 1, divisionPath: COUNTY });
    expect(scenario.targets.featurePoints.map(({ code }) => code)).toEqual(['SP-1', 'SP-2']);
    expect(scenario.targets.divisions).toEqual([{ code: LIANGDONG, name: '良垌镇', path: `${COUNTY}/${LIANGDONG}` }]);
    const read = await call('GET', `${SCENARIOS}/${scenario.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([scenario, '"1"']);
    const facts = await app.api<Page<Fact>>('/api/v1/events?name=scenario.added&limit=1000');
    expect(facts.items).toContainEqual(
      expect.objectContaining({ divisionPath: COUNTY, data: { scenario, by: 'county.operator' } }),
    );
    const aimed = await app.api<Page<FeaturePointView>>(`/api/v1/feature-points?scenario=${scenario.code}&limit=1000`);
    expect(aimed.items.map(({ code }) => code)).toEqual(expect.arrayContaining(['SP-1', 'SP-2']));
    expect(aimed.items.filter(({ code, townCode }) => code !== 'SP-1' && townCode !== LIANGDONG)).toEqual([]);
  });

  it('is refused with a taken code, unknown targets, and targets outside its own division', async () => {
    const { code } = await added();
    expect((await call('POST', SCENARIOS, draft({ code }))).body.code).toBe('code_taken');
    const unknown = await call('POST', SCENARIOS, draft({ targets: { featurePoints: ['NONE'], divisions: ['1'] } }));
    expect([unknown.status, unknown.body.code, unknown.body.errors?.length]).toEqual([400, 'bad_targets', 2]);
    const outside = await call(
      'POST',
      SCENARIOS,
      draft({ divisionCode: CHEBAN, targets: { featurePoints: [inLiangdong.code], divisions: [] } }),
    );
    expect([outside.status, outside.body.code]).toEqual([400, 'bad_targets']);
    const window = { from: '08:00', to: '08:00' };
    const invalid = await call('POST', SCENARIOS, draft({ cadence: { every: 0, unit: 'day', window } }));
    expect(invalid.body.errors?.map(({ path }) => path).toSorted()).toEqual(['cadence.every', 'cadence.window']);
  });

  it('is changed on top of the version that was read, and of two who change it at once the second is told', async () => {
    const scenario = await added();
    const change = (name: string) => call('PATCH', `${SCENARIOS}/${scenario.id}`, { name }, operator, '"1"');
    const answers = await Promise.all([change('甲'), change('乙')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)!.body.detail).toContain('请刷新后重新修改');
    const targets = { featurePoints: [inCheban.code], divisions: [] };
    const next = await call('PATCH', `${SCENARIOS}/${scenario.id}`, { targets, version: 2 });
    expect(next.body).toMatchObject({ version: 3, targets: { featurePoints: [{ code: 'SP-1' }], divisions: [] } });
    const retired = await call('PATCH', `${SCENARIOS}/${scenario.id}`, { state: 'retired', version: 3 });
    expect(retired.body).toMatchObject({ state: 'retired', version: 4, targets: next.body.targets });
    expect((await list(`search=${scenario.code}&state=retired`)).items.map(({ id }) => id)).toContain(scenario.id);
    expect((await call('PATCH', `${SCENARIOS}/${scenario.id}`, { state: 'retired', version: 4 })).body.version).toBe(4);
  });
});

describe('the list of scenarios', () => {
  it('is filtered by tag, target, spot, output and words, and pages', async () => {
    const tag = `标签${++serial}`;
    const targets = { featurePoints: [inCheban.code], divisions: [] };
    const spots = [{ kind: 'missed', class: '撂荒', deadlineDays: 30 }];
    const one = await added({ tags: [tag], targets, spots });
    const two = await added({ tags: [tag], outputs: ['video'], ownerUnit: '水务局' });
    const codes = async (query: string) =>
      (await list(`tag=${encodeURIComponent(tag)}&${query}`)).items.map(({ code }) => code);
    expect(await codes('')).toEqual([one.code, two.code].toSorted());
    expect(await codes('featurePoint=sp-1')).toEqual([one.code]);
    expect(await codes('spotKind=missed')).toEqual([one.code]);
    expect(await codes('spotKind=blocked')).toEqual([]);
    expect(await codes('output=video')).toEqual([two.code]);
    expect(await codes(`search=${encodeURIComponent('水务')}`)).toEqual([two.code]);
    const first = await list(`tag=${encodeURIComponent(tag)}&limit=1`);
    expect(first).toMatchObject({ total: 2, items: [{ code: one.code }] });
    expect((await list(`tag=${encodeURIComponent(tag)}&limit=1&cursor=${first.nextCursor}`)).items[0]!.code).toBe(
      two.code,
    );
  });

  it('shows a town what concerns it, with the targets in it, and lets it manage its own alone', async () => {
    const both = await added({ targets: { featurePoints: [inCheban.code, inLiangdong.code], divisions: [] } });
    const foreign = await added({ targets: { featurePoints: [inLiangdong.code], divisions: [LIANGDONG] } });
    const whole = await added({ targets: { featurePoints: [], divisions: [COUNTY] } });
    const none = await added();
    const own = await call('POST', SCENARIOS, draft({ divisionCode: CHEBAN }), townOperator);
    expect(own.status).toBe(201);
    const seen = await list('limit=1000', reviewer);
    const codes = seen.items.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining([both.code, whole.code, own.body.code]));
    expect(codes).not.toContain(foreign.code);
    expect(codes).not.toContain(none.code);
    expect(seen.total).toBe(seen.items.length);
    const shown = seen.items.find(({ code }) => code === both.code)!;
    expect(shown.targets.featurePoints.map(({ code }) => code)).toEqual(['SP-1']);
    expect((await call('GET', `${SCENARIOS}/${foreign.id}`, undefined, reviewer)).status).toBe(404);
    expect((await call('PATCH', `${SCENARIOS}/${own.body.id}`, { name: 'x', version: 1 }, reviewer)).status).toBe(403);
    const above = await call('PATCH', `${SCENARIOS}/${both.id}`, { name: 'x', version: 1 }, townOperator);
    expect([above.status, above.body.code]).toEqual([403, 'not_yours']);
    expect((await call('POST', SCENARIOS, draft(), townOperator)).status).toBe(404);
    const mine = await call('PATCH', `${SCENARIOS}/${own.body.id}`, { purpose: '本镇', version: 1 }, townOperator);
    expect(mine.body).toMatchObject({ purpose: '本镇', version: 2 });
  });
});

describe('a spreadsheet of scenarios', () => {
  const send = (bytes: Uint8Array, query = 'mode=apply', token = operator) =>
    upload(`${app.url}${SCENARIOS}/import?${query}`, bytes, token);
  const typed = (more: TypedRow = {}): TypedRow => ({
    code: `XS-${++serial}`,
    name: `表格场景 ${serial}`,
    ownerUnit: '水务局',
    ...more,
  });

  it('is checked, applied, exported and imported again unchanged', async () => {
    const row = typed({
      checklist: '一，二；三\n四',
      every: 2,
      unit: '周',
      from: 0.354166667,
      to: '17:30',
      outputs: '图片、报送项',
    });
    const { code } = row;
    const bytes = spreadsheet(
      [SCENARIO_SHEET, [row]],
      [SPOT_SHEET, [{ code: code!, kind: '堵点', class: '漂浮物', deadlineDays: 7 }]],
      [
        TARGET_SHEET,
        [
          { code: code!, kind: '特色点位', target: 'SP-1' },
          { code: code!, kind: '行政区划', target: LIANGDONG },
        ],
      ],
    );
    expect((await send(bytes, '')).body).toMatchObject({ applied: false, added: 1, issues: [] });
    expect((await list(`search=${String(code)}`)).total).toBe(0);
    expect((await send(bytes)).body).toMatchObject({ applied: true, added: 1, issues: [] });
    expect((await list(`search=${String(code)}`)).items[0]).toMatchObject({
      divisionCode: COUNTY,
      checklist: ['一，二', '三', '四'],
      cadence: { every: 2, unit: 'week', window: { from: '08:30', to: '17:30' } },
      outputs: ['pictures', 'report_items'],
      spots: [{ kind: 'blocked', class: '漂浮物', deadlineDays: 7 }],
      targets: { featurePoints: [{ code: 'SP-1' }], divisions: [{ code: LIANGDONG }] },
    });
    const exported = await fetch(`${app.url}${SCENARIOS}/export.xlsx?state=all`, {
      headers: { authorization: `Bearer ${operator}` },
    });
    const again = await send(new Uint8Array(await exported.arrayBuffer()));
    expect(again.body).toMatchObject({ added: 0, changed: 0, errors: 0, unchanged: (await list('state=all')).total });
  });

  it('names the sheet, row and column of what is wrong, and of a wrong part its scenario too', async () => {
    const good = typed();
    const bad = typed();
    const rows = [
      good,
      bad,
      typed({ every: 2 }),
      typed({ outputs: '图片、歌曲' }),
      typed({ ownerUnit: null }),
      typed({ divisionCode: '999' }),
      typed({ every: 1, unit: '天', from: '8点' }),
    ];
    const bytes = spreadsheet(
      [SCENARIO_SHEET, rows],
      [
        SPOT_SHEET,
        [
          { code: bad['code']!, kind: '堵点', class: '垃圾', deadlineDays: '七' },
          { code: 'NOBODY', kind: '堵点', class: '垃圾', deadlineDays: 7 },
        ],
      ],
      [TARGET_SHEET, [{ code: good['code']!, kind: '特色点位', target: 'SP-404' }]],
    );
    const { body } = await send(bytes);
    expect(body).toMatchObject({ applied: false, rows: 7, added: 0, refused: 7 });
    const places = body.issues.map(({ sheet, row, column }) => `${sheet} ${row} ${column ?? ''}`.trim());
    expect(new Set(places)).toEqual(
      new Set([
        '应用场景 2 编码',
        '应用场景 3',
        '应用场景 4 频次单位',
        '应用场景 5 产出',
        '应用场景 6 责任单位',
        '应用场景 7 区划代码',
        '应用场景 8 时段开始',
        '问题种类 2 整改期限',
        '问题种类 3 场景编码',
      ]),
    );
  });

  it('of a town’s operator makes scenarios of that town', async () => {
    const row = typed();
    const { body } = await send(
      spreadsheet([SCENARIO_SHEET, [row, typed({ divisionCode: COUNTY })]]),
      'mode=apply&rows=good',
      townOperator,
    );
    expect(body).toMatchObject({ applied: true, added: 1, refused: 1 });
    expect((await list(`search=${String(row['code'])}`)).items[0]).toMatchObject({ divisionCode: CHEBAN });
  });
});
