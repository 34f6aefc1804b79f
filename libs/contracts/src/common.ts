import { z } from 'zod';

/** An instant as RFC 3339 text in UTC. A `Date` on the way out is turned into text, so that a row can be returned as it is. */
export const Instant = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime({ offset: true }),
);
export type Instant = z.infer<typeof Instant>;

/** WGS84 degrees (CGCS2000-equal at map scale). Order in arrays is always longitude, latitude. */
export const Longitude = z.number().min(-180).max(180);
/** WGS84 degrees. */
export const Latitude = z.number().min(-90).max(90);

/** How trustworthy a stored place is: measured, told by the device, taken from a gazetteer, or assumed by us. */
export const Placement = z.enum(['surveyed', 'reported', 'gazetteer', 'assumed']).meta({ id: 'Placement' });
export type Placement = z.infer<typeof Placement>;

/** An error answer by RFC 9457, with a stable `code` and one sentence in each language naming the thing and the remedy. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    /** The sentence for the person, in Chinese. */
    detail: z.string(),
    /** The same sentence in English. */
    detailEn: z.string(),
    instance: z.string().optional(),
    /** For invalid input: which member, and what is wrong with it. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Query of every list: at most `limit` rows after the opaque `cursor` of the page before. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(512).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of rows: `total` counts all rows of the query in the caller's scope, `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.number().int(), nextCursor: z.string().nullable() });
}
export interface Page<Item> {
  items: Item[];
  total: number;
  nextCursor: string | null;
}
