import { z } from 'zod';
import { Instant, Latitude, Longitude, PageQuery, pageOf } from './common.js';
import { CatalogueCode, Tags } from './points.js';

/** main 主: flown when nothing speaks against it; backup 备: flown instead. */
export const RouteRole = z.enum(['main', 'backup']).meta({ id: 'RouteRole' });
export type RouteRole = z.infer<typeof RouteRole>;

/**
 * draft 草稿: no version passes the checks; checked 已检查: one does and waits for approval; approved 已批准: one may be
 * flown, also while a newer one is being drawn; retired 已停用: kept with its history, no longer flown.
 */
export const RouteState = z.enum(['draft', 'checked', 'approved', 'retired']).meta({ id: 'RouteState' });
export type RouteState = z.infer<typeof RouteState>;

/** State of one version. An approved version never changes again; `superseded`: it was approved before a newer one was. */
export const RouteVersionState = z
  .enum(['draft', 'checked', 'approved', 'superseded'])
  .meta({ id: 'RouteVersionState' });
export type RouteVersionState = z.infer<typeof RouteVersionState>;

/** What in a route a finding is about; all numbers count from 0. */
export const RouteFindingPlace = z
  .object({
    leg: z.number().int().optional(),
    waypoint: z.number().int().optional(),
    /** The stretch from this waypoint to the next. */
    segment: z.number().int().optional(),
    group: z.number().int().optional(),
    action: z.number().int().optional(),
    /** The way from the dock to the first waypoint, or from the last one back. */
    part: z.enum(['approach', 'return']).optional(),
    /** Member of the route, such as `mission.finish` or `turn.damping`. */
    field: z.string().optional(),
    /** Where on the ground the rule is broken worst. */
    longitude: Longitude.optional(),
    latitude: Latitude.optional(),
  })
  .meta({ id: 'RouteFindingPlace' });

/** A rule that a route breaks, or something to look at. */
export const RouteFindingView = z
  .object({
    /** Stable, such as `above_120_metres`. */
    code: z.string(),
    /** error: it may not be approved; warning: look at it; info: nothing is wrong. */
    severity: z.enum(['error', 'warning', 'info']),
    place: RouteFindingPlace,
    /** Names the place (waypoints from 1, as on the screen), the rule and the remedy. */
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'RouteFinding' });
export type RouteFindingView = z.infer<typeof RouteFindingView>;

/** What flying a route is expected to take, from the dock and back to it. */
export const RouteEstimateView = z
  .object({
    /** Metres over ground, from take-off to landing. */
    flightMetres: z.number(),
    /** Metres over ground along the legs alone. */
    routeMetres: z.number(),
    /** Seconds from take-off to landing. */
    flightSeconds: z.number(),
    /** Seconds of actions at waypoints. */
    actionSeconds: z.number(),
    /** Percent of a full battery. */
    batteryPercent: z.number(),
    /** Percent that must be left at landing. */
    reservePercent: z.number(),
    /** Photos that are taken; 0 for video alone. */
    photos: z.number().int(),
    /** m/s of head wind that was assumed. */
    windSpeed: z.number(),
    /** Model of the aircraft that was assumed, such as `0-100-1`. */
    aircraftModelKey: z.string(),
  })
  .meta({ id: 'RouteEstimate' });
export type RouteEstimateView = z.infer<typeof RouteEstimateView>;

/** The checks of one version: what was found, and against what it was checked. */
export const RouteReportView = z
  .object({
    findings: z.array(RouteFindingView),
    errors: z.number().int(),
    warnings: z.number().int(),
    /** Null where the dock or a waypoint's height is missing. */
    estimate: RouteEstimateView.nullable(),
    /** Greatest height above ground in metres, and whether the ground was measured; null without heights. */
    highest: z.object({ metres: z.number(), basis: z.enum(['measured', 'assumed']) }).nullable(),
    checkedAt: Instant,
    /** What was known when it was checked. */
    against: z.object({
      dockSn: z.string().nullable(),
      terrain: z.object({ zh: z.string(), en: z.string() }),
      airspaceAreas: z.number().int(),
    }),
  })
  .meta({ id: 'RouteReport' });
export type RouteReportView = z.infer<typeof RouteReportView>;

const codes = z
  .array(z.string().min(1).max(32))
  .max(2000)
  .transform((list) => [...new Set(list)]);
