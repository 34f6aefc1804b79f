import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { planQueries } from '../api/plan-queries.js';
import { sentenceOf } from '../api/problem.js';
import { queries } from '../api/queries.js';
import { session } from '../api/session.js';
import { useAddressFilter } from '../common/address-filter.js';
import { useNow } from '../common/clock.js';
import { QueryStates } from '../common/data-states.js';
import { dayAfter, dayOf, spanText } from '../common/local-time.js';
import { PageHead } from '../common/page-head.js';
import { useDevices, useOnFacts } from '../live/live-hooks.js';
import { BarDetails } from './bar-details.js';
import { DaySteps } from './day-steps.js';
import { GanttChart } from './gantt-chart.js';
import { GanttLegend } from './gantt-legend.js';
import { scaleFor } from './gantt-scale.js';
import { MovePanel } from './move-panel.js';
import { PlanningTabs } from './planning-tabs.js';
import { rowsOf, shadesOf } from './schedule-rows.js';
import { type Moved, moveTask, useMoveCheck, useMoving } from './use-move.js';
import '../tasks/tasks.css';
import './plans.css';

/** 排班: a day or a week of all docks and mobile drones; a flight is dragged to another time, and told what speaks against it. */
export function SchedulePage() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const today = dayOf(useNow());
  const { filter, changeAll } = useAddressFilter(['day', 'view'] as const);
  const day = filter.day ?? today;
  const count = filter.view === 'week' ? 7 : 1;
  const query = useQuery(planQueries.schedule(day, count));
  const county = useQuery(queries.county()).data;
  const [selected, select] = useState<string | null>(null);
  const { moving, dropped, move, drop } = useMoving();
  const { result, error } = useMoveCheck(moving);
  const [busy, setBusy] = useState(false);
  const [undo, setUndo] = useState<Moved | null>(null);
  useOnFacts(
    (fact) => fact.name.startsWith('task.'),
    () => void client.invalidateQueries({ queryKey: ['schedule'] }),
    800,
  );
  // A device that comes or goes is seen at its row.
  const devices = useDevices();
  const english = i18n.language === 'en';
  const rows = useMemo(() => (query.data ? rowsOf(query.data, t, english) : []), [query.data, t, english, devices]);
  const scale = useMemo(
    () =>
      scaleFor(
        day,
        count,
        rows.flatMap(({ bars }) => bars.flatMap(({ start, end }) => [start, end])),
      ),
    [day, count, rows],
  );
  const shades = useMemo(() => {
    const [west, south, east, north] = county?.bbox ?? [0, 0, 0, 0];
    const place = county ? { longitude: (west + east) / 2, latitude: (south + north) / 2 } : null;
    return shadesOf(scale.days, query.data?.noFlyDays ?? [], place, t);
  }, [scale.days, query.data, county, t]);
  const bars = rows.flatMap((row) => row.bars);
  const movingBar = moving && bars.find(({ key }) => key === moving.key);
  const chosenRow = query.data?.rows.find(({ tasks }) => tasks.some(({ id }) => id === selected));
  const chosen = chosenRow?.tasks.find(({ id }) => id === selected);
  const manages = session.can('tasks.manage');

  const accept = async (key: string, start: number, undoes = false) => {
    const bar = bars.find((one) => one.key === key);
    setBusy(true);
    try {
      await moveTask(key, start, false);
      await client.invalidateQueries({ queryKey: ['schedule'] });
      setUndo(undoes || !bar ? null : { key, name: bar.label, from: bar.start, to: start });
      move(null);
    } catch (fault) {
      void message.error(sentenceOf(fault, i18n.language), 6);
      void client.invalidateQueries({ queryKey: ['move-check'] });
    }
    setBusy(false);
  };
  // Let go at a free time, it is moved; what was filed for another time is asked about first.
  const filed = movingBar?.look === 'filed' || movingBar?.look === 'queued';
  const free = dropped && !filed && result?.conflicts.length === 0;
  useEffect(() => {
    if (free && moving) void accept(moving.key, moving.start);
    // Once for each drop that turns out to be free.
  }, [free]);

  return (
    <div className="page page-chart">
      <PageHead title={t('schedule/title')} updatedAt={query.dataUpdatedAt}>
        <PlanningTabs />
        <Segmented
          value={count === 7 ? 'week' : 'day'}
          onChange={(view) => changeAll({ view: view === 'week' ? 'week' : null })}
          options={(['day', 'week'] as const).map((value) => ({ value, label: t(`schedule/view/${value}`) }))}
        />
        <DaySteps
          day={day}
          step={count}
          today={today}
          change={(next) => changeAll({ day: next === today ? null : next })}
        />
        <span className="top-space" />
        <Button type="primary" ghost onClick={() => void navigate(`/proposal?day=${dayAfter(today, 1)}`)}>
          {t('schedule/propose')}
        </Button>
      </PageHead>
      <QueryStates query={query} empty={query.data && rows.length === 0 ? t('schedule/empty') : undefined}>
        <GanttChart
          label={t('schedule/chart')}
          rows={rows}
          scale={scale}
          shades={shades}
          selected={selected}
          select={select}
          open={(key) => void navigate(`/tasks/${key}`)}
          moving={moving}
          move={manages ? move : () => undefined}
          drop={drop}
          pickDay={(picked) => changeAll({ day: picked, view: null })}
        />
      </QueryStates>
      <div className="chart-foot">
        {undo && !moving && (
          <div className="undo-line" role="status">
            {t('schedule/moved', { name: undo.name, span: spanText(undo.to, undo.to, today).split('–')[0] })}
            <Button size="small" loading={busy} onClick={() => void accept(undo.key, undo.from, true)}>
              {t('schedule/undo')}
            </Button>
            <Button size="small" type="text" onClick={() => setUndo(null)}>
              {t('common/close')}
            </Button>
          </div>
        )}
        {moving && movingBar ? (
          <MovePanel
            bar={movingBar}
            moving={moving}
            result={result}
            error={error}
            busy={busy}
            wait={free}
            move={move}
            accept={(start) => void accept(moving.key, start)}
            today={today}
          />
        ) : chosen && chosenRow ? (
          <BarDetails
            task={chosen}
            dock={chosenRow.name}
            today={today}
            move={manages && chosen.movable ? () => move({ key: chosen.id, start: Date.parse(chosen.start) }) : null}
          />
        ) : (
          <GanttLegend />
        )}
      </div>
    </div>
  );
}
