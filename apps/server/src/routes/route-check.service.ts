import { Inject, Injectable } from '@nestjs/common';
import { type z } from 'zod';
import {
  type RouteCheckContextQuery,
  type RouteCheckContextView,
  type RouteCheckQuery,
  type RouteCheckView,
} from '#contracts';
import { FLIGHT_SETTINGS } from '#routes';
import { type Box } from '../airspace/terrain.service.js';
import { type Actor } from '../auth/actor.js';
import { Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { boxAround, RouteChecks } from './route.checks.js';
import { RouteOwner } from './route.owner.js';
import { RouteVersionsService } from './route-versions.service.js';
import { Surroundings } from './surroundings.js';

/** Degrees around a dock for which a page is told the ground: what its aircraft reaches. */
const REACH_DEGREES = 0.1;
/** Degrees that a page may ask for at once. */
const WIDEST = 2;

/** Checks without a route: a file that nobody saved, and everything that a page needs to check by itself. */
@Injectable()
export class RouteCheckService {
  constructor(
    private readonly checks: RouteChecks,
    private readonly owner: RouteOwner,
    private readonly versions: RouteVersionsService,
    private readonly surroundings: Surroundings,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /** Throws `NotFound` for a dock outside the scope, `Refusal` 422 `unreadable_route`. */
  async check(bytes: Uint8Array, { dock, name }: RouteCheckQuery, actor: Actor): Promise<RouteCheckView> {
    if (dock !== undefined) await this.owner.dock(dock, actor);
    const { drawn, report } = await this.versions.check(dock ?? null, bytes, name);
    const { issues, waypoints, legs, md5 } = drawn;
    return { ...report, issues, waypoints, legs, md5 };
  }

  /** Throws `NotFound` for a dock outside the scope, `Refusal` 400 `bad_bbox`. */
  async context(query: z.infer<typeof RouteCheckContextQuery>, actor: Actor): Promise<RouteCheckContextView> {
    if (query.dock !== undefined) await this.owner.dock(query.dock, actor);
    const dock = await this.checks.dock(query.dock ?? null);
    const place = dock?.place ?? null;
    const around = boxAround(null, place, REACH_DEGREES);
    const box = query.bbox === undefined ? (around ?? this.county.bbox) : boxOf(query.bbox);
    return {
      dock: dock && {
        sn: dock.sn,
        name: dock.name,
        modelKey: dock.modelKey,
        aircraftModelKey: dock.aircraftModelKey ?? null,
        longitude: place?.longitude ?? null,
        latitude: place?.latitude ?? null,
        distanceLimit: dock.distanceLimit,
        heightLimit: dock.heightLimit,
      },
      county: this.checks.county ?? null,
      airspace: await this.surroundings.areas(new Date()),
      terrain: await this.surroundings.grid(box),
      settings: FLIGHT_SETTINGS,
    };
  }
}

/** Throws `Refusal` 400 `bad_bbox`. */
function boxOf(text: string): Box {
  const [west, south, east, north, ...more] = text.split(',').map(Number);
  const numbers = [west, south, east, north].every((number) => Number.isFinite(number)) && more.length === 0;
  if (numbers && inWorld(west!, south!) && inWorld(east!, north!)) {
    const [width, height] = [east! - west!, north! - south!];
    if (width > 0 && height > 0 && width <= WIDEST && height <= WIDEST) return [west!, south!, east!, north!];
  }
  throw new Refusal(
    400,
    'bad_bbox',
    `范围“${text}”无效，应为 西,南,东,北（WGS84 度），每边不超过 ${WIDEST} 度`,
    `the bbox "${text}" is not valid: west,south,east,north in WGS84 degrees, at most ${WIDEST} degrees wide and high`,
  );
}

function inWorld(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}
