import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { distance, type GeoPoint } from '#geo';
import { type DeviceView, type RouteView } from '#contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { Scope } from '../auth/scope.js';
import { refusalOfDatabase } from '../common/database-fault.js';
import { Refusal } from '../common/refusal.js';
import { DeviceStore } from '../devices/device.store.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { type DrawnRoute } from './drawn.route.js';
import { reachOf } from './route.checks.js';
import { codeCandidate, codeFromTitle, nameCandidate, nameFromTitle } from './route.names.js';
import { RouteReader } from './route.reader.js';
import { RouteStore, type RouteValues } from './route.store.js';
import { type FileOutcome, type RouteImport, RouteImportsStore, type WaitingFile } from './route-imports.store.js';
import { type CheckedFile, RouteVersionsService } from './route-versions.service.js';

/** Begins the codes of routes whose files have no usable name. */
const CODE_PREFIX = 'HX';
/** Candidates for a code or a name before giving up. */
const MOST_CANDIDATES = 999;

/** Works bulk imports off, one file in one transaction: cut off anywhere, it goes on with the next file. */
@Injectable()
export class RouteImportRunner implements BeforeApplicationShutdown {
  private readonly log = new Logger(RouteImportRunner.name);
  private closing = false;

  constructor(
    private readonly db: DataSource,
    private readonly store: RouteImportsStore,
    private readonly routes: RouteStore,
    private readonly versions: RouteVersionsService,
    private readonly reader: RouteReader,
    private readonly devices: DeviceStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  /** Looks at every file of an import that waits; several workers may do so at once. Throws when the database is away. */
  async run(id: string): Promise<void> {
    const held = await this.store.find(id);
    if (held?.state !== 'running') return;
    const seen = new Set<number>();
    while (!this.closing) {
      const next = await this.step(held, seen);
      if (next === null) return this.finish(held);
    }
  }

  /** One file; null when none waits. A file that fails for a reason of ours is refused with a number for the log. */
  private async step(held: RouteImport, seen: Set<number>): Promise<number | null> {
    let claimed: WaitingFile | undefined;
    try {
      return await this.db.transaction(async (tx) => {
        claimed = await this.store.claim(tx, held.id);
        if (!claimed) return null;
        await this.store.record(tx, claimed.id, await this.look(tx, held, claimed));
        return claimed.id;
      });
    } catch (error) {
      if (!claimed || isPassing(error) || seen.has(claimed.id)) throw error;
      seen.add(claimed.id);
      this.log.error({ message: 'a file of an import failed', importId: held.id, fileId: claimed.id, error });
      await this.store.record(this.db.manager, claimed.id, {
        ...REFUSED,
        zh: `服务器内部错误，未导入（文件编号 ${claimed.id}），请联系管理员查看日志`,
        en: `an internal error, file number ${claimed.id}: tell the administrator, the log has the details`,
      });
      return claimed.id;
    }
  }

  private async look(tx: EntityManager, held: RouteImport, file: WaitingFile): Promise<FileOutcome> {
    await this.store.lockContent(tx, file.sha256);
    try {
      const twin = await this.store.twin(tx, file.sha256);
      if (twin) return known(twin, held);
      const dock = await this.dockFor(file, held);
      const checked = await this.versions.check(dock?.sn ?? null, file.bytes, file.name);
      const same = await this.store.twin(tx, checked.drawn.sha256);
      if (same) return known(same, held);
      return await this.add(tx, held, checked, dock);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return { ...REFUSED, zh: error.zh, en: error.en };
    }
  }

  private async add(
    tx: EntityManager,
    held: RouteImport,
    file: CheckedFile,
    dock: DeviceView | null,
  ): Promise<FileOutcome> {
    const { drawn, report } = file;
    const route = await this.insertRoute(tx, held, drawn, dock);
    const told = {
      name: 'route.added' as const,
      divisionPath: route.divisionPath,
      data: { route, by: held.createdBy },
    };
    const how = { as: 'checked' as const, note: '' };
    const saved = await this.versions.insert(tx, route, file, how, { username: held.createdBy }, [told]);
    const first = report.findings.find(({ severity }) => severity === 'error');
    return {
      state: saved.state === 'checked' ? 'taken' : 'draft',
      routeId: route.id,
      errors: report.errors,
      warnings: report.warnings,
      zh: first?.zh ?? (dock ? null : '附近没有机场，按机动无人机的航线导入'),
      en: first?.en ?? (dock ? null : 'no dock is near: taken as a route of a mobile drone'),
    };
  }

  private async insertRoute(
    tx: EntityManager,
    held: RouteImport,
    drawn: DrawnRoute,
    dock: DeviceView | null,
  ): Promise<RouteView> {
    const values: Omit<RouteValues, 'code'> = {
      name: await this.freeName(tx, nameFromTitle(drawn.title)),
      role: held.role,
      homeDockSn: dock?.sn ?? null,
      divisionCode: dock?.divisionCode ?? this.divisionOf(drawn, held),
      featurePoints: [],
      scenarios: [],
      tags: held.tags,
    };
    const base = codeFromTitle(drawn.title);
    let number = base === null ? await this.store.nextNumber(tx, CODE_PREFIX) : 1;
    for (let tries = 0; tries < MOST_CANDIDATES; tries++, number++) {
      const code = base === null ? `${CODE_PREFIX}-${String(number).padStart(3, '0')}` : codeCandidate(base, number);
      const id = await this.routes.insert(tx, { ...values, code }, held.createdBy);
      if (id !== null) return (await this.routes.find(id, null, tx))!;
    }
    throw new Refusal(409, 'code_taken', '同名航线过多，请改文件名', 'too many routes have this name: rename the file');
  }

  private async freeName(tx: EntityManager, name: string): Promise<string> {
    for (let nth = 1; nth < MOST_CANDIDATES; nth++) {
      const candidate = nameCandidate(name, nth);
      if (!(await this.store.isNamed(tx, candidate))) return candidate;
    }
    return name;
  }

  /** The dock of the import, else the nearest one whose aircraft reaches all of the route; null when there is none. */
  private async dockFor(file: WaitingFile, held: RouteImport): Promise<DeviceView | null> {
    if (held.homeDockSn !== null) return (await this.devices.find(held.homeDockSn)) ?? null;
    const drawn = await this.reader.read(file.bytes, file.name, null);
    const first = drawn.route.legs.find(({ waypoints }) => waypoints.length > 0)?.waypoints[0];
    if (!first || !drawn.bbox) return null;
    const [west, south, east, north] = drawn.bbox;
    const corners = [west, east].flatMap((longitude) => [south, north].map((latitude) => ({ longitude, latitude })));
    const near = (await this.devices.all(held.scopePath)).flatMap((dock) => {
      if (dock.kind !== 'dock' || dock.longitude === null || dock.latitude === null) return [];
      const place: GeoPoint = { longitude: dock.longitude, latitude: dock.latitude };
      const reaches = corners.every((corner) => distance(place, corner) <= reachOf(dock.modelKey));
      return reaches ? [{ dock, metres: distance(place, first) }] : [];
    });
    return near.toSorted((a, b) => a.metres - b.metres)[0]?.dock ?? null;
  }

  /** Where a route without a dock begins, as far as whoever imports it manages that place. */
  private divisionOf({ route }: DrawnRoute, { scopePath }: RouteImport): string {
    const [first] = route.legs.flatMap(({ waypoints }) => waypoints);
    const code = first && this.divisions.locate(first.longitude, first.latitude);
    const division = code ? this.divisions.find(code) : undefined;
    if (division && new Scope(scopePath).covers(division.path)) return division.code;
    return scopePath.split('/').at(-1)!;
  }

  private async finish({ id, scopePath, createdBy }: RouteImport): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.store.lock(tx, id);
      if (!(await this.store.finish(tx, id))) return;
      const { taken, drafts, refused } = (await this.store.view(id, tx))!;
      const data = { importId: id, taken, drafts, refused, by: createdBy };
      await this.events.append(tx, { name: 'route_import.finished', divisionPath: scopePath, data });
    });
  }
}

const REFUSED: FileOutcome = { state: 'refused', routeId: null, errors: 0, warnings: 0, zh: null, en: null };

/** Whether trying again later may help: the database is away, or there is too much to do. */
function isPassing(error: unknown): boolean {
  return refusalOfDatabase(error) !== null || (error instanceof Refusal && error.status >= 500);
}

/** The same file again: named as such, not doubled. */
function known(twin: { id: string; code: string; number: number; path: string }, held: RouteImport): FileOutcome {
  const own = new Scope(held.scopePath).covers(twin.path);
  const name = own
    ? { zh: `“${twin.code}”第 ${twin.number} 版`, en: `version ${twin.number} of "${twin.code}"` }
    : null;
  return {
    ...REFUSED,
    routeId: own ? twin.id : null,
    zh: name ? `与航线${name.zh}相同，未重复导入` : '与管辖范围以外的一条航线相同，未重复导入',
    en: name
      ? `is the same as ${name.en}: not taken twice`
      : 'is the same as a route outside your scope: not taken twice',
  };
}
