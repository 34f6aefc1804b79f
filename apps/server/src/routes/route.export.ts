import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { strToU8, zipSync } from 'fflate';
import { type RouteView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { ROUTE_FILE_LIMITS } from './route.limits.js';
import { RouteReader } from './route.reader.js';
import { featureCollection, routeFeatures } from './route.geojson.js';
import { type RouteFilter } from './route.rows.js';
import { RouteStore } from './route.store.js';
import { RouteVersionStore } from './route-version.store.js';

/** A route that has a file, and the bytes of it. */
interface ExportedRoute {
  route: RouteView;
  version: number;
  file: string;
  bytes: Buffer;
}

/** Routes of a query as files: of each the approved version, else the newest. */
@Injectable()
export class RouteExport {
  constructor(
    private readonly store: RouteStore,
    private readonly versions: RouteVersionStore,
    private readonly divisions: DivisionsService,
    private readonly reader: RouteReader,
  ) {}

  /**
   * An archive of KMZ files with `manifest.json` and `SHA256SUMS`, the latter as the program `sha256sum -c` wants it.
   * Routes without a file are in the manifest alone. Throws `Refusal` 413 `export_too_large`.
   */
  async zip(filter: RouteFilter, actor: Actor): Promise<Uint8Array> {
    const routes = await this.routes(filter, actor);
    const files: Record<string, Uint8Array> = {};
    const lines: string[] = [];
    const listed = [];
    let total = 0;
    for (const route of routes) {
      const { code, name, role, state } = route;
      const exported = await this.read(route);
      const entry = { code, name, role, state, dockSn: route.homeDock?.sn ?? null };
      if (!exported) {
        listed.push({ ...entry, file: null });
        continue;
      }
      const { file, bytes, version } = exported;
      total += bytes.length;
      if (total > ROUTE_FILE_LIMITS.exportBytes) throw tooMuch();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const md5 = createHash('md5').update(bytes).digest('hex');
      files[file] = bytes;
      lines.push(`${sha256}  ${file}`);
      listed.push({ ...entry, version, file, size: bytes.length, md5, sha256 });
    }
    const manifest = { exportedAt: new Date().toISOString(), exportedBy: actor.username, routes: listed };
    return zipSync(
      {
        'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
        SHA256SUMS: strToU8(lines.map((line) => `${line}\n`).join('')),
        ...files,
      },
      // The files are packed already.
      { level: 0 },
    );
  }

  /** The lines of the routes as GeoJSON. */
  async geojson(filter: RouteFilter, actor: Actor): Promise<object> {
    const features: object[] = [];
    for (const route of await this.routes(filter, actor)) {
      const exported = await this.read(route);
      if (exported) features.push(...(await this.featuresOf(exported)));
    }
    return featureCollection(features);
  }

  private async featuresOf({ route, version, file, bytes }: ExportedRoute): Promise<object[]> {
    const { id, code, name, role, state, homeDock } = route;
    const drawn = await this.reader.read(bytes, file, null);
    const { md5 } = route.summary!;
    return routeFeatures(drawn.route, { id, code, name, role, state, dockSn: homeDock?.sn ?? null, version, md5 });
  }

  private routes(filter: RouteFilter, actor: Actor): Promise<RouteView[]> {
    return this.store.all(this.divisions.pathWithin(actor.scope, filter.division), filter);
  }

  private async read(route: RouteView): Promise<ExportedRoute | null> {
    const version = route.summary?.version;
    const bytes = version === undefined ? undefined : await this.versions.kmz(route.id, version);
    // A code is made of letters, digits, _ and -, and is the only one of its kind whatever the case of its letters.
    return bytes ? { route, version: version!, file: `${route.code}-v${version}.kmz`, bytes } : null;
  }
}

function tooMuch(): Refusal {
  const megabytes = ROUTE_FILE_LIMITS.exportBytes / 2 ** 20;
  return new Refusal(
    413,
    'export_too_large',
    `航线文件合计超过 ${megabytes} MB，请按镇街或机场分批导出`,
    `the files have more than ${megabytes} MB together: export by town or dock`,
  );
}
