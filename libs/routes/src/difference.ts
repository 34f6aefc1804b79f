import {
  groundDistance,
  same,
  type ActionGroup,
  type Leg,
  type MissionSettings,
  type Route,
  type Waypoint,
} from '#wayline';
import { aligned, SAME_PLACE, type Aligned } from './difference.align.js';
import { actionWords, headingWords, turnWords, valueWords, type Words } from './difference.words.js';

/** One row of what differs between two versions; the shape of `RouteDifferenceView.changes` of the contracts. */
export interface RouteChangeRow {
  kind: 'added' | 'removed' | 'moved' | 'changed' | 'setting';
  /** Number of the leg, from 0, in the newer version, or in the older one where it is gone. */
  leg: number | null;
  /** Numbers of the waypoint, from 0. */
  before: number | null;
  after: number | null;
  /** Member of the route, such as `height`; null for a whole waypoint or leg. */
  field: string | null;
  zh: string;
  en: string;
}

/** More rows than this nobody reads: the last one says how many there would be. */
const MOST_ROWS = 2_000;

/**
 * What differs between two versions of a route: settings first, then leg by leg in the order of the newer one. Waypoints
 * are matched by where they are, so one that is put in moves no other. Numbers in sentences count from 1. Empty when both
 * fly alike: numbers of groups and actions, and what only the editable file says, are no difference.
 */
export function routeDifference(before: Route, after: Route): RouteChangeRow[] {
  const rows = [...missionRows(before.mission, after.mission)];
  const legs = Math.max(before.legs.length, after.legs.length);
  for (let leg = 0; leg < legs; leg++) rows.push(...legRows(before.legs[leg], after.legs[leg], leg, legs > 1));
  const files = (route: Route) => route.resources.map(({ path, bytes }) => [path, ...bytes]);
  if (!same(files(before), files(after))) {
    rows.push(setting(null, 'resources', '附带文件有变化', 'the files that come with the route differ'));
  }
  if (rows.length <= MOST_ROWS) return rows;
  const more = rows.length - MOST_ROWS + 1;
  return [
    ...rows.slice(0, MOST_ROWS - 1),
    setting(null, 'more', `另有 ${more} 处不同未列出`, `${more} more differences are not listed`),
  ];
}

const MISSION: readonly { field: keyof MissionSettings; zh: string; en: string; unit?: string }[] = [
  { field: 'approach', zh: '飞向首航点方式', en: 'way to the first waypoint' },
  { field: 'finish', zh: '完成动作', en: 'end of the route' },
  { field: 'linkLoss', zh: '失联设置', en: 'on a lost link' },
  { field: 'linkLossAction', zh: '失联动作', en: 'action on a lost link' },
  { field: 'takeOffSafeHeight', zh: '安全起飞高度', en: 'safe take-off height', unit: 'm' },
  { field: 'transitSpeed', zh: '全局过渡速度', en: 'transit speed', unit: 'm/s' },
  { field: 'returnHeight', zh: '返航高度', en: 'return height', unit: 'm' },
];

function missionRows(before: MissionSettings, after: MissionSettings): RouteChangeRow[] {
  const rows = MISSION.flatMap(({ field, zh, en, unit }) =>
    same(before[field], after[field])
      ? []
      : [
          changedSetting(
            null,
            `mission.${field}`,
            { zh, en },
            valueWords(before[field], unit),
            valueWords(after[field], unit),
          ),
        ],
  );
  const models = (mission: MissionSettings): Words => {
    const cameras = mission.payloads.map(({ modelKey }) => modelKey ?? '?').join('+');
    return valueWords([mission.aircraft?.modelKey ?? '', cameras].filter((text) => text !== '').join(' / '));
  };
  const [old, now] = [models(before), models(after)];
  if (old.en !== now.en)
    rows.push(changedSetting(null, 'mission.aircraft', { zh: '机型与相机', en: 'aircraft and camera' }, old, now));
  if (!same(before.reroute, after.reroute)) {
    rows.push(setting(null, 'mission.reroute', '绕行避障设置有变化', 'flying round obstacles is set differently'));
  }
  if (!same(before.plannedTakeOff, after.plannedTakeOff)) {
    rows.push(setting(null, 'mission.plannedTakeOff', '计划起飞点有变化', 'the planned place of take-off differs'));
  }
  return rows;
}

function legRows(before: Leg | undefined, after: Leg | undefined, leg: number, isNamed: boolean): RouteChangeRow[] {
  if (!before || !after) {
    const count = (before ?? after)!.waypoints.length;
    const none = { leg, before: null, after: null, field: null };
    return after
      ? [
          {
            kind: 'added',
            ...none,
            zh: `新增第 ${leg + 1} 段，${count} 个航点`,
            en: `leg ${leg + 1} is new, ${count} waypoints`,
          },
        ]
      : [
          {
            kind: 'removed',
            ...none,
            zh: `删除第 ${leg + 1} 段，${count} 个航点`,
            en: `leg ${leg + 1} is gone, ${count} waypoints`,
          },
        ];
  }
  const place = isNamed ? { zh: `第 ${leg + 1} 段`, en: `leg ${leg + 1}, ` } : { zh: '', en: '' };
  const rows: RouteChangeRow[] = [];
  if (before.heights !== after.heights) {
    const name = { zh: `${place.zh}高度基准`, en: `${place.en}heights` };
    rows.push(changedSetting(leg, 'heights', name, valueWords(before.heights), valueWords(after.heights)));
  }
  if (!same(plainActions(before.startActions), plainActions(after.startActions))) {
    rows.push(setting(leg, 'startActions', `${place.zh}起始动作有变化`, `${place.en}the actions at the start differ`));
  }
  for (const pair of aligned(before.waypoints, after.waypoints)) {
    rows.push(...waypointRows(before, after, pair, leg, place));
  }
  return rows;
}

