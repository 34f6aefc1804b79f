import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DeviceView,
  type Page,
  type PlanDays,
  type PlanView,
  type Problem,
  type RouteView,
  type TaskPaperworkView,
  type TaskView,
} from '#contracts';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const PASSWORD = 'Lychee-Orchard-7';
const PLANS = '/api/v1/plans';
const DAY = 86_400_000;

let app: TestApp;
let operator: string;
let supervisor: string;
/** Routes of the county with an approved version and a dock. */
let routes: RouteView[];
/** Days of the county from today on. */
const days = Array.from({ length: 8 }, (_, nr) =>
  new Date(Date.now() + 8 * 3_600_000 + nr * DAY).toISOString().slice(0, 10),
);

beforeAll(async () => {
  app = await startApp({ countyRoutes: true });
  const user = async (username: string, role: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode: '440881' };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  operator = await user('plan.operator', 'operator');
  supervisor = await user('plan.supervisor', 'county_supervisor');
  const { items } = await app.api<Page<RouteView>>('/api/v1/routes?state=approved&limit=100');
  routes = items.filter(
    ({ homeDock, approvedVersion, role }) => homeDock && approvedVersion !== null && role === 'main',
  );
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
  return { status: response.status, body: (await response.json()) as Body & Problem };
}
let nr = 0;
async function plan(route: RouteView, more: object = {}): Promise<PlanView> {
  const { status, body } = await call<PlanView>('POST', PLANS, {
    code: `P-${++nr}`,
    name: `巡查 ${nr}`,
    mainRoute: route.code,
    executor: { kind: 'dock', dockSn: route.homeDock!.sn },
    recurrence: 'FREQ=DAILY',
    firstDay: days[1],
    lastDay: days[5],
    window: { from: '08:00', to: '11:00' },
    ...more,
  });
  expect([status, body.detailEn]).toEqual([201, undefined]);
  return body;
}
const tasksOf = async ({ id }: PlanView): Promise<TaskView[]> =>
  (await call<Page<TaskView>>('GET', '/api/v1/tasks?limit=1000')).body.items
    .filter((task) => task.plan?.id === id)
    .reverse();
const openOf = async (made: PlanView) => (await tasksOf(made)).filter(({ outcome }) => outcome === null);
const made = (of: PlanView, count: number) =>
  until(`${of.code} has ${count} open tasks`, async () => (await openOf(of)).length === count);
const change = async (of: PlanView, body: object) => {
  const { version } = (await call<PlanView>('GET', `${PLANS}/${of.id}`)).body;
  return call<PlanView>('PATCH', `${PLANS}/${of.id}`, { ...body, version });
};
const daysOf = async (of: PlanView) => (await call<PlanDays>('GET', `${PLANS}/${of.id}/days`)).body.items;

describe('the tasks of a plan', () => {
  it('are drafts, one for each of its days ahead, within its window, with its limits and paperwork that is asked for', async () => {
    const daily = await plan(routes[0]!, { limits: { windSpeed: 6, rainfall: 0, daylight: true, batteryPercent: 70 } });
    await made(daily, 5);
    const tasks = await openOf(daily);
    expect(tasks.map((task) => task.plan?.day)).toEqual(days.slice(1, 6));
    for (const task of tasks) {
      expect(task).toMatchObject({ state: 'draft', limits: { windSpeed: 6 }, createdBy: 'system', autoFallback: true });
      const landing = Date.parse(task.windowEnd) + task.expectedFlightSeconds * 1000;
      expect(task.windowStart >= `${task.plan!.day}T00:00:00.000Z`).toBe(true);
      expect(landing).toBeLessThanOrEqual(Date.parse(`${task.plan!.day}T11:00:00+08:00`) + 1_000);
    }
    const paperwork = await call<TaskPaperworkView>('GET', `/api/v1/tasks/${tasks[0]!.id}/paperwork`);
    expect(paperwork.body).toMatchObject({ required: true, filingKind: 'required' });
    expect((await daysOf(daily)).map(({ task }) => task?.state)).toEqual(Array.from({ length: 5 }, () => 'draft'));
  });

  it('do not clash with each other: two plans of one dock and window fly one after the other', async () => {
    const both = [await plan(routes[1]!), await plan(routes[1]!)];
    for (const one of both) await made(one, 5);
    const [first, second] = await Promise.all(both.map(openOf));
    for (const [index, task] of first!.entries()) {
      const other = second![index]!;
      const [early, late] = [task, other].sort((a, b) => a.windowStart.localeCompare(b.windowStart));
      const landing = Date.parse(early!.windowStart) + early!.expectedFlightSeconds * 1000;
      expect(Date.parse(late!.windowStart)).toBeGreaterThan(landing + 600_000);
    }
  });

  it('are approved with their plan, and no more once the plan changes', async () => {
    const weekly = await plan(routes[2]!, { lastDay: days[2] });
    await made(weekly, 2);
    const approve = (token: string, version: number) =>
      call<PlanView>('POST', `${PLANS}/${weekly.id}/approve`, { note: '同意', version }, token);
    expect((await approve(operator, 1)).status).toBe(403);
    expect((await approve(supervisor, 9)).body.code).toBe('changed_meanwhile');
    expect((await approve(supervisor, 1)).body.approval).toMatchObject({ by: 'plan.supervisor', note: '同意' });
    expect((await openOf(weekly)).map(({ state, approvedBy }) => [state, approvedBy])).toEqual([
      ['approved', 'plan.supervisor'],
      ['approved', 'plan.supervisor'],
    ]);
    const noted = await change(weekly, { note: '注意风向', lastDay: days[2] });
    expect(noted.body.approval).not.toBeNull();
    const longer = await change(weekly, { lastDay: days[4] });
    expect(longer.body.approval).toBeNull();
    await made(weekly, 4);
    expect(new Set((await openOf(weekly)).map(({ state }) => state))).toEqual(new Set(['draft']));
    const withdrawn = (await tasksOf(weekly)).filter(({ outcome }) => outcome?.code === 'plan_withdrawn');
    expect(withdrawn).toHaveLength(2);
    await call('POST', `${PLANS}/${weekly.id}/approve`, { version: longer.body.version }, supervisor);
    await change(weekly, { state: 'suspended' });
    await change(weekly, { state: 'active' });
    await made(weekly, 4);
    expect(new Set((await openOf(weekly)).map(({ state }) => state))).toEqual(new Set(['approved']));
  });

  it('stay when somebody filed, moved or canceled them; the others are withdrawn and made anew', async () => {
    const daily = await plan(routes[3]!);
    await made(daily, 5);
    const [filed, moved, canceled] = await openOf(daily);
    await call('POST', `/api/v1/tasks/${filed!.id}/approve`, {}, supervisor);
    await call('POST', `/api/v1/tasks/${filed!.id}/paperwork/filed`, {});
    await call('POST', `/api/v1/tasks/${canceled!.id}/cancel`, {});
    const windowStart = new Date(Date.parse(moved!.windowStart) + 1_800_000).toISOString();
    const answer = await call('POST', `/api/v1/tasks/${moved!.id}/move`, { windowStart });
    expect([answer.status, answer.body.detailEn]).toEqual([200, undefined]);
    await change(daily, { window: { from: '13:00', to: '16:00' } });
    await until('the plan has its tasks anew', async () => {
      const open = await openOf(daily);
      return open.length === 4 && open.filter(({ windowStart: at }) => at.slice(11, 13) >= '05').length === 2;
    });
    const open = await openOf(daily);
    expect(open.slice(0, 2).map(({ id }) => id)).toEqual([filed!.id, moved!.id]);
    expect((await daysOf(daily))[2]!.task).toMatchObject({ id: canceled!.id, state: 'canceled' });
    await change(daily, { state: 'ended' });
    expect((await openOf(daily)).map(({ id }) => id)).toEqual([filed!.id, moved!.id]);
  });

  it('are left out on days without flights, or without room, and each such day says why', async () => {
    const [first, second] = [days[2]!, days[3]!];
    const some = await plan(routes[4]!, { noFlyDays: [first] });
    await made(some, 4);
    expect((await daysOf(some)).find(({ day }) => day === first)).toMatchObject({
      task: null,
      refused: { code: 'no_fly_day', zh: '计划设定的禁飞日' },
    });
    const short = await plan(routes[5]!, { window: { from: '08:00', to: '08:05' }, firstDay: second, lastDay: second });
    await until('the day is refused', async () => (await daysOf(short))[0]?.refused?.code === 'window_too_short');
    const dark = await plan(routes[6]!, { window: { from: '20:00', to: '21:00' }, firstDay: second, lastDay: second });
    await until('the day is refused', async () => (await daysOf(dark))[0]?.refused !== null);
    expect(await openOf(dark)).toEqual([]);
  });

  it('may be a mobile drone’s: one flight at a time, with its pilot', async () => {
    const { items } = await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft&role=mobile');
    const executor = { kind: 'mobile', aircraftSn: items[0]!.sn, pilot: 'plan.operator' };
    const both = [
      await plan(routes[7]!, { executor, lastDay: days[1] }),
      await plan(routes[8]!, { executor, lastDay: days[1] }),
    ];
    for (const one of both) await made(one, 1);
    const [[one], [other]] = (await Promise.all(both.map(openOf))) as [TaskView[], TaskView[]];
    expect(one).toMatchObject({ dockSn: null, executor, aircraftName: items[0]!.name });
    const [early, late] = [one!, other!].sort((a, b) => a.windowStart.localeCompare(b.windowStart));
    expect(Date.parse(late!.windowStart)).toBeGreaterThan(
      Date.parse(early!.windowStart) + early!.expectedFlightSeconds * 1000,
    );
  });

  it('are made once, whatever writes to the database', async () => {
    const [task] = await app.db.query(`SELECT * FROM tasks WHERE plan_id IS NOT NULL AND outcome IS NULL LIMIT 1`);
    const again = app.db.query(
      `INSERT INTO tasks (name, route_id, route_version, dock_sn, priority, window_start, window_end, note, flight_seconds,
         return_height, state, since, created_by, plan_id, plan_day, executor)
       SELECT name, route_id, route_version, dock_sn, priority, window_start, window_end, note, flight_seconds,
         return_height, 'draft', now(), created_by, plan_id, plan_day, executor FROM tasks WHERE id = $1`,
      [task.id],
    );
    await expect(again).rejects.toThrow('tasks_plan_id_plan_day');
  });
});
