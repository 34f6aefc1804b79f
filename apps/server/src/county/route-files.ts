import { z } from 'zod';
import { NewRoute } from '#contracts';
import { checkCodes, FEATURE_POINT_FILE, parse, SCENARIO_FILE } from './catalogue-files.js';
import { type County, type CountyDivision, type CountyRoute, type FleetRule } from './county.js';
import { type FolderCheck } from './folder-check.js';

/** File of a county's folder that may be missing: routes to begin with. Each names a KMZ. */
export const ROUTE_FILE = 'routes.json';

const FolderRoute = NewRoute.omit({ homeDockSn: true }).extend({
  divisionCode: z.string().min(1).max(20),
  /** The town whose demonstration dock flies it; null: a mobile drone's. */
  dockTown: z.string().max(20).nullable().default(null),
  file: z.string().regex(/\.kmz$/i),
});
type FolderRoute = z.infer<typeof FolderRoute>;
const RouteFile = z.strictObject({
  format: z.literal(1),
  demonstration: z.boolean(),
  routes: z.array(FolderRoute).max(1_000),
});

/**
 * Reads the routes of a folder with their files. What is wrong goes to `check`, and a route without a file is left out;
 * what is inside the files is looked at when they are loaded. `read` gives the bytes of a file inside the folder.
 */
export async function readRoutes(
  text: string | null,
  county: Pick<County, 'featurePoints' | 'scenarios'> & {
    divisions: ReadonlyMap<string, CountyDivision>;
    docks: FleetRule['docks'];
  },
  read: (file: string, where: string) => Promise<Buffer | null>,
  check: FolderCheck,
): Promise<CountyRoute[]> {
  const file = parse(text, ROUTE_FILE, RouteFile, check);
  const entries = file?.routes ?? [];
  checkCodes(entries, `${ROUTE_FILE} routes`, check);
  checkPartners(entries, check);
  const routes: CountyRoute[] = [];
  for (const [index, entry] of entries.entries()) {
    const where = `${ROUTE_FILE} routes.${index}`;
    checkEntry(entry, where, county, check);
    const bytes = await read(entry.file, `${where}.file`);
    if (!bytes) continue;
    if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
      check.fault(`${where}.file`, `“${entry.file}”不是 KMZ 文件`, `"${entry.file}" is no KMZ file`);
    }
    routes.push({ ...entry, bytes, demonstration: file!.demonstration });
  }
  return routes;
}

function checkEntry(
  entry: FolderRoute,
  where: string,
  { divisions, docks, featurePoints, scenarios }: Parameters<typeof readRoutes>[1],
  check: FolderCheck,
): void {
  if (!divisions.has(entry.divisionCode)) {
    const { divisionCode } = entry;
    check.fault(
      `${where}.divisionCode`,
      `“${divisionCode}”不是行政区划代码`,
      `"${divisionCode}" is no code of a division`,
    );
  }
  const { dockTown } = entry;
  const town = dockTown === null ? undefined : divisions.get(dockTown);
  if (dockTown !== null && !(town?.level === 'town' && docks.townKinds.includes(town.kind))) {
    const en = `"${dockTown}" is no town that has a dock by the fleet rule`;
    check.fault(`${where}.dockTown`, `“${dockTown}”不是按规则有机场的镇街`, en);
  }
  const known = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
  for (const [codes, list, name] of [
    [entry.featurePoints, known(featurePoints), FEATURE_POINT_FILE],
    [entry.scenarios, known(scenarios), SCENARIO_FILE],
  ] as const) {
    for (const code of codes.filter((one) => !list.has(one))) {
      check.fault(where, `“${code}”不在 ${name} 中`, `"${code}" is not in ${name}`);
    }
  }
}

/** Two routes that stand in for each other name each other. */
function checkPartners(entries: readonly FolderRoute[], check: FolderCheck): void {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]));
  for (const [index, { code, partnerCode }] of entries.entries()) {
    if (partnerCode === null || (partnerCode !== code && byCode.get(partnerCode)?.partnerCode === code)) continue;
    const zh = `“${partnerCode}”没有同样以“${code}”为搭档`;
    const en = `"${partnerCode}" does not name "${code}" as its partner in turn`;
    check.fault(`${ROUTE_FILE} routes.${index}.partnerCode`, zh, en);
  }
}
