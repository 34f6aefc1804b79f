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

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const PackedPath = z
  .string()
  .min(1)
  .max(300)
  // Relative, with forward slashes, and no way out of the folder it is unpacked into.
  .regex(/^(?!\/)(?!.*(^|\/)\.{1,2}(\/|$))[^\\\p{Cc}]+$/u);
const number = z.number().nullable();
const word = z.string().nullable();

/** One original in a pack. Degrees in WGS84, metres, as in the register when the pack was made. */
export const EvidenceFile = z.object({
  path: PackedPath,
  size: z.number().int().min(0),
  sha256: Sha256,
  mediaId: z.uuid(),
  name: z.string(),
  kind: z.string(),
  taskId: word,
  /** By the device's clock, put right where that cannot be; beside it the device's own words. */
  takenAt: Instant,
  deviceTime: word,
  receivedAt: Instant,
  source: z.string(),
  deviceSn: word,
  gatewaySn: word,
  payload: word,
  longitude: number,
  latitude: number,
  absoluteHeight: number,
  relativeHeight: number,
  gimbal: z.object({ yaw: number, pitch: number, roll: number }),
  waypoint: number,
  featurePoint: z.object({ code: z.string(), name: z.string() }).nullable(),
  division: z.string(),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** A fact about what is in the pack. Its hash is over its members and the hash of the one before. */
export const EvidenceLink = z.object({
  /** Its number in the log of facts. */
  event: z.number().int(),
  at: Instant,
  name: z.string(),
  by: word,
  /** Id of the task or the file. */
  about: z.string(),
  what: z.string(),
  previous: Sha256,
  hash: Sha256,
});
export type EvidenceLink = z.infer<typeof EvidenceLink>;

/** `manifest.json` of a pack. */
export const EvidenceManifest = z.object({
  format: z.literal('xunhang-evidence-pack'),
  version: z.literal(1),
  pack: z.object({
    id: z.uuid(),
    title: z.string(),
    note: z.string(),
    county: z.string(),
    divisionPath: z.string(),
    askedAt: Instant,
    askedBy: z.string(),
  }),
  task: z
    .object({
      id: z.uuid(),
      name: z.string(),
      route: z.object({ code: z.string(), name: z.string(), version: z.number().int(), md5: z.string() }),
      executor: z.string(),
      dockSn: word,
      dockName: word,
      aircraftSn: word,
      /** User name. */
      pilot: word,
      windowStart: Instant,
      windowEnd: Instant,
      startedAt: Instant.nullable(),
      tookOffAt: Instant.nullable(),
      state: z.string(),
      createdBy: z.string(),
      approvedBy: word,
    })
    .nullable(),
  files: z.array(EvidenceFile).max(10_000),
  /** The report, and the route as it was flown. */
  documents: z.array(z.object({ path: PackedPath, size: z.number().int().min(0), sha256: Sha256 })).max(10),
  /** Files that a device told of and that were not here when the pack was made. */
  missing: z.array(z.object({ mediaId: z.uuid(), name: z.string() })),
  custody: z.array(EvidenceLink).max(100_000),
});
export type EvidenceManifest = z.infer<typeof EvidenceManifest>;
