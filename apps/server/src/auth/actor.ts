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

/** What somebody with these roles may do. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => PERMISSIONS[role]));
}
