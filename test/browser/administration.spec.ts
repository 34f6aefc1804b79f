import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type DeviceView } from '#contracts';
import { connectDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

const STRANGER = '5YSZNEW00001';
const CONTROLLER = '5YSZRC000777';

let app: TestApp;
let desk: ConsolePage;
let code = '';

beforeAll(async () => {
  app = await startApp();
  desk = await openConsole(app.url);
  await signIn(desk.page, 'admin', app.adminPassword);
});
afterAll(async () => {
  await desk?.close();
  await app?.close();
});

async function choose(label: string, option: string): Promise<void> {
  const { page } = desk;
  // Typed, because a long list draws only what is in sight.
  await page.getByRole('dialog').getByLabel(label).fill(option);
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).first().click();
}

describe('an administrator', () => {
  it('sees a serial number that nobody registered and adopts it', async () => {
    const { page } = desk;
    const device = await connectDevice(app.mqttUrl, await app.deviceAccount(STRANGER), STRANGER);
    try {
      await device.topo([]);
      await device.osd(STRANGER, { mode_code: 0, longitude: 110.28, latitude: 21.6, height: 12 });
      await page.getByRole('link', { name: '未知设备' }).click();
      await page.getByRole('button', { name: `接纳 ${STRANGER}` }).click({ timeout: 60_000 });
      await page.getByLabel('设备名称').fill('城区新机场');
      await choose('所属行政区划', '镇');
      await page.getByRole('dialog').getByRole('button', { name: '接纳' }).click();
      await page.getByText('没有等待处理的未知设备').waitFor();
    } finally {
      await device.close();
    }
    expect(await app.api<DeviceView>(`/api/v1/devices/${STRANGER}`)).toMatchObject({ name: '城区新机场' });
  });

  it('makes a join code for a pilot and sees it once', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: '来宾接入' }).click();
    await page.getByRole('button', { name: '开加入码' }).click();
    await page.getByLabel('飞手姓名').fill('陈志明');
    await page.getByLabel('执照或任务批准文号').fill('粤廉飞〔2026〕12 号');
    await choose('作业区域', '高桥镇');
    await page.getByRole('dialog').getByRole('button', { name: '开加入码' }).click();
    const shown = page.getByRole('dialog').locator('output');
    code = (await shown.innerText()).trim();
    expect(code).toMatch(/^\d{6}$/);
    await page.keyboard.press('Escape');
    await page.getByRole('cell', { name: '陈志明', exact: true }).waitFor();
    expect(await page.content()).not.toContain(code);
  });

  it('gives a user rights of their own, which the desk of that user follows', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: '用户', exact: true }).click();
    await page.getByRole('button', { name: '新建用户' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('用户名').fill('inspector.gaoqiao');
    await dialog.getByLabel('姓名').fill('何秀英');
    await choose('角色', '村级巡查员');
    await dialog.getByLabel('姓名').click();
    await choose('管辖范围', '高桥镇');
    await dialog.getByLabel('初始密码').fill('Hongshulin-2026');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('cell', { name: 'inspector.gaoqiao', exact: true }).waitFor();

    const other = await openConsole(app.url, { width: 1366, height: 768 });
    try {
      await signIn(other.page, 'inspector.gaoqiao', 'Hongshulin-2026');
      expect(await other.page.getByRole('link', { name: '用户', exact: true }).count()).toBe(0);
      await other.page.goto(`${app.url}/users`);
      await other.page.getByText('您的角色不能打开此页').waitFor();
      await other.page.goto(`${app.url}/devices`);
      await until('only the own town is listed', async () => {
        const names = await other.page.locator('tbody tr[data-row-key] a.strong-link').allInnerTexts();
        return names.length > 0 && names.every((name) => name.includes('高桥'));
      });
    } finally {
      await other.close();
    }
  });
});

