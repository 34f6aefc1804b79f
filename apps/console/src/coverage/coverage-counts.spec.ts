import { describe, expect, it } from '@jest/globals';
import type { RouteCoverageView, SeenTarget } from '#contracts';
import { countByTown, sightOf, targetsOf } from './coverage-counts.js';

const target = (code: string, townName: string, change: Partial<SeenTarget> = {}): SeenTarget => ({
  code,
  name: code,
  townName,
  longitude: 110.2,
  latitude: 21.6,
  routes: [],
  ...change,
});
const seen = { routes: [{ code: 'R1', name: 'r', waypoints: [2], nearestMetres: 80 }] };
const coverage: RouteCoverageView = {
  villages: [
    target('v1', '高桥镇', seen),
    target('v2', '高桥镇'),
    target('v3', '高桥镇', { longitude: null, latitude: null }),
    target('v4', '车板镇'),
  ],
  featurePoints: [target('p1', '车板镇', seen)],
  villagesWithoutPlace: 1,
  terrain: { zh: '地形未知', en: 'terrain unknown' },
};

describe('the counts of a coverage', () => {
  it('tell apart what is seen, what is not, and what nobody can say', () => {
    expect(countByTown(coverage).map(({ town, villages }) => [town, villages])).toEqual([
      [null, { total: 4, seen: 1, unseen: 2, unknown: 1 }],
      ['高桥镇', { total: 3, seen: 1, unseen: 1, unknown: 1 }],
      ['车板镇', { total: 1, seen: 0, unseen: 1, unknown: 0 }],
    ]);
  });

  it('each open as many rows as they say', () => {
    for (const row of countByTown(coverage)) {
      for (const kind of ['villages', 'featurePoints'] as const) {
        const rows = (sight: 'all' | 'seen' | 'unseen' | 'unknown') =>
          targetsOf(coverage, { town: row.town, kind, sight }).length;
        expect([rows('all'), rows('seen'), rows('unseen'), rows('unknown')]).toEqual(Object.values(row[kind]));
      }
    }
  });

  it('count a place at which a camera looks as seen, whatever else is known of it', () => {
    expect(sightOf(target('v', '高桥镇', { ...seen, longitude: null }))).toBe('seen');
  });
});
