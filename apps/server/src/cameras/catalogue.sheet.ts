import { cleanText, type Cell, type Sheet } from '../sheets/sheet.js';
import { type SheetIssues } from '../sheets/sheet.issues.js';
import { CAMERA_SHEET } from './camera.sheet.js';
import { type Catalogue, type CatalogueItem } from './gb28181.catalogue.js';

/** Digits 11 to 13 of a code say the kind of a device (GB/T 28181-2022, annex E): these are eyes. */
const CAMERA_KINDS: ReadonlySet<string> = new Set(['131', '132']);
/** What holds channels of its own. */
const RECORDERS: ReadonlySet<string> = new Set(['111', '112', '118']);
/** What other kinds are, as far as catalogues hold them. */
const KIND_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  '111': { zh: '硬盘录像机', en: 'a recorder' },
  '118': { zh: '网络录像机', en: 'a network recorder' },
  '134': { zh: '报警输入', en: 'an alarm input' },
  '200': { zh: '信令服务器', en: 'a signalling server' },
  '215': { zh: '业务分组', en: 'a group' },
  '216': { zh: '虚拟组织', en: 'a virtual organisation' },
};
/** Members of the standard that say nothing for the county when they stand like this. */
const FILLERS: ReadonlySet<string> = new Set(['null', 'unknown', 'owner', 'address', 'civilcode', 'model', '-']);

/**
 * A catalogue as a sheet of cameras, so that it is taken in by the very same rules as a spreadsheet; a row is numbered by its
 * line in the file. Entries that are no cameras are named as warnings and left out.
 */
export function catalogueSheet({ deviceId, items, sumNum }: Catalogue, issues: SheetIssues): Sheet {
  const name = '国标目录';
  const headings: Sheet['rows'][number] = { nr: 1, cells: new Map() };
  CAMERA_SHEET.columns.forEach(({ heading }, at) => headings.cells.set(at, textCell(heading)));
  const all = new Map(items.map(({ members }) => [members['DeviceID'] ?? '', members]));
  const rows = items.flatMap((item) => {
    const code = item.members['DeviceID'] ?? '';
    const kind = kindOf(code);
    if (kind !== '' && !CAMERA_KINDS.has(kind)) {
      const word = KIND_WORDS[kind] ?? { zh: `类型 ${kind} 的设备`, en: `a device of kind ${kind}` };
      warn(issues, name, item, `“${code}”是${word.zh}，不是摄像头，已跳过`, `"${code}" is ${word.en}, no camera`);
      return [];
    }
    if (isGroup(code)) {
      warn(issues, name, item, `“${code}”是行政区划，已跳过`, `"${code}" is a division, no camera`);
      return [];
    }
    return [{ nr: item.line, cells: cellsOf(item, deviceId, all) }];
  });
  if (sumNum !== null && sumNum > items.length) {
    const zh = `目录声明共 ${sumNum} 项，文件里只有 ${items.length} 项，可能不完整`;
    const en = `the catalogue speaks of ${sumNum} entries and holds ${items.length}: it may be a part`;
    issues.warning({ sheet: name, row: null, column: null, value: null }, zh, en);
  }
  return { name, rows: [headings, ...rows] };
}

function cellsOf(
  { members }: CatalogueItem,
  answeredBy: string,
  all: ReadonlyMap<string, CatalogueItem['members']>,
): Map<number, Cell> {
  const said = (name: string) => {
    const text = cleanText(members[name] ?? '');
    return FILLERS.has(text.toLowerCase()) ? '' : text;
  };
  const code = members['DeviceID'] ?? '';
  const [longitude, latitude] = [said('Longitude'), said('Latitude')];
  // a recorder that is absent says 0, 0
  const placed = Number(longitude) !== 0 && Number(latitude) !== 0;
  const group = [members['ParentID'], members['CivilCode']].find(
    (id) => id !== undefined && isGroup(id) && all.has(id),
  );
  const device = RECORDERS.has(kindOf(members['ParentID'] ?? '')) ? members['ParentID']! : answeredBy;
  const values: Readonly<Record<string, string>> = {
    code,
    name: cleanText(members['Name'] ?? ''),
    town: group === undefined ? '' : cleanText(all.get(group)!['Name'] ?? ''),
    longitude: placed ? longitude : '',
    latitude: placed ? latitude : '',
    placement: placed ? 'reported' : '',
    vendor: said('Manufacturer').slice(0, 50),
    model: said('Model').slice(0, 50),
    source: /^\d{20}$/.test(device) ? 'gb28181' : '',
    address: /^\d{20}$/.test(device) ? `${device}/${code}` : '',
    mountingNote: said('Address').slice(0, 200),
  };
  const cells = new Map<number, Cell>();
  CAMERA_SHEET.columns.forEach(({ key }, at) => {
    if (values[key]) cells.set(at, textCell(values[key]));
  });
  return cells;
}

function kindOf(code: string): string {
  return /^\d{20}$/.test(code) ? code.slice(10, 13) : '';
}

/** A division, a group or a virtual organisation: what catalogues are ordered by. */
function isGroup(code: string): boolean {
  return /^\d{2,10}$/.test(code) || ['215', '216'].includes(kindOf(code));
}

function textCell(text: string): Cell {
  return { text, kind: 'text', number: null };
}

function warn(issues: SheetIssues, sheet: string, { line, members }: CatalogueItem, zh: string, en: string): void {
  issues.warning({ sheet, row: line, column: null, value: members['Name'] ?? null }, zh, en);
}
