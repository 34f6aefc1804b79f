import { createHash } from 'node:crypto';
import { Area, destination } from '#geo';
import { type County, type CountyDivision } from './county.js';

/** A device of the demonstration, as its row in the register begins. */
export interface DemonstrationDevice {
  sn: string;
  kind: 'dock' | 'aircraft' | 'remote_controller';
  name: string;
  modelKey: string;
  parentSn: string | null;
  role: 'fixed' | 'mobile';
  divisionCode: string;
  /** WGS84; only gateways have a place of their own. */
  place: { longitude: number; latitude: number } | null;
}

type Town = CountyDivision & { longitude: number; latitude: number };

/**
 * The fleet that a county's folder asks for. Nothing is drawn by chance: the same folder makes the same serial numbers
 * and places. Serial numbers begin with `XH`, which no maker uses, and hold the code of the town or county.
 */
export function demonstrationFleet(county: County): DemonstrationDevice[] {
  const ground = new Ground(county);
  const towns = county.divisions.filter(
    (division): division is Town => division.level === 'town' && division.longitude !== null,
  );
  return [...fixedFleet(county, towns, ground), ...mobileFleet(county, towns, ground)];
}

/** A dock with its aircraft in every town of the kinds that the rule names. */
function fixedFleet({ fleet: { docks: rule } }: County, towns: readonly Town[], ground: Ground): DemonstrationDevice[] {
  const chosen = towns.filter((town) => rule.townKinds.includes(town.kind));
  return chosen.flatMap((town, index): DemonstrationDevice[] => {
    const model = rule.models[index % rule.models.length]!;
    const sn = `XHD${town.code}01`;
    const common = { role: 'fixed', divisionCode: town.code } as const;
    const place = ground.near(town, rule.metresFromSeat, sn);
    return [
      {
        ...common,
        sn,
        kind: 'dock',
        name: rule.dockName.replaceAll('{town}', town.name),
        modelKey: model.dock,
        parentSn: null,
        place,
      },
      {
        ...common,
        sn: `XHA${town.code}01`,
        kind: 'aircraft',
        name: rule.aircraftName.replaceAll('{town}', town.name),
        modelKey: model.aircraft,
        parentSn: sn,
        place: null,
      },
    ];
  });
}

/** Remote controllers with their aircraft, spread evenly over the towns in the order of the county's list. */
function mobileFleet(
  { code, fleet: { mobile: rule } }: County,
  towns: readonly Town[],
  ground: Ground,
): DemonstrationDevice[] {
  return Array.from({ length: rule.count }, (_, index) => index).flatMap((index): DemonstrationDevice[] => {
    const town = towns[Math.floor(((index + 0.5) * towns.length) / rule.count)]!;
    const model = rule.models[index % rule.models.length]!;
    const number = String(index + 1);
    const sn = `XHR${code}${number.padStart(4, '0')}`;
    const common = { role: 'mobile', divisionCode: town.code } as const;
    return [
      {
        ...common,
        sn,
        kind: 'remote_controller',
        name: rule.controllerName.replaceAll('{number}', number),
        modelKey: model.controller,
        parentSn: null,
        place: ground.near(town, rule.metresFromSeat, sn),
      },
      {
        ...common,
        sn: `XHM${code}${number.padStart(4, '0')}`,
        kind: 'aircraft',
        name: rule.aircraftName.replaceAll('{number}', number),
        modelKey: model.aircraft,
        parentSn: sn,
        place: null,
      },
    ];
  });
}

/** Tries on each ring before the search moves further out. */
const TRIES_PER_RING = 12;
const RINGS = 10;

/** Where something may stand: inside the county, not in the sea and not in a lake. */
class Ground {
  private readonly land: readonly Area[];
  private readonly wet: readonly Area[];

  constructor(county: County) {
    this.land = county.areas
      .filter(({ codes }) => codes.join() === county.code)
      .map(({ geometry }) => new Area(geometry));
    this.wet = county.layers
      .filter(({ kind }) => kind === 'sea' || kind === 'water')
      .flatMap(({ polygons }) => polygons.map((polygon) => new Area(polygon)));
  }

  /** A dry place around the town's point, chosen by the hash of `seed`; the point itself when there is none for far around. */
  near(town: Town, [least, most]: readonly [number, number], seed: string): { longitude: number; latitude: number } {
    for (let round = 0; round < TRIES_PER_RING * RINGS; round++) {
      const hash = createHash('sha256').update(`${seed}#${round}`).digest();
      const ring = 1 + Math.floor(round / TRIES_PER_RING);
      const metres = least + (most - least) * ring * (hash.readUInt32BE(0) / 2 ** 32);
      const place = destination(town, 360 * (hash.readUInt32BE(4) / 2 ** 32), metres);
      if (this.isDry(place.longitude, place.latitude)) return rounded(place);
    }
    return { longitude: town.longitude, latitude: town.latitude };
  }

  private isDry(longitude: number, latitude: number): boolean {
    const holds = (area: Area) => area.contains(longitude, latitude);
    return this.land.some(holds) && !this.wet.some(holds);
  }
}

/** To a millionth of a degree, about a decimetre: more would pretend to be measured. */
function rounded({ longitude, latitude }: { longitude: number; latitude: number }) {
  return { longitude: Number(longitude.toFixed(6)), latitude: Number(latitude.toFixed(6)) };
}
