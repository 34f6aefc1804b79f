/** One row of the grid; a day's head, or pictures side by side. `top` and `height` in CSS pixels. */
export type GridRow =
  | { kind: 'day'; day: string; from: number; to: number; top: number; height: number }
  | { kind: 'pictures'; from: number; to: number; top: number; height: number };

export interface GridLayout {
  rows: readonly GridRow[];
  /** Of all rows, CSS pixels. */
  height: number;
}

export interface GridSizes {
  columns: number;
  rowHeight: number;
  headHeight: number;
}

/** Rows for pictures in the order given, where `days` holds the day of each; a new day begins a new row. Pure. */
export function layOut(days: readonly string[], { columns, rowHeight, headHeight }: GridSizes): GridLayout {
  const rows: GridRow[] = [];
  let top = 0;
  for (let from = 0; from < days.length;) {
    const day = days[from]!;
    let to = from;
    while (to < days.length && days[to] === day) to++;
    rows.push({ kind: 'day', day, from, to, top, height: headHeight });
    top += headHeight;
    for (let first = from; first < to; first += columns) {
      rows.push({ kind: 'pictures', from: first, to: Math.min(to, first + columns), top, height: rowHeight });
      top += rowHeight;
    }
    from = to;
  }
  return { rows, height: top };
}

/** The rows that touch the stretch between two heights, CSS pixels. */
export function rowsInSight({ rows }: GridLayout, top: number, bottom: number): readonly GridRow[] {
  const first = firstBelow(rows, top);
  let last = first;
  while (last < rows.length && rows[last]!.top < bottom) last++;
  return rows.slice(first, last);
}

/** The row that holds a picture. */
export function rowOf({ rows }: GridLayout, index: number): GridRow | undefined {
  return rows.find((row) => row.kind === 'pictures' && row.from <= index && index < row.to);
}

/** Where an arrow key leads from a picture; the same picture at an edge, undefined for other keys. */
export function stepFrom(layout: GridLayout, index: number, key: string): number | undefined {
  const lines = layout.rows.filter((row) => row.kind === 'pictures');
  const at = lines.findIndex((row) => row.from <= index && index < row.to);
  const line = lines[at];
  if (!line) return undefined;
  const beside = (row: GridRow | undefined) => (row ? Math.min(row.to - 1, row.from + (index - line.from)) : index);
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(lines.at(-1)!.to - 1, index + 1);
    case 'ArrowUp':
      return beside(lines[at - 1]);
    case 'ArrowDown':
      return beside(lines[at + 1]);
    case 'Home':
      return 0;
    case 'End':
      return lines.at(-1)!.to - 1;
    default:
      return undefined;
  }
}

/** The first row that ends below a height. */
function firstBelow(rows: readonly GridRow[], top: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle]!;
    if (row.top + row.height <= top) low = middle + 1;
    else high = middle;
  }
  return low;
}
