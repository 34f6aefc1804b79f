/**
 * Cuts the part of NGA's 15-minute EGM96 grid (WW15MGH.DAC: rows from 90°N to 90°S, 1,440 columns from 0°E, 16-bit
 * big-endian centimetres) that `libs/geo/src/packed-grid.ts` reads, and writes it as `libs/geo/src/egm96-china.data.ts`.
 * Use: node scripts/cut-egm96.mjs WW15MGH.DAC
 */
import { readFileSync, writeFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
if (!file) {
  process.stderr.write('say which file: node scripts/cut-egm96.mjs WW15MGH.DAC\n');
  process.exit(1);
}
const grid = readFileSync(file);
if (grid.length !== 721 * 1440 * 2) throw new Error(`${file} is not WW15MGH.DAC: it has ${grid.length} bytes`);

const STEP = 0.25;
const UNIT = 0.02;
const [west, east, south, north] = [73, 136, 15, 54];
const columns = (east - west) / STEP + 1;
const rows = (north - south) / STEP + 1;
const centimetres = (row, column) => grid.readInt16BE(2 * (((90 - north) / STEP + row) * 1440 + west / STEP + column));

const bytes = [];
const units = new Int32Array(columns * rows);
for (let row = 0; row < rows; row++) {
  for (let column = 0; column < columns; column++) {
    const index = row * columns + column;
    units[index] = Math.round(centimetres(row, column) / 100 / UNIT);
    const left = column > 0 ? units[index - 1] : 0;
    const above = row > 0 ? units[index - columns] : 0;
    const corner = column > 0 && row > 0 ? units[index - columns - 1] : 0;
    const residual = units[index] - (left + above - corner);
    const coded = residual >= 0 ? 2 * residual : -2 * residual - 1;
    if (coded < 255) bytes.push(coded);
    else bytes.push(255, coded >> 8, coded & 255);
  }
}

const head = `import { type PackedGrid } from './packed-grid.js';

/** EGM96 undulation of China and around: cut by scripts/cut-egm96.mjs, source and terms in libs/geo/data/SOURCES.md. */
export const EGM96_CHINA: PackedGrid = {
  west: ${west},
  north: ${north},
  columns: ${columns},
  rows: ${rows},
  step: ${STEP},
  unit: ${UNIT},
  coded:
    '${Buffer.from(bytes).toString('base64')}',
};
`;
writeFileSync(new URL('../libs/geo/src/egm96-china.data.ts', import.meta.url), head);
process.stdout.write(`${columns} × ${rows} values in ${bytes.length} bytes\n`);
