import { queryOptions } from '@tanstack/react-query';
import type { Page, PlanView, ProposalView, RouteView, ScheduleView } from '#contracts';
import { dayAfter, dayStart } from '../common/local-time.js';
import { getJson } from './client.js';

export const PLANS = '/api/v1/plans';

/** Queries that plans and tasks share. */
export const planQueries = {
  plan: (id: string) => queryOptions({ queryKey: ['plan', id], queryFn: () => getJson<PlanView>(`${PLANS}/${id}`) }),
  /** Docks and mobile drones with their tasks, so many days from one on. */
  schedule: (day: string, days: number) =>
    queryOptions({
      queryKey: ['schedule', day, days],
      queryFn: () =>
        getJson<ScheduleView>('/api/v1/schedule', {
          from: new Date(dayStart(day)).toISOString(),
          to: new Date(dayStart(dayAfter(day, days))).toISOString(),
        }),
      refetchInterval: 60_000,
      placeholderData: (before) => before,
    }),
  /** Flights that are proposed for so many days; made anew only when it is asked for. */
  proposal: (day: string, days: number) =>
    queryOptions({
      queryKey: ['proposal', day, days],
      queryFn: () => getJson<ProposalView>('/api/v1/proposals', { day, days }),
      staleTime: Infinity,
      refetchOnWindowFocus: false,
    }),
  /** Routes that may be flown, to choose from. */
  routes: () =>
    queryOptions({
      queryKey: ['route-names', 'approved'],
      queryFn: async () => {
        const { items } = await getJson<Page<RouteView>>('/api/v1/routes', { limit: 1000 });
        return items.filter(({ approvedVersion }) => approvedVersion !== null);
      },
      staleTime: 60_000,
    }),
};
