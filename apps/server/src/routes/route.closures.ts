import { Injectable } from '@nestjs/common';
import { type AirspaceAreaView } from '#contracts';
import { areasEntered, type FlownPath, FLIGHT_SETTINGS } from '#routes';
import { Kept } from './kept.js';
import { RouteFlights } from './route.flights.js';
import { Surroundings } from './surroundings.js';

/** Pairs of a flight and an area that are kept. */
const MOST_PAIRS = 20_000;

/** A time when a route must not be flown, because its flight enters an area that is in force. Times in ms since 1970. */
export interface RouteClosure {
  routeCode: string;
  area: AirspaceAreaView;
  /** −∞ and ∞ for an area without a beginning or an end. */
  from: number;
  to: number;
}

/** When approved routes are closed by keep-outs and temporary areas. */
@Injectable()
export class RouteClosures {
  private readonly entered = new Kept<boolean>(MOST_PAIRS);

  constructor(
    private readonly flights: RouteFlights,
    private readonly surroundings: Surroundings,
  ) {}

  /** Those of the approved routes of a division (by path) and below that touch these times (ms since 1970). */
  async between(path: string, from: number, to: number): Promise<RouteClosure[]> {
    const areas = (await this.surroundings.areas(new Date(from))).filter(
      ({ kind, validFrom }) => kind !== 'caution' && (validFrom === null || Date.parse(validFrom) < to),
    );
    if (areas.length === 0) return [];
    const terrain = await this.surroundings.terrain(null);
    const closures: RouteClosure[] = [];
    for (const { route, key, path: flight } of await this.flights.in(path)) {
      for (const area of areas) {
        const known = JSON.stringify([key, area.id, area.version]);
        const { value } = await this.entered.get(known, async () => enters(flight, area, terrain));
        if (value) closures.push({ routeCode: route.code, area, ...validity(area) });
      }
    }
    return closures;
  }
}

function enters(
  path: FlownPath,
  area: AirspaceAreaView,
  terrain: Awaited<ReturnType<Surroundings['terrain']>>,
): boolean {
  return areasEntered(path, { airspace: [area], terrain, settings: FLIGHT_SETTINGS }).length > 0;
}

function validity({ validFrom, validTo }: AirspaceAreaView): { from: number; to: number } {
  return {
    from: validFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(validFrom),
    to: validTo === null ? Number.POSITIVE_INFINITY : Date.parse(validTo),
  };
}
