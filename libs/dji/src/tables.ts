import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ErrorMeaning, Reaction } from './errors.js';

/** Text of one health code in both languages; empty texts are null. */
export interface HealthText {
  zh: string | null;
  en: string | null;
}

/** The data folder lies beside the sources and is not copied into dist: find it from either place. */
function dataFile(name: string): string {
  const here = import.meta.dirname;
  const compiled = here.lastIndexOf(`${sep}dist${sep}libs${sep}dji${sep}src`);
  const library = compiled < 0 ? join(here, '..') : join(here.slice(0, compiled), 'libs', 'dji');
  return join(library, 'data', name);
}

let health: ReadonlyMap<string, HealthText> | undefined;
let errors: ReadonlyMap<number, ErrorMeaning> | undefined;

/** The maker's health texts by their key with the code in upper case; read from disk on first use. */
export function healthTable(): ReadonlyMap<string, HealthText> {
  health ??= readHealth();
  return health;
}

/** The maker's result codes; read from disk on first use. */
export function errorTable(): ReadonlyMap<number, ErrorMeaning> {
  errors ??= readErrors();
  return errors;
}

/** A data file's text; undefined when it cannot be read: codes then show without words, and decoding goes on. */
function read(name: string): string | undefined {
  try {
    return readFileSync(dataFile(name), 'utf8');
  } catch {
    return undefined;
  }
}

function readHealth(): ReadonlyMap<string, HealthText> {
  const texts = JSON.parse(read('hms_zh_en.json') ?? '{}') as Record<string, { zh?: string; en?: string }>;
  const table = new Map<string, HealthText>();
  for (const [key, { zh, en }] of Object.entries(texts)) {
    const normal = healthKey(key);
    // the maker lists 28 codes twice, in upper and lower case: the first with a text wins
    const known = table.get(normal);
    table.set(normal, { zh: known?.zh ?? (zh || null), en: known?.en ?? (en || null) });
  }
  return table;
}

/** A health key with the hexadecimal digits in upper case, as the table is indexed. */
export function healthKey(key: string): string {
  const at = key.indexOf('0x');
  if (at < 0) return key;
  const end = key.indexOf('_', at);
  const stop = end < 0 ? key.length : end;
  return key.slice(0, at + 2) + key.slice(at + 2, stop).toUpperCase() + key.slice(stop);
}

function readErrors(): ReadonlyMap<number, ErrorMeaning> {
  const table = new Map<number, ErrorMeaning>();
  for (const [module, code, nameEn, ...words] of rows('error_codes_en.csv')) {
    const number = Number(code);
    if (number === 0 || table.has(number)) continue;
    const meaningEn = words.join(',').replace(/^"|"$/g, '').replaceAll('""', '"');
    table.set(number, { code: number, module: module!, nameEn: nameEn!, meaningEn, meaningZh: null, reaction: null });
  }
  for (const [codes, reaction, meaningZh, ownEn] of rows('result_codes.csv')) {
    const [first, last] = codes!.split('-').map(Number) as [number, number | undefined];
    for (let code = first; code <= (last ?? first); code++) {
      const known = table.get(code) ?? { code, module: null, nameEn: null, meaningEn: ownEn! };
      table.set(code, { ...known, meaningZh: meaningZh!, reaction: reaction as Reaction });
    }
  }
  return table;
}

/** The rows of a table without its head line. */
function rows(name: string): string[][] {
  const lines = (read(name) ?? '').split(/\r?\n/).slice(1);
  return lines.filter((line) => line !== '').map((line) => line.split(','));
}
