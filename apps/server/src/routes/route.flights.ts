import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type FlownPath, flownPath } from '#routes';
import { type ApprovedRoute, ApprovedRoutes } from './approved.routes.js';
import { Kept } from './kept.js';
import { RouteChecks } from './route.checks.js';
import { Surroundings } from './surroundings.js';

/** Flights that are kept: those of a county a few times over. */
const MOST_FLIGHTS = 300;

/** An approved route of a dock, with its flight. */
export interface ApprovedFlight {
  route: ApprovedRoute;
  dockSn: string;
  /** Everything that the flight depends on. */
  key: string;
  path: FlownPath;
}

/** The whole flights of approved routes, from their docks and back. */
@Injectable()
export class RouteFlights {
  private readonly flights = new Kept<FlownPath | null>(MOST_FLIGHTS);

  constructor(
    private readonly approved: ApprovedRoutes,
    private readonly checks: RouteChecks,
    private readonly surroundings: Surroundings,
  ) {}

  /** Those of a division (by path) and below that have a dock and can be flown, by code. */
  async in(path: string): Promise<ApprovedFlight[]> {
    const flights: ApprovedFlight[] = [];
    for (const route of await this.approved.in(path)) {
      const flight = await this.flightOf(route);
      if (flight) flights.push(flight);
    }
    return flights;
  }

  private async flightOf(route: ApprovedRoute): Promise<ApprovedFlight | null> {
    const { id, version, dock } = route;
    if (!dock) return null;
    const key = JSON.stringify([id, version, dock, await this.surroundings.groundVersion()]);
    const { value: path, isNew } = await this.flights.get(key, async () => {
      const drawn = await this.approved.read(route);
      return flownPath(drawn.route, await this.checks.context(dock, drawn.bbox, new Date())) ?? null;
    });
    // The next route may take as long: whoever waits has a turn in between.
    if (isNew) await setImmediate();
    return path && { route, dockSn: dock.sn, key, path };
  }
}
