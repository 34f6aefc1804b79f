import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type DaySheetView, TASK_STATES } from '#contracts';
import { Clock } from '../common/age-text.js';
import { Empty } from '../common/data-states.js';
import { useInLanguage } from '../common/two-languages.js';
import { PaperMark, ReasonText, TaskMark, TaskStateTag } from '../tasks/task-words.js';
import { TASK_LOOK } from '../theme/task-states.js';
import '../tasks/tasks.css';

/** Today's flights by state, and those that do not go or ended badly, each with why and who answers it. */
export function DayFlights({ day }: { day: DaySheetView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { flights, troubled, pictures } = day;
  const rows = `/tasks?day=${day.day}`;
  return (
    <section className="block block-day sheet-wide" aria-labelledby="sheet-day">
      <div className="block-head">
        <h2 id="sheet-day">{t('daySheet/flights')}</h2>
        <Link to="/plans">{t('daySheet/plan')}</Link>
      </div>
      <div className="day-counts">
        <Link className="day-count" to={rows}>
          <b className="number">{flights.total}</b> {t('daySheet/planned')}
        </Link>
        {flights.states.map(({ state, count }) => (
          <Link
            key={state}
            className="day-count"
            style={{ color: TASK_LOOK[state].color }}
            to={`${rows}&state=${state}`}
          >
            <TaskMark state={state} />
            <b className="number">{count}</b> {inLanguage(TASK_STATES[state])}
          </Link>
        ))}
        <span className="top-space" />
        <Link className="day-count" to={`${rows}&state=ended`}>
          {t('daySheet/pictures')} <b className="number">{pictures.received}</b> / {pictures.expected}
        </Link>
      </div>
      {troubled.length === 0 && pictures.short.length === 0 ? (
        <Empty>{flights.total === 0 ? t('daySheet/noFlights') : t('daySheet/noTrouble')}</Empty>
      ) : (
        <ul className="day-list">
          {troubled.map((task) => (
            <li key={task.taskId}>
              <Clock at={task.windowStart} />
              <TaskStateTag state={task.state} />
              <span>
                <Link className="strong-link" to={`/tasks/${task.taskId}`}>
                  {task.name}
                </Link>
                {task.dockSn && (
                  <>
                    {' '}
                    <Link to={`/docks/${encodeURIComponent(task.dockSn)}`}>{task.dockName}</Link>
                  </>
                )}
                <ReasonText reason={task.reason} next />
              </span>
              <Link className="answer-link" to={`/tasks/${task.taskId}`}>
                {task.state === 'queued' ? t('daySheet/answer') : t('daySheet/look')}
              </Link>
            </li>
          ))}
          {pictures.short.map((task) => (
            <li key={`pictures ${task.taskId}`}>
              <span className="number">
                {task.received} / {task.expected}
              </span>
              <span className="day-short">{t('daySheet/missing', { count: task.missing })}</span>
              <Link className="strong-link" to={`/tasks/${task.taskId}`}>
                {task.name}
              </Link>
              <Link className="answer-link" to={`/tasks/${task.taskId}`}>
                {t('daySheet/look')}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Tasks whose paperwork is red, or turns red today. */
export function DayPapers({ day }: { day: DaySheetView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return (
    <section className="block block-day" aria-labelledby="sheet-papers">
      <h2 id="sheet-papers">
        {t('daySheet/papers')} {day.papers.length > 0 && <span className="count-badge">{day.papers.length}</span>}
      </h2>
      {day.papers.length === 0 ? (
        <Empty>{t('daySheet/noPapers')}</Empty>
      ) : (
        <ul className="day-list day-list-narrow">
          {day.papers.map((paper) => (
            <li key={paper.taskId}>
              <PaperMark level={paper.level} />
              <span>
                <Link className="strong-link" to={`/tasks/${paper.taskId}`}>
                  {paper.name}
                </Link>
                <span className="todo-text">
                  {inLanguage(paper)}
                  {paper.redAt && (
                    <>
                      {' · '}
                      {t('daySheet/redAt')} <Clock at={paper.redAt} />
                    </>
                  )}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Docks that could not fly now, and why. */
export function DayDocks({ day }: { day: DaySheetView }) {
  const { t } = useTranslation();
  const { docks } = day;
  return (
    <section className="block block-day" aria-labelledby="sheet-docks">
      <div className="block-head">
        <h2 id="sheet-docks">{t('daySheet/docks')}</h2>
        <span className="dock-counts">
          <Link to="/docks?standing=ready">
            {t('daySheet/ready')} <b className="number">{docks.ready}</b>
          </Link>
          <Link to="/docks?standing=busy">
            {t('daySheet/busy')} <b className="number">{docks.busy}</b>
          </Link>
          <Link to="/docks?standing=not_ready" className={docks.notReady.length > 0 ? 'word-bad' : undefined}>
            {t('daySheet/notReady')} <b className="number">{docks.notReady.length}</b>
          </Link>
        </span>
      </div>
      {docks.notReady.length === 0 ? (
        <Empty>{docks.total === 0 ? t('dock/empty') : t('daySheet/allReady')}</Empty>
      ) : (
        <ul className="day-list day-list-narrow">
          {docks.notReady.map((dock) => (
            <li key={dock.sn}>
              <Link className="strong-link" to={`/docks/${encodeURIComponent(dock.sn)}`}>
                {dock.name}
              </Link>
              <ReasonText reason={dock.reason} next />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
