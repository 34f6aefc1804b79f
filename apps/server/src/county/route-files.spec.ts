import { describe, expect, it } from '@jest/globals';
import { type CountyDivision } from './county.js';
import { FolderCheck, type FolderFault, UnusableCounty } from './folder-check.js';
import { readRoutes } from './route-files.js';

const division = (code: string, kind: string) =>
  ({ code, level: 'town', kind, longitude: 100, latitude: 30 }) as unknown as CountyDivision;
const county = {
  divisions: new Map([
    ['N', division('N', 'town')],
    ['S', division('S', 'street')],
  ]),
  docks: { townKinds: ['town'], models: [], dockName: '', aircraftName: '', metresFromSeat: [0, 1] as const },
  featurePoints: [{ code: 'P-1' }],
  scenarios: [{ code: 'CJ-1' }],
} as unknown as Parameters<typeof readRoutes>[1];
const main = {
  code: 'A-M',
  name: '主航线',
  partnerCode: 'A-B',
  dockTown: 'N',
  divisionCode: 'N',
  featurePoints: ['P-1'],
  scenarios: ['CJ-1'],
  file: 'routes/a.kmz',
};
const backup = { ...main, code: 'A-B', name: '备航线', role: 'backup', partnerCode: 'A-M' };

const read = async (routes: unknown, bytes: Buffer | null = Buffer.from('PK..')) => {
  const check = new FolderCheck('here');
  const text = JSON.stringify({ format: 1, demonstration: true, routes });
  const found = await readRoutes(text, county, () => Promise.resolve(bytes), check);
  try {
    check.settle();
  } catch (error) {
    return { found, faults: (error as UnusableCounty).faults };
  }
  return { found, faults: [] as FolderFault[] };
};

describe('the routes of a folder', () => {
  it('are read with their files', async () => {
    const { found, faults } = await read([main, backup]);
    expect(faults).toEqual([]);
    expect(found.map(({ code, role, demonstration, bytes }) => [code, role, demonstration, bytes.length])).toEqual([
      ['A-M', 'main', true, 4],
      ['A-B', 'backup', true, 4],
    ]);
    expect(await readRoutes(null, county, () => Promise.reject(new Error('never')), new FolderCheck('here'))).toEqual(
      [],
    );
  });

  it.each([
    ['a code twice', [main, { ...main, partnerCode: null }], 'routes.json routes.1.code', 'appears twice'],
    ['a partner that is not there', [main], 'routes.json routes.0.partnerCode', 'does not name "A-M"'],
    ['a partner of another', [main, { ...backup, partnerCode: null }], 'routes.json routes.0.partnerCode', '"A-B"'],
    ['itself as partner', [{ ...main, partnerCode: 'A-M' }], 'routes.json routes.0.partnerCode', 'in turn'],
    ['an unknown division', [{ ...main, divisionCode: 'X' }], 'routes.json routes.0.divisionCode', '"X" is no code'],
    ['a town without a dock', [{ ...main, dockTown: 'S' }], 'routes.json routes.0.dockTown', 'no town that has a dock'],
    [
      'an unknown point',
      [{ ...main, featurePoints: ['P-2'] }],
      'routes.json routes.0',
      '"P-2" is not in feature-points',
    ],
    ['an unknown scenario', [{ ...main, scenarios: ['CJ-2'] }], 'routes.json routes.0', '"CJ-2" is not in scenarios'],
    ['a file of another kind', [{ ...main, file: 'a.zip' }], 'routes.json routes.0.file', 'must match pattern'],
    ['a name that Pilot refuses', [{ ...main, name: 'a.b' }], 'routes.json routes.0.name', 'must not contain'],
  ])('name the place of %s', async (_, routes, where, en) => {
    const { faults } = await read(routes);
    const fault = faults.find((one) => one.where === where && one.en.includes(en));
    expect(fault ?? faults).toMatchObject({ where });
  });

  it('name a file that is no archive, and leave out a route whose file cannot be read', async () => {
    const alone = [{ ...main, partnerCode: null }];
    const { faults } = await read(alone, Buffer.from('<kml/>'));
    expect(faults).toEqual([
      { where: 'routes.json routes.0.file', zh: '“routes/a.kmz”不是 KMZ 文件', en: '"routes/a.kmz" is no KMZ file' },
    ]);
    expect((await read(alone, null)).found).toEqual([]);
  });
});
