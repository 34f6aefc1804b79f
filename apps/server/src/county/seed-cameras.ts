import { type EntityManager } from 'typeorm';
import { type County } from './county.js';

/** Writes the cameras of a folder over those that came from a folder; returns how many are new. */
export async function saveCameras(tx: EntityManager, { cameras }: County): Promise<number> {
  const rows: { added: boolean }[] = await tx.query(
    `INSERT INTO cameras AS held (code, name, division_code, longitude, latitude, placement, vendor, model, mounting,
       source, rights, slow_live_point, tags, demonstration, origin)
     SELECT code, name, "divisionCode", longitude, latitude, placement, vendor, model, mounting, source, rights,
       "slowLivePoint", ARRAY(SELECT json_array_elements_text(row.tags)), demonstration, 'folder'
     FROM json_to_recordset($1) AS row (code text, name text, "divisionCode" text, longitude float8, latitude float8,
       placement text, vendor text, model text, mounting jsonb, source jsonb, rights text, "slowLivePoint" text,
       tags json, demonstration boolean)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, division_code = excluded.division_code,
       longitude = excluded.longitude, latitude = excluded.latitude, placement = excluded.placement,
       vendor = excluded.vendor, model = excluded.model, mounting = excluded.mounting, source = excluded.source,
       rights = excluded.rights, slow_live_point = excluded.slow_live_point, tags = excluded.tags,
       demonstration = excluded.demonstration, version = held.version + 1, updated_at = now()
     WHERE held.origin = 'folder' AND
       (held.name, held.division_code, held.longitude, held.latitude, held.placement, held.vendor, held.model,
        held.mounting, held.source, held.rights, held.slow_live_point, held.tags, held.demonstration) IS DISTINCT FROM
       (excluded.name, excluded.division_code, excluded.longitude, excluded.latitude, excluded.placement,
        excluded.vendor, excluded.model, excluded.mounting, excluded.source, excluded.rights, excluded.slow_live_point,
        excluded.tags, excluded.demonstration)
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(cameras)],
  );
  return rows.filter(({ added }) => added).length;
}
