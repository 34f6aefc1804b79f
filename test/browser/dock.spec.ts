import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type DeviceView, type DockOrderPage } from '#contracts';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { startSimulator, type RunningSimulator } from '../../apps/simulator/src/simulator.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, seriousFaults, signIn } from './console-page.js';

jest.setTimeout(180_000);

let app: TestApp;
let simulator: RunningSimulator;
let dock: Dock;
let desk: ConsolePage;
let name: string;

beforeAll(async () => {
  app = await startApp();
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const gateway = fleet.gateways.find(({ kind }) => kind === 'dock')!;
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway] }, airborne: 0, speed: 20 });
  dock = simulator.gateways.get(gateway.sn) as Dock;
  await until('the dock is online', async () => {
    const device = await app.api<DeviceView>(`/api/v1/devices/${dock.sn}`);
    name = device.name;
    return device.presence === 'online';
  });
  desk = await openConsole(app.url);
  await signIn(desk.page, 'admin', app.adminPassword);
});
afterAll(async () => {
  await desk?.close();
  await simulator?.close();
  await app?.close();
});

const orders = () => app.api<DockOrderPage>(`/api/v1/docks/${dock.sn}/orders`);

describe('the page of a dock', () => {
  it('is reached from the list, and tells what the dock told', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: '机场', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText('可飞').waitFor();
    await row.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await page.getByText('没有告警').waitFor();
    await page.locator('.dock-vitals').getByText('已关闭').waitFor();
    expect(await page.locator('.control-chip').textContent()).toContain('控制权');
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('sees an order through to its end by keyboard: explained, confirmed, followed', async () => {
    const { page } = desk;
    const press = async (button: string) => {
      const found = page.getByRole('button', { name: button, exact: true });
      await found.focus();
      await page.keyboard.press('Enter');
    };
    const close = async () => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^关\s*闭$/ })
        .last()
        .click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    await page.getByRole('button', { name: '打开舱盖', exact: true, disabled: true }).waitFor();
    await press('进入远程调试');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('退出之前不接受任何飞行任务').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await press('确认进入远程调试');
    await dialog.getByText('机场已完成').waitFor();
    await close();

    await page.getByRole('button', { name: '打开舱盖', exact: true, disabled: false }).waitFor();
    await press('打开舱盖');
    await dialog.getByText('高风险').waitFor();
    expect(dock.coverState).toBe(0);
    await press('确认打开舱盖');
    await dialog.getByRole('progressbar').waitFor();
    await dialog.getByText('机场已完成').waitFor();
    await until('the cover is open', () => dock.coverState === 1);
    await close();
    await page.locator('.dock-vitals').getByText('已打开').waitFor();
    await page.locator('.dock-reason').getByText('机场处于调试模式').waitFor();
  });

  it('takes an order back when the dialog is left', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: '关闭舱盖', exact: true }).click();
    await page.getByRole('button', { name: '不执行' }).click();
    await until('it is taken back', async () => (await orders()).items[0]!.state === 'withdrawn');
    expect(dock.coverState).toBe(1);
    expect(desk.faults).toEqual([]);
  });
});
