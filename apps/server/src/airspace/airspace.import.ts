import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AirspaceAreaImportQuery, type AirspaceAreaView, type ImportReport, NewAirspaceArea } from '#contracts';
import { type FileArea, readAreaFile, WaylineError } from '#wayline';
import { type Actor } from '../auth/actor.js';
import { Refusal } from '../common/refusal.js';
import { refuseInvalid } from '../common/validation.js';
import { mayApply } from '../sheets/catalogue.import.js';
import { SheetIssues } from '../sheets/sheet.issues.js';
import { AirspaceAreaStore } from './airspace-area.store.js';
import { closedRing } from './airspace.geometry.js';
import { AirspaceService, valuesOf } from './airspace.service.js';

export const AIRSPACE_FILE_BYTES = 16 * 2 ** 20;
const MOST_AREAS = 1_000;
const LIMITS = { textBytes: AIRSPACE_FILE_BYTES, nodes: 500_000, depth: 64 };
/** Words that people write for the kinds. */
const KINDS: Readonly<Record<string, NewAirspaceArea['kind']>> = {
  keep_out: 'keep_out',
  禁飞区: 'keep_out',
  temporary: 'temporary',
  临时管制区: 'temporary',
  caution: 'caution',
  注意区: 'caution',
};
/** Under which names a file may give a member. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  kind: ['kind', '类型'],
  floorMetres: ['floor', 'floorMetres', '下限'],
  ceilingMetres: ['ceiling', 'ceilingMetres', '上限'],
  validFrom: ['from', 'validFrom', '生效'],
  validTo: ['to', 'validTo', '失效'],
  reason: ['reason', 'description', '原因'],
  radius: ['radius', '半径'],
};

/** Takes areas from a GeoJSON or KML file. */
@Injectable()
export class AirspaceImport {
  constructor(
    private readonly db: DataSource,
    private readonly store: AirspaceAreaStore,
    private readonly airspace: AirspaceService,
  ) {}

  /**
   * Checks a file, and with `mode` apply adds its areas in one transaction: all of them or none, or with `rows` good those
   * without errors. An area that is there already, the same in all, is left alone. Throws `Refusal` 400
   * `unreadable_file`, 413 `file_too_large`, 403 `county_only` for the file as a whole.
   */
  async import(bytes: Uint8Array, query: AirspaceAreaImportQuery, actor: Actor): Promise<ImportReport> {
    this.airspace.requireCounty(actor);
    const features = readFile(bytes, query.name);
    const issues = new SheetIssues();
    const drafts = features.flatMap((feature, at) => this.draft(feature, at + 1, query, issues) ?? []);
    return this.db.transaction(async (tx) => {
      const held = (await this.store.lockActive(tx)).map(valuesOf);
      const fresh = drafts.filter((draft) => !held.some((area) => same(area, draft)));
      const applies = mayApply(query, issues);
      const ids: string[] = [];
      if (applies) for (const draft of fresh) ids.push(await this.store.insert(tx, draft, actor.username));
      for (const id of ids) await this.airspace.tell(tx, 'airspace_area.added', id, actor);
      return {
        mode: query.mode,
        applied: ids.length > 0,
        rows: features.length,
        added: fresh.length,
        changed: 0,
        unchanged: drafts.length - fresh.length,
        refused: features.filter((_, at) => issues.isRefused(query.name, at + 1)).length,
        errors: issues.errors,
        warnings: issues.warnings,
        issues: issues.list(),
      };
    });
  }

