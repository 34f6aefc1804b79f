import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Page, type PlanView, type TaskMediaView, type TaskView } from '#contracts';
import { type FlyingCounty, startFlyingCounty } from '../support/flying-county.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

let county: FlyingCounty;
let desk: ConsolePage;

beforeAll(async () => {
  // A line needs several positions, and those are told by real time whatever the speed.
  county = await startFlyingCounty({ speed: 25 });
  desk = await openConsole(county.app.url);
  await signIn(desk.page, county.supervisor.username, county.supervisor.password);
});
afterAll(async () => {
  await desk?.close();
  await county?.close();
});

describe('from a plan to its pictures', () => {
  it('makes a plan, and says its days before it is kept', async () => {
    const { page } = desk;
    const rail = page.getByRole('navigation', { name: '主导航' });
    await rail.getByRole('link', { name: '计划排班' }).click();
    await page.getByRole('link', { name: '巡查计划' }).click();
    await page.getByRole('button', { name: '新建计划' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('主航线').click();
    await page.getByText('FLY-1 试飞航线1').last().click();
    await dialog.getByLabel('编码').fill('P-FLY');
    await dialog.getByLabel('重复').click();
    await page.locator('.ant-select-item-option', { hasText: '按周' }).click();
    await dialog.getByRole('button', { name: '星期一' }).click();
    await dialog.getByRole('button', { name: '星期四' }).click();
    await dialog.getByText('每周一、四', { exact: true }).waitFor();
    const days = await dialog.locator('.next-day').allInnerTexts();
    expect(days).toHaveLength(10);
    expect(days.every((day) => /^\d\d-\d\d [一四]/.test(day))).toBe(true);
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('row', { name: /P-FLY/ }).waitFor();
    const { items } = await county.app.api<Page<PlanView>>('/api/v1/plans');
    expect(items[0]).toMatchObject({ code: 'P-FLY', recurrence: 'FREQ=WEEKLY;BYDAY=MO,TH', name: '试飞航线1' });
  });

  it('flies a task step by step, follows it to its end, and counts its pictures', async () => {
    const { page } = desk;
    const [dock] = county.docks;
    const rail = page.getByRole('navigation', { name: '主导航' });
    await rail.getByRole('link', { name: '任务', exact: true }).click();
    await page.getByRole('button', { name: '新建任务' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('航线').click();
    await page.locator('.ant-select-item-option', { hasText: 'FLY-1' }).click();
    await dialog.getByRole('button', { name: '建立任务' }).click();
    await page.getByRole('heading', { level: 1, name: '试飞航线1' }).waitFor();
    const id = page.url().split('/').pop()!;
    const state = (word: string) => page.locator('.page-head').getByText(word, { exact: true }).waitFor();
    await state('草稿');

    await page.getByRole('button', { name: '批准', exact: true }).click();
    await state('已批准');
    await page.getByRole('button', { name: '已报飞行计划' }).click();
    await page.getByLabel('文号或说明').fill('粤空 2026-118');
    await page.getByRole('button', { name: '记录' }).click();
    await state('已报飞行计划');
    expect(await page.getByRole('listitem').filter({ hasText: '粤空 2026-118' }).count()).toBeGreaterThan(0);
    // Its window opens in some minutes; a flight of a hundred times the speed does not wait for it.
    await county.app.db.query('UPDATE tasks SET window_start = now() WHERE id = $1', [id]);
    await page.getByRole('button', { name: '批复同意' }).click();
    await page.getByRole('button', { name: '记录' }).click();

    await state('执行中');
    await page.getByRole('region', { name: '实时数据' }).waitFor();
    await state('已完成');
    const task = await county.app.api<TaskView>(`/api/v1/tasks/${id}`);
    expect(task).toMatchObject({ state: 'ok', outcome: { code: 'flown' } });
    expect(dock!.takeOffs.filter(({ flightId }) => flightId === id)).toHaveLength(1);

    const media = await until('all pictures are here', async () => {
      const answer = await county.app.api<TaskMediaView>(`/api/v1/tasks/${id}/media`);
      return answer.settled && answer.items.every(({ thumbnailUrl }) => thumbnailUrl !== null) && answer;
    });
    expect([media.expected, media.received, media.missing]).toEqual([4, 4, []]);
    await page.getByText('已收 4 / 应收 4', { exact: true }).waitFor();
    await until('the pictures are on the screen', async () => {
      const drawn = await page
        .locator('.media-grid img')
        .evaluateAll((list) => list.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth));
      return drawn.length === 4 && drawn.every((width) => width > 0);
    });
    await until('the planned and the flown line are drawn', () =>
      page.evaluate<boolean>('(() => { const p = window.xunhangPlan?.(); return p?.settled && p.lines === 2; })()'),
    );
    const steps = await page.locator('.task-steps > li').allInnerTexts();
    expect(steps.map((step) => step.split('\n')[0])).toEqual([
      '草稿',
      '已批准',
      '已报飞行计划',
      '排队中',
      '准备中',
      '就绪',
      '执行中',
      '已完成',
    ]);
  });

  it('asked for nothing that failed, and kept to its content security policy', () => {
    expect(desk.faults).toEqual([]);
  });
});
