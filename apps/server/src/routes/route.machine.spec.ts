import { describe, expect, it } from '@jest/globals';
import { type RouteState, RouteVersionState } from '#contracts';
import {
  allowRouteMove,
  moveVersion,
  printedMoves,
  ROUTE_MOVES,
  type RouteMove,
  routeState,
  VERSION_MOVES,
  type VersionMove,
} from './route.machine.js';

describe('the states of a route', () => {
  it('are these', () => {
    expect(printedMoves()).toBe(
      `| version | pass | fail | approve | supersede |
| --- | --- | --- | --- | --- |
| draft | checked | draft | — | — |
| checked | checked | draft | approved | — |
| approved | — | — | — | superseded |
| superseded | — | — | — | — |

| route | save | check | approve | retire | restore |
| --- | --- | --- | --- | --- | --- |
| draft | allowed | allowed | — | allowed | — |
| checked | allowed | allowed | allowed | allowed | — |
| approved | allowed | allowed | allowed | allowed | — |
| retired | — | — | — | — | allowed |`,
    );
  });

  it('refuse every other move by name, with a reason in both languages', () => {
    const refusals = [
      ...Object.entries(VERSION_MOVES).flatMap(([state, row]) =>
        Object.entries(row).flatMap(([move, rule]) =>
          typeof rule === 'string' ? [] : [() => moveVersion(state as RouteVersionState, move as VersionMove, 'R-1')],
        ),
      ),
      ...Object.entries(ROUTE_MOVES).flatMap(([state, row]) =>
        Object.entries(row).flatMap(([move, rule]) =>
          rule === 'allowed' ? [] : [() => allowRouteMove(state as RouteState, move as RouteMove, 'R-1')],
        ),
      ),
    ];
    expect(refusals).toHaveLength(18);
    for (const refusal of refusals) {
      expect(refusal).toThrow(
        expect.objectContaining({
          status: 409,
          code: 'not_in_this_state',
          zh: expect.stringMatching(/^R-1：[\u4e00-\u9fff]/),
          en: expect.stringMatching(/^R-1: [a-z]/),
        }),
      );
    }
  });

  it('follow the versions: the best one counts, and being retired before all', () => {
    const all = RouteVersionState.options;
    expect(routeState(false, [])).toBe('draft');
    expect(routeState(false, ['superseded', 'draft'])).toBe('draft');
    expect(routeState(false, ['draft', 'checked', 'draft'])).toBe('checked');
    expect(routeState(false, ['superseded', 'approved', 'draft'])).toBe('approved');
    expect(routeState(true, all)).toBe('retired');
  });
});
