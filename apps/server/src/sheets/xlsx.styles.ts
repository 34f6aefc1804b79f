import { walkXml } from './xml.walk.js';
import { type ZipParts } from './zip.parts.js';

/** Built-in formats that show a date or a time (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are the Chinese ones). */
const DATE_FORMATS: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** For each cell style, by its number: is a number shown as a date or a time? Empty when the workbook has no styles. */
export async function readDateStyles(parts: ZipParts, part: string): Promise<boolean[]> {
  if (!parts.has(part)) return [];
  const custom = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  await walkXml(parts, part, {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) styles.push(isDate(Number(attributes['numFmtId']), custom));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

function isDate(format: number, custom: ReadonlyMap<number, string>): boolean {
  const code = custom.get(format);
  if (code === undefined) return DATE_FORMATS.some(([first, last]) => format >= first && format <= last);
  // Colours, conditions, quoted words and escaped letters are no date parts.
  return /[ymdhs]/i.test(code.replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]|"[^"]*"|\\.|General/gi, ''));
}