describe('a pilot', () => {
  it('joins with the code on a page of phone size and gets an account that the broker takes', async () => {
    const phone = await openConsole(`${app.url}/join`, { width: 390, height: 844 });
    try {
      const { page } = phone;
      await page.getByLabel(/加入码/).fill('000000');
      await page.getByLabel('遥控器序列号').fill(CONTROLLER);
      await page.getByRole('button', { name: '接入' }).click();
      await page
        .getByRole('alert')
        .filter({ hasText: /[一-龥]/ })
        .waitFor();
      await page.getByLabel(/加入码/).fill(code);
      await page.getByRole('button', { name: '接入' }).click();
      await page.getByRole('heading', { name: '已获准接入' }).waitFor();
      const values = await page.locator('dd').allInnerTexts();
      const [, username, password, sn] = values as [string, string, string, string];
      expect(sn).toBe(CONTROLLER);
      const controller = await connectDevice(app.mqttUrl, { username, password }, CONTROLLER);
      await controller.topo([], { domain: 2, type: 174 });
      await controller.close();
      expect(phone.faults.filter((fault) => !/status of 4\d\d/.test(fault))).toEqual([]);
    } finally {
      await phone.close();
    }
    await until(
      'the guest is online',
      async () => (await app.api<DeviceView>(`/api/v1/devices/${CONTROLLER}`)).presence === 'online',
    );
  });

  it('opens the board of job queues, which asks nobody else for anything', async () => {
    const { page, browser } = desk;
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: /^账户/ }).click();
    await page.getByText('任务队列').click();
    const board = await opened;
    const foreign: string[] = [];
    board.on('request', (request) => {
      if (!request.url().startsWith(app.url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await board.getByText('sorties').first().waitFor();
    await board.reload();
    for (const name of ['media', 'routes', 'sorties', 'upkeep']) await board.getByText(name).first().waitFor();
    expect(foreign).toEqual([]);
    await board.close();
    expect(browser.isConnected()).toBe(true);
  });

  it('is connected by DJI Pilot without typing where the page runs in it', async () => {
    const { page, close } = await openConsole(app.url, { width: 390, height: 844 });
    try {
      const made = await app.api<{ code: string }>('/api/v1/join-codes', {
        method: 'POST',
        body: { pilotName: '黄伟', permit: 'P-2', divisionCode: '440881', stayMinutes: 60, codeMinutes: 60 },
      });
      // Pilot's own functions, as its web view offers them to a page.
      await page.addInitScript(`window.djiBridge = {
        platformGetRemoteControllerSN: () => JSON.stringify({ code: 0, data: '5YSZRC000888' }),
        platformSetWorkspaceId: (id) => (window.workspace = id),
        platformLoadComponent: (name, parameters) => {
          (window.loads ??= {})[name] = JSON.parse(parameters);
          if (name === 'thing') setTimeout(() => window[JSON.parse(parameters).connectCallback](true), 0);
          return JSON.stringify({ code: 0, message: '', data: '' });
        },
      }`);
      await page.goto(`${app.url}/join`);
      expect(await page.getByLabel('遥控器序列号').inputValue()).toBe('5YSZRC000888');
      await page.getByLabel(/加入码/).fill(made.code);
      await page.getByRole('button', { name: '接入' }).click();
      await page.getByText('DJI Pilot 已连接').waitFor();
      const { thing, api, mission } = await page.evaluate<{
        thing: { host: string; password: string };
        api: { host: string; token: string };
        mission: object;
      }>('window.loads');
      expect(thing.host).toMatch(/^tcp:\/\/.+:\d+$/);
      expect(thing.password.length).toBeGreaterThan(8);
      // With what it was told, Pilot finds the routes.
      expect([api.host, mission]).toEqual([app.url, {}]);
      const { workspace } = await page.evaluate<{ workspace: string }>('({ workspace: window.workspace })');
      const routes = await fetch(`${api.host}/wayline/api/v1/workspaces/${workspace}/waylines`, {
        headers: { 'x-auth-token': api.token },
      });
      expect(await routes.json()).toMatchObject({ code: 0, data: { pagination: { page: 1 } } });
    } finally {
      await close();
    }
  });
});
