import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstFit, weightedBound } from '../../../../bench/proposal.bounds.js';
import { COUNTY_SHAPES, type CountyShape, generatedCounty } from '../../../../bench/proposal.county.js';
import { NO_MARKS } from '../county/county-days.js';
import { DEMAND_WEIGHTS } from './demand.ledger.js';
import { instantAt, localClockOf } from '../common/local-day.js';
import { ProposalBoard } from './proposal.board.js';
import { type Demand, type ProposalInput, type ProposalRoute } from './proposal.input.js';
import { proposalFaults } from './proposal.faults.js';
import { search } from './proposal.search.js';
import { propose } from './proposal.js';

const ZONE = 'Asia/Shanghai';
const DAY = '2026-11-25';
const at = (clock: string, day = DAY) => instantAt(day, clock, ZONE);
const route = (code: string, more: Partial<ProposalRoute> = {}): ProposalRoute => ({
  code,
  name: code,
  dockSn: 'D1',
  flightSeconds: 1_800,
  batteryPercent: 60,
  sees: ['V1'],
  scenarios: ['S1'],
  backupOf: null,
  ...more,
});
const demand = (more: Partial<Demand> = {}): Demand => ({
  scenario: 'S1',
  scenarioName: '河道巡查',
  target: 'V1',
  targetName: '旧埠村',
  everyDays: 7,
  window: null,
  lastSeen: at('10:00', '2026-11-16'),
  priority: 'routine',
  ...more,
});
const input = (more: Partial<ProposalInput> = {}): ProposalInput => ({
  timeZone: ZONE,
  firstDay: DAY,
  days: 1,
  now: at('18:00', '2026-11-24'),
  routes: [route('R1')],
  docks: [dock('D1')],
  demands: [demand()],
  standing: [],
  crossings: [],
  closures: [],
  forecasts: [],
  limits: { windSpeed: 8, rainfall: 0, daylight: true },
  working: { from: '07:00', to: '18:30' },
  marks: NO_MARKS,
  ...more,
});
function dock(sn: string, more: Partial<ProposalInput['docks'][number]> = {}): ProposalInput['docks'][number] {
  const place = { latitude: 21.61, longitude: 110.29 };
  return {
    sn,
    name: '高桥镇机场',
    ...place,
    chargeSecondsPerPercent: 30,
    turnaroundSeconds: 240,
    unavailable: null,
    ...more,
  };
}
const codes = (more: Partial<ProposalInput>) => {
  const { flights, refusals } = propose(input(more));
  return [...flights, ...refusals].map(({ routeCode, code }) => `${routeCode} ${code}`);
};

