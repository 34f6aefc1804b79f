import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What became of the missions: step → victim → words. */
export type KillTable = Map<string, Map<string, string>>;

const FILE = join(import.meta.dirname, '../../docs/kill-points.md');
const [BEGIN, END] = ['<!-- table: written by npm run kill-points -- --write -->', '<!-- end of the table -->'];

/** The table of docs/kill-points.md: a row for each step, a column for each victim. */
export function printed(table: KillTable): string {
  const victims = [...new Set([...table.values()].flatMap((cells) => [...cells.keys()]))];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = [...table].map(([step, cells]) => line([step, ...victims.map((victim) => cells.get(victim) ?? '—')]));
  return [line(['step', ...victims]), line(['---', ...victims.map(() => '---')]), ...rows].join('\n');
}

export function writeKillTable(table: KillTable): void {
  const text = readFileSync(FILE, 'utf8');
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  writeFileSync(FILE, `${text.slice(0, from)}\n\n${printed(table)}\n\n${text.slice(to)}`);
}

/** The table as the document has it. */
export function writtenKillTable(): KillTable {
  const text = readFileSync(FILE, 'utf8');
  const lines = text.slice(text.indexOf(BEGIN), text.indexOf(END)).split('\n');
  const rows = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1));
  const [head = [], , ...body] = rows.map((cells) => cells.map((cell) => cell.trim()));
  return new Map(body.map(([step, ...cells]) => [step!, new Map(cells.map((cell, nr) => [head[nr + 1]!, cell]))]));
}
