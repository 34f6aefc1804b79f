import { inWritingOrder, type Extra } from './extra.js';
import { type MissionSettings } from './route.js';
import { same } from './same.js';
import { missionShape } from './wpml.mission.js';

/** What only the editable file is meant to hold. */
const PLANNING = ['plannedTakeOff', 'plannedTakeOffAboveGround'] as const;
const isPlanning = (key: string): boolean => PLANNING.some((planning) => planning === key);
/** Settings that are written before those, with their elements, and the elements of the planning values. */
const LEAVES = missionShape.fields.flatMap((field) =>
  field.kind === 'leaf' ? [[field.key as keyof MissionSettings, field.element] as const] : [],
);
const BEFORE_PLANNING = LEAVES.slice(
  0,
  LEAVES.findIndex(([key]) => isPlanning(key)),
);
const PLANNING_ELEMENTS = new Set(LEAVES.filter(([key]) => isPlanning(key)).map(([, element]) => element));

/**
 * The settings of both files as one. What is flown decides; the editable file adds what it knows of planning, and is
 * kept whole as `templateMission` where it says anything else.
 */
export function combineMissions(
  template: MissionSettings | undefined,
  flown: MissionSettings | undefined,
): { mission: MissionSettings; templateMission?: MissionSettings } {
  const mission = withoutPlanningPlaces(flown ?? template ?? { payloads: [] });
  for (const key of PLANNING) {
    const value = template?.[key] ?? flown?.[key];
    if (value !== undefined) Object.assign(mission, { [key]: value });
  }
  if (!template || same(comparable(template), comparable(mission))) return { mission };
  return { mission, templateMission: withoutPlanningPlaces(withoutPlanning(template)) };
}

/**
 * What stood behind a planning value, which only one of the two files will hold, stands where that value would: behind
 * the last setting before it that both hold.
 */
function withoutPlanningPlaces(mission: MissionSettings): MissionSettings {
  if (!mission.extra) return mission;
  const before = BEFORE_PLANNING.findLast(([key]) => mission[key] !== undefined)?.[1] ?? null;
  const extra = mission.extra.map((item) =>
    item.what !== 'attribute' && PLANNING_ELEMENTS.has(item.after ?? '') ? { ...item, after: before } : item,
  );
  return { ...mission, extra: inWritingOrder(extra, missionShape) };
}

/** The settings as each file has them. */
export function splitMission(
  mission: MissionSettings,
  templateMission?: MissionSettings,
): { template: MissionSettings; flown: MissionSettings } {
  const planning = Object.fromEntries(PLANNING.map((key) => [key, mission[key]]));
  return {
    template: { ...withoutPlanning(templateMission ?? mission), ...planning },
    flown: withoutPlanning(mission),
  };
}

/** Names of our settings that differ between the two files. */
export function differingSettings(mission: MissionSettings, templateMission: MissionSettings): string[] {
  const [left, right] = [comparable(mission), comparable(templateMission)];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]) as Set<keyof typeof left>;
  return [...keys].filter((key) => !same(left[key], right[key])).sort();
}

function withoutPlanning({
  plannedTakeOff: _,
  plannedTakeOffAboveGround: __,
  ...mission
}: MissionSettings): MissionSettings {
  return mission;
}

/** Where an extra stands among its neighbours depends on the planning values, so it does not count. */
function comparable(mission: MissionSettings): Record<string, unknown> {
  const { extra, ...rest } = withoutPlanning(mission);
  const content = extra?.map((item: Extra) => (item.what === 'attribute' ? item : { ...item, after: null }));
  return { ...rest, ...(content ? { extra: content } : {}) };
}
