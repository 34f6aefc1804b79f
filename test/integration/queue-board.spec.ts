import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Problem } from '#contracts';
import { RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const PASSWORD = 'Lychee-Orchard-7';
let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** Opens the board as its owner of a token would; gives the cookie. */
async function visit(token?: string) {
  const response = await fetch(`${app.url}/api/v1/queue-visits`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  return { status: response.status, cookie: response.headers.get('set-cookie') ?? '', response };
}

const board = (cookie: string, path = '', method = 'GET') =>
  fetch(`${app.url}/admin/queues${path}`, { method, headers: { cookie: cookie.split(';')[0]! } });

it('is closed to strangers and to people whose role is another', async () => {
  expect((await visit()).status).toBe(401);
  for (const path of ['', '/api/queues', '/static/js/x.js']) expect((await board('', path)).status).toBe(401);
  await RoutesClient.of(app, 'li.diaodu', 'operator', '440881');
  const token = await app.token('li.diaodu', PASSWORD);
  const refused = await visit(token);
  expect([refused.status, ((await refused.response.json()) as Problem).code]).toEqual([403, 'forbidden']);
  // an access token of their own in that cookie opens nothing either
  expect((await board(`xunhang_queues=${token}`)).status).toBe(403);
  expect((await board('xunhang_queues=nonsense')).status).toBe(401);
});

it('shows an administrator every queue, to be read only', async () => {
  const { status, cookie } = await visit(await app.token());
  expect(status).toBe(204);
  expect(cookie).toMatch(/; Path=\/admin\/queues; HttpOnly; SameSite=Strict$/);
  const page = await board(cookie);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).toContain('<base href="/admin/queues/"');
  expect(html).not.toContain('http');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const { queues } = (await (await board(cookie, '/api/queues')).json()) as {
    queues: { name: string; readOnlyMode: boolean }[];
  };
  expect(queues.map(({ name }) => name).sort()).toEqual([
    'docks',
    'evidence',
    'media',
    'plans',
    'routes',
    'sorties',
    'upkeep',
  ]);
  expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
  for (const path of ['/api/queues/sorties/pause', '/api/queues/sorties/obliterate', '/api/queues/pause']) {
    expect((await board(cookie, path, 'PUT')).status).toBe(404);
  }
});

it('closes when the session ends', async () => {
  const session = await app.token();
  const { cookie } = await visit(session);
  expect((await board(cookie)).status).toBe(200);
  await app.api('/api/v1/sessions/current', { method: 'DELETE', token: session });
  await until('the visit is over', async () => (await board(cookie)).status === 401);
});
