import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProposalAcceptanceResult } from '#contracts';
import { shortClock } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { livePicture } from '../live/live-picture.js';
import { TaskStateTag } from '../tasks/task-words.js';

/** What became of each accepted flight. */
export function AcceptanceResult({
  result: { created, refused },
  day,
  days,
  back,
}: {
  result: ProposalAcceptanceResult;
  day: string;
  days: number;
  back: () => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  return (
    <section className="block acceptance" aria-labelledby="acceptance">
      <div className="block-head">
        <h2 id="acceptance">
          <span role="status">{t('proposal/created', { count: created.length })}</span>
          {refused.length > 0 && (
            <span className="word-bad"> · {t('proposal/refused', { count: refused.length })}</span>
          )}
        </h2>
        <span className="acceptance-links">
          <Link to={`/tasks?day=${day}&days=${days}`}>{t('proposal/openTasks')}</Link>
          <Link to={`/schedule?day=${day}${days > 1 ? '&view=week' : ''}`}>{t('proposal/openSchedule')}</Link>
          <Button size="small" onClick={back}>
            {t('proposal/back')}
          </Button>
        </span>
      </div>
      <table className="plain-table">
        <tbody>
          {refused.map((one) => (
            <tr key={`${one.day} ${one.routeCode}`}>
              <td className="number">
                {one.day.slice(5)} {shortClock(Date.parse(one.startAt))}
              </td>
              <td>{one.routeCode}</td>
              <td>{livePicture.nameOf(one.dockSn)}</td>
              <td className="word-bad">{inLanguage(one)}</td>
            </tr>
          ))}
          {created.map((task) => (
            <tr key={task.id}>
              <td className="number">{task.windowStart && shortClock(Date.parse(task.windowStart))}</td>
              <td>
                <Link to={`/tasks/${task.id}`}>{task.name}</Link>
              </td>
              <td>{task.dockName}</td>
              <td>
                <TaskStateTag state={task.state} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
