import { z } from 'zod';
import { Instant, Latitude, Longitude, PageQuery, pageOf } from './common.js';
import { DeviceView, HealthNoticeView, Presence, PresenceReason } from './devices.js';
import { DockOrderView } from './dock-orders.js';
import { TaskReasonView, TaskState } from './tasks.js';

/** A value that a device told, and when; `value` null: it is unknown, which is never zero. */
function known<Value extends z.ZodType>(value: Value) {
  return z.object({ value: value.nullable(), at: Instant.nullable() });
}
export interface Known<Value> {
  value: Value | null;
  /** When we received it. */
  at: string | null;
}

const number = known(z.number());
const whole = known(z.number().int());
const flag = known(z.boolean());
/** One of our words (`DOCK_WORDS`), or `code 7` for a number that nobody has described. */
const word = known(z.string());
const instant = known(Instant);
/** Bytes. */
const Storage = z.object({ total: number, used: number });

type Words = Readonly<Record<string, { zh: string; en: string }>>;
/** The words of enumerated values, by what they are of. */
export const DOCK_WORDS = {
  mode: {
    idle: { zh: '空闲', en: 'idle' },
    on_site_debugging: { zh: '现场调试', en: 'debugging on site' },
    remote_debugging: { zh: '远程调试', en: 'remote debugging' },
    upgrading: { zh: '固件升级', en: 'upgrading' },
    working: { zh: '作业中', en: 'working' },
    to_be_calibrated: { zh: '待标定', en: 'to be calibrated' },
  },
  step: {
    preparing: { zh: '作业准备', en: 'preparing a flight' },
    in_flight: { zh: '飞行中', en: 'in flight' },
    recovering: { zh: '作业后恢复', en: 'recovering after a flight' },
    flight_areas: { zh: '更新自定义飞行区', en: 'loading flight areas' },
    obstacles: { zh: '更新地形障碍', en: 'loading terrain' },
    idle: { zh: '空闲', en: 'idle' },
    aircraft_abnormal: { zh: '飞机异常', en: 'the aircraft is abnormal' },
    unknown: { zh: '未知', en: 'unknown' },
  },
  cover: {
    closed: { zh: '已关闭', en: 'closed' },
    open: { zh: '已打开', en: 'open' },
    half_open: { zh: '半开', en: 'half open' },
    abnormal: { zh: '异常', en: 'abnormal' },
  },
  rain: {
    none: { zh: '无雨', en: 'no rain' },
    light: { zh: '小雨', en: 'light rain' },
    moderate: { zh: '中雨', en: 'moderate rain' },
    heavy: { zh: '大雨', en: 'heavy rain' },
  },
  airConditioner: {
    idle: { zh: '待机', en: 'idle' },
    cooling: { zh: '制冷', en: 'cooling' },
    heating: { zh: '制热', en: 'heating' },
    drying: { zh: '除湿', en: 'drying' },
    changing: { zh: '切换中', en: 'changing' },
    ventilating: { zh: '风冷', en: 'ventilating' },
    defogging: { zh: '除雾', en: 'defogging' },
  },
  storeMode: {
    plan: { zh: '计划模式（55–60%）', en: 'plan (55–60 %)' },
    standby: { zh: '待命模式（90–95%）', en: 'standby (90–95 %)' },
  },
  batteryCare: {
    none: { zh: '无需保养', en: 'none' },
    due: { zh: '待保养', en: 'due' },
    running: { zh: '保养中', en: 'running' },
  },
  network: { mobile: { zh: '4G', en: '4G' }, ethernet: { zh: '以太网', en: 'Ethernet' } },
  fix: {
    not_started: { zh: '未开始', en: 'not started' },
    converging: { zh: '收敛中', en: 'converging' },
    fixed: { zh: '已固定', en: 'fixed' },
    failed: { zh: '失败', en: 'failed' },
  },
  drc: {
    off: { zh: '未连接', en: 'off' },
    connecting: { zh: '连接中', en: 'connecting' },
    connected: { zh: '有人在实时操控', en: 'somebody steers' },
  },
  maintenance: {
    basic: { zh: '基础保养', en: 'basic' },
    routine: { zh: '常规保养', en: 'routine' },
    deep: { zh: '深度保养', en: 'deep' },
  },
  /** Who holds control: the dock's own link, a remote controller beside it, or a session of a cloud. */
  holder: {
    dock: { zh: '机场（A 控）', en: 'the dock (A)' },
    remote_controller: { zh: '遥控器（B 控）', en: 'a remote controller (B)' },
    cloud: { zh: '云端会话', en: 'a session of a cloud' },
    nobody: { zh: '无人', en: 'nobody' },
  },
} as const satisfies Record<string, Words>;

/** ready: it could fly now; busy: it flies or prepares; not_ready: `reason` says why not. */
export const DockStanding = z.enum(['ready', 'busy', 'not_ready']).meta({ id: 'DockStanding' });
export type DockStanding = z.infer<typeof DockStanding>;
export const DOCK_STANDINGS: Readonly<Record<DockStanding, { zh: string; en: string }>> = {
  ready: { zh: '可飞', en: 'ready' },
  busy: { zh: '执行中', en: 'busy' },
  not_ready: { zh: '不能飞', en: 'not ready' },
};

