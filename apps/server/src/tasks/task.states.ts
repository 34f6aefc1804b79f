import { ACTING, type TaskState, TASK_STATES } from '#contracts';
import { hasEnded } from './task.course.js';
import { DEADLINES, type DeadlineRule } from './task.deadlines.js';
import { EVENT_WORDS, type TaskEventType } from './task.events.js';
import { TASK_GUARDS, TASK_MOVES } from './task.machine.js';
import { TASK_REASONS } from './task.reasons.js';

/** The whole machine as Markdown: moves, guards, deadlines, reasons (docs/task-states.md, `npm run task-states`). */
export function printedTaskStates(): string {
  return [
    '# Task states',
    '',
    'Written by `npm run task-states` from `apps/server/src/tasks`; a test holds it fresh. A dash is refused with a reason.',
    '',
    '## Moves',
    '',
    ...moves(),
    '',
    'Refused although the table allows it:',
    '',
    ...TASK_GUARDS.map(({ of, zh, en }) => `- ${of.map((type) => `\`${type}\``).join(', ')}: ${en}. ${zh}。`),
    '',
    'A cancel of a task whose start was sent does not end it at once: the device is asked, and the task ends as `canceled` when the device says that it stopped, or at the deadline `cancel_requested`.',
    '',
    '## Deadlines',
    '',
    ...table(
      ['state', 'over at the latest', 'then', 'reason'],
      Object.entries(DEADLINES).map(([state, rule]) => [
        state,
        when(rule),
        state === 'cancel_requested' ? 'canceled' : 'timeout',
        `\`${rule.reason}\` ${TASK_REASONS[rule.reason].zh}`,
      ]),
    ),
    '',
    '## Reasons',
    '',
    ...table(
      ['reason', 'cause', 'next step', 'who acts', 'who may fly it again'],
      Object.entries(TASK_REASONS).map(([code, { zh, nextZh, acting, retryBy }]) => [
        `\`${code}\``,
        zh,
        nextZh,
        ACTING[acting].zh,
        retryBy === 'nobody' ? '—' : ACTING[retryBy].zh,
      ]),
    ),
    '',
  ].join('\n');
}

function moves(): string[] {
  const events = Object.keys(EVENT_WORDS) as TaskEventType[];
  const states = Object.keys(TASK_MOVES) as TaskState[];
  return table(
    ['state', ...events],
    states.map((state) => [
      `${hasEnded(state) ? `**${state}**` : state} ${TASK_STATES[state].zh}`,
      ...events.map((event) => TASK_MOVES[state][event] ?? '—'),
    ]),
  );
}

function when({ after, seconds, flights }: DeadlineRule): string {
  const parts = [seconds > 0 ? `${seconds / 60} min` : '', flights > 0 ? `${flights} × expected flight` : ''];
  return [after.replace('_', ' '), ...parts.filter(Boolean)].join(' + ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
