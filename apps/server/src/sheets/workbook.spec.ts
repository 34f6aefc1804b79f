import { describe, expect, it } from '@jest/globals';
import { deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { type Refusal } from '../common/refusal.js';
import { type Sheet } from './sheet.js';
import { type SheetLayout } from './sheet.layout.js';
import { readWorkbook } from './workbook.read.js';
import { writeXlsx } from './xlsx.write.js';

const WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="a"/></sheets></workbook>';
const RELATIONS =
  '<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>' +
  '<Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/>' +
  '<Relationship Id="c" Type="x/styles" Target="/xl/styles.xml"/></Relationships>';

/** A workbook whose parts are written by hand. */
function workbook(sheet: string, more: Record<string, string> = {}): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}
const rowsOf = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const texts = ({ rows }: Sheet) =>
  rows.map(({ nr, cells }) => [nr, [...cells].map(([at, { text }]) => `${at}:${text}`)]);
const refusalOf = async (bytes: Uint8Array): Promise<Refusal> => {
  try {
    await readWorkbook(bytes);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('the file was read');
};

/** A zip archive of one deflated part whose headers say what they like. */
function archive(name: string, packed: Uint8Array, claimed: { size: number; flags?: number }): Uint8Array {
  const title = strToU8(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(title.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(claimed.flags ?? 0, 8);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimed.size, 24);
  entry.writeUInt16LE(title.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + title.length + packed.length, 16);
  return Buffer.concat([local, title, packed, entry, title, end]);
}

describe('a workbook', () => {
  it('gives back what was written into it', async () => {
    const layout: SheetLayout = {
      name: '表 & "一"',
      columns: [
        { key: 'a', heading: '甲', note: '', required: true, text: true },
        { key: 'b', heading: '乙', note: '', choices: ['是', '否'] },
      ],
    };
    const bytes = writeXlsx([
      {
        layout,
        rows: [
          ['<001>\n行 & "引号"', -1.5e-7],
          [null, 440881111210],
        ],
      },
    ]);
    expect(
      writeXlsx([
        {
          layout,
          rows: [
            ['<001>\n行 & "引号"', -1.5e-7],
            [null, 440881111210],
          ],
        },
      ]),
    ).toEqual(bytes);
    const { sheets } = await readWorkbook(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['表 & "一"']);
    expect(texts(sheets[0]!)).toEqual([
      [1, ['0:甲*', '1:乙']],
      [2, ['0:<001>\n行 & "引号"', '1:-1.5e-7']],
      [3, ['1:440881111210']],
    ]);
  });

  it('is read with shared and rich texts, dates, formulas, errors, prefixes and skipped cells', async () => {
    const cells =
      '<x:row r="3"><x:c r="A3" t="s"><x:v>1</x:v></x:c><x:c r="C3" s="1"><x:v>45000</x:v></x:c>' +
      '<x:c t="str"><x:f>A1&amp;B1</x:f><x:v>算出</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row>';
    const shared =
      '<sst><si><t>unused</t></si><si><r><t>富</t></r><r><t xml:space="preserve">文本 </t></r><rPh><t>fu</t></rPh></si></sst>';
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[红色]&quot;日&quot;0.00"/></numFmts>' +
      '<cellXfs><xf numFmtId="170"/><xf numFmtId="31"/></cellXfs></styleSheet>';
    const sheet = `<?xml version="1.0"?><!-- > --><x:worksheet xmlns:x="m"><x:sheetData>${cells}</x:sheetData></x:worksheet>`;
    const { sheets } = await readWorkbook(workbook(sheet, { 'xl/sharedStrings.xml': shared, 'xl/styles.xml': styles }));
    expect(sheets[0]!.rows).toEqual([
      {
        nr: 3,
        cells: new Map<number, unknown>([
          [0, { text: '富文本', kind: 'text', number: null }],
          [2, { text: '45000', kind: 'date', number: 45000 }],
          [3, { text: '算出', kind: 'formula', number: null }],
          [4, { text: '#REF!', kind: 'error', number: null }],
          [5, { text: '是', kind: 'boolean', number: null }],
        ]),
      },
    ]);
  });

  it('with a million blank, formatted rows is as small as what it holds', async () => {
    const blank = Array.from(
      { length: 200_000 },
      (_, nr) => `<row r="${nr + 2}"><c s="1"/><c t="inlineStr"><is><t> </t></is></c></row>`,
    );
    const { sheets } = await readWorkbook(workbook(rowsOf(`<row r="1"><c><v>1</v></c></row>${blank.join('')}`)));
    expect(texts(sheets[0]!)).toEqual([[1, ['0:1']]]);
  });

  it('tells of merged cells, in which only the first holds the value', async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>' +
      '</sheetData><mergeCells><mergeCell ref="A1:A9"/><mergeCell ref="nonsense"/></mergeCells></worksheet>';
    const { sheets } = await readWorkbook(workbook(sheet));
    expect(sheets[0]!.rows[1]!.cells.get(0)).toEqual({ text: '7', kind: 'number', number: 7, merged: true });
  });
});

describe('a hostile file', () => {
  it.each([
    ['of nothing', Buffer.alloc(0), '是空的'],
    ['of the old format, or with a password', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '另存为 .xlsx'],
    ['that is a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), '不是表格文件'],
    ['that is some other archive', zipSync({ 'a.txt': strToU8('x') }), '不是表格文件'],
    ['that is cut off', workbook(rowsOf('')).slice(0, -30), '不完整'],
    ['with a broken quotation mark', Buffer.from('a,b\n"x'), '引号'],
    ['without sheets', workbook('', { 'xl/workbook.xml': '<workbook/>' }), '没有工作表'],
    [
      'whose sheet is not there',
      workbook('', { 'xl/_rels/workbook.xml.rels': RELATIONS.replace('sheet1', 'sheet9') }),
      '缺少',
    ],
    ['with tags that do not match', workbook('<worksheet><row></worksheet>'), '第 1 行'],
    ['that ends inside a tag', workbook('<worksheet><row'), 'XML'],
    ['with tags in tags in tags', workbook('<a>'.repeat(500)), 'XML'],
    ['with a password', archive('xl/workbook.xml', deflateRawSync('x'), { size: 1, flags: 1 }), '密码'],
    ['whose packed bytes are noise', archive('xl/workbook.xml', Buffer.alloc(64, 0xff), { size: 64 }), '损坏'],
  ])('%s is refused with a sentence that says why', async (_, bytes, zh) => {
    const refusal = await refusalOf(bytes);
    expect([refusal.status, refusal.code]).toEqual([400, 'unreadable_sheet']);
    expect(refusal.zh).toContain(zh);
    expect(refusal.en).toMatch(/^the spreadsheet cannot be read/);
  });

  it('with entities of entities, or of files, expands none', async () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet>&b;&f;</worksheet>';
    expect((await refusalOf(workbook(bomb))).en).toContain('a document type is not allowed');
  });

  it('that unpacks to a gigabyte is refused, whatever its headers claim, and takes little memory', async () => {
    const packed = deflateRawSync(Buffer.alloc(400 * 1024 * 1024, ' '), { level: 9 });
    const before = process.memoryUsage().rss;
    const refusal = await refusalOf(archive('xl/workbook.xml', packed, { size: 10 }));
    expect([refusal.status, refusal.code]).toEqual([400, 'unreadable_sheet']);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    const rows = deflateRawSync(Buffer.from(`<workbook>${'<a></a>'.repeat(10_000_000)}`), { level: 9 });
    expect((await refusalOf(archive('xl/workbook.xml', rows, { size: 10 }))).code).toBe('sheet_too_large');
  });

  it('that says one long text a million times is refused', async () => {
    const cells = '<c t="s"><v>0</v></c>'.repeat(100);
    const rows = `<row>${cells}</row>`.repeat(5_000);
    const shared = `<sst><si><t>${'长'.repeat(30_000)}</t></si></sst>`;
    expect((await refusalOf(workbook(rowsOf(rows), { 'xl/sharedStrings.xml': shared }))).code).toBe('sheet_too_large');
  });

  it('with merged areas over and over each other is refused', async () => {
    const rows = Array.from({ length: 5_000 }, (_, nr) => `<row r="${nr + 1}"><c r="A${nr + 1}"><v>1</v></c></row>`);
    const merges = '<mergeCell ref="A1:CV5000"/>'.repeat(1_000);
    const sheet = `<worksheet><sheetData>${rows.join('')}</sheetData><mergeCells>${merges}</mergeCells></worksheet>`;
    expect((await refusalOf(workbook(sheet))).code).toBe('sheet_too_large');
  });

  it('does not stop the server from doing other work meanwhile', async () => {
    const rows = Array.from(
      { length: 9_000 },
      (_, nr) => `<row><c><v>${nr}</v></c><c t="inlineStr"><is><t>文字</t></is></c></row>`,
    );
    const bytes = workbook(rowsOf(rows.join('')));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const { sheets } = await readWorkbook(bytes);
    clearInterval(timer);
    expect(sheets[0]!.rows).toHaveLength(9_000);
    expect(turns).toBeGreaterThan(0);
  });
});
