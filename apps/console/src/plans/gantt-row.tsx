import { memo, useMemo, type CSSProperties } from 'react';
import { Link } from 'react-router';
import { StatusMark } from '../common/status-tag.js';
import { shortClock } from '../common/local-time.js';
import { TASK_LOOK } from '../theme/task-states.js';
import { type GanttBar, type GanttRow, lanesOf, type Moving } from './gantt-model.js';
import { bounds, fractionAt, type GanttScale } from './gantt-scale.js';

/** CSS pixels: a bar is never narrower, and a letter of a label takes so much. */
const [NARROWEST, LETTER] = [7, 7.4];
/** What does not fly needs no charging. */
const NEVER_FLEW: readonly GanttBar['look'][] = ['unticked', 'canceled', 'rejected', 'timeout'];
const PROPOSED = { color: '#0a6480', tint: '#ffffff', fill: 'proposed', mark: 'M6 2.2v7.6M2.2 6h7.6' } as const;
const UNTICKED = { color: '#6a7881', tint: '#ffffff', fill: 'unticked', mark: 'M2.2 6h7.6' } as const;

export function lookOf(look: GanttBar['look']) {
  return look === 'proposed' ? PROPOSED : look === 'unticked' ? UNTICKED : TASK_LOOK[look];
}

/** One dock or mobile drone with its bars. Drawn anew only when its own bars change. */
export const GanttRowView = memo(function GanttRowView({
  row,
  scale,
  width,
  selected,
  inTabOrder,
  moving,
}: {
  row: GanttRow;
  scale: GanttScale;
  /** Of the chart without names, CSS pixels. */
  width: number;
  /** Key of a bar of this row. */
  selected: string | null;
  /** Key of the bar of this row that takes part in the tab order. */
  inTabOrder: string | null;
  moving: Moving | null;
}) {
  const { from, to } = bounds(scale);
  const { placed, lanes } = useMemo(
    () => lanesOf(row.bars.filter((bar) => bar.end > from && bar.start < to)),
    [row.bars, from, to],
  );
  const chosen = placed.find(({ bar }) => bar.key === selected)?.bar;
  const moved = moving && placed.find(({ bar }) => bar.key === moving.key)?.bar;
  return (
    <div className={`gantt-row gantt-row-${row.group}`} data-row={row.key}>
      <span className="gantt-name" title={row.name}>
        {row.status && <StatusMark status={row.status} size={10} />}
        {row.to ? <Link to={row.to}>{row.name}</Link> : <span>{row.name}</span>}
      </span>
      <div className="gantt-lane-box">
        {chosen?.windowEnd != null && (
          <span className="gantt-window" style={stretch(scale, chosen.start, chosen.windowEnd)} />
        )}
        {placed.map(({ bar, lane }, nr) => (
          <Bar
            key={bar.key}
            bar={bar}
            scale={scale}
            width={width}
            room={(placed.slice(nr + 1).find((next) => next.lane === lane)?.bar.start ?? to) - bar.end}
            lane={lane}
            lanes={lanes}
            selected={bar.key === selected}
            focusable={bar.key === inTabOrder}
            faded={moved === bar}
          />
        ))}
        {moved && moving && (
          <span className="gantt-ghost" style={stretch(scale, moving.start, moving.start + moved.end - moved.start)}>
            <b className="number">{shortClock(moving.start)}</b>
          </span>
        )}
      </div>
    </div>
  );
});

function Bar({
  bar,
  scale,
  width,
  room,
  lane,
  lanes,
  selected,
  focusable,
  faded,
}: {
  bar: GanttBar;
  scale: GanttScale;
  width: number;
  /** Milliseconds to the next bar. */
  room: number;
  lane: number;
  lanes: number;
  selected: boolean;
  focusable: boolean;
  faded: boolean;
}) {
  const { color, tint, fill, mark } = lookOf(bar.look);
  const left = fractionAt(scale, bar.start);
  const right = fractionAt(scale, bar.end);
  const pixels = Math.max((right - left) * width, NARROWEST);
  const text = bar.label.length * LETTER;
  const roomPixels = (fractionAt(scale, bar.end + room) - right) * width;
  // Where several days share the width, a name beside a bar would reach into another day.
  const place =
    lanes > 1 || (scale.days.length > 1 && pixels < text + 24)
      ? 'none'
      : pixels > text + 24
        ? 'inside'
        : roomPixels > text + 6
          ? 'beside'
          : 'none';
  const box: CSSProperties = { top: `calc(${(lane * 100) / lanes}% + 2px)`, height: `calc(${100 / lanes}% - 4px)` };
  const colours = { '--bar': color, '--bar-tint': tint } as CSSProperties;
  return (
    <>
      {bar.ready > bar.end && !NEVER_FLEW.includes(bar.look) && (
        <span className="gantt-tail" style={{ ...box, ...stretch(scale, bar.end, bar.ready) }} />
      )}
      <button
        type="button"
        className={`gantt-bar gantt-${fill}${selected ? ' gantt-chosen' : ''}${faded ? ' gantt-faded' : ''}`}
        style={{ ...box, ...colours, left: `${left * 100}%`, width: pixels }}
        data-bar={bar.key}
        data-look={bar.look}
        data-movable={bar.movable}
        aria-label={bar.sentence}
        aria-pressed={selected}
        title={bar.sentence}
        tabIndex={focusable ? 0 : -1}
      >
        {pixels >= 15 && (
          <svg width="11" height="11" viewBox="0 0 12 12" fill="none" aria-hidden="true">
            <path d={mark} stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        )}
        {place === 'inside' && <span className="gantt-label">{bar.label}</span>}
        {bar.papers !== null && bar.papers !== 'green' && (
          <i className={`gantt-papers gantt-papers-${bar.papers}${pixels < 15 ? ' gantt-papers-small' : ''}`} />
        )}
      </button>
      {place === 'beside' && (
        <span className="gantt-label gantt-beside" style={{ ...box, left: `calc(${left * 100}% + ${pixels + 3}px)` }}>
          {bar.label}
        </span>
      )}
    </>
  );
}

function stretch(scale: GanttScale, from: number, to: number): CSSProperties {
  const left = fractionAt(scale, from);
  return { left: `${left * 100}%`, width: `${Math.max(0, fractionAt(scale, to) - left) * 100}%` };
}
