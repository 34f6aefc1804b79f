import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Locator, type Page } from 'playwright-core';
import { type DeviceView, type Page as ListPage, type RouteVersionView, type RouteView } from '#contracts';
import { readKmz } from '#wayline';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, seriousFaults, signIn } from './console-page.js';

jest.setTimeout(240_000);

/** Drawn for a camera drone of another maker's program, in another country: two rules of docks are broken. */
const FIXTURE = 'libs/dji/fixtures/wayline/djifly_waypoint_waygen.kmz';
const NAME = '九洲江巡河试画';

let app: TestApp;
let desk: ConsolePage;
let page: Page;
let dock: DeviceView;

/** What the editor draws: see `RouteMap.inspect`. */
interface DrawnRoute {
  settled: boolean;
  legs: { x: number; y: number }[][];
}
const drawn = (): Promise<DrawnRoute | null> => page.evaluate(`window.xunhangRouteMap?.() ?? null`);
const tab = (name: RegExp): Locator => page.getByRole('tab', { name });
const findings = (): Locator => page.getByRole('list', { name: '检查结果' });
const errors = (): Promise<string[]> => findings().locator('.finding-error .finding-text').allInnerTexts();
const height = (waypoint: number): Locator => page.getByLabel(`第 ${waypoint} 航点的高度，米`);
const route = async (): Promise<RouteView> =>
  (await app.api<ListPage<RouteView>>(`/api/v1/routes?search=BROWSER-1&state=all`)).items[0]!;

beforeAll(async () => {
  app = await startApp();
  dock = (await app.api<ListPage<DeviceView>>('/api/v1/devices?kind=dock')).items.find(
    ({ longitude, modelKey }) => longitude !== null && modelKey !== null,
  )!;
  desk = await openConsole(app.url);
  page = desk.page;
  await signIn(page, 'admin', app.adminPassword);
});
afterAll(async () => {
  await desk?.close();
  await app?.close();
});

