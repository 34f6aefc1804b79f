import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { type EventPage, type Problem, type SessionView } from '#contracts';
import { type z } from 'zod';
import { Attempts } from '../../apps/server/src/auth/attempts.js';
import { AuthSweeper } from '../../apps/server/src/auth/auth.sweeper.js';
import { SessionsStore } from '../../apps/server/src/auth/sessions.store.js';
import { type Browser, browserAt } from '../support/browser-session.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A user with a password of their own, made by the administrator. */
async function someone(
  username: string,
  roles = ['operator'],
): Promise<{ username: string; password: string; id: string }> {
  const password = 'Lychee-Orchard-7';
  const root = await app.api<{ divisionCode: string }>('/api/v1/me');
  const { id } = await app.api<{ id: string }>('/api/v1/users', {
    method: 'POST',
    body: { username, displayName: username, password, roles, divisionCode: root.divisionCode },
  });
  return { username, password, id };
}

const signIn = (browser: Browser, username: string, password: string) =>
  browser.post<SessionView & Problem>('/api/v1/sessions', { username, password });

/** Puts a refresh token's exchange into the past, as if the browser had waited. */
const age = (seconds: number) =>
  app.db.query('UPDATE refresh_tokens SET retired_at = retired_at - make_interval(secs => $1)', [seconds]);

describe('signing in', () => {
  it('answers with an access token, who one is, and a cookie that scripts cannot read', async () => {
    const browser = browserAt(app.url);
    const { status, body, headers } = await signIn(browser, 'admin', app.adminPassword);
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ username: 'admin', roles: ['system_admin'] });
    expect(body.user.permissions).toEqual(
      expect.arrayContaining(['devices.read', 'devices.manage', 'users.manage', 'join_codes.manage']),
    );
    expect(body.expiresInSeconds).toBe(600);
    const cookie = headers.getSetCookie().join();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    expect(cookie).toMatch(/Path=\/api\/v1\/sessions/);
    expect(cookie).not.toMatch(/Secure/i);
    expect(JSON.stringify(body)).not.toContain(browser.cookie()!.split('.')[1]);
  });

  it('takes the user name in any case and keeps the cookie to https where the product is reached by https', async () => {
    const secure = await startApp({ settings: { publicUrl: 'https://xunhang.example' } });
    try {
      const { status, headers } = await signIn(browserAt(secure.url), 'ADMIN', secure.adminPassword);
      expect(status).toBe(201);
      expect(headers.getSetCookie().join()).toMatch(/; Secure/i);
    } finally {
      await secure.close();
    }
  });

  it('tells neither by words nor by locks whether a user exists', async () => {
    const real = await someone('twin');
    const [known, unknown] = await Promise.all([failing(real.username), failing('nobody-here')]);
    const shown = (answers: Awaited<ReturnType<typeof failing>>, name: string) =>
      answers.map(({ status, body }) => [status, body.code, body.detail.replaceAll(name, '*')]);
    expect(shown(known, 'twin')).toEqual(shown(unknown, 'nobody-here'));

    async function failing(username: string) {
      const answers = [];
      for (let turn = 0; turn < 6; turn += 1)
        answers.push(await signIn(browserAt(app.url), username, 'Wrong-Password-1'));
      return answers;
    }
  });

  it('locks a name for fifteen minutes after five wrong passwords, says so, and an administrator can end it', async () => {
    const { username, password, id } = await someone('forgetful');
    for (const left of [4, 3, 2, 1]) {
      const { status, body } = await signIn(browserAt(app.url), username, 'Wrong-Password-1');
      expect([status, body.code]).toEqual([401, 'bad_credentials']);
      expect(body.detail).toContain(`还可再试 ${left} 次`);
    }
    const fifth = await signIn(browserAt(app.url), username, 'Wrong-Password-1');
    expect([fifth.status, fifth.body.code]).toEqual([429, 'locked_out']);
    const right = await signIn(browserAt(app.url), username, password);
    expect(right.status).toBe(429);
    expect(right.body.detail).toMatch(/请 1[45] 分钟后再试/);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800);

    const events = await app.api<z.infer<typeof EventPage>>('/api/v1/events?name=user.locked_out');
    expect(events.items).toContainEqual(expect.objectContaining({ data: { userId: id, username } }));
    await app.api(`/api/v1/users/${id}`, { method: 'PATCH', body: { unlock: true } });
    expect((await signIn(browserAt(app.url), username, password)).status).toBe(201);
  });

  it('lets a name in again when the lock has run out', async () => {
    const { username, password } = await someone('patient');
    for (let turn = 0; turn < 5; turn += 1) await signIn(browserAt(app.url), username, 'Wrong-Password-1');
    expect((await signIn(browserAt(app.url), username, password)).status).toBe(429);
    await app.db.query(`UPDATE attempts SET locked_until = now() - interval '1 second' WHERE key = $1`, [username]);
    expect((await signIn(browserAt(app.url), username, password)).status).toBe(201);
  });

  it('gives a volley of guesses no more chances than five in a row', async () => {
    const { username } = await someone('volley');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, nr) => signIn(browserAt(app.url), username, `Wrong-Password-${nr}`)),
    );
    expect(answers.filter(({ body }) => body.code === 'bad_credentials')).toHaveLength(4);
    expect(answers.filter(({ body }) => body.code === 'locked_out')).toHaveLength(8);
  });
});

