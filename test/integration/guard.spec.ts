import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Problem, type SessionView } from '#contracts';
import { type Browser, browserAt } from '../support/browser-session.js';
import { testPostgres } from '../support/postgres.js';
import { type TestApp, startApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A user of the whole county with a password of their own. */
async function someone(username: string, roles: string[]): Promise<{ username: string; password: string }> {
  const password = 'Lychee-Orchard-7';
  const root = await app.api<{ divisionCode: string }>('/api/v1/me');
  await app.api('/api/v1/users', {
    method: 'POST',
    body: { username, displayName: username, password, roles, divisionCode: root.divisionCode },
  });
  return { username, password };
}

const signIn = (browser: Browser, username: string, password: string) =>
  browser.post<SessionView & Problem>('/api/v1/sessions', { username, password });

describe('the guard', () => {
  it('asks for a token on every route of the API but the open ones', async () => {
    const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const open: string[] = [];
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of Object.keys(operations)) {
        const response = await fetch(`${app.url}${path.replaceAll(/\{[^}]+\}/g, 'x')}`, {
          method: method.toUpperCase(),
        });
        if (response.status !== 401 || ((await response.json()) as Problem).code !== 'sign_in_required')
          open.push(`${method} ${path}`);
      }
    }
    expect(open.filter((route) => !route.includes('/api/health/') && !route.includes('/metrics')).sort()).toEqual([
      'delete /api/v1/sessions/current',
      // these addresses are signed: good for one part of one file for a quarter of an hour, or for one route for half an hour
      'get /api/v1/evidence-packs/{id}/file',
      'get /api/v1/media/{id}/files/{part}',
      'get /api/v1/mission-files/{taskId}',
      'post /api/v1/joins',
      'post /api/v1/sessions',
      'post /api/v1/sessions/refresh',
    ]);
  });

  it('refuses tokens that are forged, unsigned or made for something else', async () => {
    const { body } = await signIn(browserAt(app.url), 'admin', app.adminPassword);
    const [head, claims, signature] = body.accessToken.split('.') as [string, string, string];
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const foreign = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), aud: 'x' }),
    ).toString('base64url');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const token of [
      `${head}.${claims}.${flipped}`,
      `${unsigned}.${claims}.`,
      `${head}.${foreign}.${signature}`,
      'nonsense',
    ]) {
      const { status, body: problem } = await browserAt(app.url).get<Problem>('/api/v1/me', token);
      expect([status, problem.code]).toEqual([401, 'bad_token']);
    }
  });

  it('says which permission is missing', async () => {
    const { username, password } = await someone('viewer', ['inspector']);
    const { body } = await signIn(browserAt(app.url), username, password);
    const { status, body: problem } = await browserAt(app.url).get<Problem>('/api/v1/users', body.accessToken);
    expect([status, problem.code]).toEqual([403, 'forbidden']);
    expect(problem.detailEn).toContain('users.read');
  });
});

describe('problems', () => {
  it('explains malformed, oversized and unknown requests as problem documents', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${app.url}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': type }, body });
    const cases = await Promise.all([
      post('{"username":'),
      post(JSON.stringify({ username: 'a', password: 'x'.repeat(300_000) })),
      post('username=a', 'text/plain'),
      post(JSON.stringify({ username: '' })),
      fetch(`${app.url}/api/v1/nothing-here`),
    ]);
    const problems = (await Promise.all(cases.map((answer) => answer.json()))) as Problem[];
    expect(cases.map(({ status }) => status)).toEqual([400, 413, 400, 400, 404]);
    expect(problems.map(({ code }) => code)).toEqual([
      'bad_request',
      'too_large',
      'invalid_input',
      'invalid_input',
      'unknown_route',
    ]);
    expect(problems[3]!.errors!.map(({ path }) => path).sort()).toEqual(['password', 'username']);
    for (const [nr, problem] of problems.entries()) {
      expect(cases[nr]!.headers.get('content-type')).toContain('application/problem+json');
      expect(problem.detail).toMatch(/\p{Script=Han}/u);
      expect(problem.detailEn).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('says that the database is away, with a time to wait, and works when it is back', async () => {
    const postgres = await testPostgres();
    try {
      const cut = await startApp({ databaseUrl: postgres.url });
      try {
        const token = await cut.token();
        await postgres.stop();
        for (const ask of [
          () => browserAt(cut.url).get<Problem>('/api/v1/users', token),
          () => signIn(browserAt(cut.url), 'admin', cut.adminPassword),
        ]) {
          const { status, body, headers } = await ask();
          expect([status, body.code]).toEqual([503, 'database_unavailable']);
          expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
          expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|terminat|at .*\.js/);
        }
        await postgres.start();
        await until(
          'it works again',
          async () => (await browserAt(cut.url).get('/api/v1/users', token)).status === 200,
        );
      } finally {
        await cut.close();
      }
    } finally {
      await postgres.close();
    }
  });
});
