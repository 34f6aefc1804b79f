import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';
import { CatalogueCode, CatalogueState, Tags } from './points.js';

/** blocked 堵点: something that is in the way; missed 漏点: something that was left out. */
export const SpotKind = z.enum(['blocked', 'missed']).meta({ id: 'SpotKind' });
export type SpotKind = z.infer<typeof SpotKind>;
export const SPOT_KINDS: Readonly<Record<SpotKind, { zh: string; en: string }>> = {
  blocked: { zh: '堵点', en: 'blocked' },
  missed: { zh: '漏点', en: 'missed' },
};

/** What a patrol of a scenario hands over. */
export const ScenarioOutput = z.enum(['pictures', 'video', 'report_items']).meta({ id: 'ScenarioOutput' });
export type ScenarioOutput = z.infer<typeof ScenarioOutput>;
export const SCENARIO_OUTPUTS: Readonly<Record<ScenarioOutput, { zh: string; en: string }>> = {
  pictures: { zh: '图片', en: 'pictures' },
  video: { zh: '视频', en: 'video' },
  report_items: { zh: '报送项', en: 'report items' },
};

/** A kind of spot that a scenario can raise, and how long its repair may take. */
export const ScenarioSpot = z
  .object({
    kind: SpotKind,
    /** What it is, such as 垃圾堆放. */
    class: z.string().trim().min(1).max(50),
    /** Days from the filing of a spot to its repair. */
    deadlineDays: z.number().int().min(1).max(365),
  })
  .meta({ id: 'ScenarioSpot' });
export type ScenarioSpot = z.infer<typeof ScenarioSpot>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻格式为 08:30 / a time of day such as 08:30');

/** How often each target is visited: every so many days or weeks, at which time of the county's day. */
export const Cadence = z
  .object({
    every: z.number().int().min(1).max(366),
    unit: z.enum(['day', 'week']),
    /** The county's local time; null: any time. A window that ends before it begins runs past midnight. */
    window: z
      .object({ from: clock, to: clock })
      .refine(({ from, to }) => from !== to, '时段的开始与结束不能相同 / a window must not end where it begins')
      .nullable(),
  })
  .meta({ id: 'Cadence' });
export type Cadence = z.infer<typeof Cadence>;

const spots = z
  .array(ScenarioSpot)
  .max(50)
  .refine(
    (list) => new Set(list.map((spot) => `${spot.kind} ${spot.class}`)).size === list.length,
    '问题种类不能重复 / a kind and class of spot appears twice',
  );
const checklist = z.array(z.string().trim().min(1).max(200)).max(100);
const outputs = z.array(ScenarioOutput).transform((list) => [...new Set(list)]);
const codes = (most: number) =>
  z
    .array(z.string().min(1).max(32))
    .max(most)
    .transform((list) => [...new Set(list)]);

/** Where a scenario is patrolled: feature points by code, and whole divisions by code. */
export const ScenarioTargets = z
  .object({ featurePoints: codes(2000), divisions: codes(2000) })
  .meta({ id: 'ScenarioTargets' });
export type ScenarioTargets = z.infer<typeof ScenarioTargets>;

export const NewScenario = z
  .object({
    code: CatalogueCode,
    name: z.string().trim().min(1).max(100),
    purpose: z.string().trim().max(4000).default(''),
    /** The division whose scenario it is; every target lies in it. */
    divisionCode: z.string().min(1).max(20),
    ownerUnit: z.string().trim().min(1).max(100),
    ownerPerson: z.string().trim().max(50).nullable().default(null),
    checklist: checklist.default([]),
    spots: spots.default([]),
    /** null: only when somebody asks for it. */
    cadence: Cadence.nullable().default(null),
    outputs: outputs.default([]),
    targets: ScenarioTargets.default({ featurePoints: [], divisions: [] }),
    tags: Tags.default([]),
  })
  .meta({ id: 'NewScenario' });
export type NewScenario = z.infer<typeof NewScenario>;

/** As `FeaturePointChange`: members left out stay as they are, and the version that was read must be told. */
export const ScenarioChange = z
  .object({
    name: NewScenario.shape.name.optional(),
    purpose: NewScenario.shape.purpose.unwrap().optional(),
    divisionCode: NewScenario.shape.divisionCode.optional(),
    ownerUnit: NewScenario.shape.ownerUnit.optional(),
    ownerPerson: NewScenario.shape.ownerPerson.unwrap().optional(),
    checklist: checklist.optional(),
    spots: spots.optional(),
    cadence: Cadence.nullable().optional(),
    outputs: outputs.optional(),
    targets: ScenarioTargets.optional(),
    tags: Tags.optional(),
    state: CatalogueState.optional(),
    version: z.number().int().min(1).optional(),
  })
  .meta({ id: 'ScenarioChange' });
export type ScenarioChange = z.infer<typeof ScenarioChange>;

/** A scenario 应用场景: what is patrolled for, by whom, how often, and what comes of it. */
export const ScenarioView = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    purpose: z.string(),
    divisionCode: z.string(),
    divisionName: z.string(),
    divisionPath: z.string(),
    ownerUnit: z.string(),
    ownerPerson: z.string().nullable(),
    checklist: z.array(z.string()),
    spots: z.array(ScenarioSpot),
    cadence: Cadence.nullable(),
    outputs: z.array(ScenarioOutput),
    /** Only the targets that touch the caller's division. */
    targets: z.object({
      featurePoints: z.array(
        z.object({ code: z.string(), name: z.string(), divisionPath: z.string(), state: CatalogueState }),
      ),
      divisions: z.array(z.object({ code: z.string(), name: z.string(), path: z.string() })),
    }),
    tags: z.array(z.string()),
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
  .meta({ id: 'Scenario' });
export type ScenarioView = z.infer<typeof ScenarioView>;

export const ScenarioQuery = PageQuery.extend({
  /** Scenarios of this division, or with a target that touches it. */
  division: z.string().max(20).optional(),
  tag: z.string().max(30).optional(),
  /** Code of a feature point that the scenario aims at. */
  featurePoint: z.string().max(32).optional(),
  spotKind: SpotKind.optional(),
  output: ScenarioOutput.optional(),
  state: z.enum(['active', 'retired', 'all']).default('active'),
  /** Part of a code, name, purpose or owner. */
  search: z.string().max(100).optional(),
});
export type ScenarioQuery = z.infer<typeof ScenarioQuery>;
export const ScenarioPage = pageOf(ScenarioView).meta({ id: 'ScenarioPage' });
