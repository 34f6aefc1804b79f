import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync } from 'mqtt';
import { type Page, type ProtocolNoteView } from '#contracts';
import { BrokerAccounts } from '../../apps/server/src/broker/broker-accounts.js';
import { connectDevice, type TestDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

/** Return code of a refused subscription (MQTT 3.1.1 §3.9.3). */
const REFUSED = 128;

let app: TestApp;
const open = new Set<TestDevice>();

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  for (const device of open) await device.close();
  await app.close();
});

const connect = async (sn: string): Promise<TestDevice> => {
  const device = await connectDevice(app.mqttUrl, await app.deviceAccount(sn), sn);
  open.add(device);
  return device;
};
const tryToConnect = async (username?: string, password?: string): Promise<string> => {
  try {
    const client = await connectAsync(
      app.mqttUrl,
      { username, password, reconnectPeriod: 0, connectTimeout: 5_000 },
      false,
    );
    await client.endAsync(true);
    return 'connected';
  } catch (error) {
    return (error as Error).message;
  }
};
/** Channels on which messages of a serial number reached the database. */
const recorded = async (sn: string): Promise<string[]> => {
  const rows: { channel: string }[] = await app.db.query('SELECT DISTINCT channel FROM device_messages WHERE sn = $1', [
    sn,
  ]);
  return rows.map(({ channel }) => channel).sort();
};
const refusedNote = (name: string) =>
  until(`the refusal "${name}" is counted`, async () => {
    const { items } = await app.api<Page<ProtocolNoteView>>('/api/v1/protocol-notes?limit=1000');
    return items.find((note) => note.kind === 'refused_topic' && note.name === name);
  });
const seed = async (sn: string, kind: string, parentSn: string | null = null) => {
  const [{ code }]: [{ code: string }] = await app.db.query('SELECT code FROM divisions WHERE parent_code IS NULL');
  await app.db.query(`INSERT INTO devices (sn, kind, name, parent_sn, division_code) VALUES ($1, $2, $1, $3, $4)`, [
    sn,
    kind,
    parentSn,
    code,
  ]);
  await app.db.query('SELECT pg_notify($1, $2)', ['topology', sn]);
};
const osd = { longitude: 110.28, latitude: 21.61, height: 30 };

describe('connecting', () => {
  it('refuses nobody, an unknown name, a wrong password and an empty one', async () => {
    const { username } = await app.deviceAccount('DOCKCONNECT1');
    const answers = [
      await tryToConnect(),
      await tryToConnect('NOSUCHDOCK', 'x'),
      await tryToConnect(username, 'wrong'),
      await tryToConnect(username, ''),
      await tryToConnect('xunhang-server', 'guess'),
    ];
    for (const answer of answers) expect(answer).toMatch(/not authorized|bad user ?name or password/i);
  });

  it('lets a device in with an account made a moment ago, whatever its client id', async () => {
    const { username, password } = await app.deviceAccount('DOCKCONNECT2');
    expect(await tryToConnect(username, password)).toBe('connected');
  });

  it('voids the former password and cuts its connection when a new one is issued', async () => {
    const old = await app.deviceAccount('DOCKCONNECT3');
    const device = await connectDevice(app.mqttUrl, old);
    open.add(device);
    const fresh = await new BrokerAccounts(app.db).issue('DOCKCONNECT3');
    expect(fresh.rotated).toBe(true);
    await until('the old connection is cut', () => !device.client.connected);
    await device.close();
    expect(await tryToConnect(old.username, old.password)).toMatch(/not authorized|bad user/i);
    expect(await tryToConnect(fresh.username, fresh.password)).toBe('connected');
  });

  it('cuts an account that ends by itself, and lets it in no more', async () => {
    const until2s = new Date(Date.now() + 2_000);
    const { username, password } = await new BrokerAccounts(app.db).issue('DOCKCONNECT4', until2s);
    const device = await connectDevice(app.mqttUrl, { username, password });
    open.add(device);
    expect(device.client.connected).toBe(true);
    await until('the connection is cut at its time', () => !device.client.connected);
    expect(Date.now()).toBeGreaterThanOrEqual(until2s.getTime());
    await device.close();
    expect(await tryToConnect(username, password)).toMatch(/not authorized|bad user/i);
  });
});

