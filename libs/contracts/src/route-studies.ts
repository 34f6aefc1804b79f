import { z } from 'zod';
import { Latitude, Longitude, pageOf } from './common.js';

/** One target that routes see, or that none sees. */
export const SeenTarget = z
  .object({
    code: z.string(),
    name: z.string(),
    townName: z.string(),
    longitude: Longitude.nullable(),
    latitude: Latitude.nullable(),
    /** Codes of the routes that see it; empty: nobody looks there. */
    routes: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        /** Waypoints (from 1) that see it. */
        waypoints: z.array(z.number().int()),
        /** Metres from camera to target at the best of them. */
        nearestMetres: z.number(),
      }),
    ),
  })
  .meta({ id: 'SeenTarget' });
export type SeenTarget = z.infer<typeof SeenTarget>;

/** Which villages and feature points the approved routes see. */
export const RouteCoverageView = z
  .object({
    villages: z.array(SeenTarget),
    featurePoints: z.array(SeenTarget),
    /** Villages without a known place: nobody can say whether they are seen. */
    villagesWithoutPlace: z.number().int(),
    terrain: z.object({ zh: z.string(), en: z.string() }),
  })
  .meta({ id: 'RouteCoverage' });
export type RouteCoverageView = z.infer<typeof RouteCoverageView>;

/** Two routes of different docks that come close when both fly from the same moment on. */
export const RouteCrossingView = z
  .object({
    routes: z.array(z.object({ code: z.string(), name: z.string(), dockSn: z.string() })).length(2),
    /** Least metres apart over ground and in height, at the worst moment. */
    apartMetres: z.number(),
    apartVertically: z.number(),
    /** Seconds between both passing there. */
    apartSeconds: z.number(),
    longitude: Longitude,
    latitude: Latitude,
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'RouteCrossing' });
export type RouteCrossingView = z.infer<typeof RouteCrossingView>;
/** All of them: `nextCursor` is null. */
export const RouteCrossingPage = pageOf(RouteCrossingView).meta({ id: 'RouteCrossingPage' });

/** Numbers of two versions. */
export const RouteDifferenceQuery = z.object({
  from: z.coerce.number().int().min(1).max(2_147_483_647),
  to: z.coerce.number().int().min(1).max(2_147_483_647),
});
export type RouteDifferenceQuery = z.infer<typeof RouteDifferenceQuery>;

/** What differs between two versions. */
export const RouteDifferenceView = z
  .object({
    from: z.number().int(),
    to: z.number().int(),
    /** Rows of a list, in the order of the route. */
    changes: z.array(
      z.object({
        kind: z.enum(['added', 'removed', 'moved', 'changed', 'setting']),
        leg: z.number().int().nullable(),
        /** Number in the older and in the newer version, from 0. */
        before: z.number().int().nullable(),
        after: z.number().int().nullable(),
        /** Member of the route, such as `height`; null for a whole waypoint. */
        field: z.string().nullable(),
        zh: z.string(),
        en: z.string(),
      }),
    ),
    /** The lines of both, for the map: longitude, latitude of each leg. */
    lines: z.object({
      from: z.array(z.array(z.array(z.number()))),
      to: z.array(z.array(z.array(z.number()))),
    }),
  })
  .meta({ id: 'RouteDifference' });
export type RouteDifferenceView = z.infer<typeof RouteDifferenceView>;
