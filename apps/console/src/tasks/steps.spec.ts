import { describe, expect, it } from '@jest/globals';
import type { Fact, TaskState, TaskView } from '#contracts';
import { stepsOf } from './steps.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 1, minute)).toISOString();
const task = (state: TaskState, minute: number) =>
  ({ id: 't', state, since: at(minute), createdAt: at(0), createdBy: 'li' }) as TaskView;
const fact = (id: number, state: TaskState, minute: number, by: string | null) =>
  ({ id, name: 'task.changed', data: { task: task(state, minute), by } }) as unknown as Fact;
const shown = (of: TaskView, facts: Fact[]) => stepsOf(of, facts).map(({ state, by, when }) => [state, by, when]);

describe('the steps of a task', () => {
  it('tells who moved it, where it is, and what lies ahead', () => {
    expect(shown(task('filed', 2), [fact(8, 'filed', 2, 'wang'), fact(7, 'approved', 1, 'wu')])).toEqual([
      ['draft', 'li', 'done'],
      ['approved', 'wu', 'done'],
      ['filed', 'wang', 'now'],
      ['queued', null, 'ahead'],
      ['preparing', null, 'ahead'],
      ['ready', null, 'ahead'],
      ['in_progress', null, 'ahead'],
      ['ok', null, 'ahead'],
    ]);
  });

  it('tells a state each time it was entered, once for several facts in it', () => {
    const facts = [
      fact(1, 'in_progress', 1, null),
      fact(2, 'in_progress', 1, null),
      fact(3, 'paused', 2, 'li'),
      fact(4, 'in_progress', 3, 'li'),
      fact(5, 'failed', 4, null),
    ];
    expect(shown(task('failed', 4), facts)).toEqual([
      ['draft', 'li', 'done'],
      ['in_progress', null, 'done'],
      ['paused', 'li', 'done'],
      ['in_progress', 'li', 'done'],
      ['failed', null, 'done'],
    ]);
  });

  it('believes the task where a fact has not come yet, and other tasks’ facts are not its own', () => {
    const other = {
      ...fact(9, 'queued', 9, null),
      data: { task: { ...task('queued', 9), id: 'u' }, by: null },
    } as Fact;
    expect(shown(task('approved', 3), [other]).slice(0, 3)).toEqual([
      ['draft', 'li', 'done'],
      ['approved', null, 'now'],
      ['filed', null, 'ahead'],
    ]);
  });
});
