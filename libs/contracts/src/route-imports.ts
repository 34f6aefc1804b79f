import { z } from 'zod';
import { Instant } from './common.js';
import { Tags } from './points.js';
import { RouteRole } from './routes.js';

/** How the files of a bulk import become routes. */
export const NewRouteImport = z
  .object({
    /** Serial number of the dock of all routes; null: for each the nearest dock within its reach. */
    homeDockSn: z.string().max(64).nullable().default(null),
    role: RouteRole.default('main'),
    tags: Tags.default([]),
    /** How many files will follow. */
    files: z.number().int().min(1).max(500),
  })
  .meta({ id: 'NewRouteImport' });
export type NewRouteImport = z.infer<typeof NewRouteImport>;

export const RouteImportFileView = z
  .object({
    id: z.number().int(),
    name: z.string(),
    size: z.number().int(),
    /** waiting: not yet looked at; taken: a route that passes; draft: a route with errors; refused: no route. */
    state: z.enum(['waiting', 'taken', 'draft', 'refused']),
    routeId: z.string().nullable(),
    routeCode: z.string().nullable(),
    errors: z.number().int(),
    warnings: z.number().int(),
    /** Why it was refused, or its first error. */
    zh: z.string().nullable(),
    en: z.string().nullable(),
  })
  .meta({ id: 'RouteImportFile' });

/** A bulk import and how far it has come. */
export const RouteImportView = z
  .object({
    id: z.string(),
    state: z.enum(['receiving', 'running', 'done']),
    total: z.number().int(),
    received: z.number().int(),
    done: z.number().int(),
    taken: z.number().int(),
    drafts: z.number().int(),
    refused: z.number().int(),
    files: z.array(RouteImportFileView),
    createdAt: Instant,
    createdBy: z.string(),
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'RouteImport' });
export type RouteImportView = z.infer<typeof RouteImportView>;

/** Routes to approve together; each is answered for itself. */
export const RouteApprovals = z
  .object({ routes: z.array(z.uuid()).min(1).max(500), note: z.string().trim().max(500).default('') })
  .meta({ id: 'RouteApprovals' });
export type RouteApprovals = z.infer<typeof RouteApprovals>;
export const RouteApprovalResults = z
  .object({
    approved: z.number().int(),
    refused: z.number().int(),
    results: z.array(
      z.object({
        id: z.string(),
        code: z.string().nullable(),
        approved: z.boolean(),
        zh: z.string().nullable(),
        en: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'RouteApprovalResults' });