/** A task of this dock, as far as its page needs it. */
export const DockTask = z
  .object({
    id: z.string(),
    name: z.string(),
    routeCode: z.string(),
    state: TaskState,
    windowStart: Instant,
    windowEnd: Instant,
    percent: z.number().nullable(),
  })
  .meta({ id: 'DockTask' });
export type DockTask = z.infer<typeof DockTask>;

/** A health notice with what to do about it. */
export const DockNotice = HealthNoticeView.omit({ args: true, clearedAt: true, module: true })
  .extend({ deviceName: z.string(), nextZh: z.string(), nextEn: z.string() })
  .meta({ id: 'DockNotice' });
export type DockNotice = z.infer<typeof DockNotice>;

/** The aircraft that belongs to a dock. */
export const DockAircraft = z
  .object({
    sn: z.string(),
    name: z.string(),
    modelName: z.string().nullable(),
    presence: Presence,
    presenceReason: PresenceReason,
    lastMessageAt: Instant.nullable(),
    batteryPercent: number,
    /** The most used of its batteries. */
    batteryCycles: whole,
    flightSeconds: number,
    flights: whole,
    storage: Storage,
    firmware: word,
  })
  .meta({ id: 'DockAircraft' });
export type DockAircraft = z.infer<typeof DockAircraft>;

/** A dock and all that is last known of it, each value with its age. SI units. */
export const DockView = z
  .object({
    ...DeviceView.pick({
      sn: true,
      name: true,
      modelKey: true,
      modelName: true,
      divisionCode: true,
      divisionName: true,
      divisionPath: true,
      demonstration: true,
      longitude: true,
      latitude: true,
      presence: true,
      presenceReason: true,
      presenceSince: true,
      lastMessageAt: true,
      health: true,
    }).shape,
    standing: DockStanding,
    /** Why it is not ready; null when it is, or when it flies. */
    reason: TaskReasonView.nullable(),
    state: z.object({
      mode: word,
      step: word,
      cover: word,
      droneInDock: flag,
      emergencyStop: flag,
      supplementLight: flag,
      alarm: flag,
    }),
    power: z.object({
      charging: flag,
      batteryPercent: number,
      storeMode: word,
      batteryCare: word,
      batteryCareHours: number,
      backupOn: flag,
      /** V, °C. */
      backupVolts: number,
      backupTemperature: number,
      supplyVolts: number,
      workingVolts: number,
      workingAmperes: number,
    }),
    storage: Storage,
    /** Files that wait to be uploaded. */
    filesToUpload: whole,
    counters: z.object({
      flights: whole,
      totalSeconds: number,
      activatedAt: instant,
      maintainedAt: instant,
      daysSinceMaintenance: whole,
      maintenanceKind: word,
    }),
    environment: z.object({
      windSpeed: number,
      rain: word,
      outside: number,
      inside: number,
      humidity: number,
      airConditioner: word,
    }),
    network: z.object({
      type: word,
      /** 0 none to 5 good; 0 with a working Ethernet link is normal. */
      quality: whole,
      /** Bytes a second. */
      rate: number,
      sdrQuality: whole,
      mobileQuality: whole,
    }),
    position: z.object({
      fix: word,
      calibrated: flag,
      satellites: whole,
      alternate: known(
        z.object({
          longitude: Longitude,
          latitude: Latitude,
          safeHeight: z.number().nullable(),
          configured: z.boolean(),
        }),
      ),
    }),
    firmware: word,
    /** True: dock and aircraft have to be brought to one version. */
    firmwareDiffers: flag,
    /** Seconds the dock's clock is ahead of ours (negative: behind); null: it has told no time. */
    clockOffsetSeconds: z.number().nullable(),
    /** Shown as the devices tell it; nothing here ever takes it. */
    control: z.object({
      flight: word,
      /** The device's own word for who flies. */
      flightSource: known(z.string()),
      payloads: known(z.array(z.object({ index: z.string(), holder: z.string(), source: z.string() }))),
      drc: word,
    }),
    aircraft: DockAircraft.nullable(),
    currentTask: DockTask.nullable(),
    nextTasks: z.array(DockTask),
    /** An order that is under way. */
    openOrder: DockOrderView.nullable(),
  })
  .meta({ id: 'Dock' });
export type DockView = z.infer<typeof DockView>;

/** One dock with its active notices. */
export const DockDetail = DockView.extend({ notices: z.array(DockNotice) }).meta({ id: 'DockDetail' });
export type DockDetail = z.infer<typeof DockDetail>;

export const DockQuery = PageQuery.extend({
  division: z.string().max(20).optional(),
  presence: Presence.optional(),
  /** Part of a name or serial number. */
  search: z.string().max(100).optional(),
});
export type DockQuery = z.infer<typeof DockQuery>;
export const DockPage = pageOf(DockView).meta({ id: 'DockPage' });
