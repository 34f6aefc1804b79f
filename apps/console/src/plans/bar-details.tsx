import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PLAN_PRIORITIES, type ScheduledTask } from '#contracts';
import { spanText } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { PaperMark, TaskStateTag } from '../tasks/task-words.js';

/** The chosen flight in one line: what it is, what may be done. */
export function BarDetails({
  task,
  dock,
  today,
  move,
}: {
  task: ScheduledTask;
  dock: string;
  today: string;
  /** Null: the reader may not move it. */
  move: (() => void) | null;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const [start, end, ready] = [Date.parse(task.start), Date.parse(task.end), Date.parse(task.ready)];
  return (
    <div className="bar-details">
      <Link className="strong-link" to={`/tasks/${task.id}`}>
        {task.name}
      </Link>
      <TaskStateTag state={task.state} />
      <span>{dock}</span>
      <span className="number">{spanText(start, end, today)}</span>
      <span className="faint number">
        {t('schedule/readyAt', { time: spanText(ready, ready, today).split('–')[0] })}
      </span>
      <span className="faint number">
        {t('schedule/until', { time: spanText(Date.parse(task.windowEnd), 0, today).split('–')[0] })}
      </span>
      <span className={`priority-${task.priority}`}>{inLanguage(PLAN_PRIORITIES[task.priority])}</span>
      {task.papers && <PaperMark level={task.papers} />}
      {task.plan && <Link to={`/plans?search=${encodeURIComponent(task.plan.code)}`}>{task.plan.name}</Link>}
      <span className="top-space" />
      {move && (
        <Button size="small" onClick={move}>
          {t('schedule/moveButton')}
        </Button>
      )}
      <Link to={`/tasks/${task.id}`}>
        <Button size="small" type="primary" ghost tabIndex={-1}>
          {t('schedule/openTask')}
        </Button>
      </Link>
    </div>
  );
}
