import { between, planeDistance, type LocalZone, type PlanePoint, type Stretch } from '#geo';
import { type FlownPath, type FlownPoint, type FlownStretch } from './flown.path.js';
import { sameRun, type Run } from './route.findings.js';

/** A part of a stretch of a flight. */
export interface Piece extends Stretch {
  start: FlownPoint;
  end: FlownPoint;
}

/** Pieces without a gap between them, all of one place of the flight. */
export type PieceRun = readonly Piece[];

/** The pieces of a flight that a question picks out of its stretches, joined where they touch. */
export function piecesOf(
  { points }: FlownPath,
  find: (start: FlownPoint, end: FlownPoint) => readonly Stretch[],
): PieceRun[] {
  const runs: Piece[][] = [];
  /** The stretch at whose very end the last piece ends. */
  let open: FlownStretch | undefined;
  for (let index = 1; index < points.length; index++) {
    const start = points[index - 1]!;
    const end = points[index]!;
    if (end.stretch.phase === 'actions') continue;
    let reached = false;
    for (const { from, to } of find(start, end)) {
      const piece = { start, end, from, to };
      if (open && from === 0 && sameRun(open, end.stretch)) runs.at(-1)!.push(piece);
      else runs.push([piece]);
      reached = to === 1;
    }
    open = reached ? end.stretch : undefined;
  }
  return runs;
}

/** Where a run lies, with the place at which a value is greatest: middles of pieces and corners are looked at. */
export function worstOfRun(
  { frame }: FlownPath,
  run: PieceRun,
  value: (place: PlanePoint) => number,
): Run & { value: number } {
  let worst = { place: { x: 0, y: 0 } as PlanePoint, stretch: run[0]!.end.stretch, value: -Infinity };
  for (const { start, end, from, to } of run) {
    const middle = between(start, end, (from + to) / 2);
    for (const place of [middle, ...(from === 0 ? [start] : []), ...(to === 1 ? [end] : [])]) {
      const found = value(place);
      if (found > worst.value) worst = { place, stretch: end.stretch, value: found };
    }
  }
  const { stretch, place } = worst;
  return {
    from: run[0]!.end.stretch,
    to: run.at(-1)!.end.stretch,
    worst: stretch,
    place: frame.toPoint(place),
    value: worst.value,
  };
}

/** Metres over ground of a run. */
export function metresOfRun(run: PieceRun): number {
  return run.reduce((sum, { start, end, from, to }) => sum + planeDistance(start, end) * (to - from), 0);
}

/** The parts of a stretch inside a zone. A stretch straight up lies in it wholly or not at all. */
export function insideOf(zone: LocalZone, start: FlownPoint, end: FlownPoint): readonly Stretch[] {
  if (start.x === end.x && start.y === end.y) return zone.contains(start) ? [{ from: 0, to: 1 }] : [];
  return zone.stretchesInside(start, end);
}
