import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';
import { DeviceView, Presence, PresenceReason } from './devices.js';
import { AirspaceAreaView } from './airspace.js';
import { MediaKind, MediaState, MissingMedia } from './media.js';
import { EvidencePackView } from './evidence.js';
import { CameraView } from './cameras.js';
import { DockOrderView } from './dock-orders.js';
import { FlightOrderView } from './flight-orders.js';
import { FeaturePointView } from './points.js';
import { PaperView, TaskPaperworkView } from './papers.js';
import { PlanView } from './plans.js';
import { RouteView, RouteVersionView } from './routes.js';
import { ScenarioView } from './scenarios.js';
import { FallbackKind } from './task-fallbacks.js';
import { TaskView } from './task-orders.js';

/** What facts tell of a file; its addresses are asked for. */
const mediaFact = {
  mediaId: z.string(),
  name: z.string(),
  kind: MediaKind,
  taskId: z.string().nullable(),
} as const;

/**
 * Every fact and its body. A fact is a row of the event log, written in the transaction of the change it tells of,
 * pushed in order and replayed after a cut.
 */
export const FACTS = {
  'device.presence_changed': z.object({
    sn: z.string(),
    name: z.string(),
    from: Presence,
    to: Presence,
    reason: PresenceReason,
    /** When it was judged so; the fact may be written later, after an outage of the database. */
    since: Instant.optional(),
    lastMessageAt: Instant.nullable(),
    /** For a recovery: the id of the loss it ends. */
    endsEventId: z.number().int().nullable(),
  }),
  'device.topology_changed': z.object({
    sn: z.string(),
    name: z.string(),
    parentSn: z.string().nullable(),
    linked: z.boolean(),
    previousParentSn: z.string().nullable(),
  }),
  'device.registered': z.object({ device: DeviceView }),
  'device.changed': z.object({ device: DeviceView }),
  'device.left': z.object({ sn: z.string(), name: z.string(), reason: z.string() }),
  'device.unknown_seen': z.object({
    sn: z.string(),
    gatewaySn: z.string().nullable(),
    modelKey: z.string().nullable(),
  }),
  'device.unknown_refused': z.object({ sn: z.string(), reason: z.string() }),
  'device.health_raised': z.object({
    sn: z.string(),
    name: z.string(),
    noticeId: z.string(),
    code: z.string(),
    level: z.number().int(),
    textZh: z.string().nullable(),
    textEn: z.string().nullable(),
    health: DeviceView.shape.health,
  }),
  'device.health_cleared': z.object({
    sn: z.string(),
    name: z.string(),
    noticeId: z.string(),
    code: z.string(),
    level: z.number().int(),
    textZh: z.string().nullable(),
    textEn: z.string().nullable(),
    health: DeviceView.shape.health,
  }),
  'device.clock_stepped': z.object({ sn: z.string(), name: z.string(), offsetSeconds: z.number() }),
  'feature_point.added': z.object({ featurePoint: FeaturePointView, by: z.string() }),
  'feature_point.changed': z.object({ featurePoint: FeaturePointView, by: z.string() }),
  'feature_point.retired': z.object({ featurePoint: FeaturePointView, by: z.string() }),
  'feature_point.restored': z.object({ featurePoint: FeaturePointView, by: z.string() }),
  /** A spreadsheet was taken in: one fact for each town with rows in it. */
  'feature_point.imported': z.object({ added: z.number().int(), changed: z.number().int(), by: z.string() }),
  'scenario.added': z.object({ scenario: ScenarioView, by: z.string() }),
  'scenario.changed': z.object({ scenario: ScenarioView, by: z.string() }),
  'scenario.retired': z.object({ scenario: ScenarioView, by: z.string() }),
  'scenario.restored': z.object({ scenario: ScenarioView, by: z.string() }),
  'scenario.imported': z.object({ added: z.number().int(), changed: z.number().int(), by: z.string() }),
  'route.added': z.object({ route: RouteView, by: z.string() }),
  'route.changed': z.object({ route: RouteView, by: z.string() }),
  'route.retired': z.object({ route: RouteView, by: z.string() }),
  'route.restored': z.object({ route: RouteView, by: z.string() }),
  /** A new version was saved, or checked again. */
  'route.version_saved': z.object({
    route: RouteView,
    number: z.number().int(),
    state: RouteVersionView.shape.state,
    by: z.string(),
  }),
  'route.version_approved': z.object({ route: RouteView, number: z.number().int(), md5: z.string(), by: z.string() }),
  'route_import.finished': z.object({
    importId: z.string(),
    taken: z.number().int(),
    drafts: z.number().int(),
    refused: z.number().int(),
    by: z.string(),
  }),
  'airspace_area.added': z.object({ area: AirspaceAreaView, by: z.string() }),
  'airspace_area.changed': z.object({ area: AirspaceAreaView, by: z.string() }),
  'airspace_area.retired': z.object({ area: AirspaceAreaView, by: z.string() }),
  'elevation_model.added': z.object({ name: z.string(), by: z.string() }),
  'elevation_model.removed': z.object({ name: z.string(), by: z.string() }),
  'camera.added': z.object({ camera: CameraView, by: z.string() }),
  'camera.changed': z.object({ camera: CameraView, by: z.string() }),
  'camera.retired': z.object({ camera: CameraView, by: z.string() }),
  'camera.restored': z.object({ camera: CameraView, by: z.string() }),
  /** A list was taken in: one fact for each town with rows in it. */
  'camera.imported': z.object({ added: z.number().int(), changed: z.number().int(), by: z.string() }),
  'plan.added': z.object({ plan: PlanView, by: z.string() }),
  'plan.changed': z.object({ plan: PlanView, by: z.string() }),
  'plan.approved': z.object({ plan: PlanView, by: z.string(), note: z.string() }),
  'paper.added': z.object({ paper: PaperView, by: z.string() }),
  'paper.changed': z.object({ paper: PaperView, by: z.string() }),
  /** It runs out within 30 days, within 7, or has run out: each is told once. */
  'paper.due': z.object({ paper: PaperView }),
  /** Somebody filed, noted an answer or a report, or let a red clock pass. */
  'paperwork.changed': z.object({
    taskId: z.string(),
    taskName: z.string(),
    step: z.enum(['filed', 'waived', 'granted', 'refused', 'reported', 'override_asked', 'override_confirmed']),
    paperwork: TaskPaperworkView,
    by: z.string(),
    note: z.string(),
  }),
  'task.added': z.object({ task: TaskView, by: z.string() }),
  /** Its state changed, or its cancel was asked for; `by` null: the product or the device. */
  'task.changed': z.object({ task: TaskView, by: z.string().nullable(), note: z.string().optional() }),
  /** Another task flies in its place; `by` null: by rule, since its plan or a person allowed it beforehand. */
  'task.fallback_taken': z.object({
    taskId: z.string(),
    taskName: z.string(),
    kind: FallbackKind,
    reason: z.string(),
    inItsPlace: z.object({ id: z.string(), name: z.string(), by: z.string() }),
    by: z.string().nullable(),
  }),
  /** A device told of a file that it uploaded. */
  'media.received': z.object({ ...mediaFact, source: z.enum(['dock', 'pilot']) }),
  /** It was read and linked, or cannot be read; `duplicateOf` names the first file with the same bytes. */
  'media.ingested': z.object({
    ...mediaFact,
    state: MediaState,
    waypoint: z.number().int().nullable(),
    featurePointId: z.string().nullable(),
    duplicateOf: z.string().nullable(),
  }),
  /** All files of a task are here, or the rest is not waited for any more. Told once. */
  'task.media_complete': z.object({
    taskId: z.string(),
    taskName: z.string(),
    expected: z.number().int(),
    received: z.number().int(),
    missing: z.array(MissingMedia.pick({ waypoint: true, suffix: true, code: true, zh: true, en: true })),
  }),
  /** It was asked for, it is ready, or it failed. */
  'evidence_pack.changed': z.object({ pack: EvidencePackView, by: z.string() }),
  /** A person told a flight something, or the dock answered to it. */
  'task.order_changed': z.object({ taskId: z.string(), taskName: z.string(), order: FlightOrderView }),
  /** An order to a dock was asked for, confirmed, told of its progress, or ended. */
  'dock_order.changed': z.object({ order: DockOrderView }),
  'guest.invited': z.object({ joinCodeId: z.string(), pilotName: z.string() }),
  'user.signed_in': z.object({ userId: z.string(), username: z.string() }),
  'user.locked_out': z.object({ userId: z.string(), username: z.string() }),
  'user.changed': z.object({ userId: z.string(), username: z.string(), by: z.string() }),
} as const;

export type FactName = keyof typeof FACTS;
export type FactBody<Name extends FactName> = z.infer<(typeof FACTS)[Name]>;

/** One fact. `id` rises by commit order without gaps in the reading order; a client drops ids it has. */
export type Fact = {
  [Name in FactName]: {
    id: number;
    at: string;
    name: Name;
    divisionPath: string;
    deviceSn: string | null;
    data: FactBody<Name>;
  };
}[FactName];

export const FactView = z
  .object({
    id: z.number().int(),
    at: Instant,
    name: z.enum(Object.keys(FACTS) as [FactName, ...FactName[]]),
    divisionPath: z.string(),
    deviceSn: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Fact' });

export const EventQuery = PageQuery.extend({
  /** Only facts after this id, oldest first; without it newest first. */
  after: z.coerce.number().int().min(0).optional(),
  name: z.string().max(500).optional(),
  device: z.string().optional(),
  /** The history of one task. */
  task: z.uuid().optional(),
  division: z.string().optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});
export const EventPage = pageOf(FactView).meta({ id: 'EventPage' });
