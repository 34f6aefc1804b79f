/** From and to, the end excluded, in ms since 1970. Lists are sorted and do not overlap. */
export type Interval = readonly [from: number, to: number];

/** What lies in both lists. */
export function intersect(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  return one.flatMap(([from, to]) =>
    other.map(([a, b]): Interval => [Math.max(from, a), Math.min(to, b)]).filter(([a, b]) => a < b),
  );
}

/** What lies in the list and not in the hole. */
export function without(list: readonly Interval[], [from, to]: Interval): Interval[] {
  return list.flatMap(([a, b]): Interval[] => {
    if (to <= a || from >= b) return [[a, b]];
    return (
      [
        [a, from],
        [to, b],
      ] as Interval[]
    ).filter(([x, y]) => x < y);
  });
}

/** Milliseconds in all. */
export function lengthOf(list: readonly Interval[]): number {
  return list.reduce((sum, [from, to]) => sum + to - from, 0);
}
