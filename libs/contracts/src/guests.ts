import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';

export const JoinCodeState = z.enum(['open', 'used', 'revoked', 'expired']).meta({ id: 'JoinCodeState' });

/** A six-digit code that lets one remote controller join for a limited time, bound to a pilot and a permit. */
export const JoinCodeView = z
  .object({
    id: z.string(),
    /** Shown only in the answer that made it, null afterwards. */
    code: z.string().nullable(),
    pilotName: z.string(),
    permit: z.string(),
    divisionCode: z.string(),
    divisionName: z.string(),
    state: JoinCodeState,
    /** The code must be used before this. */
    expiresAt: Instant,
    /** The guest leaves by itself at this time. */
    guestUntil: Instant,
    gatewaySn: z.string().nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'JoinCode' });
export type JoinCodeView = z.infer<typeof JoinCodeView>;
export const JoinCodePage = pageOf(JoinCodeView).meta({ id: 'JoinCodePage' });
export const JoinCodeQuery = PageQuery.extend({ state: JoinCodeState.optional() });
export const NewJoinCode = z
  .object({
    pilotName: z.string().trim().min(1).max(50),
    permit: z.string().trim().min(1).max(100),
    divisionCode: z.string().min(1),
    /** How long the guest may stay, in minutes from now; at most 31 days. */
    stayMinutes: z.number().int().min(1).max(44640).default(480),
    /** How long the code itself can be used, in minutes from now. */
    codeMinutes: z.number().int().min(1).max(1440).default(60),
  })
  .meta({ id: 'NewJoinCode' });
export type NewJoinCode = z.infer<typeof NewJoinCode>;

export const Join = z
  .object({
    code: z.string().regex(/^[0-9]{6}$/, '加入码为 6 位数字 / six digits'),
    gatewaySn: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9_-]{4,64}$/, '序列号为 4–64 位字母或数字 / 4 to 64 letters or digits'),
  })
  .meta({ id: 'Join' });
export type Join = z.infer<typeof Join>;

/** What Pilot needs to connect: shown once. */
export const JoinResult = z
  .object({
    brokerAddress: z.string(),
    username: z.string(),
    password: z.string(),
    gatewaySn: z.string(),
    guestUntil: Instant,
    /** Of the one workspace of the county, for Pilot. */
    workspaceId: z.string(),
    /** With which Pilot asks for routes and uploads (`X-Auth-Token`); ends with the stay. */
    pilotToken: z.string(),
  })
  .meta({ id: 'JoinResult' });
export type JoinResult = z.infer<typeof JoinResult>;
