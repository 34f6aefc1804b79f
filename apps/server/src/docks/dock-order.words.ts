import { type DockOrderGroup, type DockOrderMethod, type DockOrderRisk } from '#contracts';

/** An order in words, and what the product must know about it. */
export interface DockOrderWords {
  method: DockOrderMethod;
  /** For switches: the number that goes with the method. */
  action: number | null;
  group: DockOrderGroup;
  risk: DockOrderRisk;
  zh: string;
  en: string;
  happensZh: string;
  happensEn: string;
}

const plain = (
  method: DockOrderMethod,
  group: DockOrderGroup,
  risk: DockOrderRisk,
  [zh, en]: readonly [string, string],
  [happensZh, happensEn]: readonly [string, string],
  action: number | null = null,
): DockOrderWords => ({ method, action, group, risk, zh, en, happensZh, happensEn });

/**
 * Every order that is offered, in the order of the page. Not offered: SIM and eSIM switches and calibration, which need
 * somebody at the dock with its papers and a survey.
 */
export const DOCK_ORDERS: readonly DockOrderWords[] = [
  plain(
    'debug_mode_open',
    'debugging',
    'medium',
    ['进入远程调试', 'open remote debugging'],
    [
      '机场进入远程调试，退出之前不接受任何飞行任务。',
      'the dock goes into remote debugging and takes no flights until it is left.',
    ],
  ),
  plain(
    'debug_mode_close',
    'debugging',
    'low',
    ['退出远程调试', 'leave remote debugging'],
    ['机场退出远程调试，恢复接受飞行任务。', 'the dock leaves remote debugging and takes flights again.'],
  ),
  plain(
    'cover_open',
    'cover',
    'high',
    ['打开舱盖', 'open the cover'],
    [
      '舱盖打开，约 15 秒；旁边的人可能被夹伤，雨水会进入机场。请先看监控，确认无人、无雨。',
      'the cover opens in about 15 s: whoever stands there may be hurt, and rain gets in. Look at the camera first.',
    ],
  ),
  plain(
    'cover_close',
    'cover',
    'high',
    ['关闭舱盖', 'close the cover'],
    [
      '舱盖关闭，约 20 秒；旁边的人可能被夹伤。请先看监控，确认桨叶已归位、无人靠近。',
      'the cover closes in about 20 s: whoever stands there may be hurt. Look at the camera first: propellers in place, nobody near.',
    ],
  ),
  plain(
    'cover_force_close',
    'cover',
    'high',
    ['强制关闭舱盖', 'force the cover closed'],
    [
      '不检查桨叶直接关闭舱盖；若飞机仍在舱内，桨叶会被压坏。只在监控确认飞机不在舱内时使用。',
      'the cover closes without checking propellers, and breaks those of an aircraft inside. Only when the camera shows none.',
    ],
  ),
  plain(
    'putter_open',
    'cover',
    'medium',
    ['展开推杆', 'open the rods'],
    ['推杆展开，飞机不再被固定。', 'the rods open and hold the aircraft no more.'],
  ),
  plain(
    'putter_close',
    'cover',
    'medium',
    ['闭合推杆', 'close the rods'],
    ['推杆闭合，把飞机推到充电位。', 'the rods close and push the aircraft to where it charges.'],
  ),
  plain(
    'drone_open',
    'aircraft',
    'medium',
    ['飞机开机', 'switch the aircraft on'],
    [
      '舱内飞机通电开机，约 20 秒；不会起飞。',
      'the aircraft in the dock is switched on in about 20 s. It does not take off.',
    ],
  ),
  plain(
    'drone_close',
    'aircraft',
    'medium',
    ['飞机关机', 'switch the aircraft off'],
    [
      '舱内飞机关机；正在回传的照片会中断，下次开机后继续。',
      'the aircraft in the dock is switched off; an upload of its pictures stops and goes on the next time it is on.',
    ],
  ),
  plain(
    'drone_format',
    'aircraft',
    'high',
    ['格式化飞机存储', "format the aircraft's storage"],
    ['飞机存储卡上的照片和视频全部清除，不能恢复。', 'all pictures and videos on the aircraft are gone for good.'],
  ),
  plain(
    'charge_open',
    'charge',
    'low',
    ['开始充电', 'start charging'],
    ['机场开始给飞机充电。', 'the dock starts to charge the aircraft.'],
  ),
  plain(
    'charge_close',
    'charge',
    'medium',
    ['停止充电', 'stop charging'],
    [
      '机场停止给飞机充电；电量可能不够下一个任务。',
      'the dock stops charging; the charge may not do for the next task.',
    ],
  ),
  plain(
    'battery_store_mode_switch',
    'charge',
    'low',
    ['电池存储：计划模式', 'battery store: plan'],
    [
      '空闲时电量保持在 55–60%，更护电池；任务前要多充一段时间。',
      'at rest the battery is kept at 55–60 %, which spares it; it charges longer before a task.',
    ],
    1,
  ),
  plain(
    'battery_store_mode_switch',
    'charge',
    'low',
    ['电池存储：待命模式', 'battery store: standby'],
    [
      '空闲时电量保持在 90–95%，随时可飞；电池老化更快。',
      'at rest the battery is kept at 90–95 %, ready to fly; it ages faster.',
    ],
    2,
  ),
  plain(
    'battery_maintenance_switch',
    'charge',
    'medium',
    ['开始电池保养', 'start battery care'],
    [
      '电池开始保养（放电再充电），需几个小时；其间不能飞行。',
      'the battery is discharged and charged again for hours; nothing flies meanwhile.',
    ],
    1,
  ),
  plain(
    'battery_maintenance_switch',
    'charge',
    'low',
    ['停止电池保养', 'stop battery care'],
    ['停止电池保养。', 'battery care stops.'],
    0,
  ),
  plain('supplement_light_open', 'light', 'low', ['打开补光灯', 'light on'], ['补光灯打开。', 'the light goes on.']),
  plain('supplement_light_close', 'light', 'low', ['关闭补光灯', 'light off'], ['补光灯关闭。', 'the light goes off.']),
  plain(
    'alarm_state_switch',
    'light',
    'low',
    ['打开声光警报', 'alarm on'],
    ['机场发出声光警报，周围居民会听到。', 'the dock gives an alarm that the neighbours hear.'],
    1,
  ),
  plain('alarm_state_switch', 'light', 'low', ['关闭声光警报', 'alarm off'], ['声光警报停止。', 'the alarm ends.'], 0),
  plain(
    'air_conditioner_mode_switch',
    'climate',
    'low',
    ['空调：待机', 'air conditioner: idle'],
    ['空调停止工作。', 'the air conditioner stops.'],
    0,
  ),
  plain(
    'air_conditioner_mode_switch',
    'climate',
    'low',
    ['空调：制冷', 'air conditioner: cool'],
    ['空调制冷，机场温控切换需要几分钟。', 'the air conditioner cools; changing over takes minutes.'],
    1,
  ),
  plain(
    'air_conditioner_mode_switch',
    'climate',
    'low',
    ['空调：制热', 'air conditioner: heat'],
    ['空调制热，机场温控切换需要几分钟。', 'the air conditioner heats; changing over takes minutes.'],
    2,
  ),
  plain(
    'air_conditioner_mode_switch',
    'climate',
    'low',
    ['空调：除湿', 'air conditioner: dry'],
    ['空调除湿，机场温控切换需要几分钟。', 'the air conditioner dries; changing over takes minutes.'],
    3,
  ),
  plain(
    'device_reboot',
    'upkeep',
    'high',
    ['重启机场', 'restart the dock'],
    [
      '机场断线重启，最长约 10 分钟；其间看不到机场，也不能飞行。',
      'the dock leaves and starts again, up to 10 minutes; it is out of sight and does not fly meanwhile.',
    ],
  ),
  plain(
    'device_format',
    'upkeep',
    'high',
    ['格式化机场存储', "format the dock's storage"],
    [
      '机场存储中的照片、视频和日志全部清除，不能恢复。',
      "all pictures, videos and logs in the dock's storage are gone for good.",
    ],
  ),
];

/** Undefined: no dock knows such an order. */
export function wordsOf(method: DockOrderMethod, action: number | null): DockOrderWords | undefined {
  return DOCK_ORDERS.find((order) => order.method === method && order.action === action);
}

/** Orders that disturb no flight. */
export const HARMLESS: ReadonlySet<DockOrderMethod> = new Set<DockOrderMethod>([
  'debug_mode_close',
  'supplement_light_open',
  'supplement_light_close',
]);
