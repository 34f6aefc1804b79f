import { connect as connectTcp, createServer, type Server, type Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import {
  type ClientToServer,
  type DeviceView,
  type Fact,
  type LiveError,
  type LiveSnapshot,
  type Page,
  type SampleFrame,
  type ServerToClient,
  type WatchResult,
} from '#contracts';
import { EventLog } from '../../apps/server/src/events/event-log.js';
import { connectDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

type LiveClient = Socket<ServerToClient, ClientToServer>;

let app: TestApp;
let docks: DeviceView[];

beforeAll(async () => {
  app = await startApp();
  docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
});
afterAll(() => app?.close());

interface Browser {
  socket: LiveClient;
  facts: Fact[];
  frames: SampleFrame[];
  byes: LiveError[];
  watch(request: { after?: number; division?: string }): Promise<WatchResult>;
}

async function browser(token: string, url = app.url): Promise<Browser> {
  const socket: LiveClient = io(`${url}/live`, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const facts: Fact[] = [];
  const frames: SampleFrame[] = [];
  const byes: LiveError[] = [];
  socket.on('fact', (fact) => facts.push(fact));
  socket.on('samples', (frame) => frames.push(frame));
  socket.on('bye', (error) => byes.push(error));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const watch = async (request: { after?: number; division?: string }) => {
    const answer = await socket.timeout(20_000).emitWithAck('watch', request);
    if ('error' in answer) throw new Error(answer.error.code);
    return answer;
  };
  return { socket, facts, frames, byes, watch };
}

/** Commits facts as any other process would. */
async function commitFacts(count: number, deviceSn: string | null = null): Promise<void> {
  const [{ path }] = await app.db.query('SELECT path FROM divisions WHERE parent_code IS NULL');
  await app.db.transaction((tx) =>
    new EventLog(app.db).appendAll(
      tx,
      Array.from({ length: count }, (_, nr) => ({
        name: 'device.unknown_refused' as const,
        divisionPath: path,
        deviceSn,
        data: { sn: `S${nr}`, reason: 'x'.repeat(200) },
      })),
    ),
  );
}
/** Facts of `commitFacts` that a browser got; a device that goes meanwhile adds facts of its own. */
const committed = (browser: { facts: { name: string }[] }) =>
  browser.facts.filter((fact) => fact.name === 'device.unknown_refused');
const lastId = async () => Number((await app.db.query('SELECT max(id) AS id FROM events'))[0].id);

describe('facts', () => {
  it('that were missed by the thousand are not replayed: the client is told to take a new snapshot, and goes on from there', async () => {
    const one = await browser(await app.token());
    try {
      await commitFacts(5_001);
      const answer = await one.watch({ after: 0 });
      expect(answer).toMatchObject({ complete: false, replayed: 0 });
      expect(one.facts).toEqual([]);
      const { eventId } = await app.api<LiveSnapshot>('/api/v1/live/snapshot');
      expect((await one.watch({ after: eventId })).complete).toBe(true);
      await commitFacts(3);
      await until('the new ones come', () => committed(one).length === 3);
    } finally {
      one.socket.disconnect();
    }
  });

  it('come again for a client that knows more facts than this log has', async () => {
    const one = await browser(await app.token());
    try {
      expect((await one.watch({ after: 1_000_000_000 })).complete).toBe(false);
      await commitFacts(2);
      await until('they come', () => committed(one).length === 2);
    } finally {
      one.socket.disconnect();
    }
  });

  it('come once and in order to a client that watches several times at once', async () => {
    const one = await browser(await app.token());
    try {
      const after = await lastId();
      await commitFacts(700);
      const division = docks[0]!.divisionPath.split('/')[0]!;
      await Promise.all([one.watch({ after }), one.watch({ after, division }), one.watch({})]);
      await commitFacts(5);
      const newest = await lastId();
      await until('the newest is there', () => one.facts.at(-1)?.id === newest);
      const later = one.facts.slice(-5).map((fact) => fact.id);
      expect(later).toEqual([newest - 4, newest - 3, newest - 2, newest - 1, newest]);
      expect(one.facts.filter((fact) => fact.id > newest - 5)).toHaveLength(5);
    } finally {
      one.socket.disconnect();
    }
  });

  it('come although the connection that listens for notifications was cut', async () => {
    const one = await browser(await app.token());
    try {
      await one.watch({});
      const cut: unknown[] = await app.db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'xunhang listen' AND datname = current_database()`,
      );
      expect(cut.length).toBeGreaterThan(0);
      await commitFacts(4);
      await until('they come', () => committed(one).length === 4);
    } finally {
      one.socket.disconnect();
    }
  });
});

describe('samples', () => {
  it('of a device that spoke while the client was away are there after it came back', async () => {
    const { sn } = docks[1]!;
    const dock = await connectDevice(app.mqttUrl, await app.deviceAccount(sn));
    const token = await app.token();
    const first = await browser(token);
    try {
      await first.watch({});
      const after = await lastId();
      first.socket.disconnect();
      await dock.osd(sn, { latitude: 21.77, longitude: 110.07, height: 20 });
      await until(
        'it is stored',
        async () => (await app.api<DeviceView>(`/api/v1/devices/${sn}`)).sample?.latitude === 21.77,
      );
      const second = await browser(token);
      await second.watch({ after });
      const seen = second.frames.flatMap((frame) => frame.samples).find((sample) => sample.sn === sn);
      second.socket.disconnect();
      expect(seen?.latitude).toBe(21.77);
    } finally {
      await dock.close();
    }
  });

  it('reach a browser that reads nothing for a while as the newest of everything, and no queue grows meanwhile', async () => {
    const proxy = await slowProxy(Number(new URL(app.url).port));
    const { sn } = docks[2]!;
    const dock = await connectDevice(app.mqttUrl, await app.deviceAccount(sn));
    const one = await browser(await app.token(), proxy.url);
    try {
      await one.watch({});
      proxy.pause();
      const before = one.frames.length;
      for (let nr = 0; nr < 40; nr += 1) {
        await dock.osd(sn, { latitude: 21.5 + nr / 1000, longitude: 110.1, height: 20, padding: nr });
        await commitFacts(150);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await until(
        'the last is stored',
        async () => (await app.api<DeviceView>(`/api/v1/devices/${sn}`)).sample?.latitude === 21.539,
      );
      proxy.resume();
      await until('the newest is on its screen', () =>
        one.frames.at(-1)?.samples.some((sample) => sample.latitude === 21.539),
      );
      expect(one.frames.length - before).toBeLessThan(40);
      const ids = one.facts.map((fact) => fact.id);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    } finally {
      one.socket.disconnect();
      await dock.close();
      await proxy.close();
    }
  });

  it('go on after a change of division while the socket was busy', async () => {
    const { sn, divisionCode } = docks[3]!;
    const dock = await connectDevice(app.mqttUrl, await app.deviceAccount(sn));
    const one = await browser(await app.token());
    try {
      const after = await lastId();
      await commitFacts(3_000);
      for (let nr = 0; nr < 5; nr += 1) await one.watch(nr % 2 ? { division: divisionCode } : { after });
      await one.watch({ division: divisionCode });
      const before = one.frames.length;
      await dock.osd(sn, { latitude: 21.9, longitude: 110.1, height: 20 });
      await until('it comes', () =>
        one.frames.slice(before).some((frame) => frame.samples.some((sample) => sample.latitude === 21.9)),
      );
    } finally {
      one.socket.disconnect();
      await dock.close();
    }
  });
});

describe('a session that ends', () => {
  const password = 'Watch-0123456789';
  const user = async (username: string, roles: string[]) =>
    app.api<{ id: string }>('/api/v1/users', {
      method: 'POST',
      body: { username, displayName: username, password, roles, divisionCode: docks[0]!.divisionPath.split('/')[0] },
    });

  it('cuts its own sockets, and not those of the same person elsewhere', async () => {
    await user('twotabs', ['operator']);
    const [here, there] = [await app.token('twotabs', password), await app.token('twotabs', password)];
    const [one, other] = [await browser(here), await browser(there)];
    try {
      await Promise.all([one.watch({}), other.watch({})]);
      await fetch(`${app.url}/api/v1/sessions/current`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${here}` },
      });
      await until('it is cut', () => one.socket.disconnected);
      expect(one.byes).toHaveLength(1);
      await commitFacts(1);
      await until('the other goes on', () => committed(other).length === 1);
    } finally {
      one.socket.disconnect();
      other.socket.disconnect();
    }
  });

  it('is what follows from a narrower division', async () => {
    const { id } = await user('narrowed', ['operator']);
    const one = await browser(await app.token('narrowed', password));
    try {
      await one.watch({});
      await app.api(`/api/v1/users/${id}`, { method: 'PATCH', body: { divisionCode: docks[0]!.divisionCode } });
      await until('it is cut', () => one.socket.disconnected);
      const again = await browser(await app.token('narrowed', password));
      const snapshot = await app.api<LiveSnapshot>('/api/v1/live/snapshot', {
        token: await app.token('narrowed', password),
      });
      expect(snapshot.devices.every((device) => device.divisionPath.startsWith(docks[0]!.divisionPath))).toBe(true);
      await expect(again.watch({ division: docks[1]!.divisionCode })).rejects.toThrow('not_found');
      again.socket.disconnect();
    } finally {
      one.socket.disconnect();
    }
  });

  it('belongs to a role that sees devices but not who signed in', async () => {
    await user('villager', ['inspector']);
    const one = await browser(await app.token('villager', password));
    try {
      const { replayed } = await one.watch({ after: (await lastId()) - 3 });
      expect(replayed).toBeLessThanOrEqual(3);
      await app.token();
      await commitFacts(1);
      await until('the fact about a device comes', () =>
        one.facts.some((fact) => fact.name === 'device.unknown_refused'),
      );
      expect(one.facts.filter((fact) => fact.name.startsWith('user.'))).toEqual([]);
    } finally {
      one.socket.disconnect();
    }
  });
});

/** A relay in front of the server that can stop reading what the server sends. */
async function slowProxy(
  port: number,
): Promise<{ url: string; pause(): void; resume(): void; close(): Promise<void> }> {
  const pairs: [TcpSocket, TcpSocket][] = [];
  const server: Server = createServer((incoming) => {
    const outgoing = connectTcp(port, '127.0.0.1');
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy());
    incoming.pipe(outgoing);
    outgoing.pipe(incoming);
    pairs.push([incoming, outgoing]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    pause: () => pairs.forEach(([incoming, outgoing]) => outgoing.unpipe(incoming).pause()),
    resume: () => pairs.forEach(([incoming, outgoing]) => outgoing.pipe(incoming)),
    close: async () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
