import { z } from 'zod';
import { Instant, Latitude, Longitude, PageQuery, Placement, pageOf } from './common.js';
import { CatalogueState } from './points.js';

/**
 * The 20 digits of GB/T 28181, annex E: 8 of the place, 2 of the trade, 3 of the kind of device, 1 of the network, 6 of the
 * number.
 */
export const CameraCode = z
  .string()
  .regex(
    /^\d{20}$/,
    '国标编码为 20 位数字，如 44088100001320000001 / the national code has 20 digits, such as 44088100001320000001',
  )
  .meta({ id: 'CameraCode' });

/** Where its pictures come from, with the words for the screen and for spreadsheets. */
export const CAMERA_SOURCES = {
  none: { zh: '未接入', en: 'not connected' },
  rtsp: { zh: 'RTSP', en: 'RTSP' },
  http_snapshot: { zh: 'HTTP 抓图', en: 'HTTP snapshot' },
  hls: { zh: 'HLS', en: 'HLS' },
  rtmp_push: { zh: 'RTMP 推流', en: 'RTMP push' },
  gb28181: { zh: '国标通道', en: 'GB/T 28181 channel' },
  drone: { zh: '无人机直播', en: 'drone live stream' },
} as const;
export const CameraSourceKind = z
  .enum(Object.keys(CAMERA_SOURCES) as [CameraSourceKind, ...CameraSourceKind[]])
  .meta({ id: 'CameraSourceKind' });
export type CameraSourceKind = keyof typeof CAMERA_SOURCES;

/** Who may see it at all, below the rights of the division. */
export const CAMERA_RIGHTS = {
  public: { zh: '公开', en: 'public' },
  internal: { zh: '内部', en: 'internal' },
  restricted: { zh: '受限', en: 'restricted' },
} as const;
/** public: may be shown to outsiders (slow-live alone); internal: whoever may see cameras; restricted: asked for by name. */
export const CameraRights = z
  .enum(Object.keys(CAMERA_RIGHTS) as [CameraRights, ...CameraRights[]])
  .meta({ id: 'CameraRights' });
export type CameraRights = keyof typeof CAMERA_RIGHTS;

/** An address of a stream: the user name and the password are told apart, never inside it. */
const address = (schemes: readonly string[]) =>
  z
    .string()
    .trim()
    .max(1000)
    .superRefine((text, context) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      const scheme = url?.protocol.slice(0, -1) ?? '';
      const list = schemes.map((each) => `${each}://`).join('、');
      if (!url || !schemes.includes(scheme) || url.hostname === '') {
        context.addIssue({ code: 'custom', message: `应为以 ${list} 开头的地址 / must be an address with ${list}` });
      } else if (url.username !== '' || url.password !== '') {
        context.addIssue({
          code: 'custom',
          message: '地址中不要写用户名和密码，请填在各自的栏 / write user name and password into their own fields',
        });
      }
    });

/** Where its pictures come from. */
export const CameraSource = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('rtsp'),
      address: address(['rtsp', 'rtsps']),
      /** The small stream, for walls and for looking whether it lives; null: there is none. */
      subAddress: address(['rtsp', 'rtsps']).nullable().default(null),
    }),
    z.object({ kind: z.literal('http_snapshot'), address: address(['http', 'https']) }),
    z.object({ kind: z.literal('hls'), address: address(['http', 'https']) }),
    /** The camera pushes to us, under this name. */
    z.object({ kind: z.literal('rtmp_push'), stream: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) }),
    /** A channel of a platform or recorder that speaks GB/T 28181. */
    z.object({ kind: z.literal('gb28181'), deviceId: CameraCode, channelId: CameraCode }),
    z.object({ kind: z.literal('drone'), droneSn: z.string().min(1).max(64) }),
  ])
  .meta({ id: 'CameraSource' });
export type CameraSource = z.infer<typeof CameraSource>;

