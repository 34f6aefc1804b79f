import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Page, type RouteCrossingView } from '#contracts';
import { crossings, crossingWords, type FlownPath, flownPath } from '#routes';
import { type Actor } from '../auth/actor.js';
import { type ApprovedRoute, ApprovedRoutes } from './approved.routes.js';
import { Kept } from './kept.js';
import { RouteChecks } from './route.checks.js';
import { Surroundings } from './surroundings.js';

/** Flights and pairs of them that are kept: those of a county a few times over. */
const MOST_FLIGHTS = 300;
const MOST_PAIRS = 20_000;

/** An approved route of a dock, with its flight. */
interface Flight {
  route: ApprovedRoute;
  dockSn: string;
  key: string;
  path: FlownPath;
}

/** Where approved routes of different docks come close when both fly. */
@Injectable()
export class RouteCrossings {
  private readonly flights = new Kept<FlownPath | null>(MOST_FLIGHTS);
  private readonly pairs = new Kept<readonly RouteCrossingView[]>(MOST_PAIRS);

  constructor(
    private readonly approved: ApprovedRoutes,
    private readonly checks: RouteChecks,
    private readonly surroundings: Surroundings,
  ) {}

  /** Every place where two routes of the caller's scope come close when they take off together. */
  async list(actor: Actor): Promise<Page<RouteCrossingView>> {
    const flights: Flight[] = [];
    for (const route of await this.approved.in(actor.scope.path)) {
      const flight = await this.flightOf(route);
      if (flight) flights.push(flight);
    }
    const items: RouteCrossingView[] = [];
    for (const [index, one] of flights.entries()) {
      for (const other of flights.slice(index + 1)) {
        if (one.dockSn !== other.dockSn) items.push(...(await this.between(one, other)));
      }
      // A county has a thousand pairs: whoever waits has a turn in between.
      await setImmediate();
    }
    return { items, total: items.length, nextCursor: null };
  }

  private async flightOf(route: ApprovedRoute): Promise<Flight | null> {
    const { id, version, dock } = route;
    if (!dock) return null;
    const key = JSON.stringify([id, version, dock, await this.surroundings.groundVersion()]);
    const { value: path, isNew } = await this.flights.get(key, async () => {
      const drawn = await this.approved.read(route);
      return flownPath(drawn.route, await this.checks.context(dock, drawn.bbox, new Date())) ?? null;
    });
    if (isNew) await setImmediate();
    return path && { route, dockSn: dock.sn, key, path };
  }

  private async between(one: Flight, other: Flight): Promise<readonly RouteCrossingView[]> {
    const names = [one, other].map(({ route }) => `${route.code} ${route.name}`);
    const key = JSON.stringify([one.key, other.key, names]);
    const { value } = await this.pairs.get(key, async () =>
      crossings(one.path, other.path).map((crossing) => ({
        routes: [one, other].map(({ route: { code, name }, dockSn }) => ({ code, name, dockSn })),
        apartMetres: Math.round(crossing.apartMetres),
        apartVertically: Math.round(crossing.apartVertically),
        apartSeconds: Math.round(crossing.apartSeconds),
        longitude: crossing.longitude,
        latitude: crossing.latitude,
        ...crossingWords(crossing, names[0]!, names[1]!),
      })),
    );
    return value;
  }
}
