import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type RouteView } from '#contracts';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { MediaCredentialsService, MEDIA_BUCKET, MEDIA_REGION } from '../media/media.credentials.js';
import { MediaService } from '../media/media.service.js';
import { ROUTE_FILE_LIMITS, tooLarge } from '../routes/route.limits.js';
import { nameCandidate, nameFromTitle } from '../routes/route.names.js';
import { RouteImportsStore } from '../routes/route-imports.store.js';
import { RouteStore } from '../routes/route.store.js';
import { type CheckedFile, RouteVersionsService } from '../routes/route-versions.service.js';
import { type Pilot } from './pilot.guard.js';
import { pilotFolderOf } from './pilot.folder.js';
import { type UploadedWayline } from './wayline.query.js';

/** Seconds for which credentials are good; Pilot asks again when they have ended. */
const CREDENTIAL_SECONDS = 3600;
/** Begins the codes of routes that came from Pilot. */
const CODE_PREFIX = 'PILOT';
const MOST_CANDIDATES = 999;

/** How a pilot's own route becomes one of the county's: a new route whose first version waits for approval, or is a draft. */
@Injectable()
export class WaylineIntake {
  constructor(
    private readonly db: DataSource,
    private readonly routes: RouteStore,
    private readonly imports: RouteImportsStore,
    private readonly versions: RouteVersionsService,
    private readonly divisions: DivisionsService,
    private readonly media: MediaService,
    private readonly credentials: MediaCredentialsService,
  ) {}

  /** Where and with what Pilot may put files: below a prefix of its own. `origin`: how Pilot reached us. */
  async credentialsFor(pilot: Pilot, origin: string): Promise<object> {
    const prefix = pilotFolderOf(pilot);
    const grant = { prefix: `${prefix}/`, may: 'put', by: pilot.actor.username } as const;
    const { accessKeyId, secretAccessKey, sessionToken } = await this.credentials.mint(grant, CREDENTIAL_SECONDS);
    return {
      provider: 'minio',
      bucket: MEDIA_BUCKET,
      endpoint: origin,
      region: MEDIA_REGION,
      object_key_prefix: prefix,
      credentials: {
        access_key_id: accessKeyId,
        access_key_secret: secretAccessKey,
        security_token: sessionToken,
        expire: CREDENTIAL_SECONDS,
      },
    };
  }

  /**
   * Takes a file that was put under the pilot's own prefix. The same file again is the same route. Throws `Refusal` 422
   * `unreadable_route`, 413 `route_too_large`, `NotFound` for a key where nothing of this pilot lies.
   */
  async take({ object_key: key, name }: UploadedWayline, pilot: Pilot): Promise<string> {
    const object = key.startsWith(`${pilotFolderOf(pilot)}/`) ? await this.media.find(key) : undefined;
    if (!object) throw new NotFound({ zh: '上传的文件', en: 'uploaded file' }, key);
    const bytes = await this.media.bytes(object, ROUTE_FILE_LIMITS.fileBytes);
    if (!bytes) throw tooLarge();
    const title = name.replace(/\.kmz$/i, '');
    const file = await this.versions.check(null, bytes, `${title}.kmz`);
    return this.db.transaction(async (tx) => {
      await this.imports.lockContent(tx, object.sha256);
      const twin = await this.imports.twin(tx, object.sha256);
      if (twin) return twin.id;
      const route = await this.insertRoute(tx, title, file, pilot);
      const data = { route, by: pilot.actor.username };
      const told = { name: 'route.added' as const, divisionPath: route.divisionPath, data };
      await this.versions.insert(tx, route, file, { as: 'checked', note: `Pilot：${title}` }, pilot.actor, [told]);
      return route.id;
    });
  }

  private async insertRoute(
    tx: EntityManager,
    title: string,
    { drawn }: CheckedFile,
    { actor }: Pilot,
  ): Promise<RouteView> {
    const name = await this.freeName(tx, nameFromTitle(title));
    const [first] = drawn.route.legs.flatMap(({ waypoints }) => waypoints);
    const place = first && this.divisions.locate(first.longitude, first.latitude);
    const division = place ? this.divisions.find(place) : undefined;
    const inside = division && actor.scope.covers(division.path);
    const divisionCode = inside ? division.code : actor.scope.path.split('/').at(-1)!;
    const values = { name, role: 'main', homeDockSn: null, divisionCode, featurePoints: [], scenarios: [] } as const;
    let number = await this.imports.nextNumber(tx, CODE_PREFIX);
    for (let tries = 0; tries < MOST_CANDIDATES; tries++, number++) {
      const code = `${CODE_PREFIX}-${String(number).padStart(3, '0')}`;
      const row = { ...values, featurePoints: [], scenarios: [], code, tags: ['Pilot'] };
      const id = await this.routes.insert(tx, row, actor.username);
      if (id !== null) return (await this.routes.find(id, null, tx))!;
    }
    throw new Refusal(409, 'code_taken', '航线编码已用完，请联系管理员', 'there are no more codes for routes of Pilot');
  }

  private async freeName(tx: EntityManager, name: string): Promise<string> {
    for (let nth = 1; nth < MOST_CANDIDATES; nth++) {
      const candidate = nameCandidate(name, nth);
      if (!(await this.imports.isNamed(tx, candidate))) return candidate;
    }
    return name;
  }
}
