import { type Sheet } from './sheet.js';
import { SHEET_LIMITS } from './sheet.limits.js';
import { tooLarge, unreadable } from './sheet.refusal.js';
import { SheetBuilder } from './xlsx.sheet.js';
import { readDateStyles } from './xlsx.styles.js';
import { walkXml } from './xml.walk.js';
import { ZipParts } from './zip.parts.js';

/**
 * Reads every sheet of an .xlsx file (ECMA-376, the values only), within `SHEET_LIMITS` whatever the file claims. Throws
 * `Refusal` 400 `unreadable_sheet` or 413 `sheet_too_large`.
 */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  const parts = new ZipParts(bytes);
  const workbook = await findWorkbook(parts);
  const folder = workbook.slice(0, workbook.lastIndexOf('/') + 1);
  const targets = await readRelations(parts, `${folder}_rels/${workbook.slice(folder.length)}.rels`, folder);
  const sheets: { name: string; part: string }[] = [];
  await walkXml(parts, workbook, {
    open: (name, attributes) => {
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id);
      if (target?.type.endsWith('/worksheet')) sheets.push({ name: attributes['name'] ?? '', part: target.part });
    },
  });
  if (sheets.length === 0) throw unreadable('没有工作表', 'it has no worksheet');
  if (sheets.length > SHEET_LIMITS.sheets) throw tooLarge('工作表过多', 'it has too many sheets');
  const partOf = (kind: string) => [...targets.values()].find(({ type }) => type.endsWith(`/${kind}`))?.part ?? '';
  const shared = await readSharedTexts(parts, partOf('sharedStrings'));
  const dateStyles = await readDateStyles(parts, partOf('styles'));
  const budget = { left: SHEET_LIMITS.totalLength };
  const read: Sheet[] = [];
  for (const { name, part } of sheets) {
    const builder = new SheetBuilder(name, shared, dateStyles, budget);
    await walkXml(parts, part, builder);
    read.push(builder.finish());
  }
  return read;
}

async function findWorkbook(parts: ZipParts): Promise<string> {
  if (!parts.has('[Content_Types].xml') && !parts.has('xl/workbook.xml')) {
    throw unreadable('不是表格文件，请上传 .xlsx 或 .csv', 'it is no spreadsheet: upload .xlsx or .csv');
  }
  const targets = await readRelations(parts, '_rels/.rels', '');
  const main = [...targets.values()].find(({ type }) => type.endsWith('/officeDocument'))?.part ?? 'xl/workbook.xml';
  if (parts.has(main)) return main;
  throw unreadable('不是表格文件，请上传 .xlsx 或 .csv', 'it is no spreadsheet: upload .xlsx or .csv');
}

interface Relation {
  type: string;
  /** Path inside the archive. */
  part: string;
}

async function readRelations(parts: ZipParts, part: string, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  if (!parts.has(part)) return relations;
  await walkXml(parts, part, {
    open: (name, { Id, Type, Target = '', TargetMode }) => {
      if (name !== 'Relationship' || !Id || !Type || TargetMode === 'External') return;
      const path = Target.startsWith('/') ? Target : `/${folder}${Target}`;
      relations.set(Id, { type: Type, part: new URL(path, 'part:///').pathname.replace(/^\/+/, '') });
    },
  });
  return relations;
}

/** The table of texts that cells refer to by number. Readings of names (`rPh`) are left out. */
async function readSharedTexts(parts: ZipParts, part: string): Promise<string[]> {
  const texts: string[] = [];
  if (!parts.has(part)) return texts;
  let text = '';
  let length = 0;
  let inText = false;
  let inReading = false;
  await walkXml(parts, part, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') inReading = true;
      inText = name === 't';
    },
    text: (piece) => {
      if (!inText || inReading) return;
      length += piece.length;
      if (length > SHEET_LIMITS.sharedLength) throw tooLarge('文字过多', 'it holds too much text');
      text += piece;
    },
    close: (name) => {
      inText = false;
      if (name === 'rPh') inReading = false;
      if (name === 'si') texts.push(text.slice(0, SHEET_LIMITS.cellLength));
    },
  });
  return texts;
}
