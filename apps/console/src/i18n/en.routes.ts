import type { zhRoutes } from './zh.routes.js';

/** The sentences of routes, their imports, coverage and airspace in English. */
export const enRoutes: typeof zhRoutes = {
  routes: {
    title: 'Routes',
    version: { draft: 'draft', checked: 'checked', approved: 'approved', superseded: 'superseded' },
  },
  airspace: {
    title: 'Airspace',
    kind: { keep_out: 'keep-out area', temporary: 'temporary area', caution: 'caution area' },
  },
};
