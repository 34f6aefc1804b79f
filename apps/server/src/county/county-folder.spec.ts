import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCounty } from './county-folder.js';
import { type FolderFault, UnusableCounty } from './folder-check.js';

const root = process.cwd();
const lianjiang = join(root, 'counties', 'lianjiang');
const yunxi = join(root, 'test', 'fixtures', 'counties', 'yunxi');

describe('the county folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'county-'));
    await cp(yunxi, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const change = async (file: string, from: string | RegExp, to: string) => {
    const text = await readFile(join(folder, file), 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    await writeFile(join(folder, file), changed);
  };
  const faults = async (): Promise<readonly FolderFault[]> => {
    const error = await readCounty(folder).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UnusableCounty);
    return (error as UnusableCounty).faults;
  };

  it('of Lianjiang holds 3 streets, 18 towns, one zone and 405 villages', async () => {
    const { divisions, slowLivePoints, areas } = await readCounty(lianjiang);
    const count = (level: string, kind?: string) =>
      divisions.filter((division) => division.level === level && (kind === undefined || division.kind === kind)).length;
    expect([count('county'), count('town'), count('zone'), count('village')]).toEqual([1, 21, 1, 405]);
    expect([count('town', 'street'), count('town', 'town')]).toEqual([3, 18]);
    expect(divisions.find(({ code }) => code === '440881111210')).toMatchObject({
      name: '旧埠村委会',
      path: '440881/440881111/440881111210',
    });
    expect(slowLivePoints).toHaveLength(2);
    expect(areas.filter(({ estimated }) => estimated)).toHaveLength(19);
  });

  it('of another county has other codes, levels and counts', async () => {
    const county = await readCounty(yunxi);
    expect(county.divisions.map(({ path }) => path)).toEqual([
      'YX-7',
      'YX-7/YX-7-N',
      'YX-7/YX-7-S',
      'YX-7/YX-7-N/YX-7-N-1',
      'YX-7/YX-7-S/YX-7-S-1',
      'YX-7/YX-7-S/YX-7-S-2',
      'YX-7/YX-7-S/YX-7-S-2/YX-7-S-2-a',
    ]);
    expect(county.divisions[2]).toMatchObject({ name: '南渡镇 "老街"', positionNote: 'on the lake, made up' });
  });

  it('has another digest as soon as one byte of a layer changes', async () => {
    const before = await readCounty(folder);
    await change('layers/lake.geojson', '"lake"', '"Lake"');
    const after = await readCounty(folder);
    expect(after.digest).not.toBe(before.digest);
    expect((await readCounty(yunxi)).digest).toBe(before.digest);
  });

  it('that is missing is refused with the names of the files', async () => {
    folder = join(folder, 'nowhere');
    expect((await faults()).map(({ where }) => where)).toEqual(['county.json', 'divisions.csv']);
  });

  it('names the line and column of a division without its parent', async () => {
    await change('divisions.csv', 'YX-7-N-1,YX-7-N,', 'YX-7-N-1,YX-7-X,');
    expect(await faults()).toEqual([
      {
        where: 'divisions.csv:5 parent_code',
        zh: '上级 "YX-7-X" 不在前面的行中',
        en: 'the parent "YX-7-X" is not in a row above',
      },
    ]);
  });

  it.each([
    ['a code twice', 'YX-7-S-2,', 'YX-7-S-1,', 'divisions.csv:7 code', 'the code "YX-7-S-1" appears twice'],
    ['a point outside the county', '100.06,30.021', '10.06,30.021', 'divisions.csv:6', 'not inside the county'],
    ['a village under the county', 'N-1,YX-7-N,', 'N-1,YX-7,', 'divisions.csv:5 parent_code', 'cannot hang under'],
    ['an unknown level', 'natural_village', 'hamlet', 'divisions.csv:8 level', 'is none of'],
    [
      'a point that is denied',
      '100.06,30.021,survey',
      '100.06,30.021,none',
      'divisions.csv:6 position',
      'exactly when',
    ],
    ['a second county', 'YX-7-N,YX-7,town', 'YX-7-N,YX-7,county', 'divisions.csv:3', 'the only row of level county'],
    ['an open quotation mark', '老街"""', '老街""', 'divisions.csv', 'is not valid CSV'],
    ['a column too many', ',hamlet,大湾,', ',hamlet,大湾,,', 'divisions.csv:8', 'wrong number of columns (11 ≠ 10)'],
    ['another header', 'parent_code', 'parent', 'divisions.csv:1', 'the first line must be code,parent_code'],
  ])('names the place of %s', async (_, from, to, where, en) => {
    await change('divisions.csv', from, to);
    const found = await faults();
    expect(found.find((fault) => fault.where.startsWith(where))?.en).toContain(en);
  });

  it.each([
    ['JSON that is cut', 'county.json', /\}\s*$/, '', 'county.json', 'is not valid JSON'],
    [
      'an unknown member',
      'county.json',
      '"nameEn": "Yunxi"',
      '"nameEn": "Yunxi", "colour": 1',
      'county.json',
      'colour',
    ],
    ['an unknown time zone', 'county.json', 'Asia/Urumqi', 'Asia/Nowhere', 'county.json timeZone', 'IANA'],
    ['a layer outside the folder', 'county.json', 'layers/lake', '../lake', 'county.json layers', 'outside the folder'],
    ['a layer that is not there', 'county.json', 'layers/lake', 'layers/pond', 'layers/pond.geojson', 'cannot be read'],
    ['an unknown division', 'county.json', '"YX-7-S-2"', '"YX-9"', 'county.json slowLivePoints.0.divisionCode', 'YX-9'],
    [
      'a camera outside',
      'county.json',
      '"longitude": 100.04',
      '"longitude": 10',
      'county.json slowLivePoints.0',
      'inside',
    ],
    ['broken GeoJSON', 'layers/lake.geojson', '"Polygon"', '"Polygone"', 'layers/lake.geojson features.0', 'GeoJSON'],
    [
      'an open ring',
      'layers/lake.geojson',
      '[100.04, 30.01]]',
      '[100.04, 30.02]]',
      'layers/lake.geojson features.0',
      'ring',
    ],
    [
      'swapped coordinates',
      'layers/lake.geojson',
      '[100.06, 30.03]',
      '[30.03, 100.06]',
      'layers/lake.geojson',
      'WGS84',
    ],
    [
      'a cell of nobody',
      'layers/townships.geojson',
      '"YX-7-N"',
      '"YX-8"',
      'layers/townships.geojson features.0',
      'YX-8',
    ],
    ['a missing outline', 'county.json', ', "codes": "code"', '', 'county.json layers', 'no polygon of the county'],
  ])('names the place of %s', async (_, file, from, to, where, en) => {
    await change(file, from, to);
    const found = await faults();
    expect(found.find((fault) => fault.where.startsWith(where))?.en).toContain(en);
  });

  it('that asks for a dock in a town without a point is refused', async () => {
    await change('divisions.csv', '100.05,30.08,survey', ',,none');
    expect(await faults()).toEqual([expect.objectContaining({ where: 'divisions.csv YX-7-N' })]);
  });

  it('says everything in one message, in both languages', async () => {
    await change('divisions.csv', 'YX-7-N-1,YX-7-N,', 'YX-7-N-1,YX-7-X,');
    await change('county.json', '"YX-7-S-2"', '"YX-9"');
    await expect(readCounty(folder)).rejects.toThrow(
      /divisions\.csv:5 parent_code: 上级.*\n.*county\.json slowLivePoints\.0/,
    );
  });
});
