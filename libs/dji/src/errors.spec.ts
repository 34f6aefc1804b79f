import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { errorOf } from './index.js';

function lines(name: string): string[] {
  return readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
}

describe('result codes', () => {
  it('have the words of the maker, ours in Chinese, and what to do', () => {
    expect(errorOf(314013)).toEqual({
      code: 314013,
      module: 'wayline',
      nameEn: 'WRONG_KMZ_URL',
      meaningEn: expect.stringMatching(/\w/),
      meaningZh: '机场无法获取航线文件，请检查下载地址和网络',
      reaction: 'retry',
    });
  });

  it('that the maker never described are known from elsewhere', () => {
    expect(errorOf(328051)).toEqual({
      code: 328051,
      module: null,
      nameEn: null,
      meaningEn: 'CAAC registration is missing',
      meaningZh: '未完成民航实名登记，不能飞行',
      reaction: 'operator',
    });
  });

  it('nobody described have no meaning, and 0 is no error', () => {
    expect([0, 1, -1, 999999, Number.NaN].map(errorOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('never go on by themselves after an obstacle or a lost aircraft', () => {
    expect(errorOf(321517)?.reaction).toBe('person');
    for (const code of [316006, 316016, 316018, 316029, 316050, 316051, 316052, 316053])
      expect(errorOf(code)?.reaction).toBe('alarm');
    for (const code of [322281, 322282, 322283]) expect(errorOf(code)?.reaction).toBe('aborted');
  });

  it.each(lines('error_codes_en.csv').filter((line) => line.split(',')[1] !== '0'))('has %s', (line) => {
    const code = Number(line.split(',')[1]);
    expect(errorOf(code)).toMatchObject({ code, meaningEn: expect.stringMatching(/\S/) });
  });

  it.each(lines('result_codes.csv'))('has all of %s', (line) => {
    const [codes, reaction, zh, en, ...rest] = line.split(',');
    const [first, last] = codes!.split('-').map(Number);
    expect(rest).toEqual([]);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).toMatch(/^[\x20-\x7e]+$/);
    for (let code = first!; code <= (last ?? first!); code++) {
      expect(errorOf(code)).toMatchObject({ code, meaningZh: zh, reaction });
    }
  });
});
