import { type RouteState, type RouteVersionState } from '#contracts';
import { Refusal } from '../common/refusal.js';

/** What can happen to one version of a route's file. pass, fail: it was checked and has no errors, or has some. */
export type VersionMove = 'pass' | 'fail' | 'approve' | 'supersede';
/** What can happen to a route; `save` and `check` are of one of its versions. */
export type RouteMove = 'save' | 'check' | 'approve' | 'retire' | 'restore';

interface Words {
  zh: string;
  en: string;
}
/** Where a move leads, or why it is refused. */
type Rule<State> = State | Words;

const FROZEN: Words = {
  zh: '已批准的版本不能再改，请另存为新版本',
  en: 'a version that was approved is never changed: save a new version',
};

/** Every move of a version from every state. */
export const VERSION_MOVES: Readonly<Record<RouteVersionState, Record<VersionMove, Rule<RouteVersionState>>>> = {
  draft: {
    pass: 'checked',
    fail: 'draft',
    approve: {
      zh: '该版本未通过检查，请改正错误后再批准',
      en: 'this version has not passed the checks: correct it first',
    },
    supersede: { zh: '该版本未被批准过', en: 'this version was never approved' },
  },
  checked: {
    pass: 'checked',
    fail: 'draft',
    approve: 'approved',
    supersede: { zh: '该版本未被批准过', en: 'this version was never approved' },
  },
  approved: {
    pass: FROZEN,
    fail: FROZEN,
    approve: { zh: '该版本已经批准', en: 'this version is approved already' },
    supersede: 'superseded',
  },
  superseded: {
    pass: FROZEN,
    fail: FROZEN,
    approve: {
      zh: '该版本已被更新的批准版本取代，如需恢复请以它另存新版本',
      en: 'a newer version was approved since: to go back to this one, save it as a new version',
    },
    supersede: { zh: '该版本已被取代', en: 'this version is superseded already' },
  },
};

const RETIRED: Words = { zh: '航线已停用，请先恢复', en: 'the route is retired: bring it back first' };
const NOT_RETIRED: Words = { zh: '航线未停用', en: 'the route is not retired' };
const NOTHING_CHECKED: Words = {
  zh: '没有通过检查、等待批准的版本',
  en: 'it has no version that passed the checks and waits for approval',
};

/** Every move of a route from every state: allowed, or why it is refused. Where it leads is told by `routeState`. */
export const ROUTE_MOVES: Readonly<Record<RouteState, Record<RouteMove, 'allowed' | Words>>> = {
  draft: { save: 'allowed', check: 'allowed', approve: NOTHING_CHECKED, retire: 'allowed', restore: NOT_RETIRED },
  checked: { save: 'allowed', check: 'allowed', approve: 'allowed', retire: 'allowed', restore: NOT_RETIRED },
  approved: { save: 'allowed', check: 'allowed', approve: 'allowed', retire: 'allowed', restore: NOT_RETIRED },
  retired: {
    save: RETIRED,
    check: RETIRED,
    approve: RETIRED,
    retire: { zh: '航线已经停用', en: 'the route is retired already' },
    restore: 'allowed',
  },
};

/** The state of a version after a move. Throws `Refusal` 409 `not_in_this_state`. */
export function moveVersion(state: RouteVersionState, move: VersionMove, name: string): RouteVersionState {
  const next = VERSION_MOVES[state][move];
  if (typeof next === 'string') return next;
  throw refused(name, next);
}

/** Throws `Refusal` 409 `not_in_this_state` when a route in this state does not allow the move. */
export function allowRouteMove(state: RouteState, move: RouteMove, name: string): void {
  const rule = ROUTE_MOVES[state][move];
  if (rule !== 'allowed') throw refused(name, rule);
}

/** The state of a route that has versions in these states. */
export function routeState(retired: boolean, versions: readonly RouteVersionState[]): RouteState {
  if (retired) return 'retired';
  if (versions.includes('approved')) return 'approved';
  return versions.includes('checked') ? 'checked' : 'draft';
}

/** Both tables as Markdown, one line a state. */
export function printedMoves(): string {
  const table = <Move extends string>(what: string, rows: Record<string, Record<Move, unknown>>): string[] => {
    const moves = Object.keys(Object.values(rows)[0]!) as Move[];
    const cell = (rule: unknown) => (typeof rule === 'string' ? rule : '—');
    return [
      `| ${[what, ...moves].join(' | ')} |`,
      `| ${['', ...moves].map(() => '---').join(' | ')} |`,
      ...Object.entries(rows).map(
        ([state, row]) => `| ${[state, ...moves.map((move) => cell(row[move]))].join(' | ')} |`,
      ),
    ];
  };
  return [...table('version', VERSION_MOVES), '', ...table('route', ROUTE_MOVES)].join('\n');
}

function refused(name: string, { zh, en }: Words): Refusal {
  return new Refusal(409, 'not_in_this_state', `${name}：${zh}`, `${name}: ${en}`);
}
