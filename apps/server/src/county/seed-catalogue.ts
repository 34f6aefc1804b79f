import { type EntityManager } from 'typeorm';
import { type County } from './county.js';

const list = (column: string) => `ARRAY(SELECT json_array_elements_text(row.${column}))`;

/** Writes the feature points of a folder over those that came from a folder; returns how many are new. */
export async function saveFeaturePoints(tx: EntityManager, { featurePoints }: County): Promise<number> {
  const rows: { added: boolean }[] = await tx.query(
    `INSERT INTO feature_points AS held (code, name, class, story, division_code, longitude, latitude, placement,
       placement_note, tags, profile, poses, demonstration, origin)
     SELECT code, name, class, story, "divisionCode", longitude, latitude, placement, "placementNote", ${list('tags')},
       profile, poses, demonstration, 'folder'
     FROM json_to_recordset($1) AS row (code text, name text, class text, story text, "divisionCode" text,
       longitude float8, latitude float8, placement text, "placementNote" text, tags json, profile jsonb, poses jsonb,
       demonstration boolean)
     ON CONFLICT (lower(code)) DO UPDATE SET name = excluded.name, class = excluded.class, story = excluded.story,
       division_code = excluded.division_code, longitude = excluded.longitude, latitude = excluded.latitude,
       placement = excluded.placement, placement_note = excluded.placement_note, tags = excluded.tags,
       profile = excluded.profile, poses = excluded.poses, demonstration = excluded.demonstration,
       version = held.version + 1, updated_at = now()
     WHERE held.origin = 'folder' AND
       (held.name, held.class, held.story, held.division_code, held.longitude, held.latitude, held.placement,
        held.placement_note, held.tags, held.profile, held.poses, held.demonstration) IS DISTINCT FROM
       (excluded.name, excluded.class, excluded.story, excluded.division_code, excluded.longitude, excluded.latitude,
        excluded.placement, excluded.placement_note, excluded.tags, excluded.profile, excluded.poses, excluded.demonstration)
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(featurePoints)],
  );
  return rows.filter(({ added }) => added).length;
}

/** Writes the scenarios of a folder with their targets over those that came from a folder; returns how many are new. */
export async function saveScenarios(tx: EntityManager, { scenarios }: County): Promise<number> {
  const rows: { added: boolean }[] = await tx.query(
    `INSERT INTO scenarios AS held (code, name, purpose, division_code, owner_unit, owner_person, checklist, spots,
       cadence, outputs, tags, demonstration, origin)
     SELECT code, name, purpose, "divisionCode", "ownerUnit", "ownerPerson", ${list('checklist')}, spots, cadence,
       ${list('outputs')}, ${list('tags')}, demonstration, 'folder'
     FROM json_to_recordset($1) AS row (code text, name text, purpose text, "divisionCode" text, "ownerUnit" text,
       "ownerPerson" text, checklist json, spots jsonb, cadence jsonb, outputs json, tags json, demonstration boolean)
     ON CONFLICT (lower(code)) DO UPDATE SET name = excluded.name, purpose = excluded.purpose,
       division_code = excluded.division_code, owner_unit = excluded.owner_unit, owner_person = excluded.owner_person,
       checklist = excluded.checklist, spots = excluded.spots, cadence = excluded.cadence, outputs = excluded.outputs,
       tags = excluded.tags, demonstration = excluded.demonstration, version = held.version + 1, updated_at = now()
     WHERE held.origin = 'folder' AND
       (held.name, held.purpose, held.division_code, held.owner_unit, held.owner_person, held.checklist, held.spots,
        held.cadence, held.outputs, held.tags, held.demonstration) IS DISTINCT FROM
       (excluded.name, excluded.purpose, excluded.division_code, excluded.owner_unit, excluded.owner_person,
        excluded.checklist, excluded.spots, excluded.cadence, excluded.outputs, excluded.tags, excluded.demonstration)
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(scenarios)],
  );
  await saveTargets(tx, scenarios);
  return rows.filter(({ added }) => added).length;
}

/** The targets of the folder's scenarios become exactly those of the folder. */
async function saveTargets(tx: EntityManager, scenarios: County['scenarios']): Promise<void> {
  const targets = scenarios.map(({ code, targets: { featurePoints, divisions } }) => ({
    code,
    featurePoints,
    divisions,
  }));
  const given = [JSON.stringify(targets)];
  const from = `FROM json_to_recordset($1) AS row (code text, "featurePoints" json, divisions json)
    JOIN scenarios s ON lower(s.code) = lower(row.code) AND s.origin = 'folder'`;
  for (const table of ['scenario_points', 'scenario_divisions']) {
    await tx.query(`DELETE FROM ${table} WHERE scenario_id IN (SELECT s.id ${from})`, given);
  }
  await tx.query(
    `INSERT INTO scenario_points (scenario_id, point_id) SELECT s.id, p.id ${from}
     CROSS JOIN json_array_elements_text(row."featurePoints") AS aim JOIN feature_points p ON lower(p.code) = lower(aim)`,
    given,
  );
  await tx.query(
    `INSERT INTO scenario_divisions (scenario_id, division_code)
     SELECT s.id, aim ${from} CROSS JOIN json_array_elements_text(row.divisions) AS aim`,
    given,
  );
}
