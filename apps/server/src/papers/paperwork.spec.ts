import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overrideFault, paperClock, paperTimes, type Paperwork } from './paperwork.js';

const at = (text: string) => Date.parse(`${text}+08:00`);
const paper = { number: 'UAS-1', validFrom: null, validTo: '2027-11-30' };
const work: Paperwork = {
  takeOff: at('2026-11-25T09:00'),
  timeZone: 'Asia/Shanghai',
  filing: 'required',
  filedAt: null,
  answer: null,
  reportedAt: null,
  papers: { registration: paper, identification: paper, pilot: paper, insurance: paper },
  override: null,
};
const levels = (change: Partial<Paperwork>, now: string) =>
  paperClock({ ...work, ...change }, at(now))
    .steps.map(({ step, level }) => `${step} ${level}`)
    .slice(0, 3);

describe('the paperwork clock', () => {
  it('asks for the filing by noon of the day before, the answer by 21:00, the report an hour before', () => {
    expect(paperTimes(work)).toEqual({
      filing: at('2026-11-24T12:00'),
      answer: at('2026-11-24T21:00'),
      report: at('2026-11-25T08:00'),
    });
  });

  it('counts the day before of the county, also for a flight just after its midnight and on the first of a month', () => {
    expect(paperTimes({ ...work, takeOff: at('2026-12-01T00:10') }).filing).toBe(at('2026-11-30T12:00'));
  });

  it('turns from green to amber to red while nobody does it', () => {
    expect(levels({}, '2026-11-24T09:59')).toEqual(['filing green', 'answer green', 'report green']);
    expect(levels({}, '2026-11-24T10:00')).toEqual(['filing amber', 'answer green', 'report green']);
    expect(levels({}, '2026-11-24T11:59')).toEqual(['filing amber', 'answer green', 'report green']);
    expect(levels({}, '2026-11-24T12:00')).toEqual(['filing red', 'answer green', 'report green']);
    const filed = { filedAt: at('2026-11-24T11:00') };
    expect(levels(filed, '2026-11-24T20:30')).toEqual(['filing green', 'answer amber', 'report green']);
    expect(levels(filed, '2026-11-24T21:00')).toEqual(['filing green', 'answer red', 'report green']);
    const granted = { ...filed, answer: { granted: true, at: at('2026-11-24T16:00') } };
    expect(levels(granted, '2026-11-25T07:30')).toEqual(['filing green', 'answer green', 'report amber']);
    expect(levels(granted, '2026-11-25T08:30')).toEqual(['filing green', 'answer green', 'report red']);
  });

  it('shows what was late, and what was refused', () => {
    const late = { filedAt: at('2026-11-24T12:30') };
    expect(levels(late, '2026-11-24T13:00')[0]).toBe('filing amber');
    const refused = paperClock(
      { ...work, answer: { granted: false, at: at('2026-11-24T16:00') } },
      at('2026-11-24T17:00'),
    );
    expect(refused.steps[1]).toMatchObject({ level: 'red', zh: expect.stringContaining('未获批准') });
  });

  it('lets no aircraft take off without papers that hold on the day', () => {
    const granted = {
      filedAt: at('2026-11-24T09:00'),
      answer: { granted: true, at: at('2026-11-24T16:00') },
      reportedAt: at('2026-11-25T07:55'),
    };
    const now = at('2026-11-25T08:59');
    const clock = (papers: Partial<Paperwork['papers']>, change: Partial<Paperwork> = {}) =>
      paperClock({ ...work, ...granted, papers: { ...work.papers, ...papers }, ...change }, now);
    expect(clock({})).toMatchObject({ level: 'green', blocksStart: false, nextChangeAt: null });
    expect(clock({ pilot: null })).toMatchObject({ level: 'red', blocksStart: true });
    expect(clock({ identification: null }).steps.find(({ step }) => step === 'identification')?.en).toBe(
      'the operation identification of the aircraft is not on file',
    );
    expect(clock({ insurance: { ...paper, validTo: '2026-11-24' } })).toMatchObject({ blocksStart: true });
    expect(clock({ insurance: { ...paper, validTo: '2026-11-25' } })).toMatchObject({
      level: 'amber',
      blocksStart: false,
    });
    expect(clock({ registration: { ...paper, validFrom: '2026-11-26' } })).toMatchObject({ blocksStart: true });
  });

  it('is let pass by a second person with a reason alone, and stays red', () => {
    const override = { by: 'zhang', second: 'li', reason: '县防汛指挥部要求', at: 0 };
    const now = at('2026-11-25T08:30');
    expect(paperClock({ ...work, override }, now)).toMatchObject({ level: 'red', blocksStart: false });
    expect(paperClock({ ...work, override: { ...override, second: 'zhang' } }, now).blocksStart).toBe(true);
    expect(overrideFault({ ...override, second: 'zhang' })?.code).toBe('second_person_needed');
    expect(overrideFault({ ...override, reason: '  ' })?.code).toBe('reason_needed');
  });

  it('gives emergencies half an hour, and nothing to what needs no filing', () => {
    expect(paperTimes({ ...work, filing: 'emergency' })).toEqual({
      filing: at('2026-11-25T08:30'),
      answer: at('2026-11-25T08:50'),
      report: null,
    });
    expect(paperClock({ ...work, filing: 'exempt' }, at('2026-11-25T08:59')).level).toBe('green');
  });

  it('changes only at the times that it tells of', () => {
    fc.assert(
      fc.property(fc.integer({ min: -48 * 60, max: 0 }), fc.integer({ min: 1, max: 600 }), (start, length) => {
        const from = work.takeOff + start * 60_000;
        const clock = paperClock(work, from);
        const to = from + length * 60_000;
        if (clock.nextChangeAt !== null && to >= clock.nextChangeAt) return;
        expect(paperClock(work, to).steps).toEqual(clock.steps);
      }),
    );
  });
});
