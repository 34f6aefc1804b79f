import { DivisionLevel, type DivisionView } from '#contracts';
import { type County, type CountyDivision } from './county.js';
import { type CsvRecord, parseCsv } from '../sheets/csv.js';
import { type FolderCheck } from './folder-check.js';

export const DIVISION_FILE = 'divisions.csv';
const COLUMNS = [
  'code',
  'parent_code',
  'level',
  'kind',
  'name',
  'name_en',
  'longitude',
  'latitude',
  'position',
  'position_note',
] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

/** Which levels a division of each level may hang under. */
const PARENT_LEVELS: Readonly<Record<DivisionLevel, readonly DivisionLevel[]>> = {
  county: [],
  town: ['county'],
  zone: ['county'],
  village: ['town', 'zone'],
  natural_village: ['village'],
};
const POSITIONS: readonly DivisionView['position'][] = ['geonames', 'survey', 'estimate', 'none'];

/** Reads the tree of divisions; what is wrong goes to `check`, and a wrong row is left out. */
export function readDivisions(
  text: string,
  county: Pick<County, 'code' | 'bbox'>,
  check: FolderCheck,
): CountyDivision[] {
  let records: CsvRecord[];
  try {
    records = parseCsv(text);
  } catch (error) {
    const message = (error as Error).message;
    check.fault(DIVISION_FILE, `不是有效的 CSV（${message}）`, `is not valid CSV (${message})`);
    return [];
  }
  const [header, ...body] = records;
  if (header?.fields.join() !== COLUMNS.join()) {
    check.fault(`${DIVISION_FILE}:1`, `首行须为 ${COLUMNS.join()}`, `the first line must be ${COLUMNS.join()}`);
    return [];
  }
  const known = new Map<string, CountyDivision>();
  for (const record of body) {
    const division = readRow(record, known, county, check);
    if (division) known.set(division.code, division);
  }
  if (!known.has(county.code)) {
    check.fault(DIVISION_FILE, `没有县级行“${county.code}”`, `has no row for the county "${county.code}"`);
  }
  return [...known.values()];
}

function readRow(
  { line, fields }: CsvRecord,
  known: ReadonlyMap<string, CountyDivision>,
  county: Pick<County, 'code' | 'bbox'>,
  check: FolderCheck,
): CountyDivision | null {
  const where = `${DIVISION_FILE}:${line}`;
  if (fields.length !== COLUMNS.length) {
    const count = `${fields.length} ≠ ${COLUMNS.length}`;
    check.fault(where, `列数不对（${count}）`, `has the wrong number of columns (${count})`);
    return null;
  }
  const row = Object.fromEntries(COLUMNS.map((column, index) => [column, fields[index]!.trim()])) as Row;
  const level = DivisionLevel.safeParse(row.level);
  if (!/^[A-Za-z0-9-]{1,20}$/.test(row.code)) {
    const text = `"${row.code}"`;
    check.fault(`${where} code`, `${text} 不是 1–20 位字母、数字或 -`, `${text} is not 1 to 20 letters, digits or -`);
    return null;
  }
  if (known.has(row.code)) {
    check.fault(`${where} code`, `代码“${row.code}”重复`, `the code "${row.code}" appears twice`);
    return null;
  }
  if (!level.success) {
    const levels = DivisionLevel.options.join(', ');
    check.fault(`${where} level`, `“${row.level}”不是 ${levels} 之一`, `"${row.level}" is none of ${levels}`);
    return null;
  }
  if (row.name === '') check.fault(`${where} name`, '名称为空', 'the name is empty');
  const parent = known.get(row.parent_code);
  if (!checkParent(row, level.data, parent, county.code, where, check)) return null;
  return {
    code: row.code,
    parentCode: parent?.code ?? null,
    path: parent ? `${parent.path}/${row.code}` : row.code,
    level: level.data,
    kind: row.kind || level.data,
    name: row.name,
    nameEn: row.name_en || null,
    ...readPoint(row, county.bbox, where, check),
    positionNote: row.position_note || null,
    ordinal: known.size,
  };
}

function checkParent(
  row: Row,
  level: DivisionLevel,
  parent: CountyDivision | undefined,
  county: string,
  where: string,
  check: FolderCheck,
): boolean {
  if (level === 'county') {
    if (row.code === county && row.parent_code === '') return true;
    const zh = `县级行只能有一行，代码为“${county}”，没有上级`;
    check.fault(where, zh, `the only row of level county has the code "${county}" and no parent`);
    return false;
  }
  const field = `${where} parent_code`;
  const code = `"${row.parent_code}"`;
  if (!parent) {
    check.fault(field, `上级 ${code} 不在前面的行中`, `the parent ${code} is not in a row above`);
    return false;
  }
  if (PARENT_LEVELS[level].includes(parent.level)) return true;
  const zh = `${level} 不能放在 ${parent.level} ${code} 之下`;
  check.fault(field, zh, `a ${level} cannot hang under the ${parent.level} ${code}`);
  return false;
}

function readPoint(
  row: Row,
  bbox: County['bbox'],
  where: string,
  check: FolderCheck,
): Pick<CountyDivision, 'longitude' | 'latitude' | 'position'> {
  const position = POSITIONS.find((word) => word === row.position);
  if (!position) {
    const words = POSITIONS.join(', ');
    check.fault(`${where} position`, `“${row.position}”不是 ${words} 之一`, `"${row.position}" is none of ${words}`);
  }
  const none = { longitude: null, latitude: null, position: 'none' } as const;
  const given = row.longitude !== '' || row.latitude !== '';
  if (given === (row.position === 'none')) {
    check.fault(
      `${where} position`,
      '有坐标时不能为 none，没有坐标时只能为 none',
      'must be none exactly when longitude and latitude are empty',
    );
    return none;
  }
  if (!position || !given) return none;
  const longitude = Number(row.longitude || Number.NaN);
  const latitude = Number(row.latitude || Number.NaN);
  if (!inBox(longitude, latitude, bbox)) {
    const text = `(${row.longitude}, ${row.latitude})`;
    check.fault(where, `坐标 ${text} 不在县域范围 bbox 内`, `the point ${text} is not inside the county's bbox`);
    return none;
  }
  return { longitude, latitude, position };
}

/** Is a WGS84 point inside west, south, east, north? False for NaN. */
export function inBox(longitude: number, latitude: number, [west, south, east, north]: County['bbox']): boolean {
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}