const plainActions = (start: Leg['startActions']) => start?.actions.map(({ kind, params }) => ({ kind, params }));

function waypointRows(before: Leg, after: Leg, pair: Aligned, leg: number, place: Words): RouteChangeRow[] {
  const old = pair.before === null ? undefined : before.waypoints[pair.before]!;
  const now = pair.after === null ? undefined : after.waypoints[pair.after]!;
  const at = { leg, before: pair.before, after: pair.after };
  if (!old) {
    const zh = `${place.zh}新增第 ${pair.after! + 1} 航点`;
    return [{ kind: 'added', ...at, field: null, zh, en: `${place.en}waypoint ${pair.after! + 1} is new` }];
  }
  if (!now) {
    const zh = `${place.zh}删除原第 ${pair.before! + 1} 航点`;
    return [
      { kind: 'removed', ...at, field: null, zh, en: `${place.en}the former waypoint ${pair.before! + 1} is gone` },
    ];
  }
  const name = { zh: `${place.zh}第 ${pair.after! + 1} 航点`, en: `${place.en}waypoint ${pair.after! + 1}` };
  const rows: RouteChangeRow[] = [];
  const metres = groundDistance(old, now);
  if (metres >= SAME_PLACE) {
    const far = metres < 10 ? metres.toFixed(1) : String(Math.round(metres));
    rows.push({
      kind: 'moved',
      ...at,
      field: null,
      zh: `${name.zh}移动 ${far} 米`,
      en: `${name.en} moved by ${far} m`,
    });
  }
  for (const { field, zh, en, from, to } of changedMembers(before, after, old, now)) {
    rows.push({
      kind: 'changed',
      ...at,
      field,
      ...(from.zh === to.zh
        ? { zh: `${name.zh}${zh}的细节有变化`, en: `${name.en}: details of its ${en} differ` }
        : {
            zh: `${name.zh}${zh}由 ${from.zh} 改为 ${to.zh}`,
            en: `${name.en}: ${en} from ${from.en} to ${to.en}`,
          }),
    });
  }
  return rows;
}

interface ChangedMember {
  field: string;
  zh: string;
  en: string;
  from: Words;
  to: Words;
}

function changedMembers(before: Leg, after: Leg, old: Waypoint, now: Waypoint): ChangedMember[] {
  const found: ChangedMember[] = [];
  const compare = (field: string, zh: string, en: string, from: unknown, to: unknown, unit: string) => {
    if (!same(from, to)) found.push({ field, zh, en, from: valueWords(from, unit), to: valueWords(to, unit) });
  };
  compare('height', '高度', 'height', old.height, now.height, 'm');
  compare('speed', '速度', 'speed', old.speed ?? before.speed, now.speed ?? after.speed, 'm/s');
  if (!same(old.heading, now.heading)) {
    found.push({
      field: 'heading',
      zh: '机头朝向',
      en: 'heading',
      from: headingWords(old.heading),
      to: headingWords(now.heading),
    });
  }
  if (!same(old.turn, now.turn)) {
    found.push({ field: 'turn', zh: '转弯方式', en: 'turn', from: turnWords(old.turn), to: turnWords(now.turn) });
  }
  compare('straight', '直线飞行', 'straight', old.straight, now.straight, '');
  const pitch = ({ gimbalPitch, gimbal }: Waypoint) => gimbalPitch ?? gimbal?.pitch;
  compare('gimbalPitch', '云台俯仰', 'gimbal pitch', pitch(old), pitch(now), '°');
  if (!same(comparable(old.actionGroups), comparable(now.actionGroups))) {
    const [from, to] = [actionWords(old.actionGroups), actionWords(now.actionGroups)];
    found.push({ field: 'actions', zh: '动作', en: 'actions', from, to });
  }
  return found;
}

/** Groups without the numbers that change when a waypoint is put in before them. */
function comparable(groups: readonly ActionGroup[]): unknown {
  return groups.map(({ id: _, from = 0, to = from, actions, ...group }) => ({
    ...group,
    reach: to - from,
    actions: actions.map(({ id: __, ...action }) => action),
  }));
}

function setting(leg: number | null, field: string, zh: string, en: string): RouteChangeRow {
  return { kind: 'setting', leg, before: null, after: null, field, zh, en };
}

function changedSetting(leg: number | null, field: string, name: Words, from: Words, to: Words): RouteChangeRow {
  return setting(leg, field, `${name.zh}由 ${from.zh} 改为 ${to.zh}`, `${name.en}: from ${from.en} to ${to.en}`);
}
