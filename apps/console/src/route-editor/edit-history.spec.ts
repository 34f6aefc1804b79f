import { describe, expect, it } from '@jest/globals';
import { amendPresent, recordChange, redo, startHistory, undo, type EditHistory } from './edit-history.js';

const after = (...values: string[]): EditHistory<string> =>
  values.reduce((history, value) => recordChange(history, value), startHistory('a'));

describe('the history of an edit', () => {
  it('goes back and forth through every step, and no further', () => {
    const back = undo(undo(undo(after('b', 'c'))));
    expect(back.present).toBe('a');
    expect(undo(back)).toBe(back);
    expect(redo(redo(redo(back))).present).toBe('c');
  });

  it('forgets what was undone once something else is done', () => {
    const other = recordChange(undo(after('b', 'c')), 'd');
    expect(redo(other).present).toBe('d');
    expect(undo(other).present).toBe('b');
  });

  it('counts changes under one mark as one step until another change, choice or undo comes between', () => {
    const dragged = ['b', 'c', 'd'].reduce((history, value) => recordChange(history, value, 'drag'), startHistory('a'));
    expect(undo(dragged).present).toBe('a');
    expect(undo(recordChange(dragged, 'e', 'other')).present).toBe('d');
    expect(undo(recordChange(amendPresent(dragged, 'd+'), 'e', 'drag')).present).toBe('d+');
    expect(undo(recordChange(undo(dragged), 'e', 'drag')).present).toBe('a');
  });

  it('takes a change to the same value for none', () => {
    const history = after('b');
    expect(recordChange(history, 'b')).toBe(history);
  });

  it('keeps a bounded number of steps', () => {
    const long = Array.from({ length: 1000 }, (_, at) => `${at}`);
    expect(after(...long).past).toHaveLength(300);
  });
});
