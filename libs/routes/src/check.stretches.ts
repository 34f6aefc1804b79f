import { between, planeDistance, type GeoPoint, type LocalZone, type Stretch } from '#geo';
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
  path: FlownPath,
  find: (start: FlownPoint, end: FlownPoint) => readonly Stretch[],
): PieceRun[] {
  const runs: Piece[][] = [];
  let open: FlownStretch | undefined;
  for (let index = 1; index < path.points.length; index++) {
    const start = path.points[index - 1]!;
    const end = path.points[index]!;
    if (end.stretch.phase === 'actions') continue;
    for (const { from, to } of find(start, end)) {
      const piece = { start, end, from, to };
      if (open && from === 0 && sameRun(open, end.stretch)) runs.at(-1)!.push(piece);
      else runs.push([piece]);
      open = to === 1 ? end.stretch : undefined;
    }
    const last = runs.at(-1)?.at(-1);
    if (last?.end !== end || last.to !== 1) open = undefined;
  }
  return runs;
}

/** Seconds since take-off at which a run begins and ends. */
export function timesOf(run: PieceRun): { from: number; to: number } {
  const first = run[0]!;
  const last = run.at(-1)!;
  return { from: secondsAt(first, first.from), to: secondsAt(last, last.to) };
}

/** Where a run lies, with the middle of the piece that is worst. */
export function runOf(path: FlownPath, run: PieceRun, worst: Piece): Run {
  return {
    from: run[0]!.end.stretch,
    to: run.at(-1)!.end.stretch,
    worst: worst.end.stretch,
    place: middleOf(path, worst),
  };
}

/** The longest piece. */
export function longestOf(run: PieceRun): Piece {
  return run.reduce((longest, piece) => (metresOfPiece(piece) > metresOfPiece(longest) ? piece : longest));
}

export function metresOfPiece({ start, end, from, to }: Piece): number {
  return planeDistance(start, end) * (to - from);
}

/** Metres over ground of a whole run. */
export function metresOfRun(run: PieceRun): number {
  return run.reduce((sum, piece) => sum + metresOfPiece(piece), 0);
}

/** The parts of a stretch inside a zone. A stretch straight up lies in it wholly or not at all. */
export function insideOf(zone: LocalZone, start: FlownPoint, end: FlownPoint): readonly Stretch[] {
  if (start.x === end.x && start.y === end.y) return zone.contains(start) ? [{ from: 0, to: 1 }] : [];
  return zone.stretchesInside(start, end);
}

function middleOf({ frame }: FlownPath, { start, end, from, to }: Piece): GeoPoint {
  return frame.toPoint(between(start, end, (from + to) / 2));
}

function secondsAt({ start, end }: Piece, share: number): number {
  return start.seconds + (end.seconds - start.seconds) * share;
}
