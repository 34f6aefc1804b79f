import { beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Area, distance } from '#geo';
import { type County } from './county.js';
import { readCounty } from './county-folder.js';
import { type DemonstrationDevice, demonstrationFleet } from './demonstration-fleet.js';

const kinds = (fleet: readonly DemonstrationDevice[], kind: string, role: string) =>
  fleet.filter((device) => device.kind === kind && device.role === role);

describe('the demonstration fleet', () => {
  let lianjiang: County;
  let yunxi: County;
  beforeAll(async () => {
    lianjiang = await readCounty(join(process.cwd(), 'counties', 'lianjiang'));
    yunxi = await readCounty(join(process.cwd(), 'test', 'fixtures', 'counties', 'yunxi'));
  });

  it('of Lianjiang has 18 docks with a fixed drone each and 10 mobile drones with a controller each', () => {
    const fleet = demonstrationFleet(lianjiang);
    expect(kinds(fleet, 'dock', 'fixed')).toHaveLength(18);
    expect(kinds(fleet, 'aircraft', 'fixed')).toHaveLength(18);
    expect(kinds(fleet, 'remote_controller', 'mobile')).toHaveLength(10);
    expect(kinds(fleet, 'aircraft', 'mobile')).toHaveLength(10);
    expect(new Set(fleet.map(({ sn }) => sn)).size).toBe(56);
  });

  it('gives every town of the named kind one dock, and no other division', () => {
    for (const county of [lianjiang, yunxi]) {
      const towns = county.divisions.filter(
        ({ level, kind }) => level === 'town' && county.fleet.docks.townKinds.includes(kind),
      );
      const docks = kinds(demonstrationFleet(county), 'dock', 'fixed');
      expect(docks.map(({ divisionCode }) => divisionCode)).toEqual(towns.map(({ code }) => code));
    }
  });

  it('stands inside the county, out of the water, and near the point of its town', () => {
    for (const county of [lianjiang, yunxi]) {
      const land = county.areas
        .filter(({ codes }) => codes.join() === county.code)
        .map(({ geometry }) => new Area(geometry));
      const wet = county.layers
        .filter(({ kind }) => kind === 'sea' || kind === 'water')
        .flatMap(({ polygons }) => polygons);
      const gateways = demonstrationFleet(county).filter(({ kind }) => kind !== 'aircraft');
      for (const { place, divisionCode } of gateways) {
        const { longitude, latitude } = place!;
        const town = county.divisions.find(({ code }) => code === divisionCode)!;
        expect(land.some((area) => area.contains(longitude, latitude))).toBe(true);
        expect(wet.some((polygon) => new Area(polygon).contains(longitude, latitude))).toBe(false);
        const metres = distance(place!, { longitude: town.longitude!, latitude: town.latitude! });
        expect(metres).toBeGreaterThan(49);
        expect(metres).toBeLessThan(2_000);
      }
    }
  });

  it('is the same each time', () => {
    expect(demonstrationFleet(lianjiang)).toEqual(demonstrationFleet(lianjiang));
    expect(kinds(demonstrationFleet(lianjiang), 'dock', 'fixed')[0]).toMatchObject({
      sn: 'XHD44088110101',
      name: '石城镇机场',
      modelKey: '3-3-0',
      divisionCode: '440881101',
    });
  });

  it('of another county follows that county’s own rule', () => {
    const fleet = demonstrationFleet(yunxi);
    expect(fleet.map(({ sn, name, modelKey, parentSn }) => ({ sn, name, modelKey, parentSn }))).toEqual([
      { sn: 'XHDYX-7-N01', name: 'Dock of 北岭乡', modelKey: '3-2-0', parentSn: null },
      { sn: 'XHAYX-7-N01', name: 'Drone of 北岭乡', modelKey: '0-91-1', parentSn: 'XHDYX-7-N01' },
      ...[1, 2, 3].flatMap((number) => [
        { sn: `XHRYX-7000${number}`, name: `RC ${number}`, modelKey: '2-144-0', parentSn: null },
        { sn: `XHMYX-7000${number}`, name: `Mobile ${number}`, modelKey: '0-77-1', parentSn: `XHRYX-7000${number}` },
      ]),
    ]);
  });

  it('spreads the mobile drones over different towns', () => {
    const towns = kinds(demonstrationFleet(lianjiang), 'remote_controller', 'mobile').map(
      ({ divisionCode }) => divisionCode,
    );
    expect(new Set(towns).size).toBe(10);
  });
});
