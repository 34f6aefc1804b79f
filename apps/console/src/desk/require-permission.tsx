import { Outlet } from 'react-router';
import type { Permission } from '#contracts';
import { session } from '../api/session.js';
import { Lost } from './lost.js';

/** Spares the reader a page full of refusals; the server decides by itself all the same. */
export function RequirePermission({ permission }: { permission: Permission }) {
  return session.can(permission) ? <Outlet /> : <Lost forbidden />;
}
