import { z } from 'zod';
import { Instant, Latitude, Longitude, Placement, pageOf } from './common.js';
import { DaySheetView } from './day-sheet.js';
import { DeviceKind } from './devices.js';

/** A point from which one of the two slow-live cameras looks. */
export const SlowLivePointView = z
  .object({
    id: z.string(),
    name: z.string(),
    nameEn: z.string().nullable(),
    divisionCode: z.string(),
    divisionName: z.string(),
    longitude: Longitude,
    latitude: Latitude,
    placement: Placement,
    placementNote: z.string().nullable(),
  })
  .meta({ id: 'SlowLivePoint' });
export type SlowLivePointView = z.infer<typeof SlowLivePointView>;
export const SlowLivePointPage = pageOf(SlowLivePointView).meta({ id: 'SlowLivePointPage' });

/** What the map needs to draw the county. All addresses are on this server. */
export const CountyView = z
  .object({
    code: z.string(),
    name: z.string(),
    nameEn: z.string().nullable(),
    timeZone: z.string(),
    /** west, south, east, north in WGS84 degrees. */
    bbox: z.tuple([Longitude, Latitude, Longitude, Latitude]),
    /** Schematic layers as GeoJSON, bottom first. */
    layers: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['neighbours', 'county', 'sea', 'coastline', 'water', 'rail', 'towns', 'town_cells', 'scenic']),
        url: z.string(),
        /** True when the data is an estimate and must be labelled so. */
        estimated: z.boolean(),
        note: z.string(),
      }),
    ),
    baseMap: z.object({
      source: z.enum(['schematic', 'tianditu', 'xyz', 'pmtiles']),
      /** Tile address template or archive address on this server; null for the schematic map. */
      url: z.string().nullable(),
      /** Tile address template of the label layer, where the source has one. */
      labelsUrl: z.string().nullable(),
      datum: z.enum(['WGS84', 'CGCS2000', 'GCJ-02']),
      attribution: z.string(),
      maxZoom: z.number().int(),
    }),
    /** Sentences that the screen must show: what is assumed or schematic. */
    assumptions: z.array(z.object({ zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'County' });
export type CountyView = z.infer<typeof CountyView>;

/** The morning sheet: what changed since yesterday 18:00 and who must act. Every number opens its rows by `query`. */
export const MorningSheetView = z
  .object({
    since: Instant,
    at: Instant,
    devices: z.array(
      z.object({
        kind: DeviceKind,
        total: z.number().int(),
        online: z.number().int(),
        stale: z.number().int(),
        offline: z.number().int(),
        unknown: z.number().int(),
        /** Of the offline ones: aircraft resting in their dock. */
        resting: z.number().int(),
        query: z.string(),
      }),
    ),
    /** Counts of facts since `since`, each with the REST query that lists its rows. */
    changes: z.array(z.object({ name: z.string(), count: z.number().int(), query: z.string() })),
    /** What flies today; null for those who may not see tasks. */
    today: DaySheetView.nullable(),
    /** What waits for a person, most urgent first. */
    todo: z.array(
      z.object({
        kind: z.enum(['device_offline', 'health_warning', 'unknown_device', 'guest_expiring']),
        subject: z.string(),
        sn: z.string().nullable(),
        divisionName: z.string().nullable(),
        textZh: z.string(),
        textEn: z.string(),
        /** Which role must act. */
        owner: z.string(),
        since: Instant,
        query: z.string(),
      }),
    ),
  })
  .meta({ id: 'MorningSheet' });
export type MorningSheetView = z.infer<typeof MorningSheetView>;

/** Health of the server, part by part. */
export const ReadinessView = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    version: z.string(),
    roles: z.array(z.string()),
    parts: z.record(z.string(), z.object({ status: z.enum(['ok', 'down']), detail: z.string() })),
  })
  .meta({ id: 'Readiness' });
export type ReadinessView = z.infer<typeof ReadinessView>;
