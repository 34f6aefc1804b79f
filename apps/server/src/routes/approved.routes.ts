import { Injectable } from '@nestjs/common';
import { type FlightDock } from '#routes';
import { type DrawnRoute } from './drawn.route.js';
import { RouteChecks } from './route.checks.js';
import { RouteReader } from './route.reader.js';
import { RouteStore } from './route.store.js';
import { RouteVersionStore } from './route-version.store.js';

/** A route that may be flown. What its version holds never changes. */
export interface ApprovedRoute {
  id: string;
  code: string;
  name: string;
  version: number;
  dock: FlightDock | null;
}

/** The routes that may be flown, for studies of all of them. */
@Injectable()
export class ApprovedRoutes {
  constructor(
    private readonly store: RouteStore,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
    private readonly checks: RouteChecks,
  ) {}

  /** Those of a division (by path) and below, by code. */
  async in(path: string): Promise<ApprovedRoute[]> {
    const routes = await this.store.all(path, { state: 'approved' });
    const docks = new Map<string | null, FlightDock | null>();
    for (const sn of new Set(routes.map(({ homeDock }) => homeDock?.sn ?? null))) {
      docks.set(sn, await this.checks.dock(sn));
    }
    return routes.map(({ id, code, name, approvedVersion, homeDock }) => {
      const dock = docks.get(homeDock?.sn ?? null) ?? null;
      return { id, code, name, version: approvedVersion!, dock };
    });
  }

  /** The file of a route. */
  async read({ id, code, version }: ApprovedRoute): Promise<DrawnRoute> {
    const bytes = await this.versions.kmz(id, version);
    return this.reader.read(bytes!, `${code}-v${version}.kmz`, null);
  }
}
