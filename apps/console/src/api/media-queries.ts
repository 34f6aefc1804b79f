import { queryOptions } from '@tanstack/react-query';
import type { MediaView, Page, PointVisit } from '#contracts';
import { getJson } from './client.js';

export const MEDIA = '/api/v1/media';
export const EVIDENCE_PACKS = '/api/v1/evidence-packs';

/** Addresses of pictures end after a quarter of an hour: what is older is asked for again. */
const ADDRESSES_LAST = 10 * 60_000;

/** Queries of pictures. */
export const mediaQueries = {
  one: (id: string) =>
    queryOptions({
      queryKey: ['media', id],
      queryFn: () => getJson<MediaView>(`${MEDIA}/${id}`),
      staleTime: ADDRESSES_LAST,
    }),
  /** The visits of a feature point, newest first. */
  visits: (pointId: string) =>
    queryOptions({
      queryKey: ['point-visits', pointId],
      queryFn: () => getJson<Page<PointVisit>>(`/api/v1/feature-points/${pointId}/pictures`, { limit: 100 }),
      staleTime: ADDRESSES_LAST,
      refetchInterval: ADDRESSES_LAST,
    }),
};
