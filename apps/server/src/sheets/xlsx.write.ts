import { strToU8, zipSync } from 'fflate';
import { columnLetters } from './sheet.js';
import { type FilledSheet, type SheetColumn } from './sheet.layout.js';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Cell styles of `STYLES`. */
const PLAIN = 0;
const HEADING = 1;
const REQUIRED = 2;
const TEXT = 3;
/** A list of choices is written into the sheet itself, which takes no more characters than this. */
const LONGEST_CHOICES = 250;
/** Rows below the last one in which lists of choices work. */
const LAST_ROW = 10_001;

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE6EFF8"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFCE8D5"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="1" fillId="3" borderId="0" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** An .xlsx file (ECMA-376) of these sheets; the same sheets give the same bytes. */
export function writeXlsx(sheets: readonly FilledSheet[]): Uint8Array {
  const numbers = sheets.map((_, index) => index + 1);
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${numbers.map((nr) => `<Override PartName="/xl/worksheets/sheet${nr}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ layout }, index) => `<sheet name="${escaped(layout.name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((nr) => `<Relationship Id="rId${nr}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${nr}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
  };
  for (const [index, sheet] of sheets.entries()) parts[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet);
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries(files), { level: 6, mtime: new Date(1980, 0, 1) });
}

function sheetXml({ layout: { columns }, rows }: FilledSheet): string {
  const widths = columns.map(
    ({ width = 14, text }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${text ? TEXT : PLAIN}" customWidth="1"/>`,
  );
  const headings = columns.map(({ heading, required }) => ({
    value: required ? `${heading}*` : heading,
    style: required ? REQUIRED : HEADING,
  }));
  const lines = [
    rowXml(1, headings),
    ...rows.map((row, index) =>
      rowXml(
        index + 2,
        row.map((value, at) => ({ value, style: columns[at]?.text ? TEXT : PLAIN })),
      ),
    ),
  ];
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>${lines.join('')}</sheetData>${choicesXml(columns)}</worksheet>`;
}

function rowXml(nr: number, cells: readonly { value: string | number | null; style: number }[]): string {
  const parts = cells.map(({ value, style }, column) => {
    if (value === null || value === '') return '';
    const head = `<c r="${columnLetters(column)}${nr}" s="${style}"`;
    if (typeof value === 'number') return `${head}><v>${value}</v></c>`;
    return `${head} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  });
  return `<row r="${nr}">${parts.join('')}</row>`;
}

/** Lists of choices to pick from, under the columns that have them. */
function choicesXml(columns: readonly SheetColumn[]): string {
  const lists = columns.flatMap(({ choices }, index) => {
    const list = choices?.join(',') ?? '';
    if (list === '' || list.length > LONGEST_CHOICES) return [];
    const letters = columnLetters(index);
    return `<dataValidation type="list" allowBlank="1" sqref="${letters}2:${letters}${LAST_ROW}"><formula1>&quot;${escaped(list)}&quot;</formula1></dataValidation>`;
  });
  return lists.length === 0 ? '' : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`;
}

function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
