import { type DockOrderMethod } from '#contracts';
import { HARMLESS } from './dock-order.words.js';

/** What is known of a dock when somebody wants to tell it something. Properties under the device's own names. */
export interface DockSituation {
  name: string;
  modelKey: string | null;
  presence: string | null;
  properties: Readonly<Record<string, unknown>>;
  /** A task of ours that prepares or flies there. */
  flying: { id: string; name: string } | null;
  /** Another order that is confirmed and has no end. */
  underWay: { zh: string; en: string } | null;
  /** Tasks that wait for this dock and may start within two hours, soonest first. */
  soon: readonly { id: string; name: string; windowStart: string }[];
}

/** Why not, with a stable code, in both languages. */
export interface OrderRefusal {
  code: string;
  zh: string;
  en: string;
}

const IDLE = 0;
const ON_SITE = 1;
const REMOTE = 2;
const UPGRADING = 3;
const WORKING = 4;
/** `flighttask_step_code`: preparing, in flight, recovering. */
const FLIGHT_STEPS = new Set([0, 1, 2]);
const MOVES: ReadonlySet<DockOrderMethod> = new Set<DockOrderMethod>([
  'cover_open',
  'cover_close',
  'cover_force_close',
  'putter_open',
  'putter_close',
  'drone_open',
]);
/** The first model alone has rods that are told to move. */
const WITH_RODS = '3-1-0';

/**
 * Why an order may not be given to a dock now; null: it may. What the dock has not told is not held against the order:
 * the dock checks itself once more. Pure.
 */
export function dockOrderRefusal(method: DockOrderMethod, dock: DockSituation): OrderRefusal | null {
  const { properties, flying, underWay } = dock;
  const number = (name: string) => (typeof properties[name] === 'number' ? (properties[name] as number) : null);
  const mode = number('mode_code');
  if (method.startsWith('putter') && dock.modelKey !== null && dock.modelKey !== WITH_RODS) {
    return no('not_on_this_model', '这种型号的机场没有可遥控的推杆', 'docks of this model have no rods to move');
  }
  if (dock.presence !== 'online') return no('dock_offline', '机场不在线，请先检查供电和网络', 'the dock is not online');
  if (underWay) {
    return no('order_under_way', `“${underWay.zh}”还没有结束，请等待`, `"${underWay.en}" has no end yet: wait for it`);
  }
  if (!HARMLESS.has(method)) {
    if (flying)
      return no('task_under_way', `任务“${flying.name}”正在准备或飞行`, `task "${flying.name}" prepares or flies`);
    if (mode === WORKING || FLIGHT_STEPS.has(number('flighttask_step_code') ?? -1)) {
      return no('dock_working', '机场正在作业，请等待作业结束', 'the dock is working: wait until it is done');
    }
  }
  return ofMode(method, mode) ?? ofThings(method, number, properties);
}

function ofMode(method: DockOrderMethod, mode: number | null): OrderRefusal | null {
  if (mode === null) return null;
  if (mode === ON_SITE)
    return no('on_site_debugging', '有人在现场调试机场，请先联系现场', 'somebody works on the dock');
  if (mode === UPGRADING) return no('dock_updating', '机场正在升级，请等待完成', 'the dock is upgrading: wait');
  if (method === 'debug_mode_open') {
    return mode === REMOTE ? no('already', '已在远程调试', 'it is in remote debugging already') : null;
  }
  if (mode === REMOTE) return null;
  if (method === 'debug_mode_close') return no('already', '不在远程调试', 'it is not in remote debugging');
  return mode === IDLE
    ? no('open_debugging_first', '请先进入远程调试', 'open remote debugging first')
    : no('open_debugging_first', '机场不在远程调试，请先进入', 'the dock is not in remote debugging: open it first');
}

