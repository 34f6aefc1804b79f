import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';

/** queued 排队; building 制作中; ready 已成，从此不变; failed 失败，写明原因. */
export const EvidencePackState = z.enum(['queued', 'building', 'ready', 'failed']).meta({ id: 'EvidencePackState' });
export type EvidencePackState = z.infer<typeof EvidencePackState>;

/** An evidence pack 证据包: a zip file with originals, a manifest of hashes and one PDF, made once and then frozen. */
export const EvidencePackView = z
  .object({
    id: z.uuid(),
    title: z.string(),
    note: z.string(),
    /** Null: made of single pictures. */
    taskId: z.uuid().nullable(),
    taskName: z.string().nullable(),
    /** The smallest division that holds all of it. */
    divisionPath: z.string(),
    state: EvidencePackState,
    /** Percent. */
    progress: z.number().int().min(0).max(100),
    pictures: z.number().int(),
    /** Hexadecimal, of the zip file and of the manifest in it; null until it is ready. */
    sha256: z.string().nullable(),
    manifestSha256: z.string().nullable(),
    size: z.number().nullable(),
    fileName: z.string().nullable(),
    /** Good for 15 minutes; null until it is ready. */
    downloadUrl: z.string().nullable(),
    /** Why it failed. */
    reason: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
    createdAt: Instant,
    createdBy: z.string(),
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'EvidencePack' });
export type EvidencePackView = z.infer<typeof EvidencePackView>;
export const EvidencePackPage = pageOf(EvidencePackView).meta({ id: 'EvidencePackPage' });

/** A pack of all pictures of a task, or of chosen ones. */
export const NewEvidencePack = z
  .object({
    title: z.string().trim().min(1).max(100),
    /** What it is for; stands on the cover. */
    note: z.string().trim().max(1000).default(''),
    taskId: z.uuid().optional(),
    mediaIds: z.array(z.uuid()).min(1).max(2000).optional(),
  })
  .refine(
    ({ taskId, mediaIds }) => (taskId === undefined) !== (mediaIds === undefined),
    '任务与照片须给出其一 / either a task or pictures',
  )
  .meta({ id: 'NewEvidencePack' });
export type NewEvidencePack = z.infer<typeof NewEvidencePack>;

/** Newest first. */
export const EvidencePackQuery = PageQuery.extend({
  task: z.uuid().optional(),
  division: z.string().max(64).optional(),
  state: EvidencePackState.optional(),
});
export type EvidencePackQuery = z.infer<typeof EvidencePackQuery>;
