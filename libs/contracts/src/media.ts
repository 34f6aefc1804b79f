import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';

export const MediaKind = z.enum(['photo', 'video', 'other']).meta({ id: 'MediaKind' });
export type MediaKind = z.infer<typeof MediaKind>;

/** announced: told of, its bytes are not here; stored: here, not looked at yet; ingested: read; damaged: cannot be read. */
export const MediaState = z.enum(['announced', 'stored', 'ingested', 'damaged']).meta({ id: 'MediaState' });
export type MediaState = z.infer<typeof MediaState>;

/** As the screen says it. */
export const MEDIA_STATES: Readonly<Record<MediaState, { zh: string; en: string }>> = {
  announced: { zh: '已登记，文件未到', en: 'told of, not here yet' },
  stored: { zh: '已存储，待处理', en: 'stored, not read yet' },
  ingested: { zh: '已入库', en: 'ready' },
  damaged: { zh: '文件损坏', en: 'damaged' },
};

/** What is wrong with a file that is kept all the same. */
export const MediaProblem = z.object({ code: z.string(), zh: z.string(), en: z.string() }).meta({ id: 'MediaProblem' });
export type MediaProblem = z.infer<typeof MediaProblem>;

const named = z.object({ id: z.string(), code: z.string(), name: z.string() });

/** A file that a drone took: kept as it came, never overwritten. */
export const MediaView = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: MediaKind,
    contentType: z.string().nullable(),
    /** Bytes. */
    size: z.number().int().nullable(),
    /** Of the original, hexadecimal; null until it is here. */
    sha256: z.string().nullable(),
    state: MediaState,
    problem: MediaProblem.nullable(),
    /** How it came: from a dock, from DJI Pilot. */
    source: z.enum(['dock', 'pilot']),
    task: z.object({ id: z.string(), name: z.string() }).nullable(),
    route: named.nullable(),
    /** Of the route as it was flown: from 1, counted through all legs. */
    waypoint: z.number().int().nullable(),
    featurePoint: named.nullable(),
    divisionPath: z.string(),
    divisionName: z.string(),
    /** The dock or remote controller that sent it, and the drone that took it. */
    gatewaySn: z.string().nullable(),
    deviceSn: z.string().nullable(),
    /** The camera, such as `1-99-0`. */
    payload: z.string().nullable(),
    /** By the device's clock, put right where that cannot be; when it was told of, where nothing says when it was taken. */
    takenAt: Instant,
    /** What the device itself said, as it said it. */
    deviceTime: z.string().nullable(),
    receivedAt: Instant,
    /** WGS84 degrees of the camera. */
    longitude: z.number().nullable(),
    latitude: z.number().nullable(),
    /** Metres, as the device tells them. */
    absoluteHeight: z.number().nullable(),
    /** Metres above take-off. */
    relativeHeight: z.number().nullable(),
    /** Degrees: yaw from true north, 0 to below 360; pitch 0 level, -90 down. */
    gimbal: z.object({ yaw: z.number().nullable(), pitch: z.number().nullable(), roll: z.number().nullable() }),
    /** Pixels, the right way up. */
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    /** The first file with the same bytes; null for that one itself. */
    duplicateOf: z.string().nullable(),
    /** Addresses on this server that are good for a quarter of an hour; null where there is no such picture. */
    thumbnailUrl: z.string().nullable(),
    previewUrl: z.string().nullable(),
    originalUrl: z.string().nullable(),
  })
  .meta({ id: 'Media' });
export type MediaView = z.infer<typeof MediaView>;
export const MediaPage = pageOf(MediaView).meta({ id: 'MediaPage' });

const BBOX = /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/;

export const MediaQuery = PageQuery.extend({
  task: z.uuid().optional(),
  route: z.uuid().optional(),
  /** A feature point. */
  point: z.uuid().optional(),
  division: z.string().max(20).optional(),
  /** Taken in this time. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  kind: MediaKind.optional(),
  state: MediaState.optional(),
  /** The drone's serial number. */
  drone: z.string().max(64).optional(),
  /** West, south, east, north: WGS84 degrees. */
  bbox: z.string().regex(BBOX, '应为 西,南,东,北 / west,south,east,north').optional(),
  /** False leaves out files whose bytes came before. */
  duplicates: z.enum(['true', 'false']).default('true'),
});
export type MediaQuery = z.infer<typeof MediaQuery>;

/** Why a picture of a task is not there. */
export const MISSING_MEDIA = {
  uploading: { zh: '机场正在上传', en: 'the dock is still uploading' },
  dock_offline: { zh: '机场离线，恢复后继续上传', en: 'the dock is offline: it goes on uploading when it is back' },
  upload_failed: {
    zh: '机场已通知，但文件没有上传到存储',
    en: 'the dock told of it, but the file never reached the store',
  },
  counted_fewer: {
    zh: '机场清点的文件少于航线动作，相机没有拍成',
    en: 'the dock counted fewer files than the route takes: the camera did not take it',
  },
  broken_off: { zh: '任务在到达该航点前中断', en: 'the flight was broken off before this waypoint' },
  never_came: {
    zh: '机场计入数量，但到期仍未上传',
    en: 'the dock counted it, and did not send it until the deadline',
  },
  dock_lost: { zh: '机场离线直到期限，文件没有上传', en: 'the dock stayed offline until the deadline' },
} as const;
export type MissingMediaCode = keyof typeof MISSING_MEDIA;

/** One picture that was to come. */
export const MissingMedia = z
  .object({
    /** From 1; null where only a number is missing. */
    waypoint: z.number().int().nullable(),
    kind: z.enum(['photo', 'panorama', 'video']).nullable(),
    /** What the route wants in the file's name. */
    suffix: z.string().nullable(),
    code: z.enum(Object.keys(MISSING_MEDIA) as [MissingMediaCode, ...MissingMediaCode[]]),
    zh: z.string(),
    en: z.string(),
    /** It is not waited for any more. */
    final: z.boolean(),
  })
  .meta({ id: 'MissingMedia' });
export type MissingMedia = z.infer<typeof MissingMedia>;

/** Expected against received files of a task. */
export const TaskMediaCount = z
  .object({
    expected: z.number().int(),
    received: z.number().int(),
    missing: z.number().int(),
    /** Everything is here, or nothing more is waited for. */
    settled: z.boolean(),
  })
  .meta({ id: 'TaskMediaCount' });
export type TaskMediaCount = z.infer<typeof TaskMediaCount>;

export const TaskMediaView = z
  .object({
    ...TaskMediaCount.omit({ missing: true }).shape,
    /** Files beyond what the route takes and the dock counted: kept. */
    surplus: z.number().int(),
    /** Received files that cannot be read. */
    damaged: z.number().int(),
    /** Until when missing files are waited for; null before the flight has ended, and when it is settled. */
    deadline: Instant.nullable(),
    missing: z.array(MissingMedia),
    items: z.array(MediaView),
  })
  .meta({ id: 'TaskMedia' });
export type TaskMediaView = z.infer<typeof TaskMediaView>;

/** The pictures that one flight, or one day without a task, brought of a feature point. */
export const PointVisit = z
  .object({
    task: MediaView.shape.task,
    /** The newest of them. */
    takenAt: Instant,
    items: z.array(MediaView),
  })
  .meta({ id: 'PointVisit' });
export type PointVisit = z.infer<typeof PointVisit>;
export const PointVisitPage = pageOf(PointVisit).meta({ id: 'PointVisitPage' });
