import { parseCsv } from './csv.js';
import { cleanText, type Sheet, type SheetRow, type Workbook } from './sheet.js';
import { SHEET_LIMITS } from './sheet.limits.js';
import { tooLarge, unreadable } from './sheet.refusal.js';
import { readXlsx } from './xlsx.read.js';

/**
 * Reads an uploaded spreadsheet: .xlsx, or CSV in UTF-8, UTF-16 or GB 18030 (what Chinese spreadsheet programs write).
 * The content decides, not the name of the file. Throws `Refusal` 400 `unreadable_sheet` or 413 `sheet_too_large`.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  if (bytes.length === 0) throw unreadable('文件是空的', 'it is empty');
  const begin = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (begin === 'd0cf11e0') {
    throw unreadable(
      '这是旧版 .xls 或加密的文件，请去掉密码并另存为 .xlsx',
      'it is an old .xls or an encrypted file: remove the password and save it as .xlsx',
    );
  }
  if (begin.startsWith('504b')) return { format: 'xlsx', sheets: await readXlsx(bytes) };
  return { format: 'csv', sheets: [readCsvSheet(bytes)] };
}

function readCsvSheet(bytes: Uint8Array): Sheet {
  const text = decode(bytes);
  if (text.includes('\0'))
    throw unreadable('不是表格文件，请上传 .xlsx 或 .csv', 'it is no spreadsheet: upload .xlsx or .csv');
  const rows: SheetRow[] = [];
  for (const { line, fields } of recordsOf(text)) {
    const cells: SheetRow['cells'] = new Map();
    for (const [column, field] of fields.slice(0, SHEET_LIMITS.columns).entries()) {
      const value = cleanText(field.slice(0, SHEET_LIMITS.cellLength));
      if (value !== '') cells.set(column, { text: value, kind: 'text', number: null });
    }
    if (cells.size > 0) rows.push({ nr: line, cells });
    if (rows.length > SHEET_LIMITS.rows) throw tooLarge('超过 10000 行', 'it has more than 10,000 rows');
  }
  return { name: 'CSV', rows };
}

function recordsOf(text: string) {
  try {
    return parseCsv(text);
  } catch (error) {
    const message = (error as Error).message;
    throw unreadable(
      `不是有效的 CSV（${message}），请检查引号`,
      `it is not valid CSV (${message}): check the quotation marks`,
    );
  }
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next encoding
    }
  }
  throw unreadable(
    '文字编码无法识别，请另存为 UTF-8 的 CSV 或 .xlsx',
    'its text is neither UTF-8 nor GB 18030: save it as CSV in UTF-8 or as .xlsx',
  );
}
