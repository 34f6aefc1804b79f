import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DivisionView, type Page, type Problem, type SessionView, type UserView } from '#contracts';
import { ensureAdministrator, resetAdministrator } from '../../apps/server/src/auth/administrator.js';
import { type Browser, browserAt } from '../support/browser-session.js';
import { type TestApp, startApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
let app: TestApp;
let browser: Browser;
let county: string;
let towns: DivisionView[];
let root: string;

beforeAll(async () => {
  app = await startApp();
  browser = browserAt(app.url);
  root = await app.token();
  county = (await app.api<{ divisionCode: string }>('/api/v1/me')).divisionCode;
  towns = (await app.api<Page<DivisionView>>('/api/v1/divisions?level=town')).items;
});
afterAll(() => app.close());

interface Draft {
  username: string;
  roles?: string[];
  divisionCode?: string;
  password?: string;
}
const make = (draft: Draft, token = root) =>
  browser.post<UserView & Problem>(
    '/api/v1/users',
    { displayName: draft.username, roles: ['operator'], divisionCode: county, password: PASSWORD, ...draft },
    token,
  );
const change = async (id: string, body: unknown, token = root) => {
  const response = await fetch(`${app.url}/api/v1/users/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as UserView & Problem };
};
const signIn = (username: string, password = PASSWORD) =>
  browser.post<SessionView & Problem>('/api/v1/sessions', { username, password });

describe('making users', () => {
  it('makes a user who can sign in, and says who made them', async () => {
    const { status, body } = await make({
      username: 'chen.li',
      divisionCode: towns[0]!.code,
      roles: ['town_reviewer', 'inspector'],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      username: 'chen.li',
      divisionCode: towns[0]!.code,
      divisionName: towns[0]!.name,
      disabled: false,
      lastSignInAt: null,
    });
    expect(Object.keys(body)).not.toContain('passwordHash');
    expect((await signIn('chen.li')).body.user).toMatchObject({ roles: ['town_reviewer', 'inspector'] });
    const { items } = await app.api<Page<{ data: unknown }>>('/api/v1/events?name=user.changed');
    expect(items).toContainEqual(
      expect.objectContaining({ data: { userId: body.id, username: 'chen.li', by: 'admin' } }),
    );
    const [stored] = await app.db.query('SELECT password_hash FROM users WHERE id = $1', [body.id]);
    expect(stored.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('refuses a name that is taken, in any case of letters', async () => {
    await make({ username: 'Huang' });
    const { status, body } = await make({ username: 'huang' });
    expect([status, body.code]).toEqual([409, 'username_taken']);
  });

  it('names every member that is wrong, in both languages', async () => {
    const { status, body } = await make({ username: 'x y', password: 'short', roles: ['king'] });
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    expect(new Set(body.errors!.map(({ path }) => path))).toEqual(new Set(['username', 'password', 'roles.0']));
    expect(body.detail).toContain('password 密码至少 10 位');
    expect(body.detailEn).toContain('password at least 10 characters');
  });

  it('refuses a password that holds the user name', async () => {
    const { status, body } = await make({ username: 'lianjiang', password: 'LianJiang-2026' });
    expect([status, body.code]).toEqual([400, 'password_holds_name']);
  });

  it('keeps the three administrators three people', async () => {
    const { status, body } = await make({ username: 'octopus', roles: ['system_admin', 'audit_admin'] });
    expect([status, body.code]).toEqual([409, 'separated_roles']);
    const auditor = await make({ username: 'auditor', roles: ['audit_admin'] });
    expect(auditor.status).toBe(201);
    expect((await change(auditor.body.id, { roles: ['audit_admin', 'security_admin'] })).body.code).toBe(
      'separated_roles',
    );
  });

  it('lists users by name, page after page, and finds them by part of a name', async () => {
    for (const nr of [1, 2, 3, 4, 5]) await make({ username: `pager-${nr}` });
    const first = await app.api<Page<UserView>>('/api/v1/users?search=pager&limit=2');
    const second = await app.api<Page<UserView>>(`/api/v1/users?search=pager&limit=2&cursor=${first.nextCursor}`);
    const third = await app.api<Page<UserView>>(`/api/v1/users?search=pager&limit=2&cursor=${second.nextCursor}`);
    expect([first, second, third].flatMap(({ items }) => items.map(({ username }) => username))).toEqual(
      [1, 2, 3, 4, 5].map((nr) => `pager-${nr}`),
    );
    expect([first.total, third.nextCursor]).toEqual([5, null]);
    expect((await browser.get<Problem>('/api/v1/users?cursor=nonsense', root)).body.code).toBe('bad_cursor');
  });
});

describe('changing users', () => {
  it.each([
    ['new roles', { roles: ['inspector'] }],
    ['a new division', 'town'],
    ['a new password', { password: 'Mangrove-Tide-9' }],
    ['being disabled', { disabled: true }],
  ])('ends the sessions of a user after %s', async (what, given) => {
    const { body: user } = await make({ username: `changed-${what.replaceAll(' ', '-')}` });
    const { body: session } = await signIn(user.username);
    expect((await browser.get('/api/v1/me', session.accessToken)).status).toBe(200);
    const { status } = await change(user.id, given === 'town' ? { divisionCode: towns[1]!.code } : given);
    expect(status).toBe(200);
    expect((await browser.get('/api/v1/me', session.accessToken)).status).toBe(401);
  });

  it('ends a lock-out when the administrator hands out a new password', async () => {
    const { body: user } = await make({ username: 'relieved' });
    for (let turn = 0; turn < 5; turn += 1) await signIn('relieved', 'Wrong-Password-1');
    const [locked] = (await app.api<Page<UserView>>('/api/v1/users?search=relieved')).items;
    expect(locked?.lockedUntil).toEqual(expect.any(String));
    const { body } = await change(user.id, { password: 'Mangrove-Tide-9' });
    expect(body.lockedUntil).toBeNull();
    expect((await signIn('relieved', 'Mangrove-Tide-9')).status).toBe(201);
  });

  it('leaves the session alone when only the shown name changes', async () => {
    const { body: user } = await make({ username: 'renamed' });
    const { body: session } = await signIn('renamed');
    await change(user.id, { displayName: '新名字' });
    expect((await browser.get<{ displayName: string }>('/api/v1/me', session.accessToken)).body.displayName).toBe(
      '新名字',
    );
  });

  it('lets nobody disable or promote themselves, or set their own password without the old one', async () => {
    const me = await app.api<{ id: string }>('/api/v1/me');
    for (const body of [{ disabled: true }, { roles: ['operator'] }, { divisionCode: towns[0]!.code }]) {
      expect((await change(me.id, body)).body.code).toBe('own_account');
    }
    expect((await change(me.id, { password: 'Mangrove-Tide-9' })).body.code).toBe('own_password');
  });

  it('keeps the last system administrator of the county, also when two demote each other at once', async () => {
    const { body: second } = await make({ username: 'second-admin', roles: ['system_admin'] });
    const { body: session } = await signIn('second-admin');
    const me = await app.api<{ id: string }>('/api/v1/me');
    const answers = await Promise.all([
      change(me.id, { roles: ['operator'] }, session.accessToken),
      change(second.id, { roles: ['operator'] }, root),
    ]);
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const [{ count }] = await app.db.query(
      `SELECT count(*)::int FROM users WHERE 'system_admin' = ANY (roles) AND NOT disabled`,
    );
    expect(count).toBe(1);
    await app.db.query(`UPDATE users SET roles = '{system_admin}' WHERE username = 'admin'`);
    root = (await signIn('admin', app.adminPassword)).body.accessToken;
  });

  it('hides the administrator of the county from the administrator of a town, and not the other way round', async () => {
    const { body: town } = await make({
      username: 'town-admin',
      roles: ['system_admin'],
      divisionCode: towns[2]!.code,
    });
    const { body: session } = await signIn('town-admin');
    const me = await app.api<{ id: string }>('/api/v1/me', { token: root });
    expect((await change(me.id, { disabled: true }, session.accessToken)).status).toBe(404);
    expect((await change(town.id, { disabled: true }, root)).status).toBe(200);
  });
});

describe('an administrator of one town', () => {
  it('sees, makes and changes users of that town only, and gives away no more', async () => {
    const [mine, other] = [towns[3]!, towns[4]!];
    await make({ username: 'mayor', roles: ['system_admin'], divisionCode: mine.code });
    const { body: neighbour } = await make({ username: 'neighbour', divisionCode: other.code });
    const { accessToken } = (await signIn('mayor')).body;
    expect((await make({ username: 'below', divisionCode: mine.code }, accessToken)).status).toBe(201);
    expect((await make({ username: 'beside', divisionCode: other.code }, accessToken)).status).toBe(404);
    expect((await make({ username: 'above', divisionCode: county }, accessToken)).status).toBe(404);
    const seen = await browser.get<Page<UserView>>('/api/v1/users', accessToken);
    expect(seen.body.items.map(({ username }) => username).sort()).toEqual(['below', 'mayor']);
    expect(seen.body.total).toBe(2);
    expect((await change(neighbour.id, { displayName: 'x' }, accessToken)).status).toBe(404);
    const below = seen.body.items.find(({ username }) => username === 'below')!;
    expect((await change(below.id, { divisionCode: county }, accessToken)).status).toBe(404);
  });
});

describe('the first administrator', () => {
  it('is made once, and not again while anybody exists', async () => {
    expect(await ensureAdministrator(app.db, { adminPassword: null })).toBeNull();
    const [{ count }] = await app.db.query(`SELECT count(*)::int FROM users WHERE lower(username) = 'admin'`);
    expect(count).toBe(1);
  });

  it('gets a generated password when none is set, made by one of several processes that start together', async () => {
    // whatever names a user goes with the users
    await app.db.query('TRUNCATE users CASCADE');
    const passwords = await Promise.all([1, 2, 3].map(() => ensureAdministrator(app.db, { adminPassword: null })));
    const made = passwords.filter((password) => password !== null);
    expect(made).toHaveLength(1);
    expect((await signIn('admin', made[0]!)).status).toBe(201);
  });

  it('comes back in by a reset that ends lock-out, disabling and old sessions', async () => {
    const before = await ensureAdministrator(app.db, { adminPassword: null });
    expect(before).toBeNull();
    const first = await resetAdministrator(app.db);
    const { accessToken } = (await signIn('admin', first)).body;
    for (let turn = 0; turn < 6; turn += 1) await signIn('admin', 'Wrong-Password-1');
    await app.db.query(`UPDATE users SET disabled = true, roles = '{operator}'`);
    const second = await resetAdministrator(app.db);
    expect((await signIn('admin', first)).status).toBe(401);
    const session = await signIn('admin', second);
    expect(session.body.user.roles).toEqual(['system_admin']);
    expect((await browser.get('/api/v1/me', accessToken)).status).toBe(401);
  });
});
