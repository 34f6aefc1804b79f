import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DeviceView,
  type DivisionView,
  type Fact,
  type JoinCodeView,
  type JoinResult,
  type Page,
  type Problem,
} from '#contracts';
import { BrokerAccounts } from '../../apps/server/src/broker/broker-accounts.js';
import { EventLog } from '../../apps/server/src/events/event-log.js';
import { GuestsService } from '../../apps/server/src/guests/guests.service.js';
import { type Browser, browserAt } from '../support/browser-session.js';
import { connectDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let browser: Browser;
let town: DivisionView;
beforeAll(async () => {
  app = await startApp();
  browser = browserAt(app.url);
  town = (await app.api<Page<DivisionView>>('/api/v1/divisions?level=town')).items[0]!;
});
afterAll(() => app.close());

const invite = (more: Record<string, unknown> = {}) =>
  app.api<JoinCodeView>('/api/v1/join-codes', {
    method: 'POST',
    body: { pilotName: '李飞', permit: 'UAS-44-0001', divisionCode: town.code, ...more },
  });
const join = (code: string, gatewaySn: string) =>
  browser.post<JoinResult & Problem>('/api/v1/joins', { code, gatewaySn });
const guests = () => new GuestsService(app.db, new BrokerAccounts(app.db), new EventLog(app.db));
const facts = async (name: string) => (await app.api<Page<Fact>>(`/api/v1/events?name=${name}&limit=1000`)).items;
/** Wrong codes of earlier tests must not lock out later ones. */
const forget = () => app.db.query(`DELETE FROM attempts WHERE kind LIKE 'join%'`);
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a join code', () => {
  it('is six digits, shown once, and nowhere in the database', async () => {
    const made = await invite();
    expect(made.code).toMatch(/^\d{6}$/);
    expect(made).toMatchObject({ state: 'open', pilotName: '李飞', divisionName: town.name, gatewaySn: null });
    const { items } = await app.api<Page<JoinCodeView>>('/api/v1/join-codes');
    expect(items.find(({ id }) => id === made.id)).toEqual({ ...made, code: null });
    const [row] = await app.db.query('SELECT * FROM join_codes WHERE id = $1', [made.id]);
    const { code_hash: hash, ...rest } = row;
    expect(JSON.stringify(rest)).not.toContain(made.code);
    expect(hash).toHaveLength(32);
    expect(await facts('guest.invited')).toContainEqual(
      expect.objectContaining({ divisionPath: town.path, data: { joinCodeId: made.id, pilotName: '李飞' } }),
    );
  });

  it('lists by state, newest first, page after page', async () => {
    const made = [];
    for (let nr = 0; nr < 5; nr += 1) made.push((await invite({ permit: `page-${nr}` })).id);
    const all = await app.api<Page<JoinCodeView>>('/api/v1/join-codes?state=open&limit=1000');
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page<JoinCodeView> = await app.api(
        `/api/v1/join-codes?state=open&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.total).toBe(all.total);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items.map(({ id }) => id));
    expect(paged.slice(0, 5)).toEqual(made.toReversed());
  });

  it('cannot be used after it was revoked or has expired', async () => {
    const [revoked, late] = [await invite(), await invite()];
    await app.api(`/api/v1/join-codes/${revoked.id}`, { method: 'DELETE' });
    await app.db.query(`UPDATE join_codes SET expires_at = now() WHERE id = $1`, [late.id]);
    for (const { code } of [revoked, late]) expect((await join(code!, 'RCEXPIRED01')).body.code).toBe('bad_join_code');
    const { items } = await app.api<Page<JoinCodeView>>('/api/v1/join-codes?limit=1000');
    expect(items.find(({ id }) => id === revoked.id)?.state).toBe('revoked');
    expect(items.find(({ id }) => id === late.id)?.state).toBe('expired');
    await forget();
  });

  it('is refused for a place outside the scope, and when it would outlive the stay', async () => {
    const token = await app.token();
    const far = await browser.post<Problem>(
      '/api/v1/join-codes',
      { pilotName: 'x', permit: 'y', divisionCode: '999999' },
      token,
    );
    expect(far.status).toBe(404);
    const body = { pilotName: 'x', permit: 'y', divisionCode: town.code, stayMinutes: 5, codeMinutes: 60 };
    expect((await browser.post<Problem>('/api/v1/join-codes', body, token)).body.code).toBe('code_outlives_stay');
  });
});

describe('joining', () => {
  it('registers the remote controller and gives it an account with which it can speak', async () => {
    const { code, id } = await invite();
    const { status, body, headers } = await join(code!, 'RCGUEST0001');
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ username: 'RCGUEST0001', gatewaySn: 'RCGUEST0001' });
    const device = await app.api<DeviceView>('/api/v1/devices/RCGUEST0001');
    expect(device).toMatchObject({
      kind: 'remote_controller',
      role: 'guest',
      pilotName: '李飞',
      divisionCode: town.code,
      guestUntil: body.guestUntil,
      demonstration: false,
    });
    expect(await facts('device.registered')).toContainEqual(
      expect.objectContaining({ deviceSn: 'RCGUEST0001', divisionPath: town.path }),
    );
    const used = (await app.api<Page<JoinCodeView>>('/api/v1/join-codes?state=used')).items;
    expect(used).toContainEqual(expect.objectContaining({ id, gatewaySn: 'RCGUEST0001' }));

    const rc = await connectDevice(app.mqttUrl, body);
    try {
      await rc.osd('RCGUEST0001', { longitude: 110.3, latitude: 21.6, height: 20, capacity_percent: 80 });
      await until(
        'the guest is online',
        async () => (await app.api<DeviceView>('/api/v1/devices/RCGUEST0001')).presence === 'online',
      );
    } finally {
      await rc.close();
    }
  });

  it('takes a code once, however many ask at the same moment', async () => {
    const { code } = await invite();
    const answers = await Promise.all([1, 2, 3, 4].map((nr) => join(code!, `RCRACE0000${nr}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    await forget();
  });

  it('does not take over a registered device, an aircraft, a refused device or a permanent account', async () => {
    const { code } = await invite();
    const [{ sn: dock }] = await app.db.query(`SELECT sn FROM devices WHERE kind = 'dock' LIMIT 1`);
    await app.db.query(
      `INSERT INTO device_links (sn, gateway_sn, linked, changed_at) VALUES ('DRONELINK01', 'RCX', true, now())`,
    );
    await app.db.query(
      `INSERT INTO unknown_devices (sn, kind, first_seen_at, last_seen_at, messages, last_topic, status)
       VALUES ('RCREFUSED01', 'other', now(), now(), 1, 't', 'refused')`,
    );
    await app.deviceAccount('RCFOREIGN01');
    const codes = [];
    for (const sn of [dock as string, 'DRONELINK01', 'RCREFUSED01', 'RCFOREIGN01'])
      codes.push((await join(code!, sn)).body.code);
    expect(codes).toEqual(['already_registered', 'not_a_gateway', 'refused_device', 'has_account']);
    expect((await join(code!, 'RCWELCOME01')).status).toBe(201);
  });

  it('locks an address after ten wrong codes, also for the right one', async () => {
    await forget();
    const { code } = await invite();
    const answers = [];
    for (let nr = 0; nr < 11; nr += 1) answers.push((await join(wrong(code!), 'RCGUESSER01')).body.code);
    expect(answers.slice(0, 10)).toEqual(Array(10).fill('bad_join_code'));
    expect(answers[10]).toBe('too_many_requests');
    const { status, body, headers } = await join(code!, 'RCGUESSER01');
    expect([status, body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('leaving', () => {
  /** A guest without the door's limits, which an earlier test has used up. */
  const arrive = async (sn: string, until: Date) => {
    await app.db.query(
      `INSERT INTO devices (sn, kind, name, role, division_code, guest_until) VALUES ($1, 'remote_controller', $1, 'guest', $2, $3)`,
      [sn, town.code, until],
    );
    return new BrokerAccounts(app.db).issue(sn, until);
  };

  it('happens by itself when the time is over: account, register and log agree', async () => {
    const rc = await connectDevice(app.mqttUrl, await arrive('RCLEAVES001', new Date(Date.now() + 1_500)));
    try {
      await until('the connection is cut', () => !rc.client.connected);
      await until('the worker lets the guest leave', async () => {
        const left = await facts('device.left');
        return left.find(({ deviceSn }) => deviceSn === 'RCLEAVES001');
      });
      expect((await browser.get('/api/v1/devices/RCLEAVES001', await app.token())).status).toBe(404);
      const [account] = await app.db.query(`SELECT disabled FROM broker_accounts WHERE username = 'RCLEAVES001'`);
      expect(account.disabled).toBe(true);
    } finally {
      await rc.close();
    }
  });

  it('is one fact for each guest, though two workers look at the same moment', async () => {
    const past = new Date(Date.now() - 1_000);
    for (let nr = 0; nr < 5; nr += 1) await arrive(`RCTWICE000${nr}`, past);
    await Promise.all([1, 2, 3].map(() => guests().expire(new Date())));
    await until('all five have left', async () => {
      const left = (await facts('device.left')).filter(({ deviceSn }) => deviceSn?.startsWith('RCTWICE'));
      return left.length >= 5;
    });
    const left = (await facts('device.left')).filter(({ deviceSn }) => deviceSn?.startsWith('RCTWICE'));
    expect(left.map(({ deviceSn }) => deviceSn).sort()).toEqual([0, 1, 2, 3, 4].map((nr) => `RCTWICE000${nr}`));
  });

  it('comes at once when the code a guest came in by is revoked, and a new code lets it in again', async () => {
    await forget();
    const { items } = await app.api<Page<JoinCodeView>>('/api/v1/join-codes?state=used&limit=1000');
    const { id } = items.find(({ gatewaySn }) => gatewaySn === 'RCGUEST0001')!;
    await app.api(`/api/v1/join-codes/${id}`, { method: 'DELETE' });
    expect((await browser.get('/api/v1/devices/RCGUEST0001', await app.token())).status).toBe(404);
    expect(await facts('device.left')).toContainEqual(
      expect.objectContaining({
        deviceSn: 'RCGUEST0001',
        data: expect.objectContaining({ reason: 'revoked by admin' }),
      }),
    );
    const again = await invite({ pilotName: '李飞二' });
    expect((await join(again.code!, 'RCGUEST0001')).status).toBe(201);
    expect(await app.api<DeviceView>('/api/v1/devices/RCGUEST0001')).toMatchObject({
      pilotName: '李飞二',
      role: 'guest',
    });
  });
});
