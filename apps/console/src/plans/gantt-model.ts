import type { PaperLevel, PlanPriority, TaskState } from '#contracts';
import type { DisplayStatus } from '../theme/status.js';

/** A flight on the chart; times in ms since 1970. */
export interface GanttBar {
  key: string;
  /** State of its task; `proposed` is not kept yet, `unticked` is left out of what will be accepted. */
  look: TaskState | 'proposed' | 'unticked';
  /** Short, such as the route's code. */
  label: string;
  /** All of it in one sentence. */
  sentence: string;
  priority: PlanPriority;
  start: number;
  end: number;
  /** When its drone can fly again. */
  ready: number;
  /** It may start until here; null: it has no window of its own. */
  windowEnd: number | null;
  papers: PaperLevel | null;
  movable: boolean;
}

/** A dock or a mobile drone and its flights. */
export interface GanttRow {
  key: string;
  name: string;
  /** Address of its page; null: it has none. */
  to: string | null;
  status: DisplayStatus | null;
  group: 'dock' | 'mobile';
  bars: readonly GanttBar[];
}

/** A stretch of all rows in which nobody flies. */
export interface GanttShade {
  kind: 'night' | 'no_fly';
  from: number;
  to: number;
  label: string;
}

/** A bar that is being moved, at its wanted start. */
export interface Moving {
  key: string;
  start: number;
}

export interface PlacedBar {
  bar: GanttBar;
  lane: number;
}

/** More than these in one row are drawn over one another. */
const MOST_LANES = 3;

/** Bars of a row in lanes, so that flights at the same time are seen beside one another. Pure. */
export function lanesOf(bars: readonly GanttBar[]): { placed: PlacedBar[]; lanes: number } {
  const ends: number[] = [];
  const placed = [...bars]
    .sort((one, other) => one.start - other.start || one.end - other.end)
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.start);
      const lane = free >= 0 ? free : Math.min(ends.length, MOST_LANES - 1);
      ends[lane] = Math.max(ends[lane] ?? 0, bar.end);
      return { bar, lane };
    });
  return { placed, lanes: Math.max(1, ends.length) };
}

/**
 * The bar that an arrow key leads to: before or after in its row, or the one nearest in time in the next row with any.
 * Pure.
 */
export function neighbourOf(rows: readonly GanttRow[], key: string, arrow: string): string | null {
  const nr = rows.findIndex(({ bars }) => bars.some((bar) => bar.key === key));
  const row = rows[nr];
  if (!row) return null;
  const inOrder = [...row.bars].sort((one, other) => one.start - other.start);
  const at = inOrder.findIndex((bar) => bar.key === key);
  if (arrow === 'ArrowLeft') return inOrder[at - 1]?.key ?? null;
  if (arrow === 'ArrowRight') return inOrder[at + 1]?.key ?? null;
  const others = arrow === 'ArrowDown' ? rows.slice(nr + 1) : rows.slice(0, nr).reverse();
  const next = others.find(({ bars }) => bars.length > 0);
  const here = inOrder[at]!.start;
  const nearest = [...(next?.bars ?? [])].sort((a, b) => Math.abs(a.start - here) - Math.abs(b.start - here));
  return nearest[0]?.key ?? null;
}
