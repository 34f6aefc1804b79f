import { type DataSource, type EntityManager } from 'typeorm';
import { type County } from './county.js';
import { type DemonstrationDevice, demonstrationFleet } from './demonstration-fleet.js';
import { addPapers } from './seed-papers.js';
import { saveCameras } from './seed-cameras.js';
import { saveFeaturePoints, saveScenarios } from './seed-catalogue.js';

/** What loading a county changed. */
export interface SeedResult {
  /** False when this very folder was loaded before. */
  loaded: boolean;
  /** Rows that are new. */
  divisions: number;
  slowLivePoints: number;
  devices: number;
  featurePoints: number;
  scenarios: number;
  cameras: number;
  /** Divisions of an earlier folder that this one no longer has; they are kept, because devices may belong to them. */
  keptDivisions: number;
}

/** The database holds another county than the folder. */
export class AnotherCounty extends Error {
  override name = 'AnotherCounty';

  constructor(held: { code: string; name: string }, folder: Pick<County, 'code' | 'name'>) {
    super(
      `数据库里是${held.name}（${held.code}），而县域数据文件夹是${folder.name}（${folder.code}）。` +
        '请换回原来的文件夹（XUNHANG_COUNTY），或用新的数据目录（XUNHANG_DATA_DIR）。' +
        ` The database holds ${held.name} (${held.code}), the county folder is that of ${folder.name} (${folder.code}):` +
        ' go back to the former folder (XUNHANG_COUNTY) or take a new data directory (XUNHANG_DATA_DIR).',
    );
  }
}

const NOTHING: SeedResult = {
  loaded: false,
  divisions: 0,
  slowLivePoints: 0,
  devices: 0,
  featurePoints: 0,
  scenarios: 0,
  cameras: 0,
  keptDivisions: 0,
};

/** Key of the advisory lock under which one process loads a county while the others wait. */
const LOAD_LOCK = 720_003;

/**
 * Loads a county, once for each content of its folder. A changed folder updates what came from the folder; it deletes
 * nothing and touches neither what people made or changed nor devices that are registered. Processes that start together
 * do it one after the other. Throws `AnotherCounty`.
 */
export function seedCounty(db: DataSource, county: County): Promise<SeedResult> {
  return db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOAD_LOCK]);
    const [held] = await tx.query<{ code: string; name: string }[]>(
      `SELECT code, name FROM divisions WHERE level = 'county'`,
    );
    if (held && held.code !== county.code) throw new AnotherCounty(held, county);
    const [last] = await tx.query<{ digest: string }[]>(
      'SELECT digest FROM county_loads ORDER BY loaded_at DESC LIMIT 1',
    );
    if (last?.digest === county.digest) {
      await addPapers(tx);
      return { ...NOTHING };
    }
    const divisions = await saveDivisions(tx, county);
    await saveAreas(tx, county);
    const slowLivePoints = await saveSlowLivePoints(tx, county);
    const devices = await addDevices(tx, demonstrationFleet(county));
    await addPapers(tx);
    const featurePoints = await saveFeaturePoints(tx, county);
    const scenarios = await saveScenarios(tx, county);
    const cameras = await saveCameras(tx, county);
    const keptDivisions = await countKept(tx, county);
    await tx.query('INSERT INTO county_loads (county_code, digest, loaded_at) VALUES ($1, $2, clock_timestamp())', [
      county.code,
      county.digest,
    ]);
    await tx.query('SELECT pg_notify($1, $2)', ['divisions', county.code]);
    return { loaded: true, divisions, slowLivePoints, devices, featurePoints, scenarios, cameras, keptDivisions };
  });
}

