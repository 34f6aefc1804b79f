import type { Fact, TaskState, TaskView } from '#contracts';
import { TERMINAL_TASK_STATES } from '#contracts';

/** A state that a task went through, is in, or has before it. */
export interface Step {
  state: TaskState;
  /** When it entered it, ms since 1970; null: not yet, or it was skipped. */
  at: number | null;
  /** Who moved it; null: the product or the device. */
  by: string | null;
  note: string | null;
  when: 'done' | 'now' | 'ahead' | 'skipped';
}

/** What a task goes through when nothing stands in its way. */
const COURSE: readonly TaskState[] = [
  'draft',
  'approved',
  'filed',
  'queued',
  'preparing',
  'ready',
  'in_progress',
  'ok',
];

type TaskFact = Extract<Fact, { name: 'task.added' | 'task.changed' }>;

/**
 * The steps of a task from its facts in any order: those it went through with time and person, the one it is in, and
 * those ahead. A state that it entered twice (put off, filed anew, paused again) is told each time. Pure.
 */
export function stepsOf(task: TaskView, facts: readonly Fact[]): Step[] {
  const own = facts.filter(
    (fact): fact is TaskFact =>
      (fact.name === 'task.added' || fact.name === 'task.changed') && fact.data.task.id === task.id,
  );
  const steps: Step[] = [];
  const enter = (state: TaskState, at: number, by: string | null, note: string | null) => {
    if (steps.at(-1)?.state !== state) steps.push({ state, at, by, note, when: 'done' });
  };
  enter('draft', Date.parse(task.createdAt), task.createdBy, null);
  for (const fact of [...own].sort((a, b) => a.id - b.id)) {
    const note = fact.name === 'task.changed' ? (fact.data.note ?? null) : null;
    enter(fact.data.task.state, Date.parse(fact.data.task.since), fact.data.by, note || null);
  }
  // Facts may be cut off or late: what the task itself says is the newest.
  enter(task.state, Date.parse(task.since), null, null);
  const ended = (TERMINAL_TASK_STATES as readonly TaskState[]).includes(task.state);
  const last = steps.at(-1)!;
  if (!ended) last.when = 'now';
  if (ended) return steps;
  const reached = COURSE.indexOf(task.state === 'paused' ? 'in_progress' : task.state);
  return [
    ...steps,
    ...COURSE.slice(reached + 1).map((state) => ({ state, at: null, by: null, note: null, when: 'ahead' as const })),
  ];
}
