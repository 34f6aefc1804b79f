import { queryOptions } from '@tanstack/react-query';
import type { Page, PlanView, RouteView } from '#contracts';
import { getJson } from './client.js';

export const PLANS = '/api/v1/plans';

/** Queries that plans and tasks share. */
export const planQueries = {
  plan: (id: string) => queryOptions({ queryKey: ['plan', id], queryFn: () => getJson<PlanView>(`${PLANS}/${id}`) }),
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
