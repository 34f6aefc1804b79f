import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { FALLBACK_KINDS, type FallbackChoice, type FallbackView, type TaskView } from '#contracts';
import { sendJson } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { session } from '../api/session.js';
import { TASKS, taskQueries } from '../api/task-queries.js';
import { useInLanguage } from '../common/two-languages.js';
import { ReasonText } from './task-words.js';

/** What may be flown in place of a task that is held up: one click takes it, and leads to the task that flies. */
export function TaskFallbacks({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { data } = useQuery(taskQueries.fallbacks(task.id));
  if (!data || data.reason === null) return null;
  const { items, refused, takenBy } = data;
  return (
    <section className="block" aria-labelledby="task-fallbacks">
      <h2 id="task-fallbacks">{t('tasks/fallbacks')}</h2>
      {takenBy !== null ? (
        <p>
          <Link to={`/tasks/${takenBy}`}>{t('tasks/fallbackTaken')}</Link>
        </p>
      ) : refused !== null ? (
        <p className="faint">{inLanguage(refused)}</p>
      ) : items.length === 0 ? (
        <p className="faint">{t('tasks/fallbackNone')}</p>
      ) : (
        <ul className="fallback-list">
          {items.map((item) => (
            <Fallback
              key={`${item.kind} ${item.route.id} ${item.dock?.sn ?? item.aircraft?.sn}`}
              task={task}
              item={item}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Fallback({ task, item }: { task: TaskView; item: FallbackView }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const inLanguage = useInLanguage();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const { kind, route, dock, aircraft, metres, ready, refusal } = item;
  const take = async () => {
    setBusy(true);
    try {
      const choice: Partial<FallbackChoice> = {
        kind,
        routeId: route.id,
        ...(dock ? { dockSn: dock.sn } : {}),
        ...(aircraft ? { aircraftSn: aircraft.sn } : {}),
      };
      const next = await sendJson<TaskView>('POST', `${TASKS}/${task.id}/fallback`, choice);
      void message.success(t('tasks/fallbackDone', { name: next.name }));
      void navigate(`/tasks/${next.id}`);
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language), 6);
      setBusy(false);
    }
  };
  return (
    <li data-ready={ready}>
      <div className="fallback-words">
        <span>
          <b>{inLanguage(FALLBACK_KINDS[kind])}</b> <Link to={`/routes/${route.id}`}>{route.name}</Link> ·{' '}
          {dock?.name ?? aircraft?.name ?? t('tasks/anyMobile')}
          {metres !== null && (
            <span className="faint number"> {t('tasks/fallbackAway', { km: (metres / 1000).toFixed(1) })}</span>
          )}
        </span>
        <span className="faint">{inLanguage(item)}</span>
        {refusal && (
          <span className="word-bad">
            <ReasonText reason={refusal} />
          </span>
        )}
      </div>
      {session.can('tasks.manage') && (
        <Button
          size="small"
          type={ready ? 'primary' : 'default'}
          disabled={!ready}
          loading={busy}
          aria-label={`${t('tasks/fallbackTake')} ${route.name}`}
          onClick={() => void take()}
        >
          {t('tasks/fallbackTake')}
        </Button>
      )}
    </li>
  );
}
