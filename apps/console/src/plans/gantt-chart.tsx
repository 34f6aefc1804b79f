import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../common/clock.js';
import { shortClock } from '../common/local-time.js';
import { type GanttRow, type GanttShade, type Moving, neighbourOf } from './gantt-model.js';
import { GanttRowView } from './gantt-row.js';
import { bounds, fractionAt, type GanttScale, ticksOf } from './gantt-scale.js';
import { MOVE_STEP, useBarDrag } from './use-bar-drag.js';
import './gantt.css';

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/**
 * Docks and mobile drones with their flights over one or more days. A bar is chosen by a click or Enter, walked to by
 * arrow keys, and moved by dragging or with Shift and the left and right arrows.
 */
export function GanttChart({
  label,
  rows,
  scale,
  shades,
  selected,
  select,
  open,
  moving,
  move,
  drop,
  pickDay,
}: {
  /** Names the chart for those who do not see it. */
  label: string;
  rows: readonly GanttRow[];
  scale: GanttScale;
  shades: readonly GanttShade[];
  selected: string | null;
  select: (key: string | null) => void;
  /** A bar was clicked twice, or Enter pressed on the chosen one. */
  open: (key: string) => void;
  moving: Moving | null;
  /** A bar is being moved; null: it was let go where it was. */
  move: (moving: Moving | null) => void;
  /** It was let go at its new place. */
  drop: () => void;
  /** Told the day of a heading when several days are shown. */
  pickDay?: (day: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1000);
  useEffect(() => {
    const lanes = box.current?.querySelector('.gantt-lanes');
    if (!lanes) return;
    const observer = new ResizeObserver(() => setWidth(lanes.clientWidth));
    observer.observe(lanes);
    return () => observer.disconnect();
  }, []);
  const bars = useMemo(() => new Map(rows.flatMap((row) => row.bars.map((bar) => [bar.key, bar] as const))), [rows]);
  const drag = useBarDrag({ scale, width, bars, move, drop, select });
  const first = rows.find((row) => row.bars.length > 0)?.bars[0]?.key ?? null;
  const stop = selected !== null && bars.has(selected) ? selected : first;

  const keys = (event: KeyboardEvent) => {
    const key = (event.target as HTMLElement).dataset['bar'];
    const bar = key === undefined ? undefined : bars.get(key);
    if (!bar) return;
    if (event.key === 'Escape') {
      move(null);
    } else if (event.key === 'Enter' && moving?.key === bar.key) {
      drop();
    } else if (event.key === 'Enter' && selected === bar.key) {
      open(bar.key);
    } else if (ARROWS.includes(event.key) && event.shiftKey && bar.movable) {
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') return;
      const from = moving?.key === bar.key ? moving.start : bar.start;
      select(bar.key);
      move({ key: bar.key, start: from + (event.key === 'ArrowLeft' ? -MOVE_STEP : MOVE_STEP) });
    } else if (ARROWS.includes(event.key) && !event.shiftKey) {
      const next = neighbourOf(rows, bar.key, event.key);
      if (next === null) return;
      select(next);
      box.current?.querySelector<HTMLElement>(`[data-bar="${CSS.escape(next)}"]`)?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <section className="gantt" aria-label={label} ref={box}>
      <Axis scale={scale} pickDay={pickDay} />
      <div className="gantt-body" onKeyDown={keys} onPointerDown={drag.down} onDoubleClick={drag.twice(open)}>
        <div className="gantt-lanes" aria-hidden="true">
          <Backdrop scale={scale} shades={shades} />
        </div>
        {rows.map((row) => {
          const own = (key: string | null) => (key !== null && row.bars.some((bar) => bar.key === key) ? key : null);
          return (
            <GanttRowView
              key={row.key}
              row={row}
              scale={scale}
              width={width}
              selected={own(selected)}
              inTabOrder={own(stop)}
              moving={own(moving?.key ?? null) === null ? null : moving}
            />
          );
        })}
      </div>
    </section>
  );
}

function Axis({ scale, pickDay }: { scale: GanttScale; pickDay?: (day: string) => void }) {
  const { t, i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en' : 'zh-CN', { weekday: 'short' });
  const many = scale.days.length > 1;
  return (
    <div className={many ? 'gantt-axis gantt-axis-days' : 'gantt-axis'}>
      <span className="gantt-corner">{t('schedule/corner')}</span>
      <div className="gantt-scale">
        {many &&
          scale.days.map((day, nr) => (
            <button
              key={day}
              type="button"
              className="gantt-day"
              style={{ left: `${(nr * 100) / scale.days.length}%`, width: `${100 / scale.days.length}%` }}
              onClick={() => pickDay?.(day)}
            >
              <b className="number">{day.slice(5)}</b> {weekday.format(new Date(`${day}T12:00:00`))}
            </button>
          ))}
        {ticksOf(scale).map(({ at, place, label }) => (
          <span key={at} className="gantt-tick number" style={{ left: `${place * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Hours, nights, days without flights, and where time stands. */
function Backdrop({ scale, shades }: { scale: GanttScale; shades: readonly GanttShade[] }) {
  const now = useNow();
  const { from, to } = bounds(scale);
  const part = (start: number, end: number) => {
    const left = fractionAt(scale, start);
    return { left: `${left * 100}%`, width: `${Math.max(0, fractionAt(scale, end) - left) * 100}%` };
  };
  return (
    <>
      {shades.map((shade) => (
        <span
          key={`${shade.kind} ${shade.from}`}
          className={`gantt-shade gantt-shade-${shade.kind}`}
          style={part(shade.from, shade.to)}
        >
          {shade.label}
        </span>
      ))}
      {ticksOf(scale).map(({ at, place }) => (
        <span key={at} className="gantt-line" style={{ left: `${place * 100}%` }} />
      ))}
      {scale.days.slice(1).map((day, nr) => (
        <span
          key={day}
          className="gantt-line gantt-line-day"
          style={{ left: `${((nr + 1) * 100) / scale.days.length}%` }}
        />
      ))}
      {now > from && now < to && (
        <span className="gantt-now" style={{ left: `${fractionAt(scale, now) * 100}%` }}>
          <b className="number">{shortClock(now)}</b>
        </span>
      )}
    </>
  );
}
