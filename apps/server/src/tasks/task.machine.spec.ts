import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TASK_STATES, type TaskState } from '#contracts';
import { hasEnded, newTask, OPEN_TASK_STATES, type TaskCourse } from './task.course.js';
import { DEADLINES, deadlineOf, deadlineRule } from './task.deadlines.js';
import { EVENT_WORDS, type TaskEvent, type TaskEventType } from './task.events.js';
import { advance, refusalOf, TASK_MOVES } from './task.machine.js';
import { printedTaskStates } from './task.states.js';

const PLAN = { windowEnd: 10_000_000, flightSeconds: 900 };
const TYPES = Object.keys(EVENT_WORDS) as TaskEventType[];

function event(type: TaskEventType, at: number): TaskEvent {
  switch (type) {
    case 'told':
      return { type, at, word: 'in_progress' };
    case 'partially_completed':
      return { type, at, reason: 'legs_left_out', deviceCode: 0 };
    case 'failed':
      return { type, at, reason: 'low_battery_return', deviceCode: 321773, by: null };
    case 'refused':
      return { type, at, reason: 'rain', deviceCode: 514134, by: null };
    case 'cancel':
      return { type, at, reason: 'canceled_by_person', by: 'operator' };
    default:
      return { type, at };
  }
}

/** The task after these events; those that are refused change nothing, as in the service. */
function after(types: readonly TaskEventType[], from: TaskCourse = newTask(0)): TaskCourse {
  return types.reduce(
    (task, type, index) => (refusalOf(task, type) ? task : advance(task, event(type, from.since + index + 1), 'T-1')),
    from,
  );
}
const toReady: TaskEventType[] = ['approve', 'file', 'queue', 'prepare_sent', 'prepared'];

/** Any walk through the machine: some way along its life, then anything. */
const life: readonly TaskEventType[] = [...toReady, 'execute_sent', 'started', 'took_off', 'paused', 'resumed'];
const walk = fc
  .tuple(fc.nat(life.length), fc.array(fc.constantFrom(...TYPES, ...life), { maxLength: 20 }))
  .map(([far, types]) => [...life.slice(0, far), ...types]);

describe('the states of a task', () => {
  it('are written down as they are (npm run task-states)', () => {
    const written = readFileSync(new URL('../../../../docs/task-states.md', import.meta.url), 'utf8');
    expect(written).toBe(printedTaskStates());
  });

  it('lead from the draft to the end', () => {
    const task = after([...toReady, 'execute_sent', 'started', 'took_off', 'paused', 'resumed', 'completed']);
    expect(task).toMatchObject({
      state: 'ok',
      executeSentAt: 6,
      startedAt: 7,
      tookOffAt: 8,
      outcome: { reason: 'flown' },
    });
  });

  it('are all reached', () => {
    const reached = new Set<TaskState>(['draft']);
    fc.assert(
      fc.property(walk, (types) => void reached.add(after(types).state)),
      { numRuns: 3_000, seed: 4 },
    );
    expect([...reached].sort()).toEqual(Object.keys(TASK_STATES).sort());
  });

  it('have ends that no path leaves, and that say why', () => {
    fc.assert(
      fc.property(walk, walk, (types, more) => {
        const task = after(types);
        expect(task.outcome === null).toBe(!hasEnded(task.state));
        if (!hasEnded(task.state)) return;
        const later = after(more, task);
        expect({ ...later, deviceWord: null }).toEqual({ ...task, deviceWord: null });
      }),
      { numRuns: 2_000 },
    );
  });

  it('each have a deadline unless they are ends, and it ends them', () => {
    expect(Object.keys(DEADLINES)).toEqual(expect.arrayContaining(OPEN_TASK_STATES));
    fc.assert(
      fc.property(walk, (types) => {
        const task = after(types);
        const deadline = deadlineOf(task, PLAN);
        expect(deadline === null).toBe(hasEnded(task.state));
        if (deadline === null) return;
        expect(Number.isFinite(deadline)).toBe(true);
        const end = advance(task, event('deadline', deadline), 'T-1');
        expect(end.state).toBe(task.cancelRequestedAt === null ? 'timeout' : 'canceled');
        expect(end.outcome?.reason).toBe(deadlineRule(task)?.reason);
      }),
      { numRuns: 2_000 },
    );
  });

  it('can all be canceled, and a cancel always ends', () => {
    fc.assert(
      fc.property(walk, walk, (types, more) => {
        const task = after(types);
        if (hasEnded(task.state)) return;
        const asked = advance(task, event('cancel', task.since + 1), 'T-1');
        if (task.executeSentAt === null) expect(asked.state).toBe('canceled');
        const later = after([...more, 'deadline'], asked);
        expect(hasEnded(later.state)).toBe(true);
        // What was flown to its end before the cancel reached it is told as it is.
        expect(['canceled', 'ok', 'partially_done']).toContain(later.state);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a start', () => {
  it('is sent once at most, and a take-off recorded once at most, on every path', () => {
    fc.assert(
      fc.property(walk, (types) => {
        let task = newTask(0);
        const done: TaskEventType[] = [];
        for (const [index, type] of types.entries()) {
          if (refusalOf(task, type)) continue;
          // Nothing may be sent to a device that flies.
          if (type === 'execute_sent') expect(done).not.toContain('started');
          task = advance(task, event(type, index), 'T-1');
          done.push(type);
        }
        expect(done.filter((type) => type === 'execute_sent').length).toBeLessThanOrEqual(1);
        expect(done.filter((type) => type === 'took_off').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is refused a second time in words', () => {
    const sent = after([...toReady, 'execute_sent']);
    expect(() => advance(sent, event('execute_sent', 9), '高桥红树林')).toThrow(
      expect.objectContaining({ status: 409, code: 'not_in_this_state', zh: expect.stringContaining('绝不再发') }),
    );
    expect(refusalOf(sent, 'postpone')).not.toBeNull();
    expect(refusalOf(sent, 'prepare_sent')).not.toBeNull();
  });

  it('that the device tells of is believed, and nothing is sent after it', () => {
    const flying = after(['approve', 'file', 'queue', 'started']);
    expect(flying).toMatchObject({ state: 'in_progress', executeSentAt: 4 });
    expect(refusalOf(flying, 'execute_sent')).not.toBeNull();
  });
});

describe('a cancel', () => {
  it('in flight ends with the device’s own code beside it', () => {
    const asked = after([...toReady, 'execute_sent', 'started', 'cancel']);
    expect(asked).toMatchObject({ state: 'in_progress', cancelRequestedBy: 'operator' });
    expect(after(['failed'], asked)).toMatchObject({
      state: 'canceled',
      outcome: { reason: 'canceled_in_flight', deviceCode: 321773, by: 'operator' },
    });
  });
});

describe('every refused move', () => {
  it('says why in both languages', () => {
    for (const state of Object.keys(TASK_MOVES) as TaskState[]) {
      for (const type of TYPES.filter((name) => TASK_MOVES[state][name] === undefined)) {
        expect(refusalOf({ ...newTask(0), state }, type)).toEqual({
          zh: expect.stringMatching(/[\u4e00-\u9fff]/),
          en: expect.stringMatching(/^it /),
        });
      }
    }
  });
});
