import { queryOptions } from '@tanstack/react-query';
import type { Fact, Page, RouteDifferenceView, RouteView, RouteVersionView } from '#contracts';
import { getJson, request } from './client.js';

/** Facts of routes, as the event log names them. */
export const ROUTE_FACTS =
  'route.added,route.changed,route.retired,route.restored,route.version_saved,route.version_approved';
/** How many of them are looked through for those of one route. */
export const FACTS_LOOKED_AT = 200;

/** Queries of a route's page; all begin with `route` and its id, so that one call makes them fresh. */
export const routeQueries = {
  versions: (id: string) =>
    queryOptions({
      queryKey: ['route', id, 'versions'],
      queryFn: () => getJson<Page<RouteVersionView>>(`/api/v1/routes/${id}/versions`),
    }),
  difference: (id: string, from: number, to: number) =>
    queryOptions({
      queryKey: ['route', id, 'difference', from, to],
      queryFn: () => getJson<RouteDifferenceView>(`/api/v1/routes/${id}/difference`, { from, to }),
    }),
  /** The line of one version: longitude, latitude of each leg. */
  line: (id: string, number: number) =>
    queryOptions({
      queryKey: ['route', id, 'line', number],
      queryFn: () => lineOf(id, number),
      staleTime: Infinity,
    }),
  history: ({ id, divisionCode }: RouteView) =>
    queryOptions({
      queryKey: ['route', id, 'history'],
      queryFn: async () => {
        const { items } = await getJson<Page<Fact>>('/api/v1/events', {
          name: ROUTE_FACTS,
          division: divisionCode,
          limit: FACTS_LOOKED_AT,
        });
        return items.filter((fact) => 'route' in fact.data && fact.data.route.id === id);
      },
    }),
};

async function lineOf(id: string, number: number): Promise<number[][][]> {
  const [response, { readRouteFile }] = await Promise.all([
    request(`/api/v1/routes/${id}/versions/${number}/route.kmz`),
    import('#wayline'),
  ]);
  const { route } = readRouteFile(new Uint8Array(await response.arrayBuffer()), 'route.kmz');
  return route.legs.map((leg) => leg.waypoints.map(({ longitude, latitude }) => [longitude, latitude]));
}
