import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type CountyView, type Page, type PageQuery, type Placement, type SlowLivePointView } from '#contracts';
import { type Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { NotFound } from '../common/refusal.js';
import { BASE_MAP, type BaseMap } from './base-map.js';
import { COUNTY, type County } from './county.js';

/** A layer ready to be sent: GeoJSON, plain and compressed, with a tag that changes with its content. */
export interface ReadyLayer {
  plain: Buffer;
  gzip: Buffer;
  tag: string;
}

interface SlowLiveRow {
  id: string;
  name: string;
  name_en: string | null;
  division_code: string;
  division_name: string;
  longitude: number;
  latitude: number;
  placement: Placement;
  placement_note: string | null;
  total: number;
}

/** What the county's folder says about the map, and the slow-live points. */
@Injectable()
export class CountyService {
  private readonly layers: ReadonlyMap<string, ReadyLayer>;
  private readonly county: CountyView;

  constructor(
    @Inject(COUNTY) county: County,
    @Inject(BASE_MAP) baseMap: Pick<BaseMap, 'view'>,
    private readonly db: DataSource,
  ) {
    this.layers = new Map(county.layers.map(({ id, bytes }) => [id, ready(bytes)]));
    this.county = {
      code: county.code,
      name: county.name,
      nameEn: county.nameEn,
      timeZone: county.timeZone,
      bbox: [...county.bbox],
      layers: county.layers.map(({ id, kind, estimated, note }) => ({
        id,
        kind,
        estimated,
        note,
        // The tag in the address lets a browser keep the layer for good.
        url: `/api/v1/county/layers/${id}?v=${this.layers.get(id)!.tag}`,
      })),
      baseMap: baseMap.view,
      assumptions: county.assumptions,
    };
  }

  view(): CountyView {
    return this.county;
  }

  /** Throws `NotFound`. */
  layer(id: string): ReadyLayer {
    const layer = this.layers.get(id);
    if (!layer) throw new NotFound({ zh: '图层', en: 'map layer' }, id);
    return layer;
  }

  async slowLivePoints(query: PageQuery, scope: Scope): Promise<Page<SlowLivePointView>> {
    const inScope = scope.condition('division.path', 1);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const rows: SlowLiveRow[] = await this.db.query(
      `WITH visible AS (
         SELECT point.*, division.name AS division_name
         FROM slow_live_points point JOIN divisions division ON division.code = point.division_code WHERE ${inScope.sql})
       SELECT visible.*, (SELECT count(*)::int FROM visible) AS total
       FROM visible WHERE $2::text IS NULL OR id > $2 ORDER BY id LIMIT $3`,
      [inScope.value, after, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    return {
      items: page.map(slowLiveView),
      total: rows[0]?.total ?? 0,
      nextCursor: rows.length > query.limit ? encodeCursor([page.at(-1)!.id]) : null,
    };
  }
}

function ready(plain: Buffer): ReadyLayer {
  const tag = createHash('sha256').update(plain).digest('hex').slice(0, 16);
  return { plain, gzip: gzipSync(plain), tag };
}

function slowLiveView(row: SlowLiveRow): SlowLivePointView {
  return {
    id: row.id,
    name: row.name,
    nameEn: row.name_en,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    longitude: row.longitude,
    latitude: row.latitude,
    placement: row.placement,
    placementNote: row.placement_note,
  };
}