function ofThings(
  method: DockOrderMethod,
  number: (name: string) => number | null,
  properties: DockSituation['properties'],
): OrderRefusal | null {
  if (MOVES.has(method) && number('emergency_stop_state') === 1) {
    return no(
      'emergency_stop',
      '急停被按下，请现场确认安全后松开',
      'the emergency stop is pressed: release it on site',
    );
  }
  const inside = number('drone_in_dock');
  if (method === 'cover_force_close' && inside !== 0) {
    return inside === 1
      ? no(
          'aircraft_inside',
          '飞机在舱内，强制关闭会压坏桨叶；请用“关闭舱盖”',
          'the aircraft is inside: close it properly',
        )
      : no('aircraft_unknown', '不知道飞机是否在舱内，不能强制关闭', 'nobody knows whether the aircraft is inside');
  }
  if (method === 'charge_open' && inside === 0) {
    return no('aircraft_missing', '飞机不在舱内，不能充电', 'the aircraft is not in the dock');
  }
  const waiting = (properties['media_file_detail'] as { remain_upload?: unknown } | undefined)?.remain_upload;
  if (method.endsWith('_format') && typeof waiting === 'number' && waiting > 0) {
    return no(
      'files_to_upload',
      `还有 ${waiting} 个文件没有回传，格式化会丢失取证照片；请等回传完成`,
      `${waiting} files are not uploaded yet: pictures would be lost`,
    );
  }
  return null;
}

/** Whom and what an order touches, for the person who is to confirm it. Pure. */
export function affectedBy(
  method: DockOrderMethod,
  dock: DockSituation,
  timeOf: (instant: string) => string,
): { taskId: string | null; zh: string; en: string }[] {
  const { flying, soon, properties } = dock;
  const lines: { taskId: string | null; zh: string; en: string }[] = [];
  if (flying) {
    const { id, name } = flying;
    lines.push({ taskId: id, zh: `任务“${name}”正在进行，不受影响`, en: `task "${name}" goes on` });
  }
  if (method !== 'debug_mode_close' && !HARMLESS.has(method)) {
    for (const { id, name, windowStart } of soon) {
      const at = timeOf(windowStart);
      const zh = `任务“${name}”${at} 起可飞，退出远程调试前不会起飞`;
      lines.push({ taskId: id, zh, en: `task "${name}" may fly from ${at}: not before remote debugging is left` });
    }
  }
  const waiting = (properties['media_file_detail'] as { remain_upload?: unknown } | undefined)?.remain_upload;
  if (method.endsWith('_format') && typeof waiting !== 'number') {
    lines.push({
      taskId: null,
      zh: '机场没有报告待回传文件数，请先核对',
      en: 'the dock tells no files to upload: look first',
    });
  }
  if (properties['drc_state'] === 2) {
    lines.push({ taskId: null, zh: '有人正在实时操控这台机场的飞机', en: 'somebody steers the aircraft of this dock' });
  }
  return lines;
}

/**
 * What the dock shows of an order whose end it has not told: true, it is as wanted; false, it is not; null: it cannot be
 * told. Only what came after the order was sent counts (`fresh`). Pure.
 */
export function seenDone(
  method: DockOrderMethod,
  properties: DockSituation['properties'],
  fresh: (property: string) => boolean,
): boolean | null {
  const is = (property: string, wanted: unknown, value: unknown = properties[property]) =>
    fresh(property) && value !== undefined && value !== null ? value === wanted : null;
  const inside = (property: string, member: string) =>
    (properties[property] as Record<string, unknown> | undefined)?.[member];
  switch (method) {
    case 'cover_open':
      return is('cover_state', 1);
    case 'cover_close':
    case 'cover_force_close':
      return is('cover_state', 0);
    case 'putter_open':
      return is('putter_state', 1);
    case 'putter_close':
      return is('putter_state', 0);
    case 'drone_open':
      return is('sub_device', 1, inside('sub_device', 'device_online_status'));
    case 'drone_close':
      return is('sub_device', 0, inside('sub_device', 'device_online_status'));
    case 'charge_open':
      return is('drone_charge_state', 1, inside('drone_charge_state', 'state'));
    case 'charge_close':
      return is('drone_charge_state', 0, inside('drone_charge_state', 'state'));
    case 'debug_mode_open':
      return is('mode_code', REMOTE);
    case 'debug_mode_close':
      return fresh('mode_code') && typeof properties['mode_code'] === 'number'
        ? properties['mode_code'] !== REMOTE
        : null;
    default:
      return null;
  }
}

function no(code: string, zh: string, en: string): OrderRefusal {
  return { code, zh, en };
}
