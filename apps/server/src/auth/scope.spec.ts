import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Scope } from './scope.js';

const code = fc.stringMatching(/^[0-9a-zA-Z_%]{1,6}$/);
const path = fc.array(code, { minLength: 1, maxLength: 4 }).map((codes) => codes.join('/'));

describe('a scope', () => {
  it('covers its own division and all below, and no neighbour whose code begins alike', () => {
    const scope = new Scope('440881/440881101');
    expect(scope.covers('440881/440881101')).toBe(true);
    expect(scope.covers('440881/440881101/440881101001')).toBe(true);
    expect(scope.covers('440881/4408811011')).toBe(false);
    expect(scope.covers('440881')).toBe(false);
    expect(scope.covers('')).toBe(false);
  });

  it('narrows to a division inside, to itself when none is asked for, and never widens', () => {
    const scope = new Scope('a/b');
    expect(scope.narrow(undefined)).toBe('a/b');
    expect(scope.narrow('a/b/c')).toBe('a/b/c');
    for (const outside of ['a', 'a/c', 'a/bb', 'b', '']) expect(() => scope.narrow(outside)).toThrow(/no division/);
  });

  it('covers exactly the paths that begin with all of its codes', () => {
    fc.assert(
      fc.property(path, path, (own, other) => {
        const [mine, theirs] = [own.split('/'), other.split('/')];
        const below = mine.every((part, nr) => theirs[nr] === part);
        expect(new Scope(own).covers(other)).toBe(below);
      }),
    );
  });

  it('never lets a chain of scopes widen', () => {
    fc.assert(
      fc.property(path, code, code, (own, one, two) => {
        const inner = new Scope(`${own}/${one}`);
        expect(new Scope(own).covers(inner.path)).toBe(true);
        if (inner.covers(`${own}/${two}`)) expect(two).toBe(one);
      }),
    );
  });

  it('makes a filter whose value is a parameter, not text of the query', () => {
    expect(new Scope("a'/b").condition('d.path', 3)).toEqual({
      sql: "(d.path = $3::text or starts_with(d.path, $3::text || '/'))",
      value: "a'/b",
    });
  });
});
