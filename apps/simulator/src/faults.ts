/** The troubles that can be switched on for a device. Times in seconds, `p` is a probability for each message. */
export const FAULTS = {
  silence: { zh: '静默：连接还在，什么也不发', en: 'silence: connected, sends nothing', params: {} },
  duplicate: { zh: '重复：同一报文发两次', en: 'duplicate: messages arrive twice', params: { p: 0.3 } },
  reorder: { zh: '乱序：报文被后面的超过', en: 'reorder: messages overtaken by later ones', params: { p: 0.3 } },
  clock_skew: {
    zh: '时钟偏差：offset 毫秒，drift 每秒毫秒',
    en: 'clock skew: offset ms, drift ms a second',
    params: { offset: 90_000, drift: 0 },
  },
  malformed: { zh: '坏 JSON：截断或损坏的报文', en: 'malformed JSON: cut or broken payloads', params: { p: 0.2 } },
  type_drift: {
    zh: '类型漂移：数字变文本、缺键、占位值',
    en: 'type drift: numbers as text, missing keys, placeholders',
    params: { p: 0.15 },
  },
  reboot: {
    zh: '重启：断线，down 秒后回来',
    en: 'reboot: disconnects, is back after `down` seconds',
    params: { down: 40 },
  },
  network_loss: {
    zh: '断网：结束后补发未确认的报文',
    en: 'network loss: unanswered messages are sent when it ends',
    params: {},
  },
  low_battery: { zh: '电量低：飞行器降到 to %', en: 'low battery: the aircraft falls to `to` %', params: { to: 18 } },
  rain: { zh: '下雨：雨量等级 level（1–3）', en: 'rain: gauge at `level` 1 to 3', params: { level: 3 } },
  wind: { zh: '大风：风速 speed 米/秒', en: 'wind: `speed` m/s', params: { speed: 14 } },
  refuse: {
    zh: '拒绝任务：以 code 答复下发与执行',
    en: 'refuse missions: prepare and execute are answered with `code`',
    params: { code: 514130 },
  },
  deaf: { zh: '听不见：命令没有到达', en: 'deaf: commands do not arrive', params: {} },
  lost_reply: {
    zh: '答复丢失：命令照做，答复没有到达；start 为 1 时只丢起飞命令的答复',
    en: 'lost replies: commands are done, their answers get lost; `start` 1: only those to the start of a mission',
    params: { start: 0 },
  },
  late_reply: {
    zh: '答复迟到：seconds 秒之后',
    en: 'late replies: `seconds` later',
    params: { seconds: 15 },
  },
  prepare_failure: {
    zh: '任务准备失败：结果码 code',
    en: 'missions fail while being prepared, with result `code`',
    params: { code: 314009 },
  },
  break_off: {
    zh: '任务中断：到达航点 waypoint 后以原因 reason 返航',
    en: 'missions break off at `waypoint` for `reason`, the aircraft returns',
    params: { waypoint: 1, reason: 1564 },
  },
  upload_failure: {
    zh: '上传失败：每次上传失败的概率 p',
    en: 'uploads fail with probability `p` each time',
    params: { p: 0.3 },
  },
  media_lost: {
    zh: '照片丢失：计入数量但永远不上传的比例 p',
    en: 'lost pictures: share that is counted and never uploaded',
    params: { p: 0.2 },
  },
  lost_link: {
    zh: '图传断开：飞行器与网关失联',
    en: 'lost link: the aircraft is out of reach of its gateway',
    params: {},
  },
} as const satisfies Record<string, { zh: string; en: string; params: Record<string, number> }>;

export type FaultKind = keyof typeof FAULTS;

/** One trouble to switch on: for a gateway's serial or `all`, for some seconds or (null) until it is cleared. */
export interface FaultRequest {
  kind: FaultKind;
  sn: string;
  seconds: number | null;
  params: Record<string, number>;
}

export interface ActiveFault {
  kind: FaultKind;
  params: Record<string, number>;
  /** Wall clock, ms; null: until cleared. */
  since: number;
  until: number | null;
}

/** A fault cannot be understood; the message says what would be. */
export class InvalidFault extends Error {
  override name = 'InvalidFault';
}

/** A fault from `kind:SN:30s[:name=value,…]`; SN may be `all`, the time `30s`, `5m`, `1h` or `forever`. */
export function parseFault(text: string): FaultRequest {
  const [kind = '', sn = '', time = 'forever', params = ''] = text.split(':');
  const values: Record<string, number> = {};
  for (const part of params.split(',').filter(Boolean)) {
    const [name = '', value] = part.split('=');
    values[name] = Number(value);
  }
  return checkedFault({ kind, sn, seconds: secondsOf(time), params: values });
}

/** Fills in what is left out. Throws `InvalidFault` for an unknown kind, parameter or a number that is none. */
export function checkedFault(request: {
  kind: string;
  sn: string;
  seconds: number | null;
  params?: Record<string, number>;
}): FaultRequest {
  const { kind, sn, seconds, params = {} } = request;
  if (!Object.hasOwn(FAULTS, kind)) {
    throw new InvalidFault(`没有故障 "${kind}"。 No fault "${kind}"; there are: ${Object.keys(FAULTS).join(', ')}.`);
  }
  if (!sn) throw new InvalidFault('缺少序列号（或 all）。 A serial number (or all) is missing.');
  if (seconds !== null && !(seconds > 0)) {
    throw new InvalidFault('时长应为 30s、5m、1h 或 forever。 The duration reads 30s, 5m, 1h or forever.');
  }
  const known: Record<string, number> = FAULTS[kind as FaultKind].params;
  for (const [name, value] of Object.entries(params)) {
    if (!Object.hasOwn(known, name) || !Number.isFinite(value)) {
      const names = Object.keys(known).join(', ') || '—';
      throw new InvalidFault(
        `故障 ${kind} 的参数 "${name}" 不可用。 ${kind} takes numbers for: ${names}; not "${name}".`,
      );
    }
  }
  return { kind: kind as FaultKind, sn, seconds, params: { ...known, ...params } };
}

function secondsOf(text: string): number | null {
  if (text === 'forever' || text === '') return null;
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text);
  return match ? Number(match[1]) * { s: 1, m: 60, h: 3600 }[(match[2] ?? 's') as 's' | 'm' | 'h'] : Number.NaN;
}