/** Rows as one json parameter: a column list for `json_to_recordset` keeps types and order in one place. */
async function saveDivisions(tx: EntityManager, county: County): Promise<number> {
  const rows: { added: boolean }[] = await tx.query(
    `INSERT INTO divisions AS held
       (code, parent_code, path, level, kind, name, name_en, longitude, latitude, position, position_note, ordinal, origin)
     SELECT code, "parentCode", path, level, kind, name, "nameEn", longitude, latitude, position, "positionNote", ordinal, 'folder'
     FROM json_to_recordset($1) AS row (code text, "parentCode" text, path text, level text, kind text, name text,
       "nameEn" text, longitude float8, latitude float8, position text, "positionNote" text, ordinal int)
     ON CONFLICT (code) DO UPDATE SET parent_code = excluded.parent_code, path = excluded.path, level = excluded.level,
       kind = excluded.kind, name = excluded.name, name_en = excluded.name_en, longitude = excluded.longitude,
       latitude = excluded.latitude, position = excluded.position, position_note = excluded.position_note,
       ordinal = excluded.ordinal
     WHERE held.origin = 'folder'
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(county.divisions)],
  );
  // What people hung under a division that moved moves with it.
  await tx.query(
    `WITH RECURSIVE tree AS (
       SELECT code, code AS path FROM divisions WHERE parent_code IS NULL
       UNION ALL SELECT child.code, tree.path || '/' || child.code FROM divisions child JOIN tree ON child.parent_code = tree.code)
     UPDATE divisions SET path = tree.path FROM tree WHERE tree.code = divisions.code AND tree.path <> divisions.path`,
  );
  return rows.filter(({ added }) => added).length;
}

async function saveAreas(tx: EntityManager, { areas }: County): Promise<void> {
  await tx.query('DELETE FROM division_areas');
  await tx.query(
    `INSERT INTO division_areas (nr, codes, geometry, estimated)
     SELECT nr, codes, geometry, estimated
     FROM json_to_recordset($1) AS row (nr int, codes text[], geometry json, estimated boolean)`,
    [JSON.stringify(areas.map((area, nr) => ({ nr, ...area })))],
  );
}

async function saveSlowLivePoints(tx: EntityManager, { slowLivePoints }: County): Promise<number> {
  const rows: { added: boolean }[] = await tx.query(
    `INSERT INTO slow_live_points AS held
       (id, name, name_en, division_code, longitude, latitude, placement, placement_note, origin)
     SELECT id, name, "nameEn", "divisionCode", longitude, latitude, placement, "placementNote", 'folder'
     FROM json_to_recordset($1) AS row (id text, name text, "nameEn" text, "divisionCode" text, longitude float8,
       latitude float8, placement text, "placementNote" text)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
       division_code = excluded.division_code, longitude = excluded.longitude, latitude = excluded.latitude,
       placement = excluded.placement, placement_note = excluded.placement_note
     WHERE held.origin = 'folder'
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(slowLivePoints)],
  );
  return rows.filter(({ added }) => added).length;
}

async function addDevices(tx: EntityManager, devices: readonly DemonstrationDevice[]): Promise<number> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO devices (sn, kind, name, model_key, parent_sn, role, division_code, longitude, latitude, placement, demonstration)
     SELECT sn, kind, name, "modelKey", "parentSn", role, "divisionCode", (place->>'longitude')::float8,
       (place->>'latitude')::float8, CASE WHEN kind = 'aircraft' THEN 'reported' ELSE 'assumed' END, true
     FROM json_to_recordset($1) AS row (sn text, kind text, name text, "modelKey" text, "parentSn" text, role text,
       "divisionCode" text, place json)
     ON CONFLICT (sn) DO NOTHING RETURNING sn`,
    [JSON.stringify(devices)],
  );
  return rows.length;
}

async function countKept(tx: EntityManager, { divisions }: County): Promise<number> {
  const [row] = await tx.query<{ count: string }[]>(
    `SELECT count(*) FROM divisions WHERE origin = 'folder' AND code <> ALL ($1::text[])`,
    [divisions.map(({ code }) => code)],
  );
  return Number(row!.count);
}
