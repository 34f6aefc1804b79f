import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  CountyView,
  DeviceStateView,
  DeviceView,
  DivisionView,
  HealthNoticeView,
  MorningSheetView,
  Page,
  ReadinessView,
  SlowLivePointView,
} from '#contracts';
import { getJson, type QueryValue } from './client.js';

const MINUTE = 60_000;

/** Queries that more than one page asks; each name is also the prefix by which it is made fresh again. */
export const queries = {
  county: () =>
    queryOptions({
      queryKey: ['county'],
      queryFn: () => getJson<CountyView>('/api/v1/county'),
      staleTime: 30 * MINUTE,
    }),
  towns: () =>
    queryOptions({
      queryKey: ['divisions', 'town'],
      queryFn: () => getJson<Page<DivisionView>>('/api/v1/divisions', { level: 'town', limit: 500 }),
      staleTime: 30 * MINUTE,
    }),
  slowLivePoints: () =>
    queryOptions({
      queryKey: ['slow-live-points'],
      queryFn: () => getJson<Page<SlowLivePointView>>('/api/v1/slow-live-points'),
      staleTime: 30 * MINUTE,
    }),
  morningSheet: () =>
    queryOptions({
      queryKey: ['morning-sheet'],
      queryFn: () => getJson<MorningSheetView>('/api/v1/morning-sheet'),
      refetchInterval: MINUTE,
    }),
  device: (sn: string) =>
    queryOptions({
      queryKey: ['device', sn],
      queryFn: () => getJson<DeviceView>(`/api/v1/devices/${encodeURIComponent(sn)}`),
    }),
  deviceState: (sn: string) =>
    queryOptions({
      queryKey: ['device', sn, 'state'],
      queryFn: () => getJson<DeviceStateView>(`/api/v1/devices/${encodeURIComponent(sn)}/state`),
      refetchInterval: 5_000,
    }),
  healthNotices: (sn: string, active: boolean) =>
    queryOptions({
      queryKey: ['device', sn, 'health', active],
      queryFn: () =>
        getJson<Page<HealthNoticeView>>(`/api/v1/devices/${encodeURIComponent(sn)}/health-notices`, {
          active,
          limit: 50,
        }),
      refetchInterval: MINUTE,
    }),
  readiness: () =>
    queryOptions({
      queryKey: ['readiness'],
      queryFn: () => getJson<ReadinessView>('/api/health/ready'),
      refetchInterval: MINUTE,
    }),
};

/** Pages of a list, one after another; the first page is refreshed as often as asked. */
export function pagesOf<Item>(
  path: string,
  query: Record<string, QueryValue>,
  refetchInterval: number | false = MINUTE,
) {
  return infiniteQueryOptions({
    queryKey: ['list', path, query],
    queryFn: ({ pageParam }) => getJson<Page<Item>>(path, { limit: 100, ...query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Item>) => last.nextCursor,
    refetchInterval,
  });
}
