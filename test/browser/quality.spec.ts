import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type DeviceView, type Page as ListPage } from '#contracts';
import { connectDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, drawnMap, openConsole, seriousFaults, signIn } from './console-page.js';

jest.setTimeout(240_000);

const FIRST_LOAD_BYTES = 1_500_000;

let app: TestApp;
let desk: ConsolePage;
let dock: DeviceView;

beforeAll(async () => {
  app = await startApp();
  dock = (await app.api<ListPage<DeviceView>>('/api/v1/devices?kind=dock')).items[0]!;
  const gateway = await connectDevice(app.mqttUrl, await app.deviceAccount(dock.sn), dock.sn);
  await gateway.topo([]);
  await gateway.osd(dock.sn, {
    mode_code: 0,
    longitude: 110.28,
    latitude: 21.6,
    height: 20,
    rainfall: 0,
    brand_new: 1,
  });
  const stranger = await connectDevice(app.mqttUrl, await app.deviceAccount('NOBODYKNOWSME1'), 'NOBODYKNOWSME1');
  await stranger.osd('NOBODYKNOWSME1', { mode_code: 0, longitude: 110.3, latitude: 21.62, height: 20 });
  await gateway.close();
  await stranger.close();
  desk = await openConsole(app.url);
});
afterAll(async () => {
  await desk?.close();
  await app?.close();
});

/** What the built files at these addresses weigh when compressed. */
function gzipBytes(addresses: readonly string[]): number {
  const paths = new Set(
    addresses.map((address) => new URL(address).pathname).filter((path) => /\.(js|mjs|css)$/.test(path)),
  );
  return [...paths].reduce((sum, path) => sum + gzipSync(readFileSync(join('dist/console', path))).length, 0);
}

describe('every page of the console', () => {
  it('loads little before the first page is there', async () => {
    const before = desk.requests.length;
    await desk.page.reload();
    expect(await seriousFaults(desk.page)).toEqual([]);
    await signIn(desk.page, 'admin', app.adminPassword);
    await desk.page.getByRole('heading', { name: '晨报' }).waitFor();
    const first = gzipBytes(desk.requests.slice(before));
    await desk.page.getByRole('link', { name: '一张图', exact: true }).click();
    await until('the map is complete', async () => (await drawnMap(desk.page))?.settled, 90_000);
    const withMap = gzipBytes(desk.requests.slice(before).filter((address) => !address.includes('worker')));
    process.stdout.write(
      `first load ${Math.round(first / 1000)} kB, with the map ${Math.round(withMap / 1000)} kB (gzip)\n`,
    );
    expect(first).toBeGreaterThan(50_000);
    expect(withMap).toBeLessThan(FIRST_LOAD_BYTES);
  });

  it.each([
    ['the morning sheet', () => '/', '晨报'],
    ['the map', () => '/map', '一张图'],
    ['the map with a device', () => `/map?device=${dock.sn}&tab=properties`, '一张图'],
    ['devices', () => '/devices', '设备'],
    ['one device', () => `/devices/${dock.sn}`, ''],
    ['the health of a device', () => `/devices/${dock.sn}?tab=health`, ''],
    ['the track of a device', () => `/devices/${dock.sn}?tab=track`, ''],
    ['routes', () => '/routes', '航线'],
    ['coverage', () => '/coverage', '覆盖'],
    ['airspace', () => '/airspace', '空域'],
    ['feature points', () => '/feature-points', '特色点位'],
    ['scenarios', () => '/scenarios', '应用场景'],
    ['events', () => '/events', '事件'],
    ['unknown devices', () => '/unknown-devices', '未知设备'],
    ['guests', () => '/guests', '来宾接入'],
    ['users', () => '/users', '用户'],
    ['protocol notes', () => '/protocol', '协议记录'],
    ['about', () => '/about', '关于'],
    ['a page that does not exist', () => '/nowhere', '没有这个页面'],
  ])('has no serious fault of accessibility: %s', async (_name, address, heading) => {
    await desk.page.goto(app.url + address());
    await desk.page.getByRole('heading', { level: 1, name: heading || dock.name }).waitFor();
    await until('nothing is loading', async () => (await desk.page.locator('.state-pulse').count()) === 0, 60_000);
    expect(await seriousFaults(desk.page)).toEqual([]);
  });

  it('fits a phone: nothing is wider than the screen', async () => {
    await desk.page.setViewportSize({ width: 390, height: 844 });
    for (const address of ['/', '/map', '/devices', '/routes', '/coverage', '/feature-points', '/events', '/about']) {
      await desk.page.goto(app.url + address);
      await desk.page.waitForSelector('[data-live="live"]');
      await until('nothing is loading', async () => (await desk.page.locator('.state-pulse').count()) === 0, 60_000);
      const wide = await desk.page.evaluate<number>('document.scrollingElement.scrollWidth');
      expect({ address, wide }).toEqual({ address, wide: 390 });
    }
    expect(await seriousFaults(desk.page)).toEqual([]);
  });

  it('asked nobody but its own server', () => {
    const own = new URL(app.url).host;
    const foreign = desk.requests.filter((address) => !/^(blob|data):/.test(address) && new URL(address).host !== own);
    expect(desk.requests.length).toBeGreaterThan(20);
    expect(foreign).toEqual([]);
  });

  it('kept to its content security policy and threw nothing', () => {
    expect(desk.faults).toEqual([]);
  });
});
