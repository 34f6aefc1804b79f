import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type DeviceView,
  type FeaturePointView,
  type Page,
  type RouteCoverageView,
  type RouteDifferenceView,
  type RouteView,
} from '#contracts';
import { writeKmz } from '#wayline';
import { POINT_SHEET } from '../../apps/server/src/points/feature-point.sheet.js';
import { routeAround } from '../support/drawn-routes.js';
import { spreadsheet } from '../support/spreadsheet.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

const FIXTURES = new URL('../../libs/dji/fixtures/wayline/', import.meta.url);

let app: TestApp;
let desk: ConsolePage;
let docks: { longitude: number; latitude: number }[];

beforeAll(async () => {
  app = await startApp();
  const { items } = await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock&limit=100');
  docks = items.map(({ longitude, latitude }) => ({ longitude: longitude!, latitude: latitude! }));
  desk = await openConsole(app.url);
  await signIn(desk.page, 'admin', app.adminPassword);
});
afterAll(async () => {
  await desk?.close();
  await app?.close();
});

const file = (name: string, bytes: Uint8Array | string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});
/** A file that passes the checks, around the nth dock. */
const around = (nr: number, radius = 200) => writeKmz(routeAround(docks[nr]!, { radius, height: 60 }));
const routeOf = async (search: string) =>
  (await app.api<Page<RouteView>>(`/api/v1/routes?search=${search}`)).items.find((route) => route.code === search)!;

