import { Injectable } from '@nestjs/common';
import { type Actor } from '../auth/actor.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { notesSheet } from '../sheets/sheet.notes.js';
import { writeXlsx } from '../sheets/xlsx.write.js';
import { CAMERA_SHEET, cameraSheet } from './camera.sheet.js';
import { type CameraFilter, CameraStore, type StoredCamera } from './camera.store.js';
import { writeCatalogue } from './gb28181.catalogue.js';

/** Cameras as files. */
@Injectable()
export class CameraExport {
  constructor(
    private readonly store: CameraStore,
    private readonly divisions: DivisionsService,
  ) {}

  /** The cameras of a query inside the scope. */
  async export(query: CameraFilter, actor: Actor): Promise<Uint8Array> {
    return writeXlsx([cameraSheet(await this.all(query, actor), villageOf), notesSheet([CAMERA_SHEET])]);
  }

  /** The sheet without rows, and the explanations. */
  template(): Uint8Array {
    return writeXlsx([cameraSheet([], villageOf), notesSheet([CAMERA_SHEET])]);
  }

  /** The cameras of a query inside the scope as a GB/T 28181 catalogue, each under its town. */
  async catalogue(query: CameraFilter, actor: Actor): Promise<Uint8Array> {
    const cameras = await this.all(query, actor);
    const county = this.divisions.county().code;
    return writeCatalogue(`${county.slice(0, 6).padEnd(6, '0')}00002000000001`, cameras.map(itemOf));
  }

  private async all(query: CameraFilter, actor: Actor): Promise<StoredCamera[]> {
    return this.store.all(this.divisions.pathWithin(actor.scope, query.division), query);
  }
}

function villageOf({ divisionPath, divisionName }: StoredCamera): string | null {
  return divisionPath.split('/').length > 2 ? divisionName : null;
}

/** An entry with the members that the standard asks for, in its order. */
function itemOf(camera: StoredCamera): Record<string, string> {
  const { code, name, vendor, model, longitude, latitude, mounting, townCode, townName, state } = camera;
  return {
    DeviceID: code,
    Name: name,
    Manufacturer: vendor,
    Model: model,
    Owner: townName,
    CivilCode: townCode.slice(0, 6),
    Address: mounting.note ?? '',
    Parental: '0',
    ParentID: camera.source.kind === 'gb28181' ? camera.source.deviceId : '',
    SafetyWay: '0',
    RegisterWay: '1',
    Secrecy: '0',
    Status: state === 'active' ? 'ON' : 'OFF',
    ...(longitude === null || latitude === null ? {} : { Longitude: String(longitude), Latitude: String(latitude) }),
  };
}