describe('staying signed in', () => {
  it('exchanges the refresh token for a new one each time', async () => {
    const browser = browserAt(app.url);
    await signIn(browser, 'admin', app.adminPassword);
    const first = browser.cookie();
    const { status, body } = await browser.post<SessionView>('/api/v1/sessions/refresh');
    expect(status).toBe(200);
    expect(browser.cookie()).not.toBe(first);
    expect((await browser.get('/api/v1/me', body.accessToken)).status).toBe(200);
  });

  it('ends the session when an exchanged token comes back', async () => {
    const browser = browserAt(app.url);
    const { body } = await signIn(browser, 'admin', app.adminPassword);
    const thief = browserAt(app.url, browser.cookie());
    await browser.post('/api/v1/sessions/refresh');
    await age(11);
    const stolen = await thief.post<Problem>('/api/v1/sessions/refresh');
    expect([stolen.status, stolen.body.code]).toEqual([401, 'session_ended']);
    expect((await browser.post('/api/v1/sessions/refresh')).status).toBe(401);
    expect((await browser.get('/api/v1/me', body.accessToken)).status).toBe(401);
  });

  it('forgives two tabs that refresh at the same moment, and only once', async () => {
    const browser = browserAt(app.url);
    await signIn(browser, 'admin', app.adminPassword);
    const tabs = [browserAt(app.url, browser.cookie()), browserAt(app.url, browser.cookie())] as const;
    const answers = await Promise.all(tabs.map((tab) => tab.post('/api/v1/sessions/refresh')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    // whichever answer the browser kept, it goes on
    expect((await tabs[0].post('/api/v1/sessions/refresh')).status).toBe(200);
    const third = browserAt(app.url, browser.cookie());
    expect((await third.post('/api/v1/sessions/refresh')).status).toBe(401);
  });

  it('refuses a refresh that another site could have caused', async () => {
    const browser = browserAt(app.url);
    await signIn(browser, 'admin', app.adminPassword);
    const foreign: Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }];
    for (const headers of foreign) {
      const { status, body } = await browser.bare<Problem>('/api/v1/sessions/refresh', headers);
      expect([status, body.code]).toEqual([403, 'foreign_origin']);
    }
    expect((await browser.bare('/api/v1/sessions/refresh', { origin: app.url })).status).toBe(200);
  });
});