const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(
    /^[^<>:"/|?*._\\]+$/,
    '航线名称不能含有 < > : " / | ? * . _ \\ / a route name must not contain < > : " / | ? * . _ \\',
  );

export const NewRoute = z
  .object({
    code: CatalogueCode,
    /** Pilot refuses names with `< > : " / | ? * . _ \`. */
    name,
    role: RouteRole.default('main'),
    /** Code of the route that it stands in for, or that stands in for it. */
    partnerCode: z.string().max(32).nullable().default(null),
    /** Serial number of the dock that flies it; null: a mobile drone's. */
    homeDockSn: z.string().max(64).nullable().default(null),
    /** Whose route it is; the dock's division when left out. */
    divisionCode: z.string().min(1).max(20).optional(),
    featurePoints: codes.default([]),
    scenarios: codes.default([]),
    tags: Tags.default([]),
  })
  .meta({ id: 'NewRoute' });
export type NewRoute = z.infer<typeof NewRoute>;

/** Members left out stay as they are, and the version (of the row, not of the file) that was read must be told. */
export const RouteChange = z
  .object({
    name: name.optional(),
    role: RouteRole.optional(),
    partnerCode: z.string().max(32).nullable().optional(),
    homeDockSn: z.string().max(64).nullable().optional(),
    divisionCode: z.string().min(1).max(20).optional(),
    featurePoints: codes.optional(),
    scenarios: codes.optional(),
    tags: Tags.optional(),
    /** `retired` retires it; `active` brings it back. */
    state: z.enum(['active', 'retired']).optional(),
    version: z.number().int().min(1).optional(),
  })
  .meta({ id: 'RouteChange' });
export type RouteChange = z.infer<typeof RouteChange>;

/** One version of a route's file. */
export const RouteVersionView = z
  .object({
    routeId: z.string(),
    /** From 1. */
    number: z.number().int(),
    state: RouteVersionState,
    /** Bytes of the KMZ. */
    size: z.number().int(),
    /** Of the KMZ's bytes, hexadecimal: the dock's fingerprint. */
    md5: z.string(),
    sha256: z.string(),
    /** The file it was made from, when it was imported. */
    source: z.object({ name: z.string(), format: z.string(), size: z.number().int(), sha256: z.string() }).nullable(),
    /** What was strange in that file. */
    issues: z.array(
      z.object({
        severity: z.enum(['error', 'warning', 'info']),
        file: z.string(),
        line: z.number().int(),
        element: z.string(),
        code: z.string(),
        zh: z.string(),
        en: z.string(),
        count: z.number().int(),
      }),
    ),
    waypoints: z.number().int(),
    legs: z.number().int(),
    report: RouteReportView,
    note: z.string(),
    /** Number of the version it was drawn from. */
    basedOn: z.number().int().nullable(),
    createdAt: Instant,
    /** User name, or null for what came with the county's folder. */
    createdBy: z.string().nullable(),
    approvedAt: Instant.nullable(),
    approvedBy: z.string().nullable(),
  })
  .meta({ id: 'RouteVersion' });
export type RouteVersionView = z.infer<typeof RouteVersionView>;
export const RouteVersionPage = pageOf(RouteVersionView).meta({ id: 'RouteVersionPage' });

/** What is found in a file that nobody saved. */
export const RouteCheckView = RouteReportView.extend({
  issues: RouteVersionView.shape.issues,
  waypoints: z.number().int(),
  legs: z.number().int(),
  /** Fingerprint of the KMZ that saving it would make. */
  md5: z.string(),
}).meta({ id: 'RouteCheck' });
export type RouteCheckView = z.infer<typeof RouteCheckView>;
/** The file is the body of the request. */
export const RouteCheckQuery = z.object({
  /** Serial number of the dock that would fly it; without one the aircraft is the one that the file names. */
  dock: z.string().max(64).optional(),
  name: z.string().min(1).max(200).default('route.kmz'),
});
export type RouteCheckQuery = z.infer<typeof RouteCheckQuery>;

/** A route 航线. */
export const RouteView = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    role: RouteRole,
    partner: z.object({ id: z.string(), code: z.string(), name: z.string() }).nullable(),
    homeDock: z.object({ sn: z.string(), name: z.string() }).nullable(),
    divisionCode: z.string(),
    divisionName: z.string(),
    divisionPath: z.string(),
    featurePoints: z.array(z.object({ code: z.string(), name: z.string() })),
    scenarios: z.array(z.object({ code: z.string(), name: z.string() })),
    tags: z.array(z.string()),
    state: RouteState,
    /** Number of the version that may be flown; null: none. */
    approvedVersion: z.number().int().nullable(),
    /** Number of the newest version; null: no file yet. */
    latestVersion: z.number().int().nullable(),
    /** Of the approved version, else of the newest. */
    summary: z
      .object({
        version: z.number().int(),
        waypoints: z.number().int(),
        estimate: RouteEstimateView.nullable(),
        errors: z.number().int(),
        warnings: z.number().int(),
        md5: z.string(),
        /** West, south, east, north; null without waypoints. */
        bbox: z.array(z.number()).length(4).nullable(),
      })
      .nullable(),
    /** A small SVG of the line; null without a version. */
    thumbnail: z.string().nullable(),
    demonstration: z.boolean(),
    favourite: z.boolean(),
    /** Rises by one with each change of the row. */
    version: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Route' });
export type RouteView = z.infer<typeof RouteView>;

export const RouteQuery = PageQuery.extend({
  state: z.enum(['current', 'draft', 'checked', 'approved', 'retired', 'all']).default('current'),
  role: RouteRole.optional(),
  /** Routes of this division and below. */
  division: z.string().max(20).optional(),
  dock: z.string().max(64).optional(),
  /** Code of a feature point or scenario that the route serves. */
  point: z.string().max(32).optional(),
  scenario: z.string().max(32).optional(),
  tag: z.string().max(30).optional(),
  /** Part of a code, name, dock or division. */
  search: z.string().max(100).optional(),
});
export type RouteQuery = z.infer<typeof RouteQuery>;
export const RoutePage = pageOf(RouteView).meta({ id: 'RoutePage' });

/** How a file becomes a version. The file itself is the body of the request. */
export const NewRouteVersionQuery = z.object({
  /** checked: refused with the broken rules named; draft: kept as work in progress whatever it breaks. */
  as: z.enum(['checked', 'draft']).default('checked'),
  /** Name of the file, for findings. */
  name: z.string().min(1).max(200).default('route.kmz'),
  /** The newest version that was known when it was drawn; refused when there is a newer one. */
  basedOn: z.coerce.number().int().min(1).optional(),
  note: z.string().trim().max(500).default(''),
});
export type NewRouteVersionQuery = z.infer<typeof NewRouteVersionQuery>;

export const RouteDecision = z.object({ note: z.string().trim().max(500).default('') }).meta({ id: 'RouteDecision' });
export type RouteDecision = z.infer<typeof RouteDecision>;
