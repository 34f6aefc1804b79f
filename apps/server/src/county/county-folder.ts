import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import { CAMERA_FILE, readCameras } from './camera-file.js';
import { FEATURE_POINT_FILE, readFeaturePoints, readScenarios, SCENARIO_FILE } from './catalogue-files.js';
import { type County, type CountyArea, type CountyLayer } from './county.js';
import { DAYS_FILE, readDays } from './county-days.js';
import { COUNTY_FILE, type CountyFile, readCountyFile } from './county-file.js';
import { DIVISION_FILE, readDivisions } from './division-file.js';
import { FolderCheck } from './folder-check.js';
import { isArea, polygonsOf, readLayer } from './layer-file.js';
import { readRoutes, ROUTE_FILE } from './route-files.js';

/**
 * Reads the folder of a county (format: counties/README.md) and checks all of it. Throws `UnusableCounty` with every
 * place that must be corrected.
 */
export async function readCounty(folder: string): Promise<County> {
  const check = new FolderCheck(folder);
  const hash = createHash('sha256');
  const read = async (file: string, needed = true): Promise<Buffer | null> => {
    try {
      const bytes = await readFile(join(folder, file));
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
      return bytes;
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      if (!needed && reason === 'ENOENT') return null;
      check.fault(file, `读不到这个文件（${reason}）`, `cannot be read (${reason})`);
      return null;
    }
  };
  const countyText = await read(COUNTY_FILE);
  const file = countyText && readCountyFile(countyText.toString('utf8'), check);
  const divisionText = await read(DIVISION_FILE);
  if (!file || !divisionText) {
    check.settle();
    throw new Error('unreachable: a file that cannot be used is a fault');
  }
  const divisions = readDivisions(divisionText.toString('utf8'), file, check);
  const byCode = new Map(divisions.map((division) => [division.code, division]));
  const codes = new Set(byCode.keys());
  const layers: CountyLayer[] = [];
  const areas: CountyArea[] = [];
  for (const entry of file.layers) {
    const bytes = checkPath(entry.file, `${COUNTY_FILE} layers`, check) ? await read(entry.file) : null;
    if (!bytes) continue;
    const features = readLayer(bytes, entry, codes, check);
    const { id, kind, estimated, note } = entry;
    layers.push({ id, kind, estimated, note, bytes, polygons: polygonsOf(features) });
    for (const feature of features) {
      if (feature.codes.length > 0 && isArea(feature.geometry))
        areas.push({ ...feature, geometry: feature.geometry, estimated });
    }
  }
  const textOf = async (name: string) => (await read(name, false))?.toString('utf8') ?? null;
  const featurePoints = readFeaturePoints(await textOf(FEATURE_POINT_FILE), byCode, file.bbox, check);
  const scenarios = readScenarios(await textOf(SCENARIO_FILE), byCode, featurePoints, check);
  const cameras = readCameras(await textOf(CAMERA_FILE), { ...file, divisions: byCode }, check);
  const routes = await readRoutes(
    await textOf(ROUTE_FILE),
    { divisions: byCode, docks: file.fleet.docks, featurePoints, scenarios },
    async (path, where) => (checkPath(path, where, check) ? read(path) : null),
    check,
  );
  const days = readDays(await textOf(DAYS_FILE), check);
  checkWhole(file, { divisions, areas }, check);
  check.settle();
  return {
    ...file,
    digest: hash.digest('hex'),
    divisions,
    layers,
    areas,
    featurePoints,
    scenarios,
    cameras,
    routes,
    days,
  };
}

/** A file that the folder names must lie inside it. */
function checkPath(path: string, where: string, check: FolderCheck): boolean {
  const inside = !isAbsolute(path) && !normalize(path).startsWith('..');
  if (!inside) check.fault(where, `“${path}”不在文件夹内`, `"${path}" lies outside the folder`);
  return inside;
}

/** What only shows when the files are seen together. */
function checkWhole(
  file: CountyFile,
  { divisions, areas }: Pick<County, 'divisions' | 'areas'>,
  check: FolderCheck,
): void {
  if (!areas.some((area) => area.codes.join() === file.code)) {
    const zh = `没有代码为“${file.code}”的县界多边形：需要一个 kind 为 county 且写明 codes 的图层`;
    const en = `there is no polygon of the county "${file.code}": a layer of kind county with codes is needed`;
    check.fault(`${COUNTY_FILE} layers`, zh, en);
  }
  const codes = new Set(divisions.map(({ code }) => code));
  for (const [index, { divisionCode }] of file.slowLivePoints.entries()) {
    if (codes.has(divisionCode)) continue;
    const where = `${COUNTY_FILE} slowLivePoints.${index}.divisionCode`;
    check.fault(where, `“${divisionCode}”不在 ${DIVISION_FILE} 中`, `"${divisionCode}" is not in ${DIVISION_FILE}`);
  }
  const towns = divisions.filter(({ level }) => level === 'town');
  for (const town of towns) {
    if (town.longitude !== null || !file.fleet.docks.townKinds.includes(town.kind)) continue;
    const zh = `“${town.name}”按规则应有机场，但没有坐标`;
    check.fault(
      `${DIVISION_FILE} ${town.code}`,
      zh,
      `"${town.name}" should have a dock by the fleet rule but has no point`,
    );
  }
  if (file.fleet.mobile.count > 0 && !towns.some(({ longitude }) => longitude !== null)) {
    const where = `${COUNTY_FILE} fleet.mobile.count`;
    check.fault(where, '没有带坐标的镇街可放置机动无人机', 'no town has a point where a mobile drone could stand');
  }
}
