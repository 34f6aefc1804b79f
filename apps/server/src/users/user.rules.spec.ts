import { describe, expect, it } from '@jest/globals';
import { type Role } from '#contracts';
import { type Actor, permissionsOf } from '../auth/actor.js';
import { Scope } from '../auth/scope.js';
import {
  changed,
  endsSessions,
  requireAnotherAdministrator,
  requireNotOneself,
  requireSeparatedRoles,
} from './user.rules.js';
import { type UserRecord } from './users.store.js';

const user = (more: Partial<UserRecord> = {}): UserRecord => ({
  id: 'u1',
  username: 'someone',
  displayName: 'Someone',
  roles: ['system_admin'],
  divisionCode: 'town',
  divisionPath: 'county/town',
  disabled: false,
  ...more,
});
const actor: Actor = {
  userId: 'u1',
  username: 'someone',
  roles: ['system_admin'],
  permissions: permissionsOf(['system_admin']),
  scope: new Scope('county'),
};

describe('the rules about users', () => {
  it('allow any roles together but two administrators in one', () => {
    const together: Role[] = ['operator', 'pilot', 'system_admin', 'county_supervisor'];
    expect(() => requireSeparatedRoles(together)).not.toThrow();
    for (const other of ['security_admin', 'audit_admin'] as const) {
      expect(() => requireSeparatedRoles([...together, other])).toThrow(/three people/);
    }
  });

  it('let one rename oneself and nothing more', () => {
    expect(() => requireNotOneself(actor, user(), { displayName: 'x' })).not.toThrow();
    for (const change of [{ disabled: false }, { roles: ['pilot' as const] }, { divisionCode: 'x' }]) {
      expect(() => requireNotOneself(actor, user(), change)).toThrow(expect.objectContaining({ code: 'own_account' }));
    }
    expect(() => requireNotOneself(actor, user({ id: 'u2' }), { disabled: true })).not.toThrow();
  });

  it.each([
    ['is disabled', { disabled: true }],
    ['is demoted', { roles: ['operator' as const] }],
    ['is moved to a part of the division', { divisionCode: 'village', divisionPath: 'county/town/village' }],
    ['is moved elsewhere', { divisionCode: 'other', divisionPath: 'county/other' }],
  ])('refuse the change when the last administrator of a division %s', (_, change) => {
    const before = user();
    const after = { ...before, ...change };
    const last = expect.objectContaining({ code: 'last_administrator' });
    expect(() => requireAnotherAdministrator(before, after, [])).toThrow(last);
    expect(() => requireAnotherAdministrator(before, after, [user({ id: 'u2', disabled: true })])).toThrow(last);
    expect(() =>
      requireAnotherAdministrator(before, after, [user({ id: 'u2', divisionPath: 'county/other' })]),
    ).toThrow(last);
    expect(() => requireAnotherAdministrator(before, after, [user({ id: 'u2' })])).not.toThrow();
    expect(() =>
      requireAnotherAdministrator(before, after, [user({ id: 'u2', divisionPath: 'county' })]),
    ).not.toThrow();
  });

  it('allow to promote the last administrator and to change those who are none', () => {
    expect(() => requireAnotherAdministrator(user(), user({ divisionPath: 'county' }), [])).not.toThrow();
    const operator = user({ roles: ['operator'] });
    expect(() => requireAnotherAdministrator(operator, { ...operator, disabled: true }, [])).not.toThrow();
  });

  it('end sessions when rights change, not when a name or the order of roles does', () => {
    const before = user({ roles: ['operator', 'pilot'] });
    const after = (change: Parameters<typeof changed>[1], path = before.divisionPath) => changed(before, change, path);
    expect(endsSessions(before, after({ displayName: 'x' }), false)).toBe(false);
    expect(endsSessions(before, after({ roles: ['pilot', 'operator', 'pilot'] }), false)).toBe(false);
    expect(endsSessions(before, after({ roles: ['pilot'] }), false)).toBe(true);
    expect(endsSessions(before, after({ divisionCode: 'x' }, 'county/x'), false)).toBe(true);
    expect(endsSessions(before, after({ disabled: true }), false)).toBe(true);
    expect(endsSessions(before, after({}), true)).toBe(true);
  });
});
