import { z } from 'zod';
import { NewFeaturePoint, NewScenario } from '#contracts';
import { type County, type CountyDivision } from './county.js';
import { inBox } from './division-file.js';
import { type FolderCheck } from './folder-check.js';

/** Files of a county's folder that may be missing: feature points and scenarios to begin with. */
export const FEATURE_POINT_FILE = 'feature-points.json';
export const SCENARIO_FILE = 'scenarios.json';

const FeaturePointFile = z.strictObject({
  format: z.literal(1),
  /** True: the screen marks them as demonstration data. */
  demonstration: z.boolean(),
  featurePoints: z.array(NewFeaturePoint).max(10_000),
});
const ScenarioFile = z.strictObject({
  format: z.literal(1),
  demonstration: z.boolean(),
  scenarios: z.array(NewScenario).max(1_000),
});

/** Reads the feature points of a folder; what is wrong goes to `check`, and a wrong point is left out. */
export function readFeaturePoints(
  text: string | null,
  divisions: ReadonlyMap<string, CountyDivision>,
  bbox: County['bbox'],
  check: FolderCheck,
): County['featurePoints'] {
  const file = parse(text, FEATURE_POINT_FILE, FeaturePointFile, check);
  const points = file?.featurePoints ?? [];
  checkCodes(points, `${FEATURE_POINT_FILE} featurePoints`, check);
  for (const [index, { divisionCode, longitude, latitude }] of points.entries()) {
    const where = `${FEATURE_POINT_FILE} featurePoints.${index}`;
    const division = divisions.get(divisionCode);
    if (!division || division.level === 'county') {
      const zh = `“${divisionCode}”不是镇街或村的代码`;
      check.fault(`${where}.divisionCode`, zh, `"${divisionCode}" is no code of a town or a village`);
    }
    if (!inBox(longitude, latitude, bbox)) {
      const place = `(${longitude}, ${latitude})`;
      check.fault(where, `坐标 ${place} 不在县域范围 bbox 内`, `the point ${place} is not inside the county's bbox`);
    }
  }
  return points.map((point) => ({ ...point, demonstration: file!.demonstration }));
}

/** Reads the scenarios of a folder; their targets must be in the folder too. What is wrong goes to `check`. */
export function readScenarios(
  text: string | null,
  divisions: ReadonlyMap<string, CountyDivision>,
  featurePoints: County['featurePoints'],
  check: FolderCheck,
): County['scenarios'] {
  const file = parse(text, SCENARIO_FILE, ScenarioFile, check);
  const scenarios = file?.scenarios ?? [];
  const points = new Set(featurePoints.map(({ code }) => code));
  checkCodes(scenarios, `${SCENARIO_FILE} scenarios`, check);
  for (const [index, { divisionCode, targets }] of scenarios.entries()) {
    const where = `${SCENARIO_FILE} scenarios.${index}`;
    const places = [divisionCode, ...targets.divisions].filter((code) => !divisions.has(code));
    for (const code of places) {
      check.fault(where, `“${code}”不是行政区划代码`, `"${code}" is no code of a division`);
    }
    for (const code of targets.featurePoints.filter((point) => !points.has(point))) {
      check.fault(where, `“${code}”不在 ${FEATURE_POINT_FILE} 中`, `"${code}" is not in ${FEATURE_POINT_FILE}`);
    }
  }
  return scenarios.map((scenario) => ({ ...scenario, demonstration: file!.demonstration }));
}

/** A file of a folder as its schema wants it; null without the file, or where it is wrong, which goes to `check`. */
export function parse<Schema extends z.ZodType>(
  text: string | null,
  name: string,
  schema: Schema,
  check: FolderCheck,
): z.infer<Schema> | null {
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    check.fault(name, `不是有效的 JSON（${message}）`, `is not valid JSON (${message})`);
    return null;
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    check.fault(`${name} ${issue.path.join('.')}`.trim(), `内容不符合要求（${issue.message}）`, issue.message);
  }
  return null;
}

/** Codes are unique in any case of letters. */
export function checkCodes(entries: readonly { code: string }[], list: string, check: FolderCheck): void {
  const seen = new Set<string>();
  for (const [index, { code }] of entries.entries()) {
    const key = code.toLowerCase();
    if (seen.has(key)) check.fault(`${list}.${index}.code`, `“${code}”重复`, `"${code}" appears twice`);
    seen.add(key);
  }
}
