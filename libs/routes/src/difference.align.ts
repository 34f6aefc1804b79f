import { groundDistance, type Waypoint } from '#wayline';

/** Two waypoints that are one, an old one that is gone (`after` null) or a new one (`before` null). */
export interface Aligned {
  before: number | null;
  after: number | null;
}

/** Metres: nearer than this a waypoint stayed where it was. */
export const SAME_PLACE = 0.3;
/** Metres that a waypoint may have moved and still be the same one. */
const MOVED_AT_MOST = 600;
/** Pairs that are compared each with each: some 20 ms. */
const MOST_PAIRS = 1_000_000;

/**
 * Which waypoints of two lists are the same, in order, by where they are. What begins and ends alike is matched first,
 * then places that occur once in both lists, then, between those, the cheapest way of moving, adding and removing. Where
 * long lists have nothing in common they are matched number by number, so that the cost stays bounded.
 */
export function aligned(before: readonly Waypoint[], after: readonly Waypoint[]): Aligned[] {
  const all: Aligned[] = [];
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && isSamePlace(before[start]!, after[start]!)) {
    all.push({ before: start, after: start });
    start++;
  }
  let tail = 0;
  while (tail < shorter - start && isSamePlace(before.at(-1 - tail)!, after.at(-1 - tail)!)) tail++;
  const [oldEnd, newEnd] = [before.length - tail, after.length - tail];
  let [oldFrom, newFrom] = [start, start];
  for (const anchor of anchors(before, after, start, oldEnd, newEnd)) {
    all.push(...between(before, after, [oldFrom, anchor.before], [newFrom, anchor.after]), anchor);
    [oldFrom, newFrom] = [anchor.before + 1, anchor.after + 1];
  }
  all.push(...between(before, after, [oldFrom, oldEnd], [newFrom, newEnd]));
  for (let at = 0; at < tail; at++) all.push({ before: oldEnd + at, after: newEnd + at });
  return all;
}

const isSamePlace = (one: Waypoint, other: Waypoint) => groundDistance(one, other) < SAME_PLACE;

/** Places that occur once in both middles, thinned out to a longest chain that rises in both. */
function anchors(
  before: readonly Waypoint[],
  after: readonly Waypoint[],
  start: number,
  oldEnd: number,
  newEnd: number,
): { before: number; after: number }[] {
  if ((oldEnd - start) * (newEnd - start) <= MOST_PAIRS) return [];
  const old = onlyOnes(before, start, oldEnd);
  const pairs = [...onlyOnes(after, start, newEnd)].flatMap(([key, at]) => {
    const from = old.get(key);
    return from === undefined ? [] : [{ before: from, after: at }];
  });
  return longestRising(pairs.toSorted((one, other) => one.before - other.before));
}

/** Numbers of the waypoints by place, to a tenth of a metre, without places that occur twice. */
function onlyOnes(waypoints: readonly Waypoint[], from: number, to: number): Map<string, number> {
  const found = new Map<string, number>();
  const twice = new Set<string>();
  for (let at = from; at < to; at++) {
    const { longitude, latitude } = waypoints[at]!;
    const key = `${longitude.toFixed(6)} ${latitude.toFixed(6)}`;
    if (found.has(key)) twice.add(key);
    found.set(key, at);
  }
  for (const key of twice) found.delete(key);
  return found;
}

/** Patience sorting: a longest chain of pairs whose `after` rises. */
function longestRising<T extends { after: number }>(pairs: readonly T[]): T[] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, { after }] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]!.after < after) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = index;
  }
  const chain: T[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at]!) chain.push(pairs[at]!);
  return chain.toReversed();
}

type Range = readonly [from: number, to: number];

/** The waypoints between two anchors. */
function between(
  before: readonly Waypoint[],
  after: readonly Waypoint[],
  [oldFrom, oldTo]: Range,
  [newFrom, newTo]: Range,
): Aligned[] {
  const [rows, columns] = [oldTo - oldFrom, newTo - newFrom];
  if (rows * columns > MOST_PAIRS) {
    return Array.from({ length: Math.max(rows, columns) }, (_, at) => ({
      before: at < rows ? oldFrom + at : null,
      after: at < columns ? newFrom + at : null,
    }));
  }
  const steps = cheapestSteps(before, after, [oldFrom, oldTo], [newFrom, newTo]);
  const found: Aligned[] = [];
  let [row, column] = [rows, columns];
  while (row > 0 || column > 0) {
    const step = row === 0 ? ADDED : column === 0 ? REMOVED : steps[row * (columns + 1) + column]!;
    if (step !== ADDED) row--;
    if (step !== REMOVED) column--;
    found.push({ before: step === ADDED ? null : oldFrom + row, after: step === REMOVED ? null : newFrom + column });
  }
  return found.toReversed();
}

const [KEPT, REMOVED, ADDED] = [0, 1, 2];

/** For each pair of prefixes, the last step of the cheapest way from one to the other. */
function cheapestSteps(
  before: readonly Waypoint[],
  after: readonly Waypoint[],
  [oldFrom, oldTo]: Range,
  [newFrom, newTo]: Range,
): Uint8Array {
  const columns = newTo - newFrom;
  const steps = new Uint8Array((oldTo - oldFrom + 1) * (columns + 1));
  let above = Float64Array.from({ length: columns + 1 }, (_, column) => column);
  for (let row = 1; row <= oldTo - oldFrom; row++) {
    const here = new Float64Array(columns + 1);
    here[0] = row;
    for (let column = 1; column <= columns; column++) {
      const kept = above[column - 1]! + moveCost(before[oldFrom + row - 1]!, after[newFrom + column - 1]!);
      const removed = above[column]! + 1;
      const added = here[column - 1]! + 1;
      const least = Math.min(kept, removed, added);
      here[column] = least;
      steps[row * (columns + 1) + column] = least === kept ? KEPT! : least === removed ? REMOVED! : ADDED!;
    }
    above = here;
  }
  return steps;
}

/** Staying costs nothing; moving less than removing and adding, unless it is far. */
function moveCost(from: Waypoint, to: Waypoint): number {
  const metres = groundDistance(from, to);
  if (metres < SAME_PLACE) return 0;
  return metres <= MOVED_AT_MOST ? 0.5 + 1.4 * (metres / MOVED_AT_MOST) : Infinity;
}
