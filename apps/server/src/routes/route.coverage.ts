import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type DivisionView, type RouteCoverageView, type SeenTarget } from '#contracts';
import { coverageOf, type CoverageTarget, type Sighting } from '#routes';
import { type Actor } from '../auth/actor.js';
import { Scope } from '../auth/scope.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { FeaturePointStore } from '../points/feature-point.store.js';
import { ApprovedRoutes, type ApprovedRoute } from './approved.routes.js';
import { Kept } from './kept.js';
import { RouteChecks } from './route.checks.js';
import { Surroundings } from './surroundings.js';

/** Sightings of routes that are kept: a county's routes a few times over. */
const MOST_KEPT = 500;

interface Target extends SeenTarget {
  key: string;
  path: string;
}

/** Which villages and feature points the approved routes see. */
@Injectable()
export class RouteCoverage {
  /** By everything that a sighting depends on. */
  private readonly kept = new Kept<readonly Sighting[]>(MOST_KEPT);

  constructor(
    private readonly approved: ApprovedRoutes,
    private readonly checks: RouteChecks,
    private readonly surroundings: Surroundings,
    private readonly divisions: DivisionsService,
    private readonly points: FeaturePointStore,
  ) {}

  /**
   * The villages and feature points of a division, with the routes of the caller's scope that see them. Throws `NotFound`
   * for a division outside the scope.
   */
  async of(divisionCode: string | undefined, actor: Pick<Actor, 'scope'>): Promise<RouteCoverageView> {
    const path = this.divisions.pathWithin(actor.scope, divisionCode);
    const [villages, featurePoints] = [this.villages(actor.scope), await this.featurePoints(actor.scope)];
    const all = new Map([...villages, ...featurePoints].map((target) => [target.key, target]));
    const placed = [...all.values()].flatMap(({ key, longitude, latitude }): CoverageTarget[] =>
      longitude === null || latitude === null ? [] : [{ code: key, longitude, latitude }],
    );
    for (const route of await this.approved.in(actor.scope.path)) {
      for (const { code, waypoints, nearestMetres } of await this.sightings(route, placed)) {
        const { code: routeCode, name } = route;
        all.get(code)?.routes.push({ code: routeCode, name, waypoints, nearestMetres });
      }
    }
    const asked = new Scope(path);
    const inside = (targets: readonly Target[]) => targets.filter((target) => asked.covers(target.path));
    const { title } = await this.surroundings.terrain(null);
    return {
      villages: inside(villages),
      featurePoints: inside(featurePoints),
      villagesWithoutPlace: inside(villages).filter(({ longitude }) => longitude === null).length,
      terrain: title,
    };
  }

  private async sightings(route: ApprovedRoute, targets: readonly CoverageTarget[]): Promise<readonly Sighting[]> {
    const { id, version, dock } = route;
    const known = [id, version, dock, await this.surroundings.groundVersion(), targets];
    const key = createHash('sha256').update(JSON.stringify(known)).digest('hex');
    const { value, isNew } = await this.kept.get(key, async () => {
      const drawn = await this.approved.read(route);
      return coverageOf(drawn.route, await this.checks.context(dock, drawn.bbox, new Date()), targets);
    });
    // The next route may take as long: whoever waits has a turn in between.
    if (isNew) await setImmediate();
    return value;
  }

  private villages(scope: Scope): Target[] {
    const all = this.divisions.list({ level: 'village', limit: Number.MAX_SAFE_INTEGER }, scope).items;
    return all.map((village) => ({
      key: `village ${village.code}`,
      path: village.path,
      code: village.code,
      name: village.name,
      townName: this.townOf(village),
      longitude: village.longitude,
      latitude: village.latitude,
      routes: [],
    }));
  }

  private async featurePoints(scope: Scope): Promise<Target[]> {
    const all = await this.points.all(scope.path, { state: 'active' });
    return all.map(({ code, name, townName, longitude, latitude, divisionPath }) => ({
      key: `point ${code}`,
      path: divisionPath,
      code,
      name,
      townName,
      longitude,
      latitude,
      routes: [],
    }));
  }

  private townOf({ path }: DivisionView): string {
    return this.divisions.find(path.split('/')[1] ?? '')?.name ?? '';
  }
}
