import { PERMISSIONS, type Permission, type Role } from '#contracts';
import { type Scope } from './scope.js';

/** The signed-in person on whose behalf something is done. Passed as an argument, never kept in a request-wide place. */
export interface Actor {
  userId: string;
  username: string;
  roles: readonly Role[];
  permissions: ReadonlySet<Permission>;
  scope: Scope;
}

/** The person behind an access token, and the session it belongs to. */
export interface Caller {
  actor: Actor;
  sessionId: string;
  /** When the access token ends. */
  expiresAt: Date;
}

/** What somebody with these roles may do. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => PERMISSIONS[role]));
}
