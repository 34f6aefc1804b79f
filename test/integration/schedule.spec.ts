import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Page,
  type Problem,
  type ProposalAcceptanceResult,
  type ProposalView,
  type RouteView,
  type ScheduleView,
  type TaskMoveResult,
  type TaskPaperworkView,
  type TaskView,
} from '#contracts';
import { readWorkbook } from '../../apps/server/src/sheets/workbook.read.js';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
const HOUR = 3_600_000;
/** A day of the county far enough ahead that it can still be filed. */
const day = new Date(Date.now() + 56 * HOUR).toISOString().slice(0, 10);

let app: TestApp;
let operator: string;
let supervisor: string;
let proposal: ProposalView;
let accepted: ProposalAcceptanceResult;

beforeAll(async () => {
  app = await startApp({ countyRoutes: true });
  const user = async (username: string, role: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode: '440881' };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  operator = await user('day.operator', 'operator');
  supervisor = await user('day.supervisor', 'county_supervisor');
  proposal = (await call<ProposalView>('GET', `/api/v1/proposals?day=${day}`)).body;
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
const accept = (flights: object[], more: object = {}, token = operator) =>
  call<ProposalAcceptanceResult>('POST', '/api/v1/proposals/acceptances', { flights, ...more }, token);
const move = (id: string, windowStart: string, dry = false) =>
  call<TaskMoveResult>('POST', `/api/v1/tasks/${id}/move`, { windowStart, dry });
const wanted = ({ day: on, route, dock, startAt }: ProposalView['flights'][number]) => ({
  day: on,
  routeCode: route.code,
  dockSn: dock.sn,
  startAt,
});
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
const chart = async () => {
  const [from, to] = [`${day}T00:00:00+08:00`, `${day}T23:59:59+08:00`].map(encodeURIComponent);
  return (await call<ScheduleView>('GET', `/api/v1/schedule?from=${from}&to=${to}`)).body;
};

describe('a proposal that is accepted', () => {
  it('becomes tasks at once, with paperwork that is asked for', async () => {
    const { status, body } = await accept(proposal.flights.map(wanted), { approve: true }, supervisor);
    expect([status, body.detailEn, body.refused]).toEqual([200, undefined, []]);
    accepted = body;
    expect(body.created).toHaveLength(proposal.flights.length);
    expect(new Set(body.created.map(({ state }) => state))).toEqual(new Set(['approved']));
    const paperwork = await call<TaskPaperworkView>('GET', `/api/v1/tasks/${body.created[0]!.id}/paperwork`);
    expect(paperwork.body).toMatchObject({ required: true, filingKind: 'required' });
    expect(paperwork.body.steps.map(({ step, level }) => `${step} ${level}`)).toEqual([
      'filing green',
      'answer green',
      'report green',
      'registration green',
      'identification green',
      'pilot green',
      'insurance green',
    ]);
  });

  it('is not made a second time, nor what is unknown; each refusal says why', async () => {
    const flights = proposal.flights.map(wanted);
    const again = await Promise.all([accept(flights), accept(flights)]);
    for (const { body } of again) {
      expect(body.created).toEqual([]);
      expect(new Set(body.refused.map(({ code }) => code))).toEqual(new Set(['dock_busy']));
    }
    const [first] = flights;
    const { body } = await accept([{ ...first, routeCode: 'no-such' }]);
    expect(body.refused).toMatchObject([{ code: 'no_such_route', zh: expect.stringContaining('no-such') }]);
    expect((await accept(flights, { approve: true })).body.code).toBe('forbidden');
  });

  it('shows on the chart of docks and mobile drones', async () => {
    const { rows } = await chart();
    expect(rows.filter(({ executor }) => executor === 'dock')).toHaveLength(18);
    expect(rows.filter(({ executor }) => executor === 'mobile')).toHaveLength(10);
    const bars = rows.flatMap(({ sn, tasks }) => tasks.map((task) => ({ sn, ...task })));
    expect(bars.map(({ id }) => id).sort()).toEqual(accepted.created.map(({ id }) => id).sort());
    for (const { sn, start, end, ready, movable, papers } of bars) {
      const flight = proposal.flights.find(({ dock, startAt }) => dock.sn === sn && startAt === start);
      expect([flight?.endAt, flight?.readyAt, movable, papers]).toEqual([end, ready, true, 'green']);
    }
  });
});

describe('a task that is dragged', () => {
  it('is told every conflict in words and the next three free times, and is not moved', async () => {
    const [one, other] = inOneDock();
    const { status, body } = await move(one.id, other.windowStart);
    expect([status, body.code]).toEqual([409, 'conflicts']);
    expect(body.conflicts).toMatchObject([{ code: 'dock_busy', taskId: other.id }]);
    expect(body.conflicts[0]!.zh).toContain(other.name);
    expect(body.slots).toHaveLength(3);
    expect(body.detail).toContain('最近的空闲时段');
    const night = await move(one.id, `${day}T22:00:00+08:00`, true);
    expect(night.status).toBe(200);
    expect(night.body.conflicts.map(({ code }) => code)).toEqual(['outside_working_hours', 'no_daylight']);
    expect((await call<TaskView>('GET', `/api/v1/tasks/${one.id}`)).body.windowStart).toBe(one.windowStart);
  });

  it('moves to a free time that was offered, and what was filed for the former one is filed again', async () => {
    const [one, other] = inOneDock();
    await call('POST', `/api/v1/tasks/${one.id}/paperwork/filed`, { note: '1' });
    const offered = await move(one.id, other.windowStart, true);
    const [slot] = offered.body.slots;
    const { status, body } = await move(one.id, slot!.start);
    expect([status, body.conflicts, body.detailEn]).toEqual([200, [], undefined]);
    expect(body.task).toMatchObject({ windowStart: slot!.start, state: 'approved' });
    expect(Date.parse(body.task.windowEnd) - Date.parse(slot!.start)).toBe(
      Date.parse(one.windowEnd) - Date.parse(one.windowStart),
    );
    const paperwork = await call<TaskPaperworkView>('GET', `/api/v1/tasks/${one.id}/paperwork`);
    expect(paperwork.body).toMatchObject({ required: true, filed: null });
    const rows = (await chart()).rows.flatMap(({ tasks }) => tasks);
    expect(rows.find(({ id }) => id === one.id)?.start ?? slot!.start).toBe(slot!.start);
  });

  it('stays where it is once it has ended', async () => {
    const { id, windowStart } = accepted.created.at(-1)!;
    await call('POST', `/api/v1/tasks/${id}/cancel`, {});
    expect((await move(id, later(windowStart, HOUR))).body.code).toBe('not_in_this_state');
  });
});

describe('airspace that is closed for a time', () => {
  it('closes the routes that enter it in the proposal, with the name of the area', async () => {
    const [refused] = proposal.flights;
    const { items } = await app.api<Page<RouteView>>('/api/v1/routes?state=approved');
    const [west, south, east, north] = items.find(({ code }) => code === refused!.route.code)!.summary!.bbox!;
    const corners = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const area = {
      name: '军事演习',
      kind: 'temporary',
      geometry: { type: 'Polygon', coordinates: [corners] },
      validFrom: later(`${day}T00:00:00+08:00`, 7 * 24 * HOUR),
      validTo: later(`${day}T00:00:00+08:00`, 8 * 24 * HOUR),
    };
    await app.api('/api/v1/airspace-areas', { method: 'POST', body: area });
    const on = later(`${day}T12:00:00Z`, 7 * 24 * HOUR).slice(0, 10);
    const { body } = await call<ProposalView>('GET', `/api/v1/proposals?day=${on}`);
    const answer = body.refusals.find(({ route }) => route.code === refused!.route.code);
    expect(answer).toMatchObject({ code: 'airspace_closed', zh: expect.stringContaining('军事演习') });
  });
});

describe('the filing sheet of a day', () => {
  const sheet = async (kind: string) => {
    const response = await fetch(`${app.url}/api/v1/filing-sheets/${day}.${kind}`, {
      headers: { authorization: `Bearer ${operator}` },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };

  it('has a row for each task as a spreadsheet: route, dock, times, height, area, papers, who filed', async () => {
    const [first] = (await chart()).rows.flatMap(({ tasks }) => tasks);
    await call('POST', `/api/v1/tasks/${first!.id}/paperwork/filed`, { note: '粤空 7 号' });
    const { sheets } = await readWorkbook(await sheet('xlsx'));
    const [rows] = sheets;
    const tasks = (await chart()).rows.flatMap(({ tasks: bars }) => bars);
    expect(rows!.rows).toHaveLength(tasks.length + 1);
    const texts = rows!.rows.map(({ cells }) => [...cells.values()].map(({ text }) => text));
    const row = texts.find((cells) => cells.some((text) => text === first!.id.slice(0, 8)))!.join(' | ');
    expect(row).toContain(first!.route.code);
    expect(row).toMatch(/演示-UAS-XHA\d+/);
    expect(row).toContain('演示-PILOT');
    expect(row).toContain('day.operator');
    expect(row).toContain('粤空 7 号');
  });

  it('is the same on paper', async () => {
    const bytes = await sheet('pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(0);
  });
});

/** Two tasks of one dock, the earlier one first. */
function inOneDock(): [TaskView, TaskView] {
  for (const one of accepted.created) {
    const other = accepted.created.find(
      ({ id, dockSn, windowStart }) => id !== one.id && dockSn === one.dockSn && windowStart > one.windowStart,
    );
    if (other) return [one, other];
  }
  throw new Error('no dock has two flights');
}
