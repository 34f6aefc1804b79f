import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PdfDocument } from './pdf-document.js';

const at = new Date('2026-11-24T04:00:00Z');
const columns = [
  { title: '序号', width: 1 },
  { title: '航线', width: 6 },
];
const table = (rows: string[][]) => new PdfDocument({ title: '飞行计划', at }).table(columns, rows).finish();
const rows = (count: number) => Array.from({ length: count }, (_, nr) => [String(nr + 1), '筱埕镇定海湾巡查']);
const pagesOf = (file: Buffer) => file.toString('latin1').match(/\/Type \/Page\b/g)?.length;

/** All streams of the file, unpacked, as one text. */
function unpacked(file: Buffer): string {
  const texts: string[] = [];
  for (let from = file.indexOf('stream\n'); from >= 0; from = file.indexOf('stream\n', from + 1)) {
    if (file.subarray(from - 3, from).toString() === 'end') continue;
    try {
      texts.push(inflateSync(file.subarray(from + 7, file.indexOf('endstream', from))).toString('latin1'));
    } catch {
      // pictures are packed in their own way
    }
  }
  return texts.join('\n');
}

describe('a PDF document', () => {
  it('is the same bytes for the same contents, and others for others', async () => {
    const file = await table(rows(3));
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await table(rows(3))).equals(file)).toBe(true);
    expect((await table(rows(2))).equals(file)).toBe(false);
  });

  it('goes on over pages', async () => {
    expect(pagesOf(await table(rows(3)))).toBe(1);
    expect(pagesOf(await table(rows(100)))).toBe(4);
  });

  it('holds the characters themselves, rare ones too, so that they can be searched and copied', async () => {
    const text = unpacked(await table([['1', '琯头苔菉筱埕㛃䶮']])).toLowerCase();
    for (const character of '琯菉埕㛃䶮')
      expect(text).toContain(character.codePointAt(0)!.toString(16).padStart(4, '0'));
  });

  it('takes whatever text comes', async () => {
    const hostile = ['\u0000\u0007\u202e倒', '\ud800', 'x'.repeat(20_000), '👩‍👩‍👧', '\n'.repeat(500), '(\\)<<>>'];
    const file = await table(hostile.map((text) => ['', text]));
    expect(pagesOf(file)).toBeLessThan(10);
  });

  it('refuses bytes that are no picture', () => {
    const document = new PdfDocument({ title: '', at });
    expect(() => document.pictures([{ bytes: Buffer.from('no picture'), caption: '' }])).toThrow();
  });
});
