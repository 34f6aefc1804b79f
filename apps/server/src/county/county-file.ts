import { z } from 'zod';
import { CountyView, Latitude, Longitude, Placement } from '#contracts';
import { inBox } from './division-file.js';
import { type FolderCheck } from './folder-check.js';

export const COUNTY_FILE = 'county.json';

const name = z.string().trim().min(1);
const modelKey = z.string().regex(/^\d+-\d+-\d+$/, 'must be domain-type-subtype, such as 3-3-0');
const metres = z
  .tuple([z.number().min(0), z.number().max(20_000)])
  .refine(([least, most]) => least <= most, 'the first number must not exceed the second');
const timeZone = name.refine((zone) => isTimeZone(zone), 'must be an IANA time zone, such as Asia/Shanghai');
const bbox = z
  .tuple([Longitude, Latitude, Longitude, Latitude])
  .refine(([west, south, east, north]) => west < east && south < north, 'must be west, south, east, north');

const LayerEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits or -'),
  kind: CountyView.shape.layers.element.shape.kind,
  /** Path inside the folder. */
  file: name,
  /** The property of a feature that holds the code, or the list of codes, of its division. */
  codes: name.optional(),
  estimated: z.boolean(),
  note: name,
});
export type LayerEntry = z.infer<typeof LayerEntry>;

/** What `county.json` may hold. */
const CountyFile = z.strictObject({
  format: z.literal(1),
  code: z.string().regex(/^[A-Za-z0-9-]{1,20}$/, 'must be 1 to 20 letters, digits or -'),
  name,
  nameEn: name.nullable(),
  timeZone,
  bbox,
  attribution: z.string(),
  layers: z.array(LayerEntry),
  slowLivePoints: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits or -'),
      name,
      nameEn: name.nullable(),
      divisionCode: name,
      longitude: Longitude,
      latitude: Latitude,
      placement: Placement,
      placementNote: name.nullable(),
    }),
  ),
  fleet: z.strictObject({
    docks: z.strictObject({
      townKinds: z.array(name),
      models: z.array(z.strictObject({ dock: modelKey, aircraft: modelKey })).min(1),
      dockName: name,
      aircraftName: name,
      metresFromSeat: metres,
    }),
    mobile: z.strictObject({
      count: z.number().int().min(0).max(99),
      models: z.array(z.strictObject({ controller: modelKey, aircraft: modelKey })).min(1),
      controllerName: name,
      aircraftName: name,
      metresFromSeat: metres,
    }),
  }),
  assumptions: z.array(z.strictObject({ zh: name, en: name })),
});
export type CountyFile = z.infer<typeof CountyFile>;

/** Reads `county.json`; null when it cannot be used, and `check` says why. */
export function readCountyFile(text: string, check: FolderCheck): CountyFile | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    check.fault(COUNTY_FILE, `不是有效的 JSON（${message}）`, `is not valid JSON (${message})`);
    return null;
  }
  const parsed = CountyFile.safeParse(json);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const where = `${COUNTY_FILE} ${issue.path.join('.')}`.trim();
      check.fault(where, `内容不符合要求（${issue.message}）`, issue.message);
    }
    return null;
  }
  checkUnique(parsed.data.layers, 'layers', check);
  checkUnique(parsed.data.slowLivePoints, 'slowLivePoints', check);
  for (const [index, point] of parsed.data.slowLivePoints.entries()) {
    if (inBox(point.longitude, point.latitude, parsed.data.bbox)) continue;
    const text = `(${point.longitude}, ${point.latitude})`;
    check.fault(
      `${COUNTY_FILE} slowLivePoints.${index}`,
      `坐标 ${text} 不在县域范围 bbox 内`,
      `the point ${text} is not inside the county's bbox`,
    );
  }
  return parsed.data;
}

function checkUnique(entries: readonly { id: string }[], list: string, check: FolderCheck): void {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (seen.has(id)) check.fault(`${COUNTY_FILE} ${list}.${index}.id`, `“${id}”重复`, `"${id}" appears twice`);
    seen.add(id);
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
