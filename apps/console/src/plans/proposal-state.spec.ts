import { describe, expect, it } from '@jest/globals';
import type { ProposalView } from '#contracts';
import { acceptanceOf, choicesOf, NO_EDITS, started, ticked } from './proposal-state.js';

const flight = (code: string, from: string, to: string, ready: string) => ({
  day: '2026-11-25',
  route: { code, name: code },
  dock: { sn: `dock of ${code}`, name: '' },
  startAt: `2026-11-25T${from}:00.000Z`,
  endAt: `2026-11-25T${to}:00.000Z`,
  readyAt: `2026-11-25T${ready}:00.000Z`,
});
const proposal = {
  flights: [flight('B', '02:00', '02:20', '03:00'), flight('A', '01:00', '01:15', '01:50')],
} as unknown as ProposalView;

describe('a proposal in the reader’s hands', () => {
  it('is accepted as it is, in the order of take-off', () => {
    const choices = choicesOf(proposal, NO_EDITS);
    expect(choices.map(({ key, ticked: on, adjusted }) => [key, on, adjusted])).toEqual([
      ['2026-11-25 A', true, false],
      ['2026-11-25 B', true, false],
    ]);
    expect(acceptanceOf(choices)[0]).toEqual({
      day: '2026-11-25',
      routeCode: 'A',
      dockSn: 'dock of A',
      startAt: '2026-11-25T01:00:00.000Z',
    });
  });

  it('is accepted without what was left out, and with what was moved, landing and charging with it', () => {
    const at = Date.parse('2026-11-25T00:30:00.000Z');
    const edits = started(ticked(NO_EDITS, ['2026-11-25 A'], false), '2026-11-25 B', at);
    const choices = choicesOf(proposal, edits);
    expect(choices[0]).toMatchObject({ key: '2026-11-25 B', adjusted: true, start: at, end: at + 1_200_000 });
    expect(choices[0]!.ready).toBe(at + 3_600_000);
    expect(acceptanceOf(choices).map(({ routeCode, startAt }) => [routeCode, startAt])).toEqual([
      ['B', '2026-11-25T00:30:00.000Z'],
    ]);
  });

  it('goes back to what was proposed', () => {
    const edits = ticked(ticked(NO_EDITS, ['2026-11-25 A'], false), ['2026-11-25 A'], true);
    expect(choicesOf(proposal, started(started(edits, '2026-11-25 B', 0), '2026-11-25 B', null))).toEqual(
      choicesOf(proposal, NO_EDITS),
    );
  });
});
