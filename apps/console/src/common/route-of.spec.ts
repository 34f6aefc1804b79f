import { describe, expect, it } from '@jest/globals';
import { routeOf } from './route-of.js';

describe('the page that shows the rows of a query', () => {
  it.each([
    ['/api/v1/devices?kind=dock&presence=offline', '/devices?kind=dock&presence=offline'],
    ['/api/v1/devices/SN-1', '/devices/SN-1'],
    ['/api/v1/devices/SN-1/health-notices?active=true', '/devices/SN-1?tab=health'],
    [
      '/api/v1/events?name=device.left&since=2026-11-22T10:00:00.000Z',
      '/events?name=device.left&since=2026-11-22T10:00:00.000Z',
    ],
    ['/api/v1/join-codes?state=open', '/guests?state=open'],
    ['/api/v1/routes?state=approved', '/routes?state=approved'],
    ['/api/v1/feature-points?division=440881111', '/feature-points?division=440881111'],
    ['devices?kind=dock', '/devices?kind=dock'],
  ])('for %s is %s', (query, route) => {
    expect(routeOf(query)).toBe(route);
  });

  it('is none for rows that no page shows', () => {
    expect(routeOf('/api/v1/county')).toBeNull();
  });
});
