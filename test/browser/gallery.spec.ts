import { readFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type EvidencePackView,
  type FeaturePointView,
  type MediaView,
  type Page,
  type TaskMediaView,
  type TaskView,
} from '#contracts';
import { destination } from '#geo';
import { type FlyingCounty, startFlyingCounty } from '../support/flying-county.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, seriousFaults, signIn } from './console-page.js';

jest.setTimeout(180_000);

let county: FlyingCounty;
let desk: ConsolePage;
let point: FeaturePointView;
let visits: { task: TaskView; items: MediaView[] }[];

/** A flight of the county's only route, up to its last picture. */
async function flown(): Promise<{ task: TaskView; items: MediaView[] }> {
  const { app, routes, docks } = county;
  const [from, to] = [-1000, 3_600_000].map((ms) => new Date(Date.now() + ms).toISOString());
  const body = { routeId: routes[0]!.id, windowStart: from, windowEnd: to };
  const { id } = await app.api<TaskView>('/api/v1/tasks', { method: 'POST', body });
  for (const step of ['approve', 'file', 'queue'] as const) {
    const filing = step === 'file' ? { filed: true, note: '粤空 2026-119' } : {};
    await app.api(`/api/v1/tasks/${id}/${step}`, { method: 'POST', body: filing });
  }
  const counted = await until('its pictures are read', async () => {
    const found = await app.api<TaskMediaView>(`/api/v1/tasks/${id}/media`);
    return found.settled && found.items.every(({ state }) => state === 'ingested') && found;
  });
  await until('the dock is free again', () => {
    for (const { aircraft } of docks) aircraft.battery = { ...aircraft.battery, percent: 98 };
    return docks.every(({ sortie }) => sortie === null);
  });
  return { task: await app.api<TaskView>(`/api/v1/tasks/${id}`), items: counted.items };
}

beforeAll(async () => {
  county = await startFlyingCounty();
  const { app, docks } = county;
  const device = await app.api<{ longitude: number; latitude: number; divisionPath: string }>(
    `/api/v1/devices/${docks[0]!.sn}`,
  );
  point = await app.api<FeaturePointView>('/api/v1/feature-points', {
    method: 'POST',
    body: {
      code: 'P-CMP',
      name: '对比点',
      class: 'coast',
      divisionCode: device.divisionPath.split('/')[1],
      placement: 'assumed',
      // In the middle of what the first waypoint's camera sees: 150 m north of the dock, 60 m up, 45° down.
      ...destination(device, 0, 210),
    },
  });
  visits = [await flown(), await flown()];
  desk = await openConsole(app.url);
  await signIn(desk.page, county.supervisor.username, county.supervisor.password);
});
afterAll(async () => {
  await desk?.close();
  await county?.close();
});

const drawn = (selector: string, count: number) =>
  until(`${count} pictures are on the screen`, async () => {
    const widths = await desk.page
      .locator(selector)
      .evaluateAll((images) => images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth));
    return widths.length === count && widths.every((width) => width > 0);
  });
const told = (selector: string, name: string) => desk.page.locator(selector).first().getAttribute(`data-${name}`);

