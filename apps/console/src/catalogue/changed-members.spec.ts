import { describe, expect, it } from '@jest/globals';
import { changedMembers, sameValue } from './changed-members.js';

describe('what a writer changed', () => {
  it('is what differs, whatever the order of members', () => {
    const before = { name: 'a', profile: { kind: 'typical_village', note: null }, tags: ['x', 'y'] };
    const after = { name: 'b', profile: { note: undefined, kind: 'typical_village' }, tags: ['x', 'y'] };
    expect(changedMembers(before, after)).toEqual({ name: 'b' });
  });

  it('holds what was taken away, and a list in another order', () => {
    expect(changedMembers({ note: 'far', tags: ['x', 'y'] }, { note: null, tags: ['y', 'x'] })).toEqual({
      note: null,
      tags: ['y', 'x'],
    });
  });

  it('does not take zero or nothing for the same', () => {
    expect(sameValue(0, null)).toBe(false);
    expect(sameValue('', null)).toBe(false);
    expect(sameValue(undefined, null)).toBe(true);
  });
});
