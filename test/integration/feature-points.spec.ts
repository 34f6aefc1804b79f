import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fact, type FeaturePointView, type Page, type Problem } from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';
import { upload } from '../support/spreadsheet.js';

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
    const same = await call(
      'PATCH',
      `${POINTS}/${point.id}`,
      { profile: { note: '甲', naturalVillages: ['一村'], kind: 'demonstration_belt' } },
      operator,
      '"1"',
    );
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
