import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskMoveResult } from '#contracts';
import { sentenceOf } from '../api/problem.js';
import { dayOf, instantOf, shortClock, spanText } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import type { GanttBar, Moving } from './gantt-model.js';

/** States whose filing names a time: moved, it is filed again. */
const FILED = ['filed', 'queued'];

/** What speaks against the wanted time, the next three that are free, and the decision. */
export function MovePanel({
  bar,
  moving,
  result,
  error,
  busy,
  wait,
  move,
  accept,
  today,
}: {
  bar: GanttBar;
  moving: Moving;
  /** Of the dry check; null while it is under way. */
  result: TaskMoveResult | null;
  error: unknown;
  busy: boolean;
  /** It was let go: a free time is taken at once. */
  wait: boolean;
  move: (moving: Moving | null) => void;
  accept: (start: number) => void;
  today: string;
}) {
  const { t, i18n } = useTranslation();
  const inLanguage = useInLanguage();
  const conflicts = result?.conflicts ?? [];
  const free = result !== null && conflicts.length === 0;
  const span = spanText(moving.start, moving.start + bar.end - bar.start, today);
  const clash = conflicts.find(({ taskId }) => taskId !== null);
  return (
    <div className="move-panel" role="status" data-free={result === null ? 'unknown' : free}>
      <div className="move-words">
        <b>{t('schedule/moveTo', { name: bar.label, span })}</b>
        {result === null && !error && <span className="faint">{t('schedule/checking')}</span>}
        {Boolean(error) && <span className="word-bad">{sentenceOf(error, i18n.language)}</span>}
        {free && <span className="word-good">{t('schedule/free')}</span>}
        {free && FILED.includes(bar.look) && <span className="word-warn">{t('schedule/fileAgain')}</span>}
        {conflicts.length > 0 && (
          <ul className="move-conflicts">
            {conflicts.map((conflict) => (
              <li key={`${conflict.code} ${conflict.taskId}`}>{inLanguage(conflict)}</li>
            ))}
          </ul>
        )}
        {clash?.taskId && <Link to={`/tasks/${clash.taskId}`}>{t('schedule/openOther')}</Link>}
      </div>
      <div className="move-choices">
        {result && !free && (
          <>
            <span className="faint">{result.slots.length > 0 ? t('schedule/nextFree') : t('schedule/noneFree')}</span>
            {result.slots.map(({ start, end }) => (
              <Button key={start} size="small" disabled={busy} onClick={() => accept(Date.parse(start))}>
                {spanText(Date.parse(start), Date.parse(end), today)}
              </Button>
            ))}
          </>
        )}
        {free && (
          <Button size="small" type="primary" loading={busy || wait} onClick={() => accept(moving.start)}>
            {t('schedule/move')}
          </Button>
        )}
        <TypedTime key={bar.key} start={moving.start} take={(start) => move({ key: bar.key, start })} />
        <Button size="small" onClick={() => move(null)}>
          {t('common/cancel')}
        </Button>
      </div>
    </div>
  );
}

/** The wanted time typed: for those who do not drag. */
function TypedTime({ start, take }: { start: number; take: (start: number) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<{ of: number; day: string; clock: string } | null>(null);
  const { day, clock } = typed && typed.of === start ? typed : { day: dayOf(start), clock: shortClock(start) };
  const at = instantOf(day, clock);
  const go = () => at !== null && at !== start && take(at);
  return (
    <form
      className="move-typed"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <input
        type="date"
        aria-label={t('schedule/newDay')}
        value={day}
        onChange={(event) => setTyped({ of: start, day: event.target.value, clock })}
        onBlur={go}
      />
      <Input
        size="small"
        aria-label={t('schedule/newTime')}
        value={clock}
        status={at === null ? 'error' : undefined}
        onChange={(event) => setTyped({ of: start, day, clock: event.target.value })}
        onBlur={go}
        style={{ width: 62 }}
      />
    </form>
  );
}
