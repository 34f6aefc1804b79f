import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ElevationModelView, type NewElevationModelQuery, type Page } from '#contracts';
import { type ElevationCells, gridReference } from '#geo';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { AirspaceService } from './airspace.service.js';
import { ElevationModelStore } from './elevation-model.store.js';
import { ELEVATION_LIMITS, ElevationReader } from './elevation.reader.js';
import { type Box } from './terrain.service.js';

const ELEVATION_MODEL = { zh: '高程模型', en: 'elevation model' };

/** Elevation models that were uploaded. Where several know a place, the newest answers. */
@Injectable()
export class ElevationModelsService {
  constructor(
    private readonly db: DataSource,
    private readonly store: ElevationModelStore,
    private readonly reader: ElevationReader,
    private readonly airspace: AirspaceService,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  async list(): Promise<Page<ElevationModelView>> {
    const items = await this.store.list();
    return { items, total: items.length, nextCursor: null };
  }

  /**
   * Takes a GeoTIFF; of its cells those in and around the county are used. Throws `Refusal` 403 `county_only`, 422 with the
   * code of an `ElevationFileError`, 409 `already_uploaded` or `too_many_models`.
   */
  async add(bytes: Buffer, { name, accuracy }: NewElevationModelQuery, actor: Actor): Promise<ElevationModelView> {
    this.airspace.requireCounty(actor);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const title = {
      zh: `高程模型“${name}”${accuracy === null ? '，精度未知' : `，中误差 ${accuracy} 米`}`,
      en: `elevation model "${name}", ${accuracy === null ? 'accuracy unknown' : `standard deviation ${accuracy} m`}`,
    };
    const { cells, lowest, highest } = await this.reader.read(bytes, title, accuracy);
    return this.db.transaction(async (tx) => {
      await this.store.lock(tx);
      const held = await this.store.list(tx);
      const same = held.find((model) => model.sha256 === sha256);
      if (same) throw alreadyUploaded(same.name);
      if (held.length >= ELEVATION_LIMITS.models) throw tooMany();
      const model = await this.store.insert(
        tx,
        { name, bytes, sha256, bbox: boxOf(cells), lowest, highest, cells },
        actor.username,
      );
      const data = { name, by: actor.username };
      await this.events.append(tx, { name: 'elevation_model.added', divisionPath: this.divisions.county().path, data });
      return model;
    });
  }

  /** Throws `NotFound`, `Refusal` 403 `county_only`. */
  async remove(id: string, actor: Actor): Promise<void> {
    this.airspace.requireCounty(actor);
    await this.db.transaction(async (tx) => {
      const name = await this.store.remove(tx, id);
      if (name === undefined) throw new NotFound(ELEVATION_MODEL, id);
      const divisionPath = this.divisions.county().path;
      const data = { name, by: actor.username };
      await this.events.append(tx, { name: 'elevation_model.removed', divisionPath, data });
    });
  }
}

/** The frame of a grid in WGS84 degrees. */
function boxOf({ epsg, west, north, stepX, stepY, columns, rows }: ElevationCells): Box {
  const reference = gridReference(epsg)!;
  const east = west + (columns - 1) * stepX;
  const south = north - (rows - 1) * stepY;
  const corners = [west, (west + east) / 2, east].flatMap((x) =>
    [south, (south + north) / 2, north].map((y) => reference.toPoint(x, y)),
  );
  const longitudes = corners.map(({ longitude }) => longitude);
  const latitudes = corners.map(({ latitude }) => latitude);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}

function alreadyUploaded(name: string): Refusal {
  return new Refusal(
    409,
    'already_uploaded',
    `这个文件已作为“${name}”上传过`,
    `the same file was uploaded before as "${name}"`,
  );
}

function tooMany(): Refusal {
  return new Refusal(
    409,
    'too_many_models',
    `高程模型已有 ${ELEVATION_LIMITS.models} 个，请先删除不用的`,
    `there are ${ELEVATION_LIMITS.models} elevation models already: remove those that are not needed`,
  );
}
