import { type PlanePoint } from '#geo';

/** Metres: points of an offset line closer than this are one. */
const SAME = 1;
/** Most chords that stand for the arc round one corner. */
const MAX_CHORDS = 24;

/**
 * A line beside another, `offset` metres to its left (negative: right). Outside a corner it goes round it in chords that
 * stay within `slack` metres of the arc; inside a corner the two pieces are cut where they meet, or, where a piece is too
 * short for that, both are flown to their ends: nothing beside the line is left out.
 */
export function offsetLine(points: readonly PlanePoint[], offset: number, slack: number): PlanePoint[] {
  const pieces = points.slice(1).map((to, at) => pieceOf(points[at]!, to));
  const line: PlanePoint[] = [beside(points[0]!, pieces[0]!, offset)];
  for (let at = 1; at < pieces.length; at++) {
    line.push(...corner(points[at]!, pieces[at - 1]!, pieces[at]!, offset, slack));
  }
  line.push(beside(points.at(-1)!, pieces.at(-1)!, offset));
  return line.filter((place, at) => {
    const before = line[at - 1];
    return !before || at === line.length - 1 || Math.hypot(place.x - before.x, place.y - before.y) >= SAME;
  });
}

/** A straight piece: its direction of unit length, and metres. */
interface Piece {
  x: number;
  y: number;
  length: number;
}

function pieceOf(from: PlanePoint, to: PlanePoint): Piece {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length, length };
}

const beside = (place: PlanePoint, { x, y }: Piece, offset: number): PlanePoint => ({
  x: place.x - y * offset,
  y: place.y + x * offset,
});

function corner(place: PlanePoint, before: Piece, after: Piece, offset: number, slack: number): PlanePoint[] {
  // Positive: the line turns left.
  const turn = Math.atan2(before.x * after.y - before.y * after.x, before.x * after.x + before.y * after.y);
  const [end, begin] = [beside(place, before, offset), beside(place, after, offset)];
  if (Math.abs(turn) < 1e-6 || offset === 0) return [end];
  const inside = turn > 0 === offset > 0;
  if (inside) {
    const cut = Math.abs(offset) * Math.tan(Math.abs(turn) / 2);
    const fits = cut <= Math.min(before.length, after.length) / 2;
    return fits ? [{ x: end.x - before.x * cut, y: end.y - before.y * cut }] : [end, begin];
  }
  // Chords that touch the arc: between two of them the line is at most this far outside.
  const widest = 2 * Math.acos(1 / (1 + slack / Math.abs(offset)));
  const chords = Math.min(MAX_CHORDS, Math.max(1, Math.ceil(Math.abs(turn) / widest)));
  const step = turn / chords;
  const reach = offset / Math.cos(step / 2);
  return Array.from({ length: chords }, (_, at) => {
    const angle = step * (at + 0.5);
    const normal = { x: -before.y, y: before.x };
    return {
      x: place.x + reach * (normal.x * Math.cos(angle) - normal.y * Math.sin(angle)),
      y: place.y + reach * (normal.x * Math.sin(angle) + normal.y * Math.cos(angle)),
    };
  });
}