describe('speaking', () => {
  it("lets a gateway speak on its own topics and its named child's, and on no others", async () => {
    const [dock, victim] = [await connect('DOCKSPEAK01'), await connect('DOCKSPEAK02')];
    await victim.osd('DOCKSPEAK02', osd);
    await dock.topo([{ sn: 'DRONESPEAK1' }]);
    await dock.osd('DOCKSPEAK01', osd);
    await dock.osd('DRONESPEAK1', osd);
    await dock.send('thing/product/DOCKSPEAK02/events', {
      tid: 'forged',
      bid: 'forged',
      method: 'hms',
      data: { list: [] },
    });
    await dock.send('sys/product/DOCKSPEAK02/status', {
      tid: 'forged',
      bid: 'forged',
      method: 'update_topo',
      data: { sub_devices: [] },
    });
    await dock.send('thing/product/DOCKSPEAK01/services', {
      tid: 'forged',
      bid: 'forged',
      method: 'flighttask_execute',
      data: {},
    });
    await dock.send('some/other/topic', {});
    await until(
      'what it may say is recorded',
      async () => (await recorded('DRONESPEAK1')).length > 0 && (await recorded('DOCKSPEAK01')).length > 1,
    );
    const note = await refusedNote('DOCKSPEAK01: thing/product/DOCKSPEAK02/events');
    expect(note).toMatchObject({ sn: 'DOCKSPEAK01', count: 1 });
    await refusedNote('DOCKSPEAK01: sys/product/DOCKSPEAK02/status');
    await refusedNote('DOCKSPEAK01: thing/product/DOCKSPEAK01/services');
    await refusedNote('DOCKSPEAK01: some/other/topic');
    expect(await recorded('DOCKSPEAK02')).toEqual(['osd']);
    expect(dock.client.connected).toBe(true);
  });

  it("takes a newcomer's messages before it is named, from the first gateway that brings it", async () => {
    const [first, second] = [await connect('DOCKFIRST01'), await connect('DOCKFIRST02')];
    await first.osd('DRONENEW01', osd);
    await until('the newcomer is recorded', async () => (await recorded('DRONENEW01')).length > 0);
    await second.osd('DRONENEW01', osd);
    await refusedNote('DOCKFIRST02: thing/product/DRONENEW01/osd');
    await second.topo([{ sn: 'DRONENEW01' }]);
    await until('the aircraft has moved to the second gateway', async () => {
      const [link] = await app.db.query('SELECT gateway_sn FROM device_links WHERE sn = $1', ['DRONENEW01']);
      await second.osd('DRONENEW01', { ...osd, longitude: 110.5 });
      const [state] = await app.db.query('SELECT sample FROM device_states WHERE sn = $1', ['DRONENEW01']);
      return link?.gateway_sn === 'DOCKFIRST02' && state?.sample.longitude === 110.5;
    });
  });

  it('lets nobody speak for a registered aircraft, a registered dock or another gateway at first contact', async () => {
    await seed('DOCKOWNER01', 'dock');
    await seed('DRONEOWNED1', 'aircraft', 'DOCKOWNER01');
    await app.deviceAccount('DOCKOWNER02');
    const stranger = await connect('DOCKSTRANGE');
    for (const sn of ['DOCKOWNER01', 'DRONEOWNED1', 'DOCKOWNER02']) {
      await stranger.osd(sn, osd);
      await refusedNote(`DOCKSTRANGE: thing/product/${sn}/osd`);
    }
    const owner = await connect('DOCKOWNER01');
    await owner.osd('DRONEOWNED1', osd);
    await until('the owner is heard', async () => (await recorded('DRONEOWNED1')).length > 0);
  });

  it('bounds how many newcomers one gateway may bring', async () => {
    const gateway = await connect('DOCKMANY01');
    for (let nr = 1; nr <= 9; nr += 1) await gateway.osd(`DRONEMANY${nr}`, osd);
    await refusedNote('DOCKMANY01: thing/product/DRONEMANY9/osd');
    await until('the eighth is recorded', async () => (await recorded('DRONEMANY8')).length > 0);
    expect(await recorded('DRONEMANY9')).toEqual([]);
  });
});

describe('listening', () => {
  it('grants what speaks of the gateway and its children only', async () => {
    const account = await app.deviceAccount('DOCKHEAR001');
    await app.deviceAccount('DOCKHEAR002');
    const dock = await connectDevice(app.mqttUrl, account);
    open.add(dock);
    await dock.topo([{ sn: 'DRONEHEAR01' }]);
    await until(
      'the link is known',
      async () => (await app.db.query(`SELECT FROM device_links WHERE sn = 'DRONEHEAR01'`)).length > 0,
    );
    const answers: Record<string, number> = {};
    for (const filter of [
      'thing/product/DOCKHEAR001/services',
      'thing/product/DOCKHEAR001/#',
      'thing/product/DOCKHEAR001/+',
      'sys/product/DOCKHEAR001/status_reply',
      'thing/product/DRONEHEAR01/state_reply',
      'thing/product/DRONEHEAR01/events_reply',
      'thing/product/DRONEHEAR01/osd',
      'thing/product/DRONEHEAR01/#',
      'thing/product/NOBODYYET01/services',
      '#',
      'thing/#',
      'thing/product/+/osd',
      'thing/product/#',
      '+/product/DOCKHEAR001/services',
      '$share/x/thing/product/DOCKHEAR002/services',
      '$SYS/#',
      'thing/product/DOCKHEAR002/#',
      'sys/product/DRONEHEAR01/status_reply',
    ]) {
      answers[filter] = await granted(account, filter);
    }
    expect(
      Object.entries(answers)
        .filter(([, qos]) => qos !== REFUSED)
        .map(([filter]) => filter),
    ).toEqual([
      'thing/product/DOCKHEAR001/services',
      'thing/product/DOCKHEAR001/#',
      'thing/product/DOCKHEAR001/+',
      'sys/product/DOCKHEAR001/status_reply',
      'thing/product/DRONEHEAR01/state_reply',
      'thing/product/DRONEHEAR01/events_reply',
    ]);
  });

  /** The broker's own answer (SUBACK), which the client would hide for filters that it asked for before. */
  const granted = async (account: { username: string; password: string }, filter: string): Promise<number> => {
    const client = await connectAsync(app.mqttUrl, { ...account, reconnectPeriod: 0 }, false);
    try {
      const [answer] = await client.subscribeAsync(filter, { qos: 1 }).catch(() => []);
      return answer?.qos ?? REFUSED;
    } finally {
      await client.endAsync(true);
    }
  };
});
