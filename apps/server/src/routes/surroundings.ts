import { Injectable } from '@nestjs/common';
import { type ElevationSource } from '#geo';
import { type AirspaceAreaView, type TerrainGridView } from '#contracts';
import { elevationOf, type Ground, UNKNOWN_GROUND } from './ground.js';

/** West, south, east, north in WGS84 degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** What lies around routes: airspace and ground. */
@Injectable()
export class Surroundings {
  /** The areas that are in force and count now or later. */
  async areas(_now: Date): Promise<AirspaceAreaView[]> {
    return [];
  }

  /** The ground below a box, or in general. */
  async terrain(box: Box | null): Promise<ElevationSource> {
    return elevationOf(await this.ground(box));
  }

  /** The same as plain data, for a thread. */
  async ground(_box: Box | null): Promise<Ground> {
    return UNKNOWN_GROUND;
  }

  /** Changes whenever the ground that `ground` tells of may be another. */
  async groundVersion(): Promise<string> {
    return 'flat';
  }

  /** The same ground for a page that draws a route. */
  async grid(box: Box): Promise<TerrainGridView> {
    const { title } = await this.terrain(box);
    const [west, south] = box;
    const empty = { columns: 0, rows: 0, stepLongitude: 1, stepLatitude: 1, decimetres: [], accuracy: null };
    return { title, basis: 'assumed', west, south, ...empty };
  }
}
