import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

const MARGIN_ROWS = 8;

export interface RowFocus {
  'data-row': number;
  tabIndex: number;
}

/**
 * A long list of which only what is in sight is drawn. One row takes part in the tab order; arrow keys, Home and End
 * walk along the rows.
 */
export function WindowedList<Row>({
  label,
  rows,
  rowHeight,
  keyOf,
  shown,
  row,
}: {
  label: string;
  rows: readonly Row[];
  /** CSS pixels; the same for every row. */
  rowHeight: number;
  keyOf: (row: Row) => string;
  /** Key of a row that is to be in sight whenever it changes. */
  shown?: string | null;
  /** Draws one row; spread `focus` on the element that takes the keyboard. */
  row: (row: Row, focus: RowFocus) => ReactNode;
}) {
  const box = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const shownAt = shown == null ? -1 : rows.findIndex((one) => keyOf(one) === shown);
  useEffect(() => {
    const element = box.current;
    if (!element || shownAt < 0) return;
    const above = shownAt * rowHeight;
    if (above >= element.scrollTop && above + rowHeight <= element.scrollTop + element.clientHeight) return;
    element.scrollTop = above - element.clientHeight / 3;
    // Only a new choice scrolls: rows that change their order must not pull the list away from its reader.
  }, [shown, shownAt < 0, rowHeight]);
  useEffect(() => {
    if (wanted.current === null) return;
    box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`)?.focus({ preventScroll: true });
    wanted.current = null;
  });

  const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN_ROWS);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + MARGIN_ROWS);
  const stop = Math.min(active, rows.length - 1);

  const walk = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: stop + 1, ArrowUp: stop - 1, Home: 0, End: rows.length - 1 };
    const next = steps[event.key];
    if (next === undefined || next < 0 || next >= rows.length) return;
    event.preventDefault();
    wanted.current = next;
    setActive(next);
    const element = box.current;
    if (!element) return;
    if (next * rowHeight < element.scrollTop) element.scrollTop = next * rowHeight;
    const below = (next + 1) * rowHeight - element.clientHeight;
    if (below > element.scrollTop) element.scrollTop = below;
  };

  return (
    <ul
      ref={box}
      className="windowed"
      aria-label={label}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={walk}
    >
      <li aria-hidden="true" role="presentation" style={{ height: first * rowHeight }} />
      {rows.slice(first, last).map((one, offset) => {
        const index = first + offset;
        const inTabOrder = index === stop || (offset === 0 && (stop < first || stop >= last));
        return (
          <li
            key={keyOf(one)}
            style={{ height: rowHeight }}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            onFocus={() => setActive(index)}
          >
            {row(one, { 'data-row': index, tabIndex: inTabOrder ? 0 : -1 })}
          </li>
        );
      })}
      <li aria-hidden="true" role="presentation" style={{ height: (rows.length - last) * rowHeight }} />
    </ul>
  );
}
