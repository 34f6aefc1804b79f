import { queryOptions } from '@tanstack/react-query';
import type { DockDetail, DockOrderPage, DockView, Page } from '#contracts';
import { getJson } from './client.js';

export const DOCKS = '/api/v1/docks';
/** A county has tens of docks, a province may have hundreds. */
const MOST_DOCKS = 500;
const ORDERS_SHOWN = 20;

/** Address of one dock in the API. */
export function dockAddress(sn: string): string {
  return `${DOCKS}/${encodeURIComponent(sn)}`;
}

/** Queries of docks; those of one dock begin with `dock` and its serial number. */
export const dockQueries = {
  all: () =>
    queryOptions({
      queryKey: ['docks'],
      queryFn: () => getJson<Page<DockView>>(DOCKS, { limit: MOST_DOCKS }),
      refetchInterval: 10_000,
    }),
  dock: (sn: string) =>
    queryOptions({
      queryKey: ['dock', sn],
      queryFn: () => getJson<DockDetail>(dockAddress(sn)),
      refetchInterval: 4_000,
    }),
  orders: (sn: string) =>
    queryOptions({
      queryKey: ['dock', sn, 'orders'],
      queryFn: () => getJson<DockOrderPage>(`${dockAddress(sn)}/orders`, { limit: ORDERS_SHOWN }),
      refetchInterval: 15_000,
    }),
};
