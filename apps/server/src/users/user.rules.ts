import { type Role, type UserChange } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Scope } from '../auth/scope.js';
import { Refusal } from '../common/refusal.js';
import { type UserRecord } from './users.store.js';

const SEPARATED: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin'];

/** Refuses two of the three administrator roles in one person: they watch each other (三员分立). */
export function requireSeparatedRoles(roles: readonly Role[]): void {
  const held = SEPARATED.filter((role) => roles.includes(role));
  if (held.length < 2) return;
  throw new Refusal(
    409,
    'separated_roles',
    '系统、安全、审计管理员须由不同的人担任，请只选其中一个',
    `one person cannot be ${held.join(' and ')}: the three administrators are three people`,
  );
}

/** Refuses what nobody may do to their own account, so that nobody locks themselves out or gives themselves rights. */
export function requireNotOneself(actor: Actor, target: UserRecord, change: UserChange): void {
  if (actor.userId !== target.id) return;
  if (change.password !== undefined) {
    throw new Refusal(
      409,
      'own_password',
      '修改自己的密码请用“我的密码”（须输入原密码）',
      'change your own password by POST /api/v1/me/password, which asks for the old one',
    );
  }
  if (change.disabled !== undefined || change.roles !== undefined || change.divisionCode !== undefined) {
    throw new Refusal(
      409,
      'own_account',
      '不能停用自己，也不能改自己的角色或辖区，请由另一位系统管理员操作',
      'nobody can disable themselves or change their own roles or division: another system administrator must do it',
    );
  }
}

/** True for somebody who can manage the users of their division. */
export function isAdministrator(user: Pick<UserRecord, 'roles' | 'disabled'>): boolean {
  return !user.disabled && user.roles.includes('system_admin');
}

/** Refuses the change after which no enabled system administrator would be left for the division the user administers. */
export function requireAnotherAdministrator(
  before: UserRecord,
  after: UserRecord,
  others: readonly UserRecord[],
): void {
  if (!isAdministrator(before)) return;
  if (isAdministrator(after) && new Scope(after.divisionPath).covers(before.divisionPath)) return;
  if (others.some((other) => isAdministrator(other) && new Scope(other.divisionPath).covers(before.divisionPath)))
    return;
  throw new Refusal(
    409,
    'last_administrator',
    `${before.username} 是最后一位系统管理员，不能停用或撤销；请先设另一位`,
    `${before.username} is the last system administrator and cannot be disabled or demoted: make another first`,
  );
}

/** The user after a change. Pure. */
export function changed(user: UserRecord, change: UserChange, divisionPath: string): UserRecord {
  return {
    ...user,
    displayName: change.displayName ?? user.displayName,
    roles: change.roles ? [...new Set(change.roles)] : user.roles,
    divisionCode: change.divisionCode ?? user.divisionCode,
    divisionPath,
    disabled: change.disabled ?? user.disabled,
  };
}

/** True when the sessions of the user must end: who they are to the server is no longer what their tokens stand for. */
export function endsSessions(before: UserRecord, after: UserRecord, newPassword: boolean): boolean {
  return (
    newPassword ||
    before.disabled !== after.disabled ||
    before.divisionCode !== after.divisionCode ||
    before.roles.length !== after.roles.length ||
    before.roles.some((role) => !after.roles.includes(role))
  );
}
