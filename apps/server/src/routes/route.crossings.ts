import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Page, type RouteCrossingView } from '#contracts';
import { crossings, crossingWords } from '#routes';
import { type Actor } from '../auth/actor.js';
import { Kept } from './kept.js';
import { type ApprovedFlight, RouteFlights } from './route.flights.js';

/** Pairs of flights that are kept: those of a county a few times over. */
const MOST_PAIRS = 20_000;

/** Where approved routes of different docks come close when both fly. */
@Injectable()
export class RouteCrossings {
  private readonly pairs = new Kept<readonly RouteCrossingView[]>(MOST_PAIRS);

  constructor(private readonly known: RouteFlights) {}

  /** Every place where two routes of the caller's scope come close when they take off together. */
  async list({ scope }: Pick<Actor, 'scope'>): Promise<Page<RouteCrossingView>> {
    const flights = await this.known.in(scope.path);
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

  private async between(one: ApprovedFlight, other: ApprovedFlight): Promise<readonly RouteCrossingView[]> {
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