describe('the pictures of flights in the console', () => {
  it('appear in the gallery by day, on the map, and one opens with its facts', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: '图库', exact: true }).click();
    await page.getByText('共 8 条', { exact: true }).waitFor();
    await drawn('.tile-picture img', 8);
    const map = () =>
      page.evaluate<{ settled: boolean; pictures: number; chosen: string | null } | null>('window.xunhangPictures?.()');
    await until('the map holds them', async () => (await map())?.pictures === 8);
    expect(await seriousFaults(page)).toEqual([]);

    const newest = visits[1]!.items.at(-1)!;
    await page.locator(`[data-media="${newest.id}"] .tile-picture`).click();
    await page.locator('.picture-pane[data-part="preview"]').waitFor();
    expect(await page.locator('[data-sha256]').innerText()).toBe(newest.sha256);
    const facts = await page.getByRole('region', { name: '照片信息' }).innerText();
    expect(facts).toContain(`相对起飞点\n${newest.relativeHeight!.toFixed(1)} m`);
    expect(facts).toContain(visits[1]!.task.name);
    expect(facts).toContain(newest.longitude!.toFixed(6));
    await until('the map marks it', async () => (await map())?.chosen === newest.id);
    await page.getByRole('button', { name: /^看原图/ }).click();
    await page.locator('.picture-pane[data-part="original"]').waitFor();
    await page
      .locator('.picture-detail-head')
      .focus()
      .catch(() => undefined);
    await page.keyboard.press('ArrowRight');
    await until(
      'the next one is open',
      () => new URL(page.url()).searchParams.get('picture') === visits[1]!.items.at(-2)!.id,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: '照片详情' }).waitFor({ state: 'detached' });
  });

  it('of one point are compared side by side, by a swipe, and by blinking', async () => {
    const { page } = desk;
    await page.goto(`${county.app.url}/feature-points/${point.id}`);
    await page.getByRole('link', { name: '两次对比' }).click();
    await page.locator('.compare-view[data-way="side"]').waitFor();
    const [left, right] = [await told('.compare-left', 'picture'), await told('.compare-right', 'picture')];
    const [older, newer] = visits.map(({ items }) => items);
    const [one, other] = [older!.find(({ id }) => id === left), newer!.find(({ id }) => id === right)];
    expect(one?.waypoint).toBe(other?.waypoint);
    expect(await told('[data-by]', 'by')).toBe('waypoint');
    await drawn('.compare-side img', 2);

    await page.getByRole('button', { name: '放大', exact: true }).click();
    const moves = await page
      .locator('.compare-side .zoom-inner')
      .evaluateAll((boxes) => boxes.map((box) => (box as unknown as { style: { transform: string } }).style.transform));
    expect(moves[0]).toContain('scale(1.6)');
    expect(moves[1]).toBe(moves[0]);

    await page.getByText('卷帘', { exact: true }).click();
    await page.getByLabel('卷帘位置').fill('20');
    expect(await told('.compare-stack', 'swipe')).toBe('20');
    expect(
      await page
        .locator('.stack-over')
        .evaluate((box) => (box as unknown as { style: { clipPath: string } }).style.clipPath),
    ).toBe('inset(0px 80% 0px 0px)');

    await page.getByText('闪烁', { exact: true }).click();
    expect(await told('.compare-stack', 'shown')).toBe('left');
    await page.getByRole('button', { name: '换另一张（空格）' }).click();
    expect(await told('.compare-stack', 'shown')).toBe('right');
    // This browser asks for reduced motion: nothing flashes by itself.
    expect(await page.getByLabel('每秒自动切换').isDisabled()).toBe(true);
    expect(await told('.compare-stack', 'auto')).toBe('false');
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('become an evidence pack that is verified offline', async () => {
    const { page } = desk;
    await page.goto(`${county.app.url}/gallery?task=${visits[0]!.task.id}`);
    await page.getByText('共 4 条', { exact: true }).waitFor();
    await page.getByRole('button', { name: '选中这一天' }).click();
    await page.getByText('已选 4 张').waitFor();
    await page.getByRole('button', { name: '制作材料包' }).click();
    await page.getByRole('dialog').getByLabel('名称').fill('第 12 期图像报送');
    await page.getByRole('button', { name: '开始制作' }).click();
    await page.locator('[data-state="ready"]').waitFor();
    const row = page.getByRole('row', { name: /第 12 期图像报送/ });
    const [pack] = (await county.app.api<Page<EvidencePackView>>('/api/v1/evidence-packs')).items;
    expect(await row.locator('code').getAttribute('title')).toBe(pack!.sha256);
    const arriving = page.waitForEvent('download');
    await row.getByRole('link', { name: '下载' }).click();
    const file = await (await arriving).path();
    expect((await readFile(file)).length).toBe(pack!.size);
    const verified = spawnSync(process.execPath, ['dist/apps/server/src/cli/verify-evidence.js', file], {
      encoding: 'utf8',
    });
    expect([verified.status, verified.stderr]).toEqual([0, '']);
  });

  it('asked for nothing that failed, and kept to its content security policy', () => {
    expect(desk.faults).toEqual([]);
  });
});
