import type { RouteCoverageView, SeenTarget } from '#contracts';

/** What kinds of targets are looked at. */
export const TARGET_KINDS = ['villages', 'featurePoints'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** seen: by a waypoint of an approved route; unseen: by none; unknown: nobody knows where it is. */
export const SIGHTS = ['all', 'seen', 'unseen', 'unknown'] as const;
export type Sight = (typeof SIGHTS)[number];

export interface Counts {
  total: number;
  seen: number;
  unseen: number;
  unknown: number;
}

/** The targets of one town, or of the whole county with `town` null, counted by kind. */
export interface TownCounts {
  town: string | null;
  villages: Counts;
  featurePoints: Counts;
}

/** Whether routes see a target. */
export function sightOf({ routes, longitude, latitude }: SeenTarget): Exclude<Sight, 'all'> {
  if (routes.length > 0) return 'seen';
  return longitude === null || latitude === null ? 'unknown' : 'unseen';
}

/** The counts of the county, then of each town in the order in which the answer names them. */
export function countByTown(coverage: RouteCoverageView): TownCounts[] {
  const towns = [...new Set([...coverage.villages, ...coverage.featurePoints].map(({ townName }) => townName))];
  return [null, ...towns].map((town) => ({
    town,
    villages: countsOf(coverage.villages, town),
    featurePoints: countsOf(coverage.featurePoints, town),
  }));
}

/** The targets behind one count. */
export function targetsOf(
  coverage: RouteCoverageView,
  { town, kind, sight }: { town: string | null; kind: TargetKind; sight: Sight },
): SeenTarget[] {
  return coverage[kind].filter(
    (target) => (town === null || target.townName === town) && (sight === 'all' || sightOf(target) === sight),
  );
}

function countsOf(targets: readonly SeenTarget[], town: string | null): Counts {
  const counts: Counts = { total: 0, seen: 0, unseen: 0, unknown: 0 };
  for (const target of targets) {
    if (town !== null && target.townName !== town) continue;
    counts.total += 1;
    counts[sightOf(target)] += 1;
  }
  return counts;
}
