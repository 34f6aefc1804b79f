import { describe, expect, it } from '@jest/globals';
import { layOut, rowOf, rowsInSight, stepFrom } from './picture-rows.js';

const SIZES = { columns: 3, rowHeight: 100, headHeight: 30 };
const days = ['b', 'b', 'b', 'b', 'a', 'a'];

describe('the rows of the gallery', () => {
  it('begin anew with each day and hold as many pictures as there are columns', () => {
    const { rows, height } = layOut(days, SIZES);
    expect(rows.map(({ kind, from, to, top }) => [kind, from, to, top])).toEqual([
      ['day', 0, 4, 0],
      ['pictures', 0, 3, 30],
      ['pictures', 3, 4, 130],
      ['day', 4, 6, 230],
      ['pictures', 4, 6, 260],
    ]);
    expect(height).toBe(360);
    expect(layOut([], SIZES)).toEqual({ rows: [], height: 0 });
  });

  it('are drawn only where they are in sight, also among twenty thousand', () => {
    const layout = layOut(days, SIZES);
    expect(rowsInSight(layout, 130, 231).map(({ from, to }) => [from, to])).toEqual([
      [3, 4],
      [4, 6],
    ]);
    expect(rowsInSight(layout, 1000, 1100)).toEqual([]);
    const many = layOut(
      Array.from({ length: 20_000 }, (_, nr) => `day ${Math.floor(nr / 40)}`),
      { columns: 6, rowHeight: 150, headHeight: 34 },
    );
    expect(rowsInSight(many, many.height / 2, many.height / 2 + 900).length).toBeLessThan(9);
    expect(rowOf(many, 19_999)).toMatchObject({ to: 20_000 });
  });

  it('are walked by arrow keys, which stay in their column as far as a row reaches', () => {
    const layout = layOut(days, SIZES);
    expect(['ArrowRight', 'ArrowDown', 'End', 'x'].map((key) => stepFrom(layout, 2, key))).toEqual([
      3,
      3,
      5,
      undefined,
    ]);
    expect(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'Home'].map((key) => stepFrom(layout, 5, key))).toEqual([3, 5, 4, 0]);
    expect(stepFrom(layout, 0, 'ArrowLeft')).toBe(0);
  });
});
