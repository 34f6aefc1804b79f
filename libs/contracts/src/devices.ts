import { z } from 'zod';
import { Instant, Latitude, Longitude, PageQuery, Placement, pageOf } from './common.js';

export const DeviceKind = z.enum(['dock', 'aircraft', 'remote_controller', 'other']).meta({ id: 'DeviceKind' });
export type DeviceKind = z.infer<typeof DeviceKind>;

export const Presence = z.enum(['unknown', 'online', 'stale', 'offline']).meta({ id: 'Presence' });
export type Presence = z.infer<typeof Presence>;

/** Why a device has the presence it has. `resting`: an aircraft switched off inside its dock, no alarm. */
export const PresenceReason = z
  .enum(['never_seen', 'message', 'silence', 'resting', 'powered_off', 'parent_offline', 'broker_disconnect', 'left'])
  .meta({ id: 'PresenceReason' });
export type PresenceReason = z.infer<typeof PresenceReason>;

/**
 * The newest known position and vital signs of one device, in our own words and SI units. `null` is "no value",
 * never zero. Times: `at` is when we received it, `deviceTime` is the device's own clock.
 */
export const DeviceSample = z
  .object({
    sn: z.string(),
    at: Instant,
    deviceTime: Instant.nullable(),
    longitude: Longitude.nullable(),
    latitude: Latitude.nullable(),
    /** 椭球高: metres above the WGS84 ellipsoid. */
    heightEllipsoid: z.number().nullable(),
    /** 相对起飞点: metres above the take-off point. */
    heightAboveTakeoff: z.number().nullable(),
    /** Degrees clockwise from true north, 0 to 360. */
    heading: z.number().nullable(),
    /** Metres per second over ground. */
    speed: z.number().nullable(),
    /** Metres per second, positive up. */
    verticalSpeed: z.number().nullable(),
    /** 0 to 100. */
    batteryPercent: z.number().nullable(),
    /** The device's own mode number (aircraft, dock), kept as it came. */
    modeCode: z.number().int().nullable(),
    /** True while an aircraft is in the air by its mode; null when unknown. */
    airborne: z.boolean().nullable(),
  })
  .meta({ id: 'DeviceSample' });
export type DeviceSample = z.infer<typeof DeviceSample>;

export const DeviceView = z
  .object({
    sn: z.string(),
    kind: DeviceKind,
    name: z.string(),
    /** `domain-type-subtype` of the maker, such as `3-3-0`; null until the device said so. */
    modelKey: z.string().nullable(),
    modelName: z.string().nullable(),
    /** The gateway that carries it now: the dock or the remote controller of an aircraft. */
    parentSn: z.string().nullable(),
    /** fixed: stays at its dock; mobile: flown with a remote controller; guest: joined by code for a limited time. */
    role: z.enum(['fixed', 'mobile', 'guest']),
    divisionCode: z.string(),
    divisionName: z.string(),
    divisionPath: z.string(),
    /** Where it stands by the register (docks); the live position is in `sample`. */
    longitude: Longitude.nullable(),
    latitude: Latitude.nullable(),
    placement: Placement,
    /** True for seeded demonstration devices, which the simulator plays. */
    demonstration: z.boolean(),
    pilotName: z.string().nullable(),
    guestUntil: Instant.nullable(),
    presence: Presence,
    presenceReason: PresenceReason,
    presenceSince: Instant.nullable(),
    lastMessageAt: Instant.nullable(),
    /** Active health notices by level: 0 notice, 1 reminder, 2 warning. */
    health: z.object({ notice: z.number().int(), reminder: z.number().int(), warning: z.number().int() }),
    sample: DeviceSample.nullable(),
  })
  .meta({ id: 'Device' });
export type DeviceView = z.infer<typeof DeviceView>;

export const DeviceQuery = PageQuery.extend({
  kind: DeviceKind.optional(),
  presence: Presence.optional(),
  role: z.enum(['fixed', 'mobile', 'guest']).optional(),
  /** Devices in this division and below. */
  division: z.string().optional(),
  /** Part of a name or serial number. */
  search: z.string().max(100).optional(),
});
export const DevicePage = pageOf(DeviceView).meta({ id: 'DevicePage' });

