import { z } from 'zod';

/** Pilot sends lists as one value, as several, with commas, and with `[]` behind the name. */
const list = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) =>
    [value ?? []]
      .flat()
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter(Boolean),
  );
const flag = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text === '' ? undefined : text === 'true' || text === '1'));
const most = (limit: number, fallback: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .default(fallback)
    .transform((value) => Math.min(value, limit));

/** Names with and without `[]` are one; what is not known is left alone. */
const merged = (value: unknown) => {
  const all: Record<string, unknown> = {};
  for (const [name, given] of Object.entries((value ?? {}) as object)) {
    const plain = name.replace(/\[\d*\]$/, '');
    all[plain] = plain in all ? [all[plain], given].flat() : given;
  }
  return all;
};

/** Query of the list of routes. */
export const WaylineQuery = z.preprocess(
  merged,
  z.object({
    page: most(100_000, 1),
    page_size: most(200, 10),
    /** `update_time desc`, also of `name` and `create_time`. */
    order_by: z.string().max(100).default('update_time desc'),
    favorited: flag,
    template_type: list,
    drone_model_keys: list,
    payload_model_key: list,
    key: z.string().max(100).default(''),
  }),
);
export type WaylineQuery = z.infer<typeof WaylineQuery>;

export const NamesQuery = z.preprocess(merged, z.object({ name: list }));
/** Ids come in the query or in the body. */
export const FavouriteIds = z.preprocess(merged, z.object({ id: list }));

/** What Pilot says of a route that it has uploaded; what it says of the content is read from the file itself. */
export const UploadedWayline = z.object({
  object_key: z.string().min(1).max(1024),
  name: z.string().trim().min(1).max(200),
});
export type UploadedWayline = z.infer<typeof UploadedWayline>;
