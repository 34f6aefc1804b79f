import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type DeviceView, type Page as ListPage } from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';
import { type ConsolePage, drawnMap, type Line, lineTo, openConsole, signIn } from './console-page.js';

jest.setTimeout(180_000);

let app: TestApp;
let line: Line;
let desk: ConsolePage;
let drone: DeviceView;
let controller: TestDevice;

beforeAll(async () => {
  app = await startApp();
  const { items } = await app.api<ListPage<DeviceView>>('/api/v1/devices?kind=aircraft&role=mobile');
  drone = items.find((device) => device.parentSn !== null)!;
  const account = await app.deviceAccount(drone.parentSn!);
  controller = await connectDevice(app.mqttUrl, account, drone.parentSn!);
  await controller.topo([{ sn: drone.sn, type: 99, sub_type: 1 }], { domain: 2, type: 174 });
  line = await lineTo(app.url);
  desk = await openConsole(`${line.url}/map`);
  await signIn(desk.page, 'admin', app.adminPassword);
});
afterAll(async () => {
  await desk?.close();
  await line?.close();
  await controller?.close();
  await app?.close();
});

const fly = (longitude: number, latitude = 21.62) =>
  controller.osd(drone.sn, {
    mode_code: 5,
    longitude,
    latitude,
    height: 110.5,
    elevation: 80.2,
    attitude_head: 90,
    horizontal_speed: 9.5,
    vertical_speed: 0,
    battery: { capacity_percent: 71 },
  });
const rows = () => desk.page.locator('.windowed [data-row]');
const rowOf = (name: string) => rows().filter({ hasText: name });

describe('the map', () => {
  it('lists all devices of the county beside it', async () => {
    await rows().first().waitFor();
    await until('the map draws devices', async () => ((await drawnMap(desk.page))?.drawn ?? 0) > 5, 60_000);
    const last = desk.page.locator('.windowed li[aria-setsize]').first();
    expect(Number(await last.getAttribute('aria-setsize'))).toBeGreaterThanOrEqual(46);
  });

  it('shows a device that reports over MQTT, and moves it when it moves', async () => {
    await fly(110.3);
    await until('the drone is in the air on the list', () => rowOf(drone.name).filter({ hasText: '空中' }).count());
    await rowOf(drone.name).click();
    const start = await until(
      'the chosen drone is drawn',
      async () => {
        const map = await drawnMap(desk.page, drone.sn);
        return map?.settled && map.zoom >= 13 ? map.position : null;
      },
      60_000,
    );
    await fly(110.303);
    const end = await until('it was drawn farther east', async () => {
      const { position } = (await drawnMap(desk.page, drone.sn))!;
      return position && position.x > start.x + 20 ? position : null;
    });
    expect(Math.abs(end.y - start.y)).toBeLessThan(3);
  });

  it('draws the way it has come', async () => {
    await until('the trail is painted', () =>
      desk.page.evaluate(`(() => {
        const canvas = document.querySelector('.map-overlay');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let index = 3; index < data.length; index += 4) if (data[index] > 60) return true;
        return false;
      })()`),
    );
  });

  it('shows what is known of it, in Chinese and with units', async () => {
    const panel = desk.page.getByRole('complementary', { name: drone.name });
    await until('the height is shown', async () => (await panel.innerText()).includes('80.2'));
    const overview = await panel.innerText();
    expect(overview).toContain('相对起飞点');
    expect(overview).toContain('航线飞行');
    await panel.getByRole('tab', { name: '全部数据' }).click();
    await panel.getByText('机头朝向').waitFor();
  });

  it('plays the track of the day with a slider', async () => {
    const panel = desk.page.getByRole('complementary', { name: drone.name });
    await panel.getByRole('tab', { name: '轨迹' }).click();
    const slider = panel.getByRole('slider', { name: '轨迹时间' });
    await slider.waitFor();
    await until('both points are there', async () => Number(await slider.getAttribute('max')) >= 1, 40_000);
    await slider.focus();
    await desk.page.keyboard.press('Home');
    expect(await slider.inputValue()).toBe('0');
    const download = desk.page.waitForEvent('download');
    await panel.getByRole('button', { name: 'GPX' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.gpx$/);
  });

  it('says in words how long ago a device was heard, and the words move on', async () => {
    const age = rowOf(drone.name).locator('time');
    await fly(110.3031);
    await until('it was heard just now', async () => /刚刚|[1-4] 秒前/.test(await age.innerText()));
    await until('seconds have passed', async () => /([5-9]|\d\d) 秒前/.test(await age.innerText()));
  });

  it('goes down from the county to a town and back, by the keyboard alone', async () => {
    const { page } = desk;
    await page.keyboard.press('Escape');
    await page.getByLabel('镇街').focus();
    await page.getByLabel('镇街').selectOption({ label: '高桥镇' });
    await page.waitForURL(/division=/);
    await until('only the town is listed', async () => {
      const texts = await rows().allInnerTexts();
      return texts.length > 0 && texts.every((text) => text.includes('高桥镇'));
    });
    await page.getByRole('button', { name: '廉江市' }).focus();
    await page.keyboard.press('Enter');
    await until('the whole county is listed again', async () => (await rows().count()) > 10);
  });

  it('can be walked with Tab, arrow keys and Enter', async () => {
    const { page } = desk;
    await page.locator('.map-list-search').focus();
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate('document.activeElement?.dataset.row !== undefined')) break;
    }
    await page.keyboard.press('ArrowDown');
    const name: string = await page.evaluate(`document.activeElement.querySelector('.device-row-name').textContent`);
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name }).waitFor({ state: 'detached' });
  });

  it('opens a device that is clicked on the map', async () => {
    const { page } = desk;
    await page.goto(`${line.url}/map?device=${drone.sn}`);
    await page.getByRole('complementary', { name: drone.name }).waitFor();
    await until(
      'the map is there',
      async () => {
        const map = await drawnMap(page, drone.sn);
        return map?.settled && map.position;
      },
      60_000,
    );
    await page.keyboard.press('Escape');
    let before = '';
    const place = await until('the map has taken the room of the panel', async () => {
      const position = (await drawnMap(page, drone.sn))?.position;
      const same = JSON.stringify(position) === before;
      before = JSON.stringify(position);
      return same && (await page.locator('.map-side').count()) === 0 ? position : null;
    });
    const stage = (await page.locator('.map-holder').boundingBox())!;
    await page.mouse.click(stage.x + place.x, stage.y + place.y);
    await page.getByRole('complementary').first().waitFor();
  });

  it('says that the data is old while the line is cut, and catches up by itself', async () => {
    const { page } = desk;
    await page.keyboard.press('Escape');
    line.cut();
    await page.waitForSelector('[data-live="reconnecting"]');
    expect(await page.locator('[data-live]').innerText()).toContain('数据截至');
    const dock = (await app.api<ListPage<DeviceView>>('/api/v1/devices?kind=dock')).items[0]!;
    const gateway = await connectDevice(app.mqttUrl, await app.deviceAccount(dock.sn), dock.sn);
    try {
      await gateway.topo([]);
      await until(
        'the server knows the dock is online',
        async () => (await app.api<DeviceView>(`/api/v1/devices/${dock.sn}`)).presence === 'online',
      );
      line.mend();
      await page.waitForSelector('[data-live="live"]');
      await until('the missed fact is on the list', async () => (await rowOf(dock.name).innerText()).includes('在线'));
    } finally {
      await gateway.close();
    }
  });
});