describe('the catalogue in the console', () => {
  it('tells what is wrong with a spreadsheet row by row, and takes the rows without errors', async () => {
    const { page } = desk;
    const row = { name: '九洲江观景台', town: '石角镇', longitude: 110.35, latitude: 21.85, placement: '假定' };
    const sheet = spreadsheet([
      POINT_SHEET,
      [
        { code: 'NEW-01', class: '文旅点位', ...row },
        { code: 'NEW-02', class: '火星基地', ...row },
      ],
    ]);
    await page.getByRole('link', { name: '特色点位', exact: true }).click();
    await page.getByRole('button', { name: '表格' }).click();
    await page.getByRole('menuitem', { name: '从表格导入' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(file('points.xlsx', sheet));
    const issue = dialog.getByRole('row', { name: /火星基地/ });
    await issue.waitFor();
    expect(await issue.innerText()).toMatch(/错误[\s\S]*特色点位 第 3 行[\s\S]*类别/);
    expect(await dialog.getByText('检查完成：没有写入任何内容').count()).toBe(1);
    await dialog.getByRole('button', { name: '跳过有错的行，写入其余 1 行' }).click();
    await dialog.getByText('已写入', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: '关闭' }).last().click();

    await page.getByLabel('编码、名称或区划').fill('NEW-0');
    await page.getByText('共 1 条', { exact: true }).waitFor();
    await page.getByRole('link', { name: '九洲江观景台' }).click();
    await page.getByRole('heading', { level: 1, name: '九洲江观景台' }).waitFor();
    const { items } = await app.api<Page<FeaturePointView>>('/api/v1/feature-points?search=NEW-0');
    expect(items.map(({ code, townName }) => [code, townName])).toEqual([['NEW-01', '石角镇']]);
  });

  it('keeps the change of a colleague when two people edit the same point', async () => {
    const { page } = desk;
    const [point] = (await app.api<Page<FeaturePointView>>('/api/v1/feature-points?search=NEW-01')).items;
    await page.getByRole('button', { name: '修改', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称', { exact: true }).fill('九洲江观景平台');
    const body = { story: '雨后看得见全江。', version: point!.version };
    await app.api(`/api/v1/feature-points/${point!.id}`, { method: 'PATCH', body });
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('对方没有改动您改的内容').waitFor();
    await dialog.getByRole('button', { name: '在最新版上保存我的修改' }).click();
    await page.getByRole('heading', { level: 1, name: '九洲江观景平台' }).waitFor();
    expect(await app.api<FeaturePointView>(`/api/v1/feature-points/${point!.id}`)).toMatchObject({
      name: '九洲江观景平台',
      story: '雨后看得见全江。',
    });
  });

  it('imports many route files, says of each what became of it, and approves those that passed', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: '航线', exact: true }).click();
    await page.getByRole('button', { name: '批量导入' }).click();
    const dialog = page.getByRole('dialog');
    const foreign = readFileSync(new URL('m3t_waypoint_relative.kmz', FIXTURES));
    await dialog
      .locator('input[type=file]')
      .setInputFiles([
        file('XH-01巡河.kmz', around(0)),
        file('XH-02巡林.kmz', around(1)),
        file('XH-03巡村.kmz', around(2)),
        file('m3t_waypoint_relative.kmz', foreign),
        file('note.kml', '<kml>没有写完'),
        file('cut.kmz', around(3).subarray(0, 300)),
      ]);
    await dialog.getByText(/已选 6 个文件/).waitFor();
    await dialog.getByRole('button', { name: '开始导入 6 个文件' }).click();
    const outcome = dialog.getByText(/^导入完成/);
    await outcome.waitFor();
    expect(await outcome.innerText()).toBe('导入完成：通过 3，草稿 1，拒绝 1');
    expect(await dialog.getByRole('alert').innerText()).toMatch(/有 1 个文件没有被接收[\s\S]*cut\.kmz/);
    expect(await dialog.getByRole('row', { name: /note\.kml/ }).innerText()).toMatch(/拒绝[\s\S]*[一-龥]{6}/);
    expect(await dialog.getByRole('row', { name: /m3t_waypoint/ }).innerText()).toMatch(/草稿[\s\S]*县界/);
    const sheet = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '下载结果表' }).click();
    expect((await sheet).suggestedFilename()).toBe('route-import.xlsx');
    await dialog.getByRole('button', { name: '批准通过的 3 条' }).click();
    await dialog.getByRole('button', { name: '批准', exact: true }).click();
    await dialog.getByText('已批准 3 条，未批准 0 条').waitFor();
    await dialog.getByRole('button', { name: '关闭' }).last().click();
    expect(await routeOf('XH-02')).toMatchObject({ state: 'approved', approvedVersion: 1, summary: { errors: 0 } });
  });

  it('uploads a version that breaks a rule as a draft, and shows how it differs', async () => {
    const { page } = desk;
    const { id, name } = await routeOf('XH-01');
    await page.goto(`${app.url}/routes/${id}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('button', { name: '上传新版本' }).click();
    const dialog = page.getByRole('dialog');
    const high = writeKmz(routeAround(docks[0]!, { radius: 260, height: 180 }));
    await dialog.locator('input[type=file]').setInputFiles(file('higher.kmz', high));
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('这个文件违反了下列规则，没有保存：').waitFor();
    expect(await dialog.getByRole('alert').innerText()).toMatch(/120 米/);
    await dialog.getByRole('button', { name: '仍存为草稿' }).click();
    await page
      .getByRole('region', { name: '第 2 版' })
      .getByText(/个错误/)
      .waitFor();
    expect(await routeOf('XH-01')).toMatchObject({ state: 'approved', approvedVersion: 1, latestVersion: 2 });

    await page.getByRole('tab', { name: '版本对比' }).click();
    const { changes } = await app.api<RouteDifferenceView>(`/api/v1/routes/${id}/difference?from=1&to=2`);
    await page.getByRole('heading', { name: `差别（${changes.length} 处）` }).waitFor();
    expect(changes.length).toBeGreaterThan(0);
    expect(await page.locator('.difference-list li').allInnerTexts()).toHaveLength(changes.length);
    await until('both lines are drawn', async () =>
      page.evaluate<boolean>('(() => { const p = window.xunhangPlan?.(); return p?.settled && p.lines === 2; })()'),
    );
  });

  it('opens the rows behind each number of the coverage', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: '覆盖', exact: true }).click();
    const { featurePoints } = await app.api<RouteCoverageView>('/api/v1/routes/coverage');
    const unseen = featurePoints.filter(({ routes }) => routes.length === 0);
    const seen = featurePoints.filter(({ routes }) => routes.length > 0);
    expect([seen.length > 0, unseen.length > 0]).toEqual([true, true]);
    const open = async (what: string, count: number) => {
      await page.getByRole('button', { name: `全县特色点位：${what} ${count}` }).click();
      await page.getByRole('heading', { name: `全县 · 特色点位 · ${what} 共 ${count} 条` }).waitFor();
      const rows = await page.locator('.coverage-rows tbody tr').all();
      return Promise.all(rows.map((row) => row.getAttribute('data-code')));
    };
    expect(await open('看不到', unseen.length)).toEqual(unseen.map(({ code }) => code));
    expect(await open('看到', seen.length)).toEqual(seen.map(({ code }) => code));
    const [first] = seen;
    const row = page.locator(`tr[data-code="${first!.code}"]`);
    expect(await row.innerText()).toContain(first!.routes[0]!.name);
  });

  it('asked for nothing that failed, and kept to its content security policy', () => {
    // The browser itself reports the two refusals that were tried on purpose.
    expect(desk.faults.filter((fault) => !/status of 4(12|22)/.test(fault))).toEqual([]);
  });
});
