import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Fact,
  type Page,
  type PaperView,
  type Problem,
  type RouteView,
  type TaskPaperworkView,
  type TaskView,
} from '#contracts';
import { type Config } from '../../apps/server/src/config.js';
import { type County } from '../../apps/server/src/county/county.js';
import { EventLog } from '../../apps/server/src/events/event-log.js';
import { PaperGate } from '../../apps/server/src/papers/paper.gate.js';
import { PaperNotices } from '../../apps/server/src/papers/paper.notices.js';
import { PaperStore } from '../../apps/server/src/papers/paper.store.js';
import { PaperworkStore } from '../../apps/server/src/papers/paperwork.store.js';
import { startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'Lychee-Orchard-7';
const PAPERS = '/api/v1/papers';
const HOUR = 3_600_000;

let app: TestApp;
let operator: string;
let supervisor: string;
let inspector: string;
/** A route of the county with an approved version and a dock. */
let route: RouteView;

beforeAll(async () => {
  app = await startApp({ countyRoutes: true });
  const user = async (username: string, role: string) => {
    const body = { username, displayName: username, password: PASSWORD, roles: [role], divisionCode: '440881' };
    await app.api('/api/v1/users', { method: 'POST', body });
    return app.token(username, PASSWORD);
  };
  operator = await user('paper.operator', 'operator');
  supervisor = await user('paper.supervisor', 'county_supervisor');
  inspector = await user('paper.inspector', 'inspector');
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
const day = (days: number) => new Date(Date.now() + days * 24 * HOUR + 8 * HOUR).toISOString().slice(0, 10);
/** What a worker asks before a start. */
const county = { timeZone: 'Asia/Shanghai' } as County;
const gateOf = (papers: Config['papers']) => new PaperGate({ papers } as Config, county, new PaperworkStore(app.db));
const facts = async (prefix: string) => {
  const { items } = await app.api<Page<Fact>>('/api/v1/events?limit=1000');
  return items.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name);
};
/** A task of tomorrow or later; `required`: as if a plan had made it. */
async function task(required: boolean, hours = 48): Promise<string> {
  const windowStart = new Date(Date.now() + hours * HOUR).toISOString();
  const windowEnd = new Date(Date.now() + (hours + 1) * HOUR).toISOString();
  const { status, body } = await call<TaskView>('POST', '/api/v1/tasks', { routeId: route.id, windowStart, windowEnd });
  expect([status, body.detailEn]).toEqual([201, undefined]);
  if (required) {
    await app.db.query(`INSERT INTO task_paperwork (task_id, required, filing_kind) VALUES ($1, true, 'required')`, [
      body.id,
    ]);
  }
  return body.id;
}
const stateOf = async (id: string) => (await call<TaskView>('GET', `/api/v1/tasks/${id}`)).body;
const paperwork = (id: string, what: string, body: object = {}, token = operator) =>
  call<TaskPaperworkView>('POST', `/api/v1/tasks/${id}/paperwork/${what}`, body, token);
const approve = (id: string) => call('POST', `/api/v1/tasks/${id}/approve`, {}, supervisor);

describe('the register of papers', () => {
  it('holds those of the demonstration, marked as such, for each aircraft and for all', async () => {
    const { body } = await call<Page<PaperView>>('GET', `${PAPERS}?limit=1000`);
    const kinds = body.items.map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(['aircraft_registration', 'operation_identification', 'pilot_licence', 'insurance'].map(count)).toEqual([
      28, 28, 1, 1,
    ]);
    expect(body.items.every(({ demonstration, standing }) => demonstration && standing === 'holds')).toBe(true);
    expect(body.items[0]!.note).toContain('不是真实证件');
  });

  it('takes, changes and withdraws a paper, each with a fact, and asks for the version that was read', async () => {
    const [held] = (await call<Page<PaperView>>('GET', `${PAPERS}?kind=aircraft_registration`)).body.items;
    const paper = { kind: 'insurance', subject: held!.subject.toLowerCase(), number: 'PICC-1', validTo: day(10) };
    const made = await call<PaperView>('POST', PAPERS, paper);
    expect([made.status, made.body.detailEn]).toEqual([201, undefined]);
    expect(made.body).toMatchObject({ subject: held!.subject, standing: 'runs_out', daysLeft: 10 });
    expect((await call('POST', PAPERS, paper)).body.code).toBe('number_taken');
    const due = await call<Page<PaperView>>('GET', `${PAPERS}?standing=due`);
    expect(due.body.items.map(({ id }) => id)).toEqual([made.body.id]);
    const change = { validTo: day(-1), version: 1 };
    const changed = await call<PaperView>('PATCH', `${PAPERS}/${made.body.id}`, change);
    expect([changed.body.standing, changed.headers.get('etag')]).toEqual(['ran_out', '"2"']);
    expect((await call('PATCH', `${PAPERS}/${made.body.id}`, change)).body.code).toBe('changed_meanwhile');
    const gone = await call<PaperView>('PATCH', `${PAPERS}/${made.body.id}`, { state: 'withdrawn', version: 2 });
    expect(gone.body.standing).toBe('withdrawn');
    expect(await facts('paper.')).toEqual(['paper.changed', 'paper.changed', 'paper.added']);
  });

  it('says what is wrong with a paper, and lets nobody write who may not', async () => {
    const code = async (more: object, token = operator) =>
      (await call('POST', PAPERS, { kind: 'insurance', subject: '*', number: 'X-1', ...more }, token)).body.code;
    expect(await code({ subject: 'NO-SUCH' })).toBe('no_such_subject');
    expect(await code({ kind: 'pilot_licence', subject: 'no.such' })).toBe('no_such_subject');
    expect(await code({ kind: 'aircraft_registration' })).toBe('needs_subject');
    expect(await code({ validFrom: '2026-02-02', validTo: '2026-02-01' })).toBe('invalid_input');
    expect(await code({}, inspector)).toBe('forbidden');
    expect((await call('GET', PAPERS, undefined, inspector)).status).toBe(200);
  });

  it('tells of a paper that runs out, once at each notice', async () => {
    const paper = { kind: 'pilot_licence', subject: 'paper.operator', number: 'UOM-1', validTo: day(20) };
    const { body } = await call<PaperView>('POST', PAPERS, paper);
    const notices = new PaperNotices(county, app.db, new PaperStore(app.db), new EventLog(app.db));
    const after = (days: number) => new Date(Date.now() + days * 24 * HOUR);
    const told = async () => (await facts('paper.due')).length;
    const before = await told();
    for (const [days, count] of [
      [0, 1],
      [1, 1],
      [13, 2],
      [14, 2],
      [20, 2],
      [21, 3],
      [22, 3],
    ] as const) {
      await notices.tell(after(days));
      expect([days, (await told()) - before]).toEqual([days, count]);
    }
    await call('PATCH', `${PAPERS}/${body.id}`, { validTo: day(400), version: 1 });
    await notices.tell(after(22));
    expect((await told()) - before).toBe(3);
  });
});

describe('the paperwork of a task', () => {
  it('goes with its state: filed, granted, reported', async () => {
    const id = await task(true);
    expect((await paperwork(id, 'filed')).body.code).toBe('not_in_this_state');
    await approve(id);
    expect((await paperwork(id, 'answered', { granted: true })).body.code).toBe('illegal_paperwork');
    const filed = await paperwork(id, 'filed', { note: '粤空 2026-001' });
    expect(filed.body).toMatchObject({ required: true, filed: { by: 'paper.operator', note: '粤空 2026-001' } });
    expect((await stateOf(id)).state).toBe('filed');
    expect((await paperwork(id, 'filed')).body.code).toBe('illegal_paperwork');
    expect((await paperwork(id, 'reported')).body.code).toBe('illegal_paperwork');
    const granted = await paperwork(id, 'answered', { granted: true });
    expect(granted.body.answer).toMatchObject({ granted: true, by: 'paper.operator' });
    expect((await stateOf(id)).state).toBe('queued');
    const reported = await paperwork(id, 'reported');
    expect(reported.body).toMatchObject({ level: 'green', blocksStart: false });
    expect(await facts('paperwork.')).toEqual(['paperwork.changed', 'paperwork.changed', 'paperwork.changed']);
  });

  it('ends a task that the authority refuses, with the reason', async () => {
    const id = await task(true);
    await approve(id);
    await paperwork(id, 'filed');
    await paperwork(id, 'answered', { granted: false, note: '军事活动' });
    expect(await stateOf(id)).toMatchObject({ state: 'rejected', outcome: { code: 'filing_refused' } });
    expect((await paperwork(id, 'reported')).body.code).toBe('task_ended');
  });

  it('stops the start of a planned task until two people let it pass, and no other', async () => {
    const gate = gateOf('plans');
    const [planned, other] = [await task(true), await task(false)];
    const start = Date.now() + 48 * HOUR;
    expect(await gate.blocks({ id: planned }, start)).toMatchObject({ code: 'filing_open' });
    expect(await gate.blocks({ id: other }, start)).toBeNull();
    expect(await gateOf('all').blocks({ id: other }, start)).toMatchObject({ code: 'filing_open' });
    expect(await gateOf('none').blocks({ id: planned }, start)).toBeNull();
    expect((await paperwork(other, 'override', { reason: '县防汛指挥部要求' })).body.code).toBe('nothing_to_override');
    // As the clock of a task whose window is now.
    await app.db.query(`UPDATE tasks SET window_start = now() WHERE id = $1`, [planned]);
    expect((await paperwork(planned, 'override/confirm', {}, supervisor)).body.code).toBe('illegal_paperwork');
    const reason = { reason: '县防汛指挥部要求' };
    expect((await paperwork(planned, 'override', reason, supervisor)).body.override).toMatchObject({
      askedBy: 'paper.supervisor',
      confirmedBy: null,
    });
    expect(await gate.blocks({ id: planned }, Date.now())).not.toBeNull();
    expect((await paperwork(planned, 'override/confirm', {}, supervisor)).body.code).toBe('second_person_needed');
    expect((await paperwork(planned, 'override/confirm')).status).toBe(403);
    const passed = await call<TaskPaperworkView>(
      'POST',
      `/api/v1/tasks/${planned}/paperwork/override/confirm`,
      {},
      await app.token(),
    );
    expect(passed.body).toMatchObject({ level: 'red', blocksStart: false, override: { confirmedBy: 'admin' } });
    expect(await gate.blocks({ id: planned }, Date.now())).toBeNull();
    expect((await facts('paperwork.')).length).toBeGreaterThanOrEqual(2);
  });

  it('stops the start when a paper of the aircraft is withdrawn', async () => {
    const gate = gateOf('plans');
    const id = await task(true);
    const now = Date.now();
    await app.db.query(
      `UPDATE task_paperwork SET filed_at = now(), filed_by = 'x', filed_note = '', answered_at = now(), answered_by = 'x',
         answer_note = '', granted = true, reported_at = now(), reported_by = 'x', report_note = '' WHERE task_id = $1`,
      [id],
    );
    expect(await gate.blocks({ id }, now)).toBeNull();
    const [aircraft] = await app.db.query(`SELECT sn FROM devices WHERE parent_sn = $1`, [route.homeDock!.sn]);
    const list = await call<Page<PaperView>>('GET', `${PAPERS}?subject=${aircraft.sn}&kind=operation_identification`);
    const [paper] = list.body.items;
    await call('PATCH', `${PAPERS}/${paper!.id}`, { state: 'withdrawn', version: paper!.version });
    expect(await gate.blocks({ id }, now)).toMatchObject({
      code: 'papers_missing',
      zh: expect.stringContaining('运行识别'),
    });
  });
});
