import { describe, expect, it } from '@jest/globals';
import { NewRoute } from '#contracts';
import { codeCandidate, codeFromTitle, nameCandidate, nameFromTitle } from './route.names.js';

describe('names from files', () => {
  it.each([
    ['CB-01车板河湖巡查', 'CB-01', 'CB-01车板河湖巡查'],
    ['m3t_waypoint_relative', 'm3t_waypoint_relative', 'm3t waypoint relative'],
    ['New route (copy).v2', 'New-route-copy-v2', 'New route (copy) v2'],
    ['红树林：1号<线>', null, '红树林：1号 线'],
    ['../../etc', 'etc', 'etc'],
    ['ＣＢ－０２ 河湖', 'CB-02', 'ＣＢ－０２ 河湖'],
    ['A线', null, 'A线'],
    ['***', null, '未命名航线'],
    ['', null, '未命名航线'],
    ['x'.repeat(300), 'x'.repeat(26), 'x'.repeat(54)],
    ['🚁'.repeat(40), null, '🚁'.repeat(27)],
  ])('of %j', (title, code, name) => {
    expect([codeFromTitle(title), nameFromTitle(title)]).toEqual([code, name]);
    const route = { code: codeCandidate(code ?? 'HX-1', 999), name: nameCandidate(name, 999) };
    expect(NewRoute.safeParse(route).error?.issues ?? []).toEqual([]);
  });
});
