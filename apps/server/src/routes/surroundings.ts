import { Injectable } from '@nestjs/common';
import { type ElevationSource } from '#geo';
import { type AirspaceAreaView, type TerrainGridView } from '#contracts';
import { AirspaceService } from '../airspace/airspace.service.js';
import { ElevationModelStore } from '../airspace/elevation-model.store.js';
import { type Box, TerrainService } from '../airspace/terrain.service.js';
import { type Ground } from './ground.js';

/** Heights that a page is told at once: for the reach of a dock one in some 120 m. */
const GRID_CELLS = 40_000;

/** What lies around routes: airspace and ground. */
@Injectable()
export class Surroundings {
  constructor(
    private readonly airspace: AirspaceService,
    private readonly land: TerrainService,
    private readonly models: ElevationModelStore,
  ) {}

  /** The areas that are in force and count now or later. */
  areas(now: Date): Promise<AirspaceAreaView[]> {
    return this.airspace.areasFor(now);
  }

  /** The ground below a box, or in general. */
  terrain(box: Box | null): Promise<ElevationSource> {
    return this.land.source(box);
  }

  /** The same as plain data, for a thread. */
  async ground(box: Box | null): Promise<Ground> {
    return { models: await this.land.cells(box), level: 0 };
  }

  /** Changes whenever the ground that `terrain` tells of may be another. */
  async groundVersion(): Promise<string> {
    return (await this.models.ids()).join(' ');
  }

  /** The same ground for a page that draws a route. */
  grid(box: Box): Promise<TerrainGridView> {
    return this.land.grid(box, GRID_CELLS);
  }
}
