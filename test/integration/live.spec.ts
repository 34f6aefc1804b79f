import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import {
  applyFact,
  applySamples,
  type ClientToServer,
  type DeviceView,
  type Fact,
  type LiveSnapshot,
  type Page,
  type Picture,
  pictureOf,
  type SampleFrame,
  type ServerToClient,
  type WatchResult,
} from '#contracts';
import { connectDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

type LiveClient = Socket<ServerToClient, ClientToServer>;

let app: TestApp;
let docks: DeviceView[];
let aircraft: DeviceView[];

beforeAll(async () => {
  app = await startApp();
  docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
  aircraft = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft')).items;
});
afterAll(() => app?.close());

/** Like a browser: snapshot, watch, apply; and after a cut watch again from the newest fact it has. */
class Screen {
  picture!: Picture;
  readonly facts: Fact[] = [];
  readonly frames: SampleFrame[] = [];
  socket!: LiveClient;

  constructor(
    private readonly token: string,
    private readonly division?: string,
  ) {}

  async open(): Promise<void> {
    const query = this.division ? `?division=${this.division}` : '';
    this.picture = pictureOf(await app.api<LiveSnapshot>(`/api/v1/live/snapshot${query}`, { token: this.token }));
    await this.connect();
  }

  async connect(): Promise<WatchResult> {
    this.socket = io(`${app.url}/live`, {
      auth: { token: this.token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    this.socket.on('fact', (fact) => {
      this.facts.push(fact);
      this.picture = applyFact(this.picture, fact);
    });
    this.socket.on('samples', (frame) => {
      this.frames.push(frame);
      this.picture = applySamples(this.picture, frame.samples);
    });
    await new Promise<void>((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
    const request = { after: this.picture.eventId, ...(this.division ? { division: this.division } : {}) };
    const answer = await this.socket.timeout(5_000).emitWithAck('watch', request);
    if ('error' in answer) throw new Error(answer.error.code);
    return answer;
  }

  cut(): void {
    this.socket.disconnect();
  }
}

/** What two pictures must agree about: everything but the age of the newest sample. */
const shown = (picture: Picture) =>
  [...picture.devices.values()]
    .map(({ sn, presence, presenceReason, parentSn, health, sample }) => ({
      sn,
      presence,
      presenceReason,
      parentSn,
      health,
      place: sample && [sample.longitude, sample.latitude],
    }))
    .sort((one, other) => (one.sn < other.sn ? -1 : 1));

const osd = (latitude: number) => ({
  mode_code: 5,
  latitude,
  longitude: 110.2,
  height: 80,
  battery: { capacity_percent: 60 },
});

describe('live push', () => {
  it('sends the newest sample of each device as one merged frame', async () => {
    const screen = new Screen(await app.token());
    await screen.open();
    const dock = await connectDevice(app.mqttUrl, await app.deviceAccount(docks[0]!.sn));
    try {
      const child = aircraft.find((one) => one.parentSn === docks[0]!.sn)!.sn;
      await Promise.all(Array.from({ length: 40 }, (_, index) => dock.osd(child, osd(21 + index / 100))));
      await until(
        'the last position is on the screen',
        () => screen.picture.devices.get(child)?.sample?.latitude === 21.39,
      );
      const samples = screen.frames.flatMap((frame) => frame.samples.filter((sample) => sample.sn === child));
      expect(samples.length).toBeLessThan(40);
      for (const frame of screen.frames)
        expect(new Set(frame.samples.map((sample) => sample.sn)).size).toBe(frame.samples.length);
    } finally {
      screen.cut();
      await dock.close();
    }
  });

  it('shows a user only the part of the county that is theirs', async () => {
    const [here, there] = [docks[2]!, docks[3]!];
    const password = 'Town-0123456789';
    await app.api('/api/v1/users', {
      method: 'POST',
      body: {
        username: 'towner',
        displayName: '镇级',
        password,
        roles: ['town_reviewer'],
        divisionCode: here.divisionCode,
      },
    });
    const screen = new Screen(await app.token('towner', password));
    await screen.open();
    const devices = await Promise.all(
      [here, there].map(async ({ sn }) => connectDevice(app.mqttUrl, await app.deviceAccount(sn))),
    );
    try {
      expect(screen.picture.devices.has(there.sn)).toBe(false);
      await devices[1]!.osd(there.sn, { temperature: 20, latitude: 21.5, longitude: 110.1, height: 20 });
      await devices[0]!.osd(here.sn, { temperature: 20, latitude: 21.6, longitude: 110.2, height: 20 });
      await until('its own dock is there', () => screen.picture.devices.get(here.sn)?.sample?.latitude === 21.6);
      await until('its own dock is online', () => screen.picture.devices.get(here.sn)?.presence === 'online');
      await until(
        'the other dock is online for the county',
        async () => (await app.api<DeviceView>(`/api/v1/devices/${there.sn}`)).presence === 'online',
      );
      expect(screen.frames.flatMap((frame) => frame.samples.map((sample) => sample.sn))).not.toContain(there.sn);
      expect(screen.facts.map((fact) => fact.deviceSn)).not.toContain(there.sn);
      const wide = await screen.socket.timeout(5_000).emitWithAck('watch', { division: there.divisionCode });
      expect(wide).toMatchObject({ error: { code: 'not_found' } });
    } finally {
      screen.cut();
      for (const device of devices) await device.close();
    }
  });

  it('refuses a socket without a token with a reason', async () => {
    const socket = io(`${app.url}/live`, { auth: {}, transports: ['websocket'], forceNew: true, reconnection: false });
    const error = await new Promise<Error & { data?: { code: string } }>((resolve) =>
      socket.once('connect_error', resolve),
    );
    socket.disconnect();
    expect(error.data?.code).toBeDefined();
  });

  it('gives the same picture after random cuts as staying connected, without gap or repeat', async () => {
    const token = await app.token();
    const steady = new Screen(token);
    const shaky = new Screen(token);
    await steady.open();
    await shaky.open();
    const begin = steady.picture.eventId;
    const fleet = await Promise.all(
      docks.slice(4, 9).map(async ({ sn }) => ({
        sn,
        child: aircraft.find((one) => one.parentSn === sn)!.sn,
        link: await connectDevice(app.mqttUrl, await app.deviceAccount(sn)),
      })),
    );
    try {
      let seed = 7;
      const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
      for (let round = 0; round < 24; round += 1) {
        for (const { sn, child, link } of fleet) {
          await link.topo(random() < 0.5 ? [] : [{ sn: child }]);
          await link.osd(sn, { temperature: round, drone_in_dock: 1 });
          await link.osd(child, osd(21 + random()));
        }
        if (random() < 0.5) {
          shaky.cut();
          await new Promise((resolve) => setTimeout(resolve, random() * 150));
          expect((await shaky.connect()).complete).toBe(true);
        }
      }
      await until('both show the same', async () => {
        const now = pictureOf(await app.api<LiveSnapshot>('/api/v1/live/snapshot', { token }));
        return (
          steady.picture.eventId === now.eventId &&
          JSON.stringify(shown(steady.picture)) === JSON.stringify(shown(now)) &&
          JSON.stringify(shown(shaky.picture)) === JSON.stringify(shown(now))
        );
      });
      const ids = (screen: Screen) => screen.facts.map((fact) => fact.id);
      const logged = (await app.api<Page<Fact>>(`/api/v1/events?after=${begin}&limit=1000`)).items.map(
        (fact) => fact.id,
      );
      expect(logged.length).toBeGreaterThan(50);
      expect(ids(steady)).toEqual(logged);
      expect(ids(shaky)).toEqual(logged);
    } finally {
      steady.cut();
      shaky.cut();
      for (const { link } of fleet) await link.close();
    }
  });
});
