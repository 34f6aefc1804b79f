import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../support/start-app.js';
import { type ConsolePage, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

let app: TestApp;
let desk: ConsolePage;

beforeAll(async () => {
  app = await startApp();
  desk = await openConsole(app.url);
});
afterAll(async () => {
  await desk?.close();
  await app?.close();
});

describe('the desk', () => {
  it('says in Chinese why a wrong password does not open it', async () => {
    const { page } = desk;
    await page.getByLabel('用户名').fill('admin');
    await page.getByLabel('密码', { exact: true }).fill('not-the-password');
    await page.getByRole('button', { name: '登录' }).click();
    const alert = page.getByRole('alert').filter({ hasText: /\S/ });
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/[一-龥]/);
  });

  it('opens with the morning sheet, where each number opens its rows', async () => {
    const { page } = desk;
    await signIn(page, 'admin', app.adminPassword);
    const docks = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '机场' }) });
    const total = docks.getByRole('link').first();
    expect(await total.innerText()).toBe('18');
    await total.click();
    await page.waitForURL('**/devices?kind=dock');
    await page.getByText('共 18 条').waitFor();
    expect(await page.locator('tbody tr[data-row-key]').count()).toBe(18);
  });

  it('lists every registered device', async () => {
    const { page } = desk;
    const { total } = await app.api<{ total: number }>('/api/v1/devices');
    expect(total).toBeGreaterThanOrEqual(46);
    await page.getByRole('link', { name: '设备', exact: true }).click();
    await page.getByText(`共 ${total} 条`).waitFor();
  });

  it('narrows the list by words in the address, so that a list can be sent to a colleague', async () => {
    const { page } = desk;
    await page.goto(`${app.url}/devices?search=${encodeURIComponent('高桥')}`);
    await page.getByText('共 2 条').waitFor();
    expect(await page.getByRole('link', { name: '高桥镇机场', exact: true }).count()).toBe(1);
  });

  it('speaks English after the switch, also after a reload', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '设备' }).waitFor();
  });

  it('keeps the session over a reload and ends it on sign-out', async () => {
    const { page } = desk;
    await page.goto(`${app.url}/about`);
    await page.getByRole('heading', { name: '关于' }).waitFor();
    await page.getByRole('button', { name: /^账户/ }).click();
    await page.getByText('退出登录').click();
    await page.getByRole('button', { name: '登录' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '登录' }).waitFor();
  });

  it('threw no error in all that', () => {
    // The browser itself reports each refused request as an error of the page; the wrong password was one.
    expect(desk.faults.filter((fault) => !fault.includes('status of 401'))).toEqual([]);
  });
});
