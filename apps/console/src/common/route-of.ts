/**
 * The desk's address for a REST query such as `/api/v1/devices?kind=dock&presence=offline`, so that a number opens its
 * rows; null when no page shows these rows.
 */
export function routeOf(query: string): string | null {
  const url = new URL(query.startsWith('/') || query.startsWith('http') ? query : `/${query}`, 'http://desk');
  const path = url.pathname.replace(/^\/api\/v1/, '').replace(/\/$/, '');
  const notices = /^\/devices\/([^/]+)\/health-notices$/.exec(path);
  if (notices) return `/devices/${notices[1]}?tab=health`;
  if (/^\/(devices|tasks)\/[^/]+$/.test(path)) return path;
  switch (path) {
    case '/devices':
    case '/events':
    case '/plans':
    case '/routes':
    case '/tasks':
    case '/feature-points':
    case '/scenarios':
    case '/unknown-devices':
    case '/users':
      return path + url.search;
    case '/join-codes':
      return `/guests${url.search}`;
    case '/protocol-notes':
      return `/protocol${url.search}`;
    default:
      return null;
  }
}
