import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PromisedPicture } from '#routes';
import { countMedia, type CountInput } from './task-media.count.js';

const HOUR = 3_600_000;
const END = Date.parse('2026-11-24T08:00:00Z');
const picture = (waypoint: number): PromisedPicture => ({
  waypoint,
  legId: 0,
  index: waypoint - 1,
  kind: 'photo',
  suffix: `P${waypoint}`,
  place: { longitude: 110, latitude: 21 },
  look: null,
});
const FOUR = [1, 2, 3, 4].map(picture);
const file = (promised: PromisedPicture | null, more: object = {}) => ({
  promised,
  isHere: true,
  damaged: false,
  receivedAt: END,
  ...more,
});
const input = (more: Partial<CountInput> = {}): CountInput => ({
  promised: FOUR.map((each) => ({ picture: each, brokenOff: false })),
  files: FOUR.map((each) => file(each)),
  counted: 4,
  endedAt: END,
  dockOnline: true,
  nothingLeft: false,
  now: END + 60_000,
  patienceMs: 2 * HOUR,
  ...more,
});
const said = (more: Partial<CountInput>) => {
  const { expected, received, surplus, settled, missing } = countMedia(input(more));
  return [expected, received, surplus, settled, missing.map(({ waypoint, code }) => `${waypoint} ${code}`)];
};

describe('expected against received', () => {
  it('is settled when all are there', () => {
    expect(said({})).toEqual([4, 4, 0, true, []]);
    expect(countMedia(input()).deadline).toBeNull();
  });

  it('misses nothing while the flight is under way', () => {
    expect(said({ endedAt: null, files: [] })).toEqual([4, 0, 0, false, []]);
  });

  it('waits for what the dock still sends, until the deadline', () => {
    const files = [file(FOUR[0]!), file(FOUR[1]!)];
    expect(said({ files })).toEqual([4, 2, 0, false, ['3 uploading', '4 uploading']]);
    expect(countMedia(input({ files })).deadline).toBe(END + 2 * HOUR);
    expect(said({ files, now: END + 2 * HOUR })).toEqual([4, 2, 0, true, ['3 never_came', '4 never_came']]);
    // each file that comes is a sign that more do
    const later = [file(FOUR[0]!), file(FOUR[1]!, { receivedAt: END + HOUR })];
    expect(countMedia(input({ files: later, now: END + 2 * HOUR })).settled).toBe(false);
  });

  it('does not wait long for a dock that says it has nothing left', () => {
    expect(said({ files: [], nothingLeft: true, now: END + 11 * 60_000 })[3]).toBe(true);
  });

  it('waits for a dock that is away for a day, and says which it was', () => {
    expect(said({ files: [], dockOnline: false, now: END + 5 * HOUR })[4]).toContain('1 dock_offline');
    expect(said({ files: [], dockOnline: false, now: END + 25 * HOUR })[4]).toContain('1 dock_lost');
  });

  it('takes the dock at its word when it counted fewer: the camera did not take it', () => {
    const files = FOUR.slice(1).map((each) => file(each));
    expect(said({ files, counted: 3 })).toEqual([4, 3, 0, true, ['1 counted_fewer']]);
    expect(said({ files: [], counted: 0 })[3]).toBe(true);
  });

  it('does not blame anybody for what lies behind a break', () => {
    const promised = FOUR.map((each) => ({ picture: each, brokenOff: each.waypoint > 2 }));
    const files = FOUR.slice(0, 2).map((each) => file(each));
    expect(said({ promised, files, counted: 2 })).toEqual([4, 2, 0, true, ['3 broken_off', '4 broken_off']]);
  });

  it('tells a file that was announced and never put from one that nobody told of', () => {
    const files = [...FOUR.slice(1).map((each) => file(each)), file(FOUR[0]!, { isHere: false })];
    expect(said({ files })).toEqual([4, 3, 0, false, ['1 uploading']]);
    expect(said({ files, now: END + 3 * HOUR })).toEqual([4, 3, 0, true, ['1 upload_failed']]);
  });

  it('keeps what is too much, and counts files that no action promised by their number', () => {
    expect(said({ files: [...FOUR.map((each) => file(each)), file(null)] })).toEqual([4, 4 + 1, 1, true, []]);
    const files = [file(null), file(null)];
    expect(said({ promised: [], files, counted: 3 })).toEqual([3, 2, 0, false, ['null uploading']]);
  });

  it('waits until the deadline when the dock has not said how many there are', () => {
    expect(said({ counted: null })).toEqual([4, 4, 0, false, []]);
    expect(said({ counted: null, now: END + 3 * HOUR })).toEqual([4, 4, 0, true, []]);
  });

  it('adds up, and ends', () => {
    const arbitrary = fc.record({
      promised: fc.array(fc.boolean(), { maxLength: 12 }),
      matched: fc.array(fc.boolean(), { maxLength: 12 }),
      more: fc.nat(4),
      counted: fc.option(fc.nat(20)),
      dockOnline: fc.boolean(),
      nothingLeft: fc.boolean(),
      late: fc.nat(48),
    });
    fc.assert(
      fc.property(arbitrary, ({ promised, matched, more, counted, dockOnline, nothingLeft, late }) => {
        const slots = promised.map((brokenOff, nr) => ({ picture: picture(nr + 1), brokenOff }));
        const files = [
          ...matched.slice(0, slots.length).map((isHere, nr) => file(slots[nr]!.picture, { isHere })),
          ...Array.from({ length: more }, () => file(null)),
        ];
        const now = END + late * HOUR;
        const count = countMedia(input({ promised: slots, files, counted, dockOnline, nothingLeft, now }));
        expect(count.received + count.missing.length).toBe(count.expected + count.surplus);
        if (late >= 24) expect(count.settled).toBe(true);
        expect(count.deadline === null).toBe(count.settled);
        for (const { zh, en } of count.missing) expect(zh && en).toBeTruthy();
      }),
    );
  });
});