/** How it hangs: what a mounting record 安装档案 keeps. Null: not recorded. */
export const CameraMounting = z
  .object({
    /** Metres above ground. */
    height: z.number().min(0).max(300).nullable(),
    /** Degrees clockwise from true north that it looks to. */
    azimuth: z.number().min(0).lt(360).nullable(),
    /** Degrees: 0 the horizon, -90 straight down. */
    tilt: z.number().min(-90).max(90).nullable(),
    /** Whether the sign 图像采集提示标识 hangs there (Order 799, Art. 14). */
    sign: z.boolean().nullable(),
    note: z.string().trim().max(200).nullable(),
  })
  .meta({ id: 'CameraMounting' });
export type CameraMounting = z.infer<typeof CameraMounting>;
/** Nothing is recorded yet. */
export const NO_MOUNTING: CameraMounting = { height: null, azimuth: null, tilt: null, sign: null, note: null };

const members = {
  name: z.string().trim().min(1).max(100),
  /** A town, a zone, a village or a natural village; never the whole county. */
  divisionCode: z.string().min(1).max(20),
  /** WGS84; both null: no place is known. */
  longitude: Longitude.nullable(),
  latitude: Latitude.nullable(),
  placement: Placement,
  vendor: z.string().trim().max(50),
  model: z.string().trim().max(50),
  mounting: CameraMounting,
  source: CameraSource,
  rights: CameraRights,
  /** The name of the slow-live point whose picture it is; null: none. */
  slowLivePoint: z.string().max(40).nullable(),
  tags: z
    .array(z.string().trim().min(1).max(30))
    .max(20)
    .transform((tags) => [...new Set(tags)]),
} as const;
const secret = {
  /** User name at the camera. Written, never read back. */
  username: z.string().max(100).optional(),
  /** Password at the camera. Written, never read back; empty text forgets it. */
  password: z.string().max(200).optional(),
} as const;

/** A camera 摄像头 as it is registered. */
export const NewCamera = z
  .object({
    code: CameraCode,
    ...members,
    longitude: members.longitude.default(null),
    latitude: members.latitude.default(null),
    placement: members.placement.default('assumed'),
    vendor: members.vendor.default(''),
    model: members.model.default(''),
    mounting: members.mounting.default(NO_MOUNTING),
    source: members.source.default({ kind: 'none' }),
    rights: members.rights.default('internal'),
    slowLivePoint: members.slowLivePoint.default(null),
    tags: members.tags.default([]),
    ...secret,
  })
  .refine(
    ({ longitude, latitude }) => (longitude === null) === (latitude === null),
    '经度和纬度须同时填写 / give longitude and latitude together',
  )
  .meta({ id: 'NewCamera' });
export type NewCamera = z.infer<typeof NewCamera>;

/** What changes; members left out stay. The version that was read must be told, by `If-Match` or by `version`. */
export const CameraChange = z
  .object({ ...members, ...secret })
  .partial()
  .extend({ state: CatalogueState.optional(), version: z.number().int().min(1).optional() })
  .meta({ id: 'CameraChange' });
export type CameraChange = z.infer<typeof CameraChange>;

/** A camera 摄像头 of the catalogue. */
export const CameraView = z
  .object({
    id: z.string(),
    code: z.string(),
    ...members,
    tags: z.array(z.string()),
    sourceKind: CameraSourceKind,
    /** With its address only for those who manage cameras; null for the others. */
    source: CameraSource.nullable(),
    /** Whether a user name or a password is kept for it. */
    hasCredentials: z.boolean(),
    divisionName: z.string(),
    divisionPath: z.string(),
    /** The town or zone it stands in. */
    townCode: z.string(),
    townName: z.string(),
    state: CatalogueState,
    /** True for seeded demonstration data. */
    demonstration: z.boolean(),
    /** Rises by one with each change. */
    version: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Camera' });
export type CameraView = z.infer<typeof CameraView>;

export const CameraQuery = PageQuery.extend({
  division: z.string().max(20).optional(),
  vendor: z.string().max(50).optional(),
  source: CameraSourceKind.optional(),
  rights: CameraRights.optional(),
  /** `true`: only those of slow-live points; `false`: only the others. */
  slowLive: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  state: z.enum(['active', 'retired', 'all']).default('active'),
  /** Part of a code, name, vendor or division. */
  search: z.string().max(100).optional(),
});
export type CameraQuery = z.infer<typeof CameraQuery>;
export const CameraPage = pageOf(CameraView).meta({ id: 'CameraPage' });
