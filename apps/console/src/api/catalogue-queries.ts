import { queryOptions } from '@tanstack/react-query';
import type { FeaturePointView, Page, RouteCoverageView, RouteView, ScenarioView } from '#contracts';
import { getJson, withQuery } from './client.js';
import { ApiProblem } from './problem.js';

const MINUTE = 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Queries of the catalogue's pages. A thing is asked for by its id or by its code, as links have them. */
export const catalogue = {
  featurePoint: (key: string) =>
    queryOptions({
      queryKey: ['feature-point', key],
      queryFn: () => byKey<FeaturePointView>('/api/v1/feature-points', key),
    }),
  scenario: (key: string) =>
    queryOptions({
      queryKey: ['scenario', key],
      queryFn: () => byKey<ScenarioView>('/api/v1/scenarios', key),
    }),
  /** All scenarios in use and all points, to choose from. */
  scenarioNames: () =>
    queryOptions({
      queryKey: ['scenario-names'],
      queryFn: () => getJson<Page<ScenarioView>>('/api/v1/scenarios', { limit: 1000 }),
      staleTime: MINUTE,
    }),
  pointNames: () =>
    queryOptions({
      queryKey: ['point-names'],
      queryFn: () => getJson<Page<FeaturePointView>>('/api/v1/feature-points', { limit: 1000 }),
      staleTime: MINUTE,
    }),
  route: (key: string) =>
    queryOptions({ queryKey: ['route', key], queryFn: () => byKey<RouteView>('/api/v1/routes', key) }),
  /** What the approved routes see, in the whole scope or in one division. */
  coverage: (division?: string | null) =>
    queryOptions({
      queryKey: ['coverage', division ?? ''],
      queryFn: () => getJson<RouteCoverageView>('/api/v1/routes/coverage', { division }),
      staleTime: MINUTE,
    }),
  routesOf: (query: { scenario?: string; point?: string }) =>
    queryOptions({
      queryKey: ['routes-of', query],
      queryFn: () => getJson<Page<RouteView>>('/api/v1/routes', { ...query, limit: 100 }),
    }),
};

async function byKey<Item extends { code: string }>(path: string, key: string): Promise<Item> {
  if (UUID.test(key)) return getJson<Item>(`${path}/${key}`);
  const { items } = await getJson<Page<Item>>(withQuery(path, { search: key, state: 'all', limit: 1000 }));
  const found = items.find(({ code }) => code === key);
  if (found) return found;
  throw new ApiProblem({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'not_found',
    detail: `没有编码为 ${key} 的条目，或不在您的管辖范围内`,
    detailEn: `There is nothing with the code ${key}, or it is outside your scope`,
  });
}
