import type { DeviceStateView, DeviceView } from '#contracts';
import { clockTime } from '../common/age.js';
import { YES_NO, type PropertyGroup, type PropertyWord, type PropertyWords } from './property-word.js';
import { AIRCRAFT_WORDS } from './property-words.aircraft.js';
import { DOCK_WORDS } from './property-words.dock.js';
import { SHARED_WORDS } from './property-words.shared.js';

/** One value to be shown. `known` false: the table has no word for it and it is shown as it came. */
export interface PropertyRow {
  /** Protocol path with list positions, such as `battery.batteries[0].voltage`. */
  path: string;
  label: string;
  text: string;
  known: boolean;
  receivedAt: string | null;
}

export interface PropertySection {
  /** null: fields that the table does not know. */
  group: PropertyGroup | null;
  rows: PropertyRow[];
}

const PAYLOAD = /^\d+-\d+-\d+$/;
/** Deeper than this a value is shown as JSON; no documented property is deeper. */
const MAX_DEPTH = 5;

/** Everything last known, grouped and in the reader's language, each value with its own time of receipt. */
export function readProperties(state: DeviceStateView, kind: DeviceView['kind'], language: string): PropertySection[] {
  const words = wordsOf(kind);
  const groups = new Map<PropertyGroup | null, PropertyRow[]>();
  for (const [name, value] of Object.entries(state.properties)) {
    const receivedAt = state.times[name]?.receivedAt ?? null;
    const base = PAYLOAD.test(name) ? '{payload}' : name;
    walk(value, name, base, 0, (path, key, leaf) => {
      const word = words[key];
      const group = word?.group ?? null;
      const rows = groups.get(group) ?? [];
      groups.set(group, rows);
      rows.push({
        path,
        label: word ? labelOf(word, path, language) : path,
        text: textOf(leaf, word, language),
        known: word !== undefined,
        receivedAt,
      });
    });
  }
  const order = [...groups.keys()].sort((one, other) => rank(one) - rank(other));
  return order.map((group) => ({ group, rows: groups.get(group) ?? [] }));
}

/** A value in words: named values by name, "no value" numbers as such, times as times, the rest with its unit. */
export function textOf(value: unknown, word: PropertyWord | undefined, language: string): string {
  if (value === null || value === undefined) return noValue(language);
  if (typeof value === 'object') return JSON.stringify(value);
  const named = word?.values?.[String(value)];
  if (named) return language === 'en' ? named[1] : named[0];
  if (word && typeof value === 'boolean') return YES_NO[value ? 1 : 0][language === 'en' ? 1 : 0];
  const number = typeof value === 'number' ? value : NaN;
  if (word?.none?.includes(number)) return `${noValue(language)} (${number})`;
  if (word?.time && number > 0) return clockTime(word.time === 's' ? number * 1000 : number, 0);
  const scaled = Number.isFinite(number) ? round(number * (word?.scale ?? 1), word?.digits) : String(value);
  if (!word?.unit) return scaled;
  return word.unit === '°' || word.unit === '%' ? scaled + word.unit : `${scaled} ${word.unit}`;
}

function wordsOf(kind: DeviceView['kind']): PropertyWords {
  if (kind === 'dock') return { ...SHARED_WORDS, ...DOCK_WORDS };
  return { ...SHARED_WORDS, ...AIRCRAFT_WORDS };
}

function walk(
  value: unknown,
  path: string,
  key: string,
  depth: number,
  leaf: (path: string, key: string, value: unknown) => void,
): void {
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return leaf(path, key, value);
  if (Array.isArray(value)) {
    if (value.length === 0 || value.some((item) => typeof item !== 'object' || item === null))
      return leaf(path, key, value);
    for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`, key, depth + 1, leaf);
    return;
  }
  const members = Object.entries(value);
  if (members.length === 0) return leaf(path, key, value);
  for (const [name, member] of members) walk(member, `${path}.${name}`, `${key}.${name}`, depth + 1, leaf);
}

function labelOf(word: PropertyWord, path: string, language: string): string {
  const name = language === 'en' ? word.en : word.zh;
  const positions = [...path.matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index) + 1);
  return positions.length > 0 ? `${name} #${positions.join('.')}` : name;
}

function round(number: number, digits: number | undefined): string {
  return digits === undefined ? String(Number(number.toPrecision(12))) : number.toFixed(digits);
}

function noValue(language: string): string {
  return language === 'en' ? 'no value' : '无值';
}

const RANK: (PropertyGroup | null)[] = [
  'flight',
  'dock',
  'position',
  'power',
  'environment',
  'link',
  'camera',
  'limits',
  'storage',
  'upkeep',
  'identity',
  null,
];

function rank(group: PropertyGroup | null): number {
  return RANK.indexOf(group);
}
