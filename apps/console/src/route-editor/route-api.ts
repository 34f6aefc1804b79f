import { queryOptions } from '@tanstack/react-query';
import type {
  DeviceView,
  DivisionView,
  Page,
  RouteChange,
  RouteCheckContextView,
  RouteVersionView,
  RouteView,
} from '#contracts';
import { readRouteFile, writeKmz, type ReadRoute, type Route } from '#wayline';
import { getJson, request, sendJson, withQuery } from '../api/client.js';

const MINUTE = 60_000;
const KMZ_TYPE = 'application/vnd.google-earth.kmz';

/** What the editor asks of the server. */
export const editorQueries = {
  checkContext: (dock: string | null) =>
    queryOptions({
      queryKey: ['route-check-context', dock],
      queryFn: () => getJson<RouteCheckContextView>('/api/v1/routes/check-context', { dock }),
      staleTime: 5 * MINUTE,
    }),
  docks: () =>
    queryOptions({
      queryKey: ['devices', 'docks'],
      queryFn: () => getJson<Page<DeviceView>>('/api/v1/devices', { kind: 'dock', limit: 1000 }),
      staleTime: 5 * MINUTE,
    }),
  villages: () =>
    queryOptions({
      queryKey: ['divisions', 'village'],
      queryFn: () => getJson<Page<DivisionView>>('/api/v1/divisions', { level: 'village', limit: 1000 }),
      staleTime: 30 * MINUTE,
    }),
};

/** The file of one version, read. Throws `ApiProblem`, or `WaylineError` for a file that cannot be read. */
export async function loadVersion(id: string, number: number): Promise<ReadRoute> {
  const response = await request(`/api/v1/routes/${id}/versions/${number}/route.kmz`, {
    headers: { accept: KMZ_TYPE },
  });
  return readRouteFile(new Uint8Array(await response.arrayBuffer()), `v${number}.kmz`);
}

/** Saves a route as the newest version. Throws `ApiProblem`: 422 names the rules that are broken. */
export async function saveVersion(
  id: string,
  route: Route,
  query: { as: 'checked' | 'draft'; basedOn: number | null; note: string },
): Promise<RouteVersionView> {
  const response = await request(withQuery(`/api/v1/routes/${id}/versions`, { ...query, name: 'route.kmz' }), {
    method: 'POST',
    headers: { 'content-type': KMZ_TYPE },
    body: new Uint8Array(writeKmz(route)),
  });
  return (await response.json()) as RouteVersionView;
}

/** Changes the row of a route. Throws `ApiProblem`: 412 when somebody changed it since. */
export function changeRoute(route: RouteView, change: RouteChange): Promise<RouteView> {
  return sendJson('PATCH', `/api/v1/routes/${route.id}`, { ...change, version: route.version });
}