describe('a route, from a file of another program to an approved one', () => {
  it('is added on the page, and opened in the editor', async () => {
    await page.goto(`${app.url}/routes`);
    await page.getByRole('button', { name: '新建航线' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('编码').fill('BROWSER-1');
    await dialog.getByLabel('名称').fill(NAME);
    await dialog.getByLabel('机场').click();
    await page.getByTitle(dock.name).last().click();
    await dialog.getByRole('button', { name: '保存' }).click();
    const { id, homeDock } = await until('the route is there', route);
    expect(homeDock).toEqual({ sn: dock.sn, name: dock.name });
    await page.goto(`${app.url}/routes/${id}/edit`);
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
    await until('the map is complete', async () => (await drawn())?.settled, 90_000);
  });

  it('names what a dock would refuse in the file, in Chinese, and the server refuses it for the same', async () => {
    await page.getByLabel('导入文件').setInputFiles(FIXTURE);
    await tab(/检查/).click();
    await until('both faults are named', async () => (await errors()).length === 2);
    const found = await errors();
    expect(found[0]).toContain('失联动作不是“返航”');
    expect(found[1]).toMatch(/第 1 航点距机场 \d+ 公里/);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    const refused = page.getByRole('alert', { name: '服务器的检查结果' });
    await refused.waitFor();
    for (const sentence of found) expect(await refused.innerText()).toContain(sentence);
    expect((await route()).latestVersion).toBeNull();
  });

  it('is mended in the panels', async () => {
    await findings()
      .getByRole('button', { name: /失联动作不是/ })
      .click();
    await page.getByLabel('失联动作').selectOption('return_home');
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '整体平移' }).click();
    await page.getByRole('button', { name: '移到机场上空' }).click();
    await tab(/检查/).click();
    await until('no error is left', async () => (await errors()).length === 0);
  });

  it('breaks the rule of 120 metres at once when a height says so, and shows where', async () => {
    await tab(/航点/).click();
    await height(3).fill('250');
    await height(3).press('Enter');
    await page
      .getByRole('row')
      .filter({ has: page.getByText('有错误') })
      .first()
      .waitFor();
    await tab(/检查/).click();
    const [tooHigh] = await until('it is named', async () => ((await errors()).length > 0 ? errors() : null));
    expect(tooHigh).toContain('真高');
    await findings()
      .getByRole('button', { name: tooHigh!.slice(0, 12) })
      .first()
      .click();
    await page.keyboard.press('Control+z');
    await until('undone', async () => (await errors()).length === 0);
  });

  it('is drawn with the pointer and with keys', async () => {
    await tab(/航点/).click();
    await page.getByLabel('选择第 2 航点').click();
    await until('the map rests', async () => (await drawn())?.settled);
    const before = (await drawn())!.legs[0]!;
    const longitude = page.getByLabel('经度');
    const start = Number(await longitude.inputValue());
    const box = (await page.locator('.map-holder canvas.maplibregl-canvas').boundingBox())!;
    const at = before[1]!;
    await page.mouse.move(box.x + at.x, box.y + at.y);
    await page.mouse.down();
    await page.mouse.move(box.x + at.x + 40, box.y + at.y + 5, { steps: 4 });
    await page.mouse.up();
    await until('the waypoint lies further east', async () => Number(await longitude.inputValue()) > start);
    await page.keyboard.press('Control+z');
    await until('and back again', async () => Number(await longitude.inputValue()) === start);

    await page.locator('.map-holder canvas.maplibregl-canvas').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await until('20 m to the east', async () => Number(await longitude.inputValue()) > start + 0.000_15);
    const count = before.length;
    await page.keyboard.press('Insert');
    await until('one more', async () => (await drawn())?.legs[0]!.length === count + 1);
    await page.keyboard.press('Delete');
    await until('one less', async () => (await drawn())?.legs[0]!.length === count);
    await page.keyboard.press('Tab');
    await page.getByRole('heading', { level: 3, name: '第 3 航点' }).waitFor();
    const old = Number(await height(3).inputValue());
    await page.keyboard.press('PageDown');
    await until('a metre lower', async () => Number(await height(3).inputValue()) === Math.round(10 * (old - 1)) / 10);
    await page.getByLabel('添加动作').selectOption('hover');
    await page.getByLabel('秒数').fill('8');
    await page.getByLabel('秒数').press('Enter');
    await page.getByText('8 s').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('outlives a reload unsaved, and is saved as a version that passes', async () => {
    await until('this browser keeps it', () =>
      page.evaluate<boolean>(
        `new Promise((done) => { const open = indexedDB.open('xunhang.drawings'); open.onsuccess = () => { const all = open.result.transaction('routes').objectStore('routes').count(); all.onsuccess = () => { open.result.close(); done(all.result > 0); }; }; })`,
      ),
    );
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText(/已恢复 .* 未保存的修改/).waitFor();
    await until('the map is complete', async () => (await drawn())?.settled, 90_000);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存为第 1 版（已检查）').waitFor();
    expect(await route()).toMatchObject({ state: 'checked', latestVersion: 1 });
  });

  it('is approved, and downloaded as the very bytes that the API has', async () => {
    await page.getByRole('link', { name: '查看航线' }).click();
    await page.getByRole('button', { name: '批准第 1 版' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    const { id } = await until('it is approved', async () => {
      const now = await route();
      return now.state === 'approved' && now;
    });
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page
      .getByRole('region', { name: /第 1 版/ })
      .getByRole('button', { name: /导出/ })
      .click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: '下载 KMZ' }).click(),
    ]);
    const bytes = readFileSync(await download.path());
    const version = await app.api<RouteVersionView>(`/api/v1/routes/${id}/versions/1`);
    const answer = await fetch(`${app.url}/api/v1/routes/${id}/versions/1/route.kmz`, {
      headers: { authorization: `Bearer ${await app.token()}` },
    });
    expect(bytes.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
    expect(createHash('md5').update(bytes).digest('hex')).toBe(version.md5);
    expect(version).toMatchObject({ state: 'approved', approvedBy: 'admin', report: { errors: 0 } });
    const { route: flown } = readKmz(new Uint8Array(bytes), 'route.kmz');
    expect(flown.mission.linkLossAction).toBe('return_home');
    expect(flown.legs[0]!.waypoints[2]!.actionGroups.flatMap(({ actions }) => actions)).toContainEqual(
      expect.objectContaining({ kind: 'hover', params: { seconds: 8 } }),
    );
    expect(desk.faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });
});