  private draft(
    feature: FileArea,
    row: number,
    query: AirspaceAreaImportQuery,
    issues: SheetIssues,
  ): (NewAirspaceArea & { state: 'active' }) | null {
    const place = (column: string | null) => ({ sheet: query.name, row, column, value: feature.name });
    const named = { zh: `第 ${feature.line} 行`, en: `line ${feature.line}` };
    const refuse = (column: string | null, zh: string, en: string) => {
      issues.error(place(column), `${named.zh}：${zh}`, `${named.en}: ${en}`);
      return null;
    };
    for (const other of feature.others) {
      const zh = `${named.zh}：${other} 不是区域，未导入`;
      issues.warning(place('geometry'), zh, `${named.en}: ${other} is no area and is not taken`);
    }
    const geometry = geometryOf(feature);
    if (!geometry) {
      return refuse(
        'geometry',
        '没有多边形，也没有带半径（radius，米）的点',
        'has neither a polygon nor one point with a radius in metres',
      );
    }
    const kind = textOf(feature, 'kind');
    const parsed = NewAirspaceArea.safeParse({
      name: feature.name ?? `${query.name.replace(/\.[^.]*$/, '')} ${row}`,
      kind: kind === null ? query.kind : (KINDS[kind] ?? kind),
      geometry,
      floorMetres: numberOf(feature, 'floorMetres') ?? undefined,
      ceilingMetres: numberOf(feature, 'ceilingMetres'),
      validFrom: textOf(feature, 'validFrom'),
      validTo: textOf(feature, 'validTo'),
      reason: textOf(feature, 'reason') ?? '',
    });
    if (!parsed.success) {
      for (const { path, message } of refuseInvalid(parsed.error.issues, 'geometry').errors ?? []) {
        const [zh = message, en = message] = message.split(' / ');
        refuse(path.split('.')[0] ?? null, zh, en);
      }
      return null;
    }
    const fault = this.airspace.faultOf(parsed.data);
    return fault ? refuse('geometry', fault.zh, fault.en) : { ...parsed.data, state: 'active' };
  }
}

/** 413 `file_too_large`. */
export function fileTooLarge(): Refusal {
  return new Refusal(
    413,
    'file_too_large',
    `区域文件超过 ${AIRSPACE_FILE_BYTES / 2 ** 20} MB，请拆分或抽稀后再导入`,
    `the file of areas has more than ${AIRSPACE_FILE_BYTES / 2 ** 20} MB: split it or thin it out`,
  );
}

function readFile(bytes: Uint8Array, name: string): FileArea[] {
  try {
    const { areas } = readAreaFile(bytes, name, LIMITS);
    if (areas.length <= MOST_AREAS) return areas;
  } catch (error) {
    if (!(error instanceof WaylineError)) throw error;
    throw new Refusal(
      400,
      'unreadable_file',
      `无法读取区域文件：${error.zh}`,
      `the file of areas cannot be read: ${error.en}`,
    );
  }
  throw new Refusal(
    413,
    'file_too_large',
    `区域文件中超过 ${MOST_AREAS} 个要素，请拆分后再导入`,
    `the file holds more than ${MOST_AREAS} features: split it`,
  );
}

function geometryOf(feature: FileArea): unknown {
  const { polygons, points } = feature;
  const closed = polygons.map((rings) => rings.map(closedRing));
  if (closed.length === 1) return { type: 'Polygon', coordinates: closed[0] };
  if (closed.length > 1) return { type: 'MultiPolygon', coordinates: closed };
  const radius = numberOf(feature, 'radius');
  const [centre] = points;
  if (points.length !== 1 || !centre || radius === null) return null;
  return { type: 'Circle', centre: { longitude: centre[0], latitude: centre[1] }, radius };
}

function textOf({ properties }: FileArea, member: string): string | null {
  for (const name of MEMBERS[member] ?? []) {
    const value = Object.hasOwn(properties, name) ? properties[name] : null;
    if (value !== null && value !== undefined && String(value).trim() !== '') return String(value).trim();
  }
  return null;
}

/** A number, or what else stands there, for the contract to refuse. */
function numberOf(feature: FileArea, member: string): number | string | null {
  const text = textOf(feature, member);
  if (text === null) return null;
  const metres = /^(-?\d+(?:\.\d+)?)\s*(?:m|米)?$/.exec(text.normalize('NFKC'))?.[1];
  return metres === undefined ? text : Number(metres);
}

function same(one: ReturnType<typeof valuesOf>, other: AirspaceAreaViewValues): boolean {
  const comparable = ({ validFrom, validTo, ...rest }: AirspaceAreaViewValues) => ({
    ...rest,
    validFrom: validFrom === null ? null : Date.parse(validFrom),
    validTo: validTo === null ? null : Date.parse(validTo),
  });
  return isDeepStrictEqual(comparable(one), comparable(other));
}

type AirspaceAreaViewValues = NewAirspaceArea & Pick<AirspaceAreaView, 'state'>;
