import { z } from 'zod';
import { Instant, Latitude, Longitude, PageQuery, Placement, pageOf } from './common.js';

/** What a feature point is, with its words for the screen and for spreadsheets. */
export const FEATURE_POINT_CLASSES = {
  traditional_village: { zh: '古村落', en: 'traditional village' },
  typical_village: { zh: '典型村', en: 'typical village' },
  demonstration_belt: { zh: '示范带', en: 'demonstration belt' },
  water_works: { zh: '水利设施', en: 'water works' },
  river_or_lake: { zh: '河湖', en: 'river or lake' },
  coast: { zh: '海岸线', en: 'shore' },
  mangrove: { zh: '红树林', en: 'mangroves' },
  forest: { zh: '林地', en: 'forest' },
  farmland: { zh: '农田', en: 'farmland' },
  tourism: { zh: '文旅点位', en: 'culture and tourism' },
  industry: { zh: '产业园区', en: 'industrial area' },
  traffic_node: { zh: '交通节点', en: 'traffic node' },
  harbour: { zh: '渔港码头', en: 'harbour or landing' },
  public_space: { zh: '公共空间', en: 'public space' },
  other: { zh: '其他', en: 'other' },
} as const;
export const FeaturePointClass = z
  .enum(Object.keys(FEATURE_POINT_CLASSES) as [FeaturePointClass, ...FeaturePointClass[]])
  .meta({ id: 'FeaturePointClass' });
export type FeaturePointClass = keyof typeof FEATURE_POINT_CLASSES;

/** active: in use; retired: kept with its history, and no longer offered for new work. */
export const CatalogueState = z.enum(['active', 'retired']).meta({ id: 'CatalogueState' });
export type CatalogueState = z.infer<typeof CatalogueState>;

/** A code that people use and that ends up in file names of pictures. */
export const CatalogueCode = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/,
    '编码为 1–32 位字母、数字、_ 或 -，以字母或数字开头 / 1 to 32 letters, digits, _ or -, beginning with a letter or digit',
  );
const name = z.string().trim().min(1).max(100);
const tag = z.string().trim().min(1).max(30);
/** Free words, each once. */
export const Tags = z
  .array(tag)
  .max(20)
  .transform((tags) => [...new Set(tags)]);

/** Above what a height is measured: 椭球高, 海拔, 相对起飞点, 真高. */
export const HeightDatum = z.enum(['ellipsoid', 'sea', 'takeoff', 'ground']).meta({ id: 'HeightDatum' });
export type HeightDatum = z.infer<typeof HeightDatum>;

/** Where the camera stands and looks when it takes the picture of a point, so that the same picture can be taken again. */
export const PicturePose = z
  .object({
    name,
    longitude: Longitude,
    latitude: Latitude,
    /** Metres above what `heightDatum` names. */
    height: z.number().min(-500).max(9000),
    heightDatum: HeightDatum,
    /** Degrees: 0 the horizon, -90 straight down. */
    gimbalPitch: z.number().min(-120).max(60),
    /** Degrees clockwise from true north. */
    gimbalYaw: z.number().min(0).lt(360),
    /** Times the widest view: 1 is the widest. */
    zoom: z.number().min(1).max(200),
    note: z.string().trim().max(200).nullable(),
  })
  .meta({ id: 'PicturePose' });
export type PicturePose = z.infer<typeof PicturePose>;
const poses = z
  .array(PicturePose)
  .max(20)
  .refine(
    (list) => new Set(list.map((pose) => pose.name)).size === list.length,
    '位姿名称不能重复 / each pose needs a name of its own',
  );

/** A typical village 典型村 or a demonstration belt 示范带 with the natural villages 自然村 that belong to it. */
export const VillageProfile = z
  .object({
    kind: z.enum(['typical_village', 'demonstration_belt']),
    naturalVillages: z.array(z.string().trim().min(1).max(50)).max(200),
    note: z.string().trim().max(500).nullable(),
  })
  .meta({ id: 'VillageProfile' });
export type VillageProfile = z.infer<typeof VillageProfile>;

export const NewFeaturePoint = z
  .object({
    code: CatalogueCode,
    name,
    class: FeaturePointClass,
    story: z.string().trim().max(4000).default(''),
    /** A town, a zone, a village or a natural village; never the whole county. */
    divisionCode: z.string().min(1).max(20),
    longitude: Longitude,
    latitude: Latitude,
    placement: Placement,
    placementNote: z.string().trim().max(200).nullable().default(null),
    tags: Tags.default([]),
    profile: VillageProfile.nullable().default(null),
    poses: poses.default([]),
  })
  .meta({ id: 'NewFeaturePoint' });
export type NewFeaturePoint = z.infer<typeof NewFeaturePoint>;

/**
 * What changes; members left out stay as they are. The version that was read must be told, by `If-Match` or by
 * `version`, so that nobody overwrites what they have not seen.
 */
export const FeaturePointChange = z
  .object({
    ...NewFeaturePoint.omit({ code: true }).partial().shape,
    // without the defaults of a new point: a member that is left out must stay what it was
    story: NewFeaturePoint.shape.story.unwrap().optional(),
    placementNote: NewFeaturePoint.shape.placementNote.unwrap().optional(),
    tags: Tags.optional(),
    profile: VillageProfile.nullable().optional(),
    poses: poses.optional(),
    state: CatalogueState.optional(),
    version: z.number().int().min(1).optional(),
  })
  .meta({ id: 'FeaturePointChange' });
export type FeaturePointChange = z.infer<typeof FeaturePointChange>;

/** A feature point 特色点位: a place of the county that is worth a picture again and again. */
export const FeaturePointView = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    class: FeaturePointClass,
    story: z.string(),
    divisionCode: z.string(),
    divisionName: z.string(),
    divisionPath: z.string(),
    /** The town or zone it lies in. */
    townCode: z.string(),
    townName: z.string(),
    /** The village it lies in; null for a point of a whole town. */
    villageCode: z.string().nullable(),
    villageName: z.string().nullable(),
    longitude: Longitude,
    latitude: Latitude,
    placement: Placement,
    placementNote: z.string().nullable(),
    tags: z.array(z.string()),
    profile: VillageProfile.nullable(),
    poses: z.array(PicturePose),
    state: CatalogueState,
    /** True for seeded demonstration data. */
    demonstration: z.boolean(),
    /** Rises by one with each change. */
    version: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    /** User name, or null for what came with the county's folder. */
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'FeaturePoint' });
export type FeaturePointView = z.infer<typeof FeaturePointView>;

export const FeaturePointQuery = PageQuery.extend({
  /** Points in this division and below: a town, a village … */
  division: z.string().max(20).optional(),
  class: FeaturePointClass.optional(),
  tag: z.string().max(30).optional(),
  /** Code of a scenario that aims at the point, or at a division that holds it. */
  scenario: z.string().max(32).optional(),
  profile: VillageProfile.shape.kind.optional(),
  state: z.enum(['active', 'retired', 'all']).default('active'),
  /** Part of a code, name or division. */
  search: z.string().max(100).optional(),
});
export type FeaturePointQuery = z.infer<typeof FeaturePointQuery>;
export const FeaturePointPage = pageOf(FeaturePointView).meta({ id: 'FeaturePointPage' });
