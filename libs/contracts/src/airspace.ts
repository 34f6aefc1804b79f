import { z } from 'zod';
import { Instant, Latitude, Longitude, PageQuery, pageOf } from './common.js';
import { ImportQuery } from './sheets.js';

/** keep_out 禁飞区: never inside; temporary 临时管制区: not inside while it is valid; caution 注意区: told, not refused. */
export const AirspaceAreaKind = z.enum(['keep_out', 'temporary', 'caution']).meta({ id: 'AirspaceAreaKind' });
export type AirspaceAreaKind = z.infer<typeof AirspaceAreaKind>;

const position = z.tuple([Longitude, Latitude]);
const ring = z.array(position).min(4).max(5000);
/** GeoJSON polygons (longitude, latitude; first and last corner the same), or a circle. WGS84. */
export const AirspaceGeometry = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(50) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1).max(50)).min(1).max(50) }),
    z.object({
      type: z.literal('Circle'),
      centre: z.object({ longitude: Longitude, latitude: Latitude }),
      /** Metres. */
      radius: z.number().min(1).max(100_000),
    }),
  ])
  .meta({ id: 'AirspaceGeometry' });
export type AirspaceGeometry = z.infer<typeof AirspaceGeometry>;

const values = {
  name: z.string().trim().min(1).max(100),
  kind: AirspaceAreaKind,
  geometry: AirspaceGeometry,
  /** Metres above ground from which on it counts; 0: from the ground. */
  floorMetres: z.number().min(0).max(20_000),
  /** Metres above ground up to which it counts; null: without an upper end. */
  ceilingMetres: z.number().min(0).max(20_000).nullable(),
  /** Null: always has been, never ends. */
  validFrom: Instant.nullable(),
  validTo: Instant.nullable(),
  /** Who ordered it and why. */
  reason: z.string().trim().max(500),
} as const;

export const NewAirspaceArea = z
  .object({
    ...values,
    floorMetres: values.floorMetres.default(0),
    ceilingMetres: values.ceilingMetres.default(null),
    validFrom: values.validFrom.default(null),
    validTo: values.validTo.default(null),
    reason: values.reason.default(''),
  })
  .meta({ id: 'NewAirspaceArea' });
export type NewAirspaceArea = z.infer<typeof NewAirspaceArea>;

export const AirspaceAreaChange = z
  .object({
    name: values.name.optional(),
    kind: values.kind.optional(),
    geometry: values.geometry.optional(),
    floorMetres: values.floorMetres.optional(),
    ceilingMetres: values.ceilingMetres.optional(),
    validFrom: values.validFrom.optional(),
    validTo: values.validTo.optional(),
    reason: values.reason.optional(),
    state: z.enum(['active', 'retired']).optional(),
    version: z.number().int().min(1).optional(),
  })
  .meta({ id: 'AirspaceAreaChange' });
export type AirspaceAreaChange = z.infer<typeof AirspaceAreaChange>;

/** An area that flights keep out of. It concerns the whole county and is seen by everybody who sees routes. */
export const AirspaceAreaView = z
  .object({
    id: z.string(),
    ...values,
    state: z.enum(['active', 'retired']),
    /** Whether it counts at the moment of the answer. */
    valid: z.boolean(),
    version: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'AirspaceArea' });
export type AirspaceAreaView = z.infer<typeof AirspaceAreaView>;
export const AirspaceAreaQuery = PageQuery.extend({
  kind: AirspaceAreaKind.optional(),
  state: z.enum(['active', 'retired', 'all']).default('active'),
  /** now: valid at this moment or later; all: also those that have ended. */
  when: z.enum(['now', 'all']).default('all'),
});
export type AirspaceAreaQuery = z.infer<typeof AirspaceAreaQuery>;
/** How a GeoJSON or KML file of areas is taken. The file itself is the body of the request. */
export const AirspaceAreaImportQuery = ImportQuery.extend({
  /** Name of the file, for findings and for areas without a name. */
  name: z.string().trim().min(1).max(80).default('areas'),
  /** Of areas that do not say theirs. */
  kind: AirspaceAreaKind.default('keep_out'),
});
export type AirspaceAreaImportQuery = z.infer<typeof AirspaceAreaImportQuery>;
export const AirspaceAreaPage = pageOf(AirspaceAreaView).meta({ id: 'AirspaceAreaPage' });

