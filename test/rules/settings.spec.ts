import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../apps/server/src/config.js';
import { type Setting, SETTINGS } from '../../apps/server/src/settings.js';
import { read } from './source-files.js';

const settings: Setting[] = Object.values(SETTINGS);

/** A row of the README's table: variable, flag, default, meaning in Chinese and English. */
function rowOf({ env, flag, fallback, zh, en, secret }: Setting): string[] {
  const value = fallback === null ? '–' : fallback === '' ? '–' : `\`${fallback}\``;
  return [`\`${env}\`${secret ? ' 🔒' : ''}`, flag ? `\`--${flag}\`` : '–', value, zh, en];
}

/** The cells of every row that begins with a variable in code letters. */
function tableRows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => /^\|\s*`[A-Z0-9_]+`/.test(line))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

describe('the settings', () => {
  it('stand in one table of the README, each with flag, default and meaning', () => {
    expect(tableRows(read('README.md'))).toEqual(settings.map(rowOf));
  });

  it('have names of their own', () => {
    const names = settings.flatMap(({ env, flag }) => (flag ? [env, flag] : [env]));
    expect(new Set(names).size).toBe(names.length);
  });

  it('have defaults that can be used, and none for a secret', () => {
    expect(Object.isFrozen(readConfig({}, {}))).toBe(true);
    expect(settings.filter(({ secret, fallback }) => secret && fallback)).toEqual([]);
  });

  it('explain themselves when a value cannot be used, and never show a secret', () => {
    expect(() => readConfig({ port: '70000' }, {})).toThrow(/XUNHANG_PORT.*"70000".*网页/s);
    const url = 'mysql://user:very-secret@host/db';
    expect(() => readConfig({ databaseUrl: url }, {})).toThrow(/DATABASE_URL/);
    expect(() => readConfig({ databaseUrl: url }, {})).not.toThrow(/very-secret/);
  });
});