describe('being signed out', () => {
  it('ends the session at once, for the access token too, and leaves other sessions alone', async () => {
    const [one, other] = [browserAt(app.url), browserAt(app.url)];
    const first = await signIn(one, 'admin', app.adminPassword);
    const second = await signIn(other, 'admin', app.adminPassword);
    expect((await one.delete('/api/v1/sessions/current', first.body.accessToken)).status).toBe(204);
    expect((await one.get('/api/v1/me', first.body.accessToken)).status).toBe(401);
    expect((await one.post('/api/v1/sessions/refresh')).status).toBe(401);
    expect((await other.get('/api/v1/me', second.body.accessToken)).status).toBe(200);
  });

  it('signs out by the cookie alone when the access token has run out', async () => {
    const browser = browserAt(app.url);
    const { body } = await signIn(browser, 'admin', app.adminPassword);
    expect((await browser.delete('/api/v1/sessions/current')).status).toBe(204);
    expect((await browser.get('/api/v1/me', body.accessToken)).status).toBe(401);
    expect((await browser.delete('/api/v1/sessions/current')).status).toBe(204);
  });

  it('refuses tokens and cuts the live connection of somebody who is disabled', async () => {
    const { username, password, id } = await someone('leaver');
    const { body } = await signIn(browserAt(app.url), username, password);
    const socket = io(`${app.url}/live`, { auth: { token: body.accessToken }, transports: ['websocket'] });
    try {
      await until('the socket is connected', () => socket.connected);
      await app.api(`/api/v1/users/${id}`, { method: 'PATCH', body: { disabled: true } });
      const { status } = await browserAt(app.url).get('/api/v1/me', body.accessToken);
      expect(status).toBe(401);
      await until('the socket is cut', () => !socket.connected);
      const again = await signIn(browserAt(app.url), username, password);
      expect([again.status, again.body.code]).toEqual([403, 'user_disabled']);
    } finally {
      socket.close();
    }
  });

  it('ends all other sessions when one changes the password, and goes on with a new one', async () => {
    const { username, password } = await someone('careful');
    const [here, elsewhere] = [browserAt(app.url), browserAt(app.url)];
    const mine = await signIn(here, username, password);
    const old = await signIn(elsewhere, username, password);
    const next = 'Mangrove-Tide-9';
    const wrong = await here.post<Problem>(
      '/api/v1/me/password',
      { current: 'Wrong-Password-1', next },
      mine.body.accessToken,
    );
    expect(wrong.body.code).toBe('bad_credentials');
    const weak = await here.post<Problem>(
      '/api/v1/me/password',
      { current: password, next: 'short' },
      mine.body.accessToken,
    );
    expect(weak.body).toMatchObject({
      code: 'invalid_input',
      errors: [expect.objectContaining({ path: 'next' }), expect.anything()],
    });
    const changed = await here.post<SessionView>(
      '/api/v1/me/password',
      { current: password, next },
      mine.body.accessToken,
    );
    expect(changed.status).toBe(200);
    expect((await here.get('/api/v1/me', mine.body.accessToken)).status).toBe(401);
    expect((await elsewhere.get('/api/v1/me', old.body.accessToken)).status).toBe(401);
    expect((await here.get('/api/v1/me', changed.body.accessToken)).status).toBe(200);
    expect((await signIn(elsewhere, username, password)).status).toBe(401);
    expect((await signIn(elsewhere, username, next)).status).toBe(201);
  });
});

it('reads a session anew when the notification was lost', async () => {
  const { username, password, id } = await someone('unheard');
  const { body } = await signIn(browserAt(app.url), username, password);
  expect((await browserAt(app.url).get('/api/v1/me', body.accessToken)).status).toBe(200);
  await app.db.query('UPDATE sessions SET revoked_at = now() WHERE user_id = $1', [id]);
  await until(
    'the session is seen to have ended',
    async () => (await browserAt(app.url).get('/api/v1/me', body.accessToken)).status === 401,
  );
});

it('forgets old sessions and attempts, and no others', async () => {
  const browser = browserAt(app.url);
  await signIn(browser, 'admin', app.adminPassword);
  const [{ id: old }] = await app.db.query(
    `INSERT INTO sessions (user_id, expires_at) SELECT id, now() - interval '2 days' FROM users WHERE username = 'admin' RETURNING id`,
  );
  await app.db.query(
    `INSERT INTO attempts (kind, key, count, last_at) VALUES ('sign_in', 'long-ago', 1, now() - interval '2 days'),
                                                             ('sign_in', 'just-now', 1, now())`,
  );
  await new AuthSweeper(new SessionsStore(app.db), new Attempts(app.db)).sweep();
  expect(await app.db.query('SELECT FROM sessions WHERE id = $1', [old])).toEqual([]);
  const left = await app.db.query(`SELECT key FROM attempts WHERE key IN ('long-ago', 'just-now')`);
  expect(left).toEqual([{ key: 'just-now' }]);
  expect((await browser.post('/api/v1/sessions/refresh')).status).toBe(200);
});
