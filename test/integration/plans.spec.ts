import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Fact,
  type Page,
  type PlanView,
  type Problem,
  type ProposalView,
  type RouteView,
  type TaskView,
} from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
const PLANS = '/api/v1/plans';
const TASKS = '/api/v1/tasks';

let app: TestApp;
let operator: string;
/** A route of the county with an approved version and a dock. */
let route: RouteView;

beforeAll(async () => {
  app = await startApp({ countyRoutes: true });
  const user = async (username: string, role: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode: '440881' };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  operator = await user('plan.operator', 'operator');
  const { items } = await app.api<Page<RouteView>>('/api/v1/routes?state=approved');
  route = items.find(({ homeDock, approvedVersion }) => homeDock !== null && approvedVersion !== null)!;
});
afterAll(() => app.close());

async function call<Body>(method: string, path: string, body?: unknown, token = operator) {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body & Problem };
}
const plan = (more: object = {}) => ({
  code: 'P-1',
  name: '红树林周巡',
  mainRoute: route.code,
  executor: { kind: 'dock', dockSn: route.homeDock!.sn },
  recurrence: 'FREQ=WEEKLY;BYDAY=MO,TH',
  firstDay: '2026-01-01',
  window: { from: '08:00', to: '11:00' },
  ...more,
});
const task = async (windowStart = new Date(Date.now() + 3_600_000).toISOString()) => {
  const windowEnd = new Date(Date.parse(windowStart) + 3_600_000).toISOString();
  const { status, body } = await call<TaskView>('POST', TASKS, { routeId: route.id, windowStart, windowEnd });
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
};

describe('patrol plans', () => {
  it('are made, shown with their next days, changed and ended, each with a fact', async () => {
    const made = await call<PlanView>('POST', PLANS, plan());
    expect([made.status, made.body.detailEn]).toEqual([201, undefined]);
    expect(made.body).toMatchObject({ recurrenceZh: '每周一、四', state: 'active', limits: { windSpeed: 8 } });
    expect(made.body.nextDays).toHaveLength(5);
    expect(made.body.nextDays.every((day) => [1, 4].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))).toBe(true);
    const change = { window: { from: '09:00', to: '10:00' }, noFlyDays: [made.body.nextDays[0]!], version: 1 };
    const changed = await call<PlanView>('PATCH', `${PLANS}/${made.body.id}`, change);
    expect(changed.body.nextDays).not.toContain(made.body.nextDays[0]);
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await call('PATCH', `${PLANS}/${made.body.id}`, change)).body.code).toBe('changed_meanwhile');
    const ended = await call<PlanView>('PATCH', `${PLANS}/${made.body.id}`, { state: 'ended', version: 2 });
    expect(ended.body.nextDays).toEqual([]);
    expect((await call<Page<PlanView>>('GET', PLANS)).body.items).toEqual([]);
    expect((await call<Page<PlanView>>('GET', `${PLANS}?state=ended`)).body.total).toBe(1);
    const facts = await app.api<Page<Fact>>('/api/v1/events?limit=1000');
    expect(
      facts.items
        .filter(({ name }) => name.startsWith('plan.'))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['plan.added', 'plan.changed', 'plan.changed']);
  });

  it('say in words what is wrong with them', async () => {
    const code = async (more: object) => (await call('POST', PLANS, plan({ code: 'P-2', ...more }))).body.code;
    expect(await code({ code: 'p-1' })).toBe('code_taken');
    expect(await code({ mainRoute: 'no-such' })).toBe('no_such_route');
    expect(await code({ scenarioCode: 'no-such' })).toBe('no_such_scenario');
    expect(await code({ executor: { kind: 'dock', dockSn: 'no-such' } })).toBe('other_dock');
    expect(await code({ recurrence: 'FREQ=MONTHLY;BYMONTHDAY=31', lastDay: '2026-01-30' })).toBe('bad_recurrence');
    expect((await call('POST', PLANS, plan({ window: { from: '11:00', to: '08:00' } }))).status).toBe(400);
  });
});

describe('tasks', () => {
  it('never leave their end and are never started anew, whatever writes to the database', async () => {
    const { id } = await task();
    const write = (sql: string) => app.db.query(`UPDATE tasks SET ${sql} WHERE id = $1`, [id]);
    await write('execute_sent_at = now()');
    await expect(write('execute_sent_at = NULL')).rejects.toThrow('recorded once');
    await expect(write(`execute_sent_at = now() + interval '1 s'`)).rejects.toThrow('recorded once');
    await write('took_off_at = now()');
    await expect(write(`took_off_at = now() + interval '1 s'`)).rejects.toThrow('recorded once');
    await write(`state = 'failed', outcome = '{"reason": "obstacle", "deviceCode": 321517, "by": null}'`);
    await expect(write(`state = 'ready'`)).rejects.toThrow('never leaves its end');
    await expect(write('outcome = NULL')).rejects.toThrow('never leaves its end');
    await write(`device_word = 'failed'`);
  });
});

describe('a proposal', () => {
  it('answers every approved route of every day, in words, around what stands already', async () => {
    const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const standing = { startAt: `${day}T02:00:00Z` };
    await task(standing.startAt);
    const { status, body } = await call<ProposalView>('GET', `/api/v1/proposals?day=${day}&days=7`);
    expect([status, body.detailEn]).toEqual([200, undefined]);
    const { total } = await app.api<Page<RouteView>>('/api/v1/routes?state=approved');
    expect(body.flights.length + body.refusals.length).toBe(total * 7);
    expect(body.flights.length).toBeGreaterThan(20);
    expect(body.late).toBeLessThan(body.lateWithout);
    for (const { zh, en } of [...body.flights, ...body.refusals]) {
      expect([zh, en]).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/), expect.any(String)]);
    }
    const atDock = body.flights.filter(({ dock }) => dock.sn === route.homeDock!.sn);
    const landed = Date.parse(standing.startAt) + route.summary!.estimate!.flightSeconds * 1000;
    const during = atDock.filter(
      ({ startAt, readyAt }) => Date.parse(startAt) < landed && Date.parse(readyAt) > Date.parse(standing.startAt),
    );
    expect(during).toEqual([]);
    expect((await call('GET', '/api/v1/proposals?day=2026-13-01')).status).toBe(400);
    expect((await call('GET', `/api/v1/proposals?day=${day}&days=8`)).status).toBe(400);
  });
});