/** An elevation model that was uploaded. */
export const ElevationModelView = z
  .object({
    id: z.string(),
    name: z.string(),
    /** Bytes and fingerprint of the file as it came. */
    size: z.number().int(),
    sha256: z.string(),
    /** West, south, east, north. */
    bbox: z.array(z.number()).length(4),
    /** Metres between its values. */
    spacing: z.number(),
    columns: z.number().int(),
    rows: z.number().int(),
    lowest: z.number(),
    highest: z.number(),
    /** Standard deviation in metres that the uploader states; null: unknown. */
    accuracy: z.number().nullable(),
    createdAt: Instant,
    createdBy: z.string(),
  })
  .meta({ id: 'ElevationModel' });
export type ElevationModelView = z.infer<typeof ElevationModelView>;
export const ElevationModelPage = pageOf(ElevationModelView).meta({ id: 'ElevationModelPage' });

/** What the person who uploads an elevation model says of it. The GeoTIFF itself is the body of the request. */
export const NewElevationModelQuery = z.object({
  name: z.string().trim().min(1).max(80),
  /** Standard deviation of its heights in metres, from the model's papers; left out: unknown. */
  accuracy: z.coerce.number().gt(0).max(1000).nullable().default(null),
});
export type NewElevationModelQuery = z.infer<typeof NewElevationModelQuery>;

/** Ground heights above sea on a regular grid, for a page that draws a route. */
export const TerrainGridView = z
  .object({
    title: z.object({ zh: z.string(), en: z.string() }),
    /** measured: from an elevation model; assumed: nobody knows, level ground stands in. */
    basis: z.enum(['measured', 'assumed']),
    west: Longitude,
    south: Latitude,
    /** Degrees between columns and between rows. */
    stepLongitude: z.number(),
    stepLatitude: z.number(),
    columns: z.number().int(),
    rows: z.number().int(),
    /** Decimetres above sea, row by row from the south, west to east; null where the model knows nothing. Empty when assumed. */
    decimetres: z.array(z.number().int().nullable()),
    /** Standard deviation in metres; null: unknown. */
    accuracy: z.number().nullable(),
  })
  .meta({ id: 'TerrainGrid' });
export type TerrainGridView = z.infer<typeof TerrainGridView>;

/** Everything that a page needs to check a route as the server does. */
export const RouteCheckContextView = z
  .object({
    dock: z
      .object({
        sn: z.string(),
        name: z.string(),
        modelKey: z.string().nullable(),
        aircraftModelKey: z.string().nullable(),
        longitude: Longitude.nullable(),
        latitude: Latitude.nullable(),
        /** Metres from the dock that its aircraft may go, and above take-off. */
        distanceLimit: z.number(),
        heightLimit: z.number(),
      })
      .nullable(),
    /** GeoJSON geometry of the county. */
    county: z.unknown(),
    airspace: z.array(AirspaceAreaView),
    terrain: TerrainGridView,
    settings: z.object({
      /** Metres above ground that no flight exceeds. */
      ceilingMetres: z.number(),
      /** Least metres above terrain on the way. */
      clearanceMetres: z.number(),
      reservePercent: z.number(),
      windSpeed: z.number(),
    }),
  })
  .meta({ id: 'RouteCheckContext' });
export type RouteCheckContextView = z.infer<typeof RouteCheckContextView>;
/** `bbox`: west,south,east,north of the ground that is asked for; around the dock when left out. */
export const RouteCheckContextQuery = z.object({
  dock: z.string().max(64).optional(),
  bbox: z.string().max(120).optional(),
});
