import { describe, expect, it } from '@jest/globals';
import { demandsOf } from './proposal.demands.js';
import { type ProposalRoute } from './proposal.input.js';
import { type KnownScenario } from './proposal.store.js';

const route: ProposalRoute = {
  code: 'R-1',
  name: '红树林主航线',
  dockSn: 'D-1',
  flightSeconds: 900,
  batteryPercent: 40,
  sees: ['point A', 'village 1'],
  scenarios: ['S-1'],
  backupOf: null,
};
const scenario = {
  code: 'S-1',
  name: '红树林',
  cadence: { unit: 'week', every: 1, window: null },
  points: [
    { code: 'A', name: '码头' },
    { code: 'B', name: '不可见' },
  ],
  paths: ['440881/1'],
} as unknown as KnownScenario;
const flown = new Date('2026-11-10T01:00:00Z');
const seen = (pictured: [string, Date][], lastFlown: Date | null = flown) =>
  demandsOf({
    scenarios: [scenario],
    villages: [{ code: '1', name: '高桥村', path: '440881/1' }],
    routes: [route],
    known: [{ code: 'R-1', lastFlown }],
    pictured: new Map(pictured),
  });

describe('what scenarios want seen', () => {
  it('was last seen when a route that sees it was flown, or when its newest picture was taken', () => {
    const last = (of: ReturnType<typeof seen>) => of.demands.map(({ target, lastSeen }) => [target, lastSeen]);
    const newer = new Date('2026-11-20T01:00:00Z');
    expect(last(seen([]))).toEqual([
      ['point A', flown.getTime()],
      ['village 1', flown.getTime()],
    ]);
    expect(last(seen([['A', newer]]))[0]).toEqual(['point A', newer.getTime()]);
    expect(last(seen([['A', newer]], null))).toEqual([
      ['point A', newer.getTime()],
      ['village 1', null],
    ]);
    expect(last(seen([['A', new Date('2026-11-01T01:00:00Z')]]))[0]).toEqual(['point A', flown.getTime()]);
  });

  it('is counted, not demanded, where none of its routes sees it', () => {
    expect(seen([]).unseen).toBe(1);
  });
});
