import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';

/** The people of the product; one person may have several roles. */
export const Role = z
  .enum([
    'operator',
    'inspector',
    'presenter',
    'town_reviewer',
    'county_supervisor',
    'reporter',
    'pilot',
    'system_admin',
    'security_admin',
    'audit_admin',
  ])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const Permission = z
  .enum([
    'devices.read',
    'devices.manage',
    'docks.command',
    'join_codes.manage',
    'events.read',
    'points.read',
    'points.manage',
    'routes.read',
    'routes.manage',
    'routes.approve',
    'airspace.manage',
    'cameras.read',
    'cameras.manage',
    'tasks.read',
    'tasks.manage',
    'tasks.approve',
    'tasks.fly',
    'papers.manage',
    'media.read',
    'evidence.manage',
    'protocol.read',
    'users.read',
    'users.manage',
    'audit.read',
    'queues.read',
  ])
  .meta({ id: 'Permission' });
export type Permission = z.infer<typeof Permission>;

/** What each role may do. The division scope says where. */
export const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  // whoever is on duty is called when a dock is stuck; every order is asked for twice and kept with who gave it
  operator: [
    'devices.read',
    'docks.command',
    'events.read',
    'join_codes.manage',
    'points.read',
    'cameras.read',
    'points.manage',
    'routes.read',
    'tasks.read',
    'media.read',
    'routes.manage',
    'tasks.manage',
    'tasks.fly',
    'papers.manage',
    'evidence.manage',
  ],
  inspector: ['devices.read', 'points.read', 'cameras.read', 'routes.read', 'tasks.read', 'media.read'],
  presenter: ['devices.read', 'events.read', 'points.read', 'cameras.read', 'routes.read', 'tasks.read', 'media.read'],
  town_reviewer: [
    'devices.read',
    'events.read',
    'points.read',
    'cameras.read',
    'routes.read',
    'tasks.read',
    'media.read',
    'evidence.manage',
  ],
  county_supervisor: [
    'cameras.manage',
    'devices.read',
    'docks.command',
    'events.read',
    'join_codes.manage',
    'points.read',
    'cameras.read',
    'points.manage',
    'routes.read',
    'tasks.read',
    'media.read',
    'routes.manage',
    'tasks.manage',
    'tasks.fly',
    'routes.approve',
    'tasks.approve',
    'papers.manage',
    'airspace.manage',
    'evidence.manage',
  ],
  reporter: ['devices.read', 'events.read', 'points.read', 'cameras.read', 'routes.read', 'tasks.read', 'media.read'],
  pilot: ['devices.read', 'points.read', 'cameras.read', 'routes.read', 'tasks.read', 'tasks.fly', 'media.read'],
  system_admin: [
    'queues.read',
    'cameras.manage',
    'devices.read',
    'devices.manage',
    'docks.command',
    'events.read',
    'join_codes.manage',
    'protocol.read',
    'users.read',
    'users.manage',
    'points.read',
    'cameras.read',
    'points.manage',
    'routes.read',
    'tasks.read',
    'media.read',
    'routes.manage',
    'tasks.manage',
    'tasks.fly',
    'routes.approve',
    'tasks.approve',
    'papers.manage',
    'airspace.manage',
    'evidence.manage',
  ],
  security_admin: [
    'devices.read',
    'events.read',
    'users.read',
    'protocol.read',
    'points.read',
    'cameras.read',
    'routes.read',
    'tasks.read',
    'media.read',
  ],
  audit_admin: [
    'events.read',
    'audit.read',
    'users.read',
    'points.read',
    'cameras.read',
    'routes.read',
    'tasks.read',
    'media.read',
  ],
};

export const UserView = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    roles: z.array(Role),
    /** The user sees this division and everything below it. */
    divisionCode: z.string(),
    divisionName: z.string(),
    disabled: z.boolean(),
    lockedUntil: Instant.nullable(),
    lastSignInAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof UserView>;
export const UserPage = pageOf(UserView).meta({ id: 'UserPage' });
export const UserQuery = PageQuery.extend({ search: z.string().max(100).optional() });

/** At least 10 characters, of at least three of the four kinds: small, capital, digit, other. */
export const Password = z
  .string()
  .min(10, '密码至少 10 位 / at least 10 characters')
  .max(200)
  .refine(
    (text) => [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(text)).length >= 3,
    '密码须含大写、小写、数字、符号中的三类 / three of: small, capital, digit, other',
  );
export const Username = z
  .string()
  .trim()
  .regex(/^[a-zA-Z0-9._-]{2,64}$/, '用户名为 2–64 位字母、数字或 . _ - / 2 to 64 letters, digits or . _ -');

export const NewUser = z
  .object({
    username: Username,
    displayName: z.string().trim().min(1).max(100),
    password: Password,
    roles: z.array(Role).min(1),
    divisionCode: z.string().min(1),
  })
  .meta({ id: 'NewUser' });
export type NewUser = z.infer<typeof NewUser>;
export const UserChange = z
  .object({
    displayName: z.string().trim().min(1).max(100).optional(),
    password: Password.optional(),
    roles: z.array(Role).min(1).optional(),
    divisionCode: z.string().min(1).optional(),
    disabled: z.boolean().optional(),
    /** true ends a lock-out. */
    unlock: z.boolean().optional(),
  })
  .meta({ id: 'UserChange' });
export type UserChange = z.infer<typeof UserChange>;

export const SignIn = z
  .object({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) })
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in. */
export const MeView = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    roles: z.array(Role),
    permissions: z.array(Permission),
    divisionCode: z.string(),
    divisionName: z.string(),
  })
  .meta({ id: 'Me' });
export type MeView = z.infer<typeof MeView>;

/** The access token goes into `Authorization: Bearer`; the refresh token is in an HttpOnly cookie and never seen by scripts. */
export const SessionView = z
  .object({ accessToken: z.string(), expiresInSeconds: z.number().int(), user: MeView })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;
export const PasswordChange = z.object({ current: z.string().min(1), next: Password }).meta({ id: 'PasswordChange' });
export type PasswordChange = z.infer<typeof PasswordChange>;