describe('the proposal of a day', () => {
  it('flies what is overdue, in daylight, and says why in words', () => {
    const { flights, late, lateWithout } = propose(input());
    expect(flights).toHaveLength(1);
    expect(flights[0]).toMatchObject({
      code: 'overdue',
      zh: '河道巡查：旧埠村已 9 天未巡，超期 2 天，要求每 7 天一次',
    });
    expect(localClockOf(flights[0]!.start, ZONE)).toMatch(/^07:0[01]$/);
    expect([late, lateWithout]).toEqual([0, 1]);
  });

  it('says why it does not fly', () => {
    expect(codes({ demands: [demand({ lastSeen: at('10:00', '2026-11-24') })] })).toEqual(['R1 not_due']);
    expect(codes({ demands: [] })).toEqual(['R1 no_demand']);
    const gone = { code: 'dock_offline', zh: '机场离线', en: 'the dock is offline' };
    expect(codes({ docks: [dock('D1', { unavailable: gone })] })).toEqual(['R1 dock_offline']);
    expect(codes({ now: at('18:00') })).toEqual(['R1 day_is_over']);
    const wet = { dockSn: null, from: at('00:00'), to: at('23:00'), windSpeed: null, rainfall: 3 };
    expect(codes({ forecasts: [wet] })).toEqual(['R1 rain']);
    expect(codes({ routes: [route('R1'), route('R2')] })).toEqual(['R1 overdue', 'R2 seen_by_other']);
    const night = { from: '22:00', to: '05:00' };
    expect(codes({ demands: [demand({ window: night })] })).toEqual(['R1 outside_window']);
    const marks = { ...NO_MARKS, noFly: new Map([[DAY, '重大活动']]) };
    expect(codes({ marks })).toEqual(['R1 no_fly_day']);
    expect(codes({ routes: [route('R1', { flightSeconds: 50_000 })] })).toEqual(['R1 too_long']);
  });

  it('takes the backup when the main route is closed, and only then', () => {
    const routes = [route('R1'), route('B1', { backupOf: 'R1' })];
    expect(codes({ routes })).toEqual(['R1 overdue', 'B1 main_flies']);
    const closures = [{ routeCode: 'R1', from: at('00:00'), to: at('23:59'), zh: '临时管制', en: 'closed' }];
    expect(codes({ routes, closures })).toEqual(['B1 backup', 'R1 airspace_closed']);
  });

  it('gives a narrow time to the one that has no other', () => {
    const narrow = { from: '07:30', to: '08:10' };
    const routes = [route('R1'), route('R2', { sees: ['V2'] })];
    const demands = [demand({ priority: 'emergency' }), demand({ target: 'V2', window: narrow })];
    const { flights } = propose(input({ routes, demands }));
    expect(flights.map(({ routeCode }) => routeCode)).toEqual(['R2', 'R1']);
  });

  it('keeps crossing routes and a standing task apart', () => {
    const routes = [route('R1'), route('R2', { dockSn: 'D2', sees: ['V2'] })];
    const demands = [demand(), demand({ target: 'V2' })];
    const crossing = input({ routes, docks: [dock('D1'), dock('D2')], demands, crossings: [['R1', 'R2']] });
    const [one, other] = propose(crossing).flights;
    expect(other!.start).toBeGreaterThanOrEqual(one!.end + 60_000);
    const standing = [
      { id: 'T', name: '应急', dockSn: 'D1', routeCode: 'X', start: at('07:10'), end: at('07:40'), ready: at('08:15') },
    ];
    expect(localClockOf(propose(input({ standing })).flights[0]!.start, ZONE)).toBe('08:15');
  });

  it('counts a standing task for what it sees', () => {
    const standing = [
      { id: 'T', name: 'R1', dockSn: 'D1', routeCode: 'R1', start: at('09:00'), end: at('09:30'), ready: at('10:30') },
    ];
    expect(codes({ standing })).toEqual(['R1 not_due']);
  });

  it('spreads over the days what one day cannot hold, the most urgent first', () => {
    const routes = Array.from({ length: 12 }, (_, nr) => route(`R${nr}`, { sees: [`V${nr}`], flightSeconds: 3_600 }));
    const demands = routes.map(({ sees }, nr) =>
      demand({ target: sees[0]!, priority: nr === 11 ? 'emergency' : 'routine' }),
    );
    const week = input({ routes, demands, docks: [dock('D1', { chargeSecondsPerPercent: 120 })], days: 7 });
    const proposal = propose(week);
    expect(proposalFaults(week, proposal)).toEqual([]);
    expect(proposal.flights).toHaveLength(12);
    expect(proposal.flights.find(({ routeCode }) => routeCode === 'R11')?.day).toBe(DAY);
    expect(DEMAND_WEIGHTS.emergency).toBeGreaterThan(DEMAND_WEIGHTS.routine);
  });
});

describe('proposals of generated counties', () => {
  const shape = fc.record({
    name: fc.constant('small'),
    docks: fc.integer({ min: 1, max: 5 }),
    routes: fc.integer({ min: 1, max: 20 }),
    days: fc.integer({ min: 1, max: 4 }),
    minutes: fc.constant([15, 40] as const),
    chargeSecondsPerPercent: fc.integer({ min: 20, max: 150 }),
    windows: fc.double({ min: 0, max: 1, noNaN: true }),
    crossings: fc.double({ min: 0, max: 1, noNaN: true }),
    broken: fc.double({ min: 0, max: 0.5, noNaN: true }),
    rain: fc.double({ min: 0, max: 0.7, noNaN: true }),
  });

  it('can always be flown, answer every route on every day, and never pass the bound', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 1_000_000 }), (county: CountyShape, seed) => {
        const made = generatedCounty(county, seed);
        const proposal = propose(made);
        expect(proposalFaults(made, proposal)).toEqual([]);
        const board = new ProposalBoard(made);
        search(board);
        const { weightedInTime } = board.ledger.totals();
        expect(weightedInTime).toBeLessThanOrEqual(weightedBound(made) + 1e-6);
        expect(propose(made)).toEqual(proposal);
      }),
      { numRuns: 25 },
    );
  });

  it('are no worse than first fit on the counties of the table', () => {
    for (const county of COUNTY_SHAPES.slice(0, 4)) {
      const made = generatedCounty(county, 7);
      const board = new ProposalBoard(made);
      search(board);
      expect(board.ledger.totals().weightedInTime).toBeGreaterThanOrEqual(firstFit(made).weightedInTime);
    }
  });

  it('are told impossible by the checker when they are', () => {
    const made = input();
    const proposal = propose(made);
    const [flight] = proposal.flights;
    const moved = (by: number) =>
      proposalFaults(made, {
        ...proposal,
        flights: [{ ...flight!, start: flight!.start + by, end: flight!.end + by }],
      });
    expect(moved(-3_600_000).join()).toContain('in the dark');
    expect(moved(12 * 3_600_000).join()).toContain('outside of working hours');
    expect(
      proposalFaults(made, { flights: [flight!, { ...flight!, routeCode: 'R1' }], refusals: [] }).join(),
    ).toContain('busy');
    expect(proposalFaults(made, { flights: [], refusals: [] })).toEqual(['a route has no answer on a day']);
  });
});
