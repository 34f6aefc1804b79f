import { z } from 'zod';
import { Latitude, Longitude, PageQuery, pageOf } from './common.js';

export const DivisionLevel = z
  .enum(['county', 'town', 'zone', 'village', 'natural_village'])
  .meta({ id: 'DivisionLevel' });
export type DivisionLevel = z.infer<typeof DivisionLevel>;

/** One node of the county tree. `path` is the codes from the county down, joined by `/`; rights are a prefix of it. */
export const DivisionView = z
  .object({
    code: z.string(),
    parentCode: z.string().nullable(),
    path: z.string(),
    level: DivisionLevel,
    /** What the source calls it: street, town, development_zone, village, community, farm … */
    kind: z.string(),
    name: z.string(),
    nameEn: z.string().nullable(),
    longitude: Longitude.nullable(),
    latitude: Latitude.nullable(),
    /** Where the point comes from: `geonames`, `estimate`, or `none` (no point). */
    position: z.enum(['geonames', 'survey', 'estimate', 'none']),
    positionNote: z.string().nullable(),
    childCount: z.number().int(),
  })
  .meta({ id: 'Division' });
export type DivisionView = z.infer<typeof DivisionView>;

export const DivisionQuery = PageQuery.extend({
  level: DivisionLevel.optional(),
  parent: z.string().optional(),
  /** Part of a name. */
  search: z.string().max(100).optional(),
});
export const DivisionPage = pageOf(DivisionView).meta({ id: 'DivisionPage' });
