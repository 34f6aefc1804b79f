import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TASK_STATES, TaskState } from '#contracts';
import { taskQueries } from '../api/task-queries.js';
import { useInLanguage } from '../common/two-languages.js';
import { TASK_LOOK } from '../theme/task-states.js';
import { type TaskFilter, taskQueryOf } from './task-filters.js';
import { TaskMark } from './task-words.js';

/** How many tasks of each state and reason the other filters leave; each number opens its rows, and closes them again. */
export function TaskCountBar({
  filter,
  changeAll,
}: {
  filter: TaskFilter;
  changeAll: (members: Partial<TaskFilter>) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { state: _state, reason: _reason, ...rest } = taskQueryOf(filter);
  const { data } = useQuery(taskQueries.counts(rest));
  if (!data || data.states.length === 0) return null;
  const order = TaskState.options;
  const states = [...data.states].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <div className="task-counts" role="group" aria-label={t('tasks/counts')}>
      {states.map(({ state, count }) => (
        <button
          key={state}
          type="button"
          className="task-count"
          style={{ color: TASK_LOOK[state].color }}
          aria-pressed={filter.state === state}
          onClick={() => changeAll({ state: filter.state === state ? null : state, reason: null })}
        >
          <TaskMark state={state} />
          {inLanguage(TASK_STATES[state])} <b className="number">{count}</b>
        </button>
      ))}
      {data.reasons.length > 0 && <span className="faint">{t('tasks/reasons')}</span>}
      {data.reasons.map(({ code, count, ...words }) => (
        <button
          key={code}
          type="button"
          className="task-count"
          aria-pressed={filter.reason === code}
          onClick={() => changeAll({ reason: filter.reason === code ? null : code, state: null })}
        >
          {inLanguage(words)} <b className="number">{count}</b>
        </button>
      ))}
    </div>
  );
}
