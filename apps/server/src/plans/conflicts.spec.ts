import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conflictsOf, type ConflictContext, explained, freeSlots, type WantedTask } from './conflicts.js';
import { NO_MARKS } from '../county/county-days.js';
import { instantAt, localClockOf, localDayOf } from '../common/local-day.js';

const ZONE = 'Asia/Shanghai';
const at = (clock: string, day = '2026-11-25') => instantAt(day, clock, ZONE);
const paper = { number: 'UAS-1', validFrom: null, validTo: null };
const wish: WantedTask = {
  id: null,
  route: {
    code: 'R1',
    name: '高桥红树林',
    dockSn: 'D1',
    flightSeconds: 1_500,
    batteryPercent: 50,
    sees: [],
    scenarios: [],
    backupOf: null,
  },
  dock: {
    sn: 'D1',
    name: '高桥镇机场',
    latitude: 21.61,
    longitude: 110.29,
    chargeSecondsPerPercent: 36,
    turnaroundSeconds: 300,
    unavailable: null,
  },
  start: at('09:00'),
  plan: null,
  paperwork: null,
};
const task = (id: string, routeCode: string, dockSn: string, from: string, to: string, ready: string) => ({
  id,
  name: `任务${id}`,
  dockSn,
  routeCode,
  start: at(from),
  end: at(to),
  ready: at(ready),
});
const context: ConflictContext = {
  timeZone: ZONE,
  now: at('18:00', '2026-11-24'),
  standing: [task('A', 'R9', 'D1', '09:10', '09:40', '10:20'), task('B', 'R2', 'D2', '13:00', '13:30', '14:00')],
  crossings: [['R1', 'R2']],
  closures: [{ routeCode: 'R1', from: at('15:00'), to: at('16:00'), zh: '临时管制', en: 'closed' }],
  forecasts: [{ dockSn: 'D1', from: at('16:30'), to: at('20:00'), windSpeed: 11, rainfall: null }],
  limits: { windSpeed: 8, rainfall: 0, daylight: true },
  working: { from: '07:00', to: '18:30' },
  marks: NO_MARKS,
};
const codes = (clock: string, change: Partial<WantedTask> = {}, more: Partial<ConflictContext> = {}) =>
  conflictsOf({ ...wish, start: at(clock), ...change }, { ...context, ...more }).map(({ code }) => code);

describe('a task that is moved to a time', () => {
  it('may not overlap, nor use a drone that charges', () => {
    expect(codes('09:00')).toEqual(['dock_busy']);
    expect(codes('10:00')).toEqual(['charging']);
    expect(codes('08:20')).toEqual(['charging']);
    expect(codes('10:20')).toEqual([]);
    expect(codes('09:00', { id: 'A' })).toEqual([]);
  });

  it('may not cross, be closed, be in the wind or in the dark', () => {
    expect(codes('12:50')).toEqual(['crossing']);
    expect(codes('13:31')).toEqual([]);
    expect(codes('14:40')).toEqual(['airspace_closed']);
    expect(codes('16:20')).toEqual(['wind']);
    expect(codes('17:40', {}, { forecasts: [] })).toEqual(['no_daylight']);
    expect(codes('18:20', {}, { forecasts: [] })).toEqual(['outside_working_hours', 'no_daylight']);
  });

  it('keeps to its plan and its papers', () => {
    const plan = { window: { from: '11:00', to: '12:00' }, noFlyDays: ['2026-11-25'] };
    expect(codes('10:30', { plan })).toEqual(['no_fly_day', 'outside_window']);
    const papers = { registration: paper, identification: paper, pilot: paper, insurance: paper };
    const paperwork = {
      filing: 'required',
      filedAt: null,
      answer: null,
      reportedAt: null,
      papers,
      override: null,
    } as const;
    expect(codes('10:30', { paperwork })).toEqual(['filing_too_late']);
    expect(codes('10:30', { paperwork: { ...paperwork, filedAt: at('11:00', '2026-11-24') } })).toEqual([]);
    expect(
      codes('10:30', { paperwork: { ...paperwork, filing: 'exempt', papers: { ...papers, pilot: null } } }),
    ).toEqual(['papers_missing']);
    const slots = freeSlots({ ...wish, paperwork }, context);
    expect(slots.map(({ start }) => localDayOf(start, ZONE))).toEqual(['2026-11-26', '2026-11-26', '2026-11-26']);
  });

  it('is explained in words, with the next three free slots', () => {
    const conflicts = conflictsOf(wish, context);
    const slots = freeSlots(wish, context);
    expect(slots.map(({ start }) => localClockOf(start, ZONE))).toEqual(['10:20', '10:50', '11:20']);
    expect(explained(conflicts, slots, ZONE).zh).toBe(
      '与“任务A”（09:10–09:40）时间重叠，高桥镇机场只有一架飞机。最近的空闲时段：11-25 10:20、11-25 10:50、11-25 11:20',
    );
    expect(explained([], [], ZONE).zh).toBe('可以安排');
  });

  it('finds slots against which nothing speaks, wherever it is dragged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * 24 * 60 }), (minutes) => {
        const start = context.now + minutes * 60_000;
        const slots = freeSlots({ ...wish, start }, context);
        expect(slots).toHaveLength(3);
        for (const slot of slots) {
          expect(slot.start).toBeGreaterThanOrEqual(start);
          expect(conflictsOf({ ...wish, start: slot.start }, context)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
