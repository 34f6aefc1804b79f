import { Injectable } from '@nestjs/common';
import { type RouteView } from '#contracts';
import { NotFound } from '../common/refusal.js';
import { MediaCredentialsService } from '../media/media.credentials.js';
import { MediaService } from '../media/media.service.js';
import { KMZ_TYPE } from '../routes/route.limits.js';
import { RouteStore } from '../routes/route.store.js';
import { RouteVersionsService } from '../routes/route-versions.service.js';
import { ROUTE, RoutesService } from '../routes/routes.service.js';
import { MobileTasksService } from '../tasks/mobile-tasks.service.js';
import { PilotFavouritesStore } from './pilot-favourites.store.js';
import { PilotDrones } from './pilot.drones.js';
import { type Pilot } from './pilot.guard.js';
import { type WaylineContent, WaylineContents } from './wayline.content.js';
import { type WaylineQuery } from './wayline.query.js';

/** Seconds within which Pilot must begin to fetch a file. */
const ADDRESS_SECONDS = 600;

interface Listed {
  route: RouteView;
  content: WaylineContent;
  favourite: boolean;
  /** A task for this pilot flies it. */
  assigned: boolean;
}

/** Approved routes as Pilot sees them: those inside the scope of its token, each with the file of its approved version. */
@Injectable()
export class WaylinesService {
  constructor(
    private readonly store: RouteStore,
    private readonly routes: RoutesService,
    private readonly versions: RouteVersionsService,
    private readonly contents: WaylineContents,
    private readonly favourites: PilotFavouritesStore,
    private readonly media: MediaService,
    private readonly credentials: MediaCredentialsService,
    private readonly mobile: MobileTasksService,
    private readonly drones: PilotDrones,
  ) {}

  async list(query: WaylineQuery, pilot: Pilot): Promise<object> {
    const { page, page_size: size } = query;
    const found = (await this.all(pilot)).filter((listed) => matches(listed, query));
    const order = orderOf(query.order_by);
    const sorted = found.toSorted((one, other) => Number(other.assigned) - Number(one.assigned) || order(one, other));
    const list = sorted.slice((page - 1) * size, page * size).map(waylineOf);
    return { list, pagination: { page, page_size: size, total: found.length } };
  }

  /**
   * An address of the exact bytes of the approved version, good for ten minutes. Whoever fetches it takes the task for it. `origin`: how Pilot reached us. Throws
   * `NotFound` for a route that is not approved or lies outside the scope.
   */
  async address(id: string, pilot: Pilot, origin: string): Promise<string> {
    const { approvedVersion, state } = await this.routes.get(id, pilot.actor);
    if (approvedVersion === null || state === 'retired') throw new NotFound(ROUTE, id);
    const { name, bytes, md5 } = await this.versions.kmz(id, approvedVersion, pilot.actor);
    const key = `waylines/${id}/${md5}/${name}`;
    const target = { key, contentType: KMZ_TYPE, by: 'routes' };
    if (!(await this.media.find(key))) await this.media.put(target, once(bytes));
    await this.mobile.fetched(id, this.drones.of(pilot), pilot.actor.scope);
    return this.credentials.addressOf(key, origin, ADDRESS_SECONDS);
  }

  /** Which of these names routes of the scope have already. */
  async duplicates(names: readonly string[], { actor }: Pilot): Promise<string[]> {
    const held = await this.store.all(actor.scope.path, { state: 'current' });
    const taken = new Set(held.map(({ name }) => name.toLowerCase()));
    return [...new Set(names)].filter((name) => taken.has(name.toLowerCase()));
  }

  /** Throws `NotFound` for a route outside the scope; the others are marked all the same. */
  async favour(ids: readonly string[], favourite: boolean, { actor, gatewaySn }: Pilot): Promise<void> {
    for (const id of ids) {
      if (gatewaySn === null) await this.routes.setFavourite(id, favourite, actor);
      else {
        await this.routes.get(id, actor);
        await this.favourites.set(gatewaySn, id, favourite);
      }
    }
  }

  private async all(pilot: Pilot): Promise<Listed[]> {
    const { actor, gatewaySn } = pilot;
    const routes = await this.store.all(actor.scope.path, { state: 'approved' });
    const tasks = await this.mobile.routesFor(this.drones.of(pilot));
    const liked = gatewaySn === null ? await this.favourites.ofUser(actor.userId) : await this.favourites.of(gatewaySn);
    const listed: Listed[] = [];
    for (const route of routes) {
      const { id, code, name, approvedVersion } = route;
      if (approvedVersion === null) continue;
      const content = await this.contents.of({ id, code, name, version: approvedVersion, dock: null });
      const assigned = tasks.has(id);
      listed.push({ route, content, favourite: assigned || liked.has(id), assigned });
    }
    return listed;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function matches({ route, content, favourite }: Listed, query: WaylineQuery): boolean {
  const some = (asked: readonly string[], held: readonly (string | number)[]) =>
    asked.length === 0 || asked.some((key) => held.map(String).includes(key));
  const word = query.key.trim().toLowerCase();
  return (
    (query.favorited === undefined || query.favorited === favourite) &&
    some(query.drone_model_keys, [content.droneModelKey]) &&
    some(query.payload_model_key, content.payloadModelKeys) &&
    some(query.template_type, content.templateTypes) &&
    `${route.name}\n${route.code}`.toLowerCase().includes(word)
  );
}

function orderOf(text: string): (one: Listed, other: Listed) => number {
  const [, field = 'update_time', way = 'asc'] = /^\s*(name|update_time|create_time)(?:\s+(asc|desc))?\s*$/i.exec(
    text,
  ) ?? [undefined, 'update_time', 'desc'];
  const sign = way.toLowerCase() === 'desc' ? -1 : 1;
  const valueOf = ({ route }: Listed) =>
    field === 'name' ? route.name : field === 'create_time' ? route.createdAt : route.updatedAt;
  return (one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a !== b) return a < b ? -sign : sign;
    return one.route.code < other.route.code ? -1 : 1;
  };
}

function waylineOf({ route, content, favourite }: Listed): object {
  const { start } = content;
  return {
    id: route.id,
    name: route.name,
    drone_model_key: content.droneModelKey,
    payload_model_keys: content.payloadModelKeys,
    template_types: content.templateTypes,
    favorited: favourite,
    update_time: Date.parse(route.updatedAt),
    create_time: Date.parse(route.createdAt),
    user_name: route.updatedBy ?? '',
    username: route.updatedBy ?? '',
    sign: route.summary?.md5 ?? '',
    // The vendor's own spelling.
    ...(start && { start_wayline_point: { start_latitude: start.latitude, start_lontitude: start.longitude } }),
  };
}
