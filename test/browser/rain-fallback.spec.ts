import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type TaskView } from '#contracts';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { type FlyingCounty, startFlyingCounty } from '../support/flying-county.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

let county: FlyingCounty;
let desk: ConsolePage;

beforeAll(async () => {
  county = await startFlyingCounty({ docks: 2 });
  desk = await openConsole(county.app.url);
  await signIn(desk.page, county.supervisor.username, county.supervisor.password);
});
afterAll(async () => {
  await desk?.close();
  await county?.close();
});

describe('rain at the dock', () => {
  it('is told with the next step, and answered by one click: the neighbour flies in its place', async () => {
    const { page } = desk;
    const { app, simulator, docks, routes } = county;
    const [own, neighbour] = docks;
    simulator.faults.strike(parseFault(`rain:${own!.sn}:forever:level=3`));
    await until('the rain is known', async () => {
      const rows = await app.db.query('SELECT properties FROM device_states WHERE sn = $1', [own!.sn]);
      return (rows as { properties: { rainfall: number } }[])[0]?.properties.rainfall === 3;
    });
    const window = { windowStart: new Date(Date.now() - 1000), windowEnd: new Date(Date.now() + 3_600_000) };
    const post = (path: string, body: object = {}) =>
      app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
    const { id } = await post('', { routeId: routes[0]!.id, name: '雨天巡查', ...window });
    await post(`/${id}/approve`);
    await post(`/${id}/file`, { filed: true, note: '粤空 2026-119' });
    await post(`/${id}/queue`);

    const rail = page.getByRole('navigation', { name: '主导航' });
    await rail.getByRole('link', { name: '任务', exact: true }).click();
    const row = page.getByRole('row', { name: /雨天巡查/ });
    await row.filter({ hasText: '雨' }).filter({ hasText: '排队中' }).waitFor();
    await row.getByRole('link', { name: '雨天巡查' }).click();
    const reason = page.getByRole('region', { name: '原因' });
    await reason.waitFor();
    expect(await reason.innerText()).toMatch(/雨[\s\S]*：[\s\S]+/);
    const choices = page.getByRole('region', { name: '可由下列代替' });
    const ready = choices.locator('li[data-ready="true"]').filter({ hasText: '相邻机场' }).first();
    await ready.waitFor();
    await ready.getByRole('button', { name: /^改由此飞/ }).click();

    await page.waitForURL((url) => !url.pathname.endsWith(id));
    const taken = page.url().split('/').pop()!;
    await page.locator('.page-head').getByText('已完成', { exact: true }).waitFor();
    expect(await app.api<TaskView>(`/api/v1/tasks/${taken}`)).toMatchObject({
      state: 'ok',
      dockSn: neighbour!.sn,
      fallbackOf: id,
      fallbackReason: 'rain',
    });
    expect(docks.map(({ takeOffs }) => takeOffs.map(({ flightId }) => flightId))).toEqual([[], [taken]]);

    await page.getByRole('region', { name: '任务内容' }).getByRole('link', { name: '打开' }).click();
    await page.locator('.page-head').getByText('已取消', { exact: true }).waitFor();
    await page.getByRole('link', { name: '已由另一任务代替' }).waitFor();
  });

  it('asked for nothing that failed, and kept to its content security policy', () => {
    expect(desk.faults).toEqual([]);
  });
});