/** Everything last known about a device: the merged properties under their protocol names, each with its own age. */
export const DeviceStateView = z
  .object({
    sn: z.string(),
    properties: z.record(z.string(), z.unknown()),
    /** For each top-level property, when it was received and what the device's clock said. */
    times: z.record(z.string(), z.object({ receivedAt: Instant, deviceTime: Instant.nullable() })),
    sample: DeviceSample.nullable(),
    /** Seconds the device's clock is ahead of ours (negative: behind), or null. */
    clockOffsetSeconds: z.number().nullable(),
  })
  .meta({ id: 'DeviceState' });
export type DeviceStateView = z.infer<typeof DeviceStateView>;

export const HealthNoticeView = z
  .object({
    id: z.string(),
    sn: z.string(),
    /** The maker's code, such as `0x12040000`. */
    code: z.string(),
    /** 0 notice, 1 reminder, 2 warning; other numbers are kept. */
    level: z.number().int(),
    module: z.number().int().nullable(),
    inTheSky: z.boolean(),
    imminent: z.boolean(),
    /** Plain text; null when the code is not in the table: show the code. */
    textZh: z.string().nullable(),
    textEn: z.string().nullable(),
    args: z.record(z.string(), z.unknown()),
    raisedAt: Instant,
    lastAt: Instant,
    clearedAt: Instant.nullable(),
  })
  .meta({ id: 'HealthNotice' });
export type HealthNoticeView = z.infer<typeof HealthNoticeView>;
export const HealthNoticeQuery = PageQuery.extend({
  active: z.enum(['true', 'false']).optional(),
});
export const HealthNoticePage = pageOf(HealthNoticeView).meta({ id: 'HealthNoticePage' });

export const TrackQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** At most this many points; more are decimated on the server so that the shape is kept. */
  points: z.coerce.number().int().min(2).max(20000).default(2000),
  format: z.enum(['json', 'geojson', 'gpx', 'csv']).default('json'),
});
export type TrackQuery = z.infer<typeof TrackQuery>;

/** One point of a track. */
export const TrackPoint = DeviceSample.omit({ sn: true, airborne: true }).meta({ id: 'TrackPoint' });
export type TrackPoint = z.infer<typeof TrackPoint>;
export const TrackView = z
  .object({
    sn: z.string(),
    from: Instant,
    to: Instant,
    /** How many rows the history holds in the window, before decimation. */
    recorded: z.number().int(),
    items: z.array(TrackPoint),
  })
  .meta({ id: 'Track' });
export type TrackView = z.infer<typeof TrackView>;

/** A serial number that spoke and that nobody registered. */
export const UnknownDeviceView = z
  .object({
    sn: z.string(),
    gatewaySn: z.string().nullable(),
    kind: DeviceKind,
    modelKey: z.string().nullable(),
    modelName: z.string().nullable(),
    firstSeenAt: Instant,
    lastSeenAt: Instant,
    messages: z.number().int(),
    lastTopic: z.string(),
    longitude: Longitude.nullable(),
    latitude: Latitude.nullable(),
    status: z.enum(['waiting', 'refused']),
    /** The division its position lies in, as a proposal; null when it has no position or lies outside. */
    proposedDivisionCode: z.string().nullable(),
  })
  .meta({ id: 'UnknownDevice' });
export type UnknownDeviceView = z.infer<typeof UnknownDeviceView>;
export const UnknownDevicePage = pageOf(UnknownDeviceView).meta({ id: 'UnknownDevicePage' });
export const AdoptDevice = z
  .object({ name: z.string().trim().min(1).max(100), divisionCode: z.string().min(1), kind: DeviceKind.optional() })
  .meta({ id: 'AdoptDevice' });
export type AdoptDevice = z.infer<typeof AdoptDevice>;
export const RefuseDevice = z.object({ reason: z.string().trim().min(1).max(200) }).meta({ id: 'RefuseDevice' });

/** A word, code or method of the protocol that we do not know, or a value of the wrong type, kept and counted. */
export const ProtocolNoteView = z
  .object({
    kind: z.enum([
      'unknown_topic',
      'unknown_method',
      'unknown_field',
      'unknown_value',
      'unknown_health_code',
      'type_drift',
      'malformed',
      'refused_topic',
    ]),
    name: z.string(),
    example: z.string(),
    sn: z.string().nullable(),
    count: z.number().int(),
    firstAt: Instant,
    lastAt: Instant,
  })
  .meta({ id: 'ProtocolNote' });
export type ProtocolNoteView = z.infer<typeof ProtocolNoteView>;
export const ProtocolNotePage = pageOf(ProtocolNoteView).meta({ id: 'ProtocolNotePage' });
