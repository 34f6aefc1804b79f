import { Injectable } from '@nestjs/common';
import { type TerrainGridView } from '#contracts';
import {
  type ElevationCells,
  ElevationGrid,
  type ElevationSource,
  FlatElevation,
  LayeredElevation,
  seaHeight,
  type SeaHeight,
} from '#geo';
import { ElevationModelStore } from './elevation-model.store.js';

/** West, south, east, north in WGS84 degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Ground above sea that is assumed where nobody measured and nobody knows better. */
const ASSUMED_METRES = 0;
const METRES_PER_DEGREE = 111_320;
/** Places along each side of a box at which it is asked whether the models cover it. */
const PROBES = 9;

/** The ground of the county, from the elevation models that were uploaded. The grids stay in memory once they were read. */
@Injectable()
export class TerrainService {
  private readonly grids = new Map<string, Promise<ElevationGrid | undefined>>();

  constructor(private readonly models: ElevationModelStore) {}

  /**
   * The ground of a box (everywhere when left out): the newest model that knows a place answers. Where no model covers all
   * of the box, level ground at `assumed` stands in last, and the title says so.
   */
  async source(box?: Box | null, assumed: SeaHeight = seaHeight(ASSUMED_METRES)): Promise<ElevationSource> {
    const grids = (await this.all()).filter((grid) => !box || grid.cut(frameOf(box)));
    const flat = new FlatElevation(assumed);
    if (grids.length === 0) return flat;
    const measured = new LayeredElevation(grids);
    if (!box || covers(measured, box)) return grids.length === 1 ? grids[0]! : measured;
    return new LayeredElevation([...grids, flat]);
  }

  /** The models of a box (all of them when left out) as plain data, newest first, no more of each than the box needs. */
  async cells(box?: Box | null): Promise<ElevationCells[]> {
    const grids = await this.all();
    const near = box ? grids.map((grid) => grid.cut(frameOf(box))) : grids;
    return near.flatMap((grid) => grid?.cells ?? []);
  }

  /**
   * The ground of a box for a page that draws: at most `maxCells` heights at regular places, the corners of the box among
   * them, as close as the models are. A coarse grid leaves out what lies between: the server checks with all of it.
   */
  async grid(box: Box, maxCells: number): Promise<TerrainGridView> {
    const [west, south, east, north] = box;
    const source = await this.source(box);
    const measured = !(source instanceof FlatElevation);
    const [columns, rows] = measured ? sizeOf(box, source.spacing ?? 100, maxCells) : [0, 0];
    const stepLongitude = columns > 1 ? (east - west) / (columns - 1) : 0;
    const stepLatitude = rows > 1 ? (north - south) / (rows - 1) : 0;
    const decimetres: (number | null)[] = [];
    let accuracy: number | null = null;
    let known = true;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const place = { longitude: west + column * stepLongitude, latitude: south + row * stepLatitude };
        const ground = source.groundAt(place);
        const found = ground?.basis === 'measured';
        decimetres.push(found ? Math.round(ground.height * 10) : null);
        if (!found) continue;
        if (ground.accuracy === null) known = false;
        else accuracy = Math.max(accuracy ?? 0, ground.accuracy);
      }
    }
    const basis = measured ? ('measured' as const) : ('assumed' as const);
    const place = { west, south, stepLongitude, stepLatitude, columns, rows };
    return { title: source.title, basis, ...place, decimetres, accuracy: known ? accuracy : null };
  }

  /** Every model, newest first. What other processes added or removed is seen at once. */
  private async all(): Promise<ElevationGrid[]> {
    const ids = await this.models.ids();
    for (const id of this.grids.keys()) if (!ids.includes(id)) this.grids.delete(id);
    const grids = await Promise.all(ids.map((id) => this.read(id)));
    return grids.filter((grid) => grid !== undefined);
  }

  private read(id: string): Promise<ElevationGrid | undefined> {
    let grid = this.grids.get(id);
    if (!grid) {
      grid = this.models.grid(id);
      this.grids.set(id, grid);
      grid.catch(() => this.grids.delete(id));
    }
    return grid;
  }
}

function frameOf([west, south, east, north]: Box): { west: number; south: number; east: number; north: number } {
  return { west, south, east, north };
}

function covers(source: ElevationSource, [west, south, east, north]: Box): boolean {
  for (let x = 0; x < PROBES; x++) {
    for (let y = 0; y < PROBES; y++) {
      const longitude = west + (x * (east - west)) / (PROBES - 1);
      const latitude = south + (y * (north - south)) / (PROBES - 1);
      if (!source.groundAt({ longitude, latitude })) return false;
    }
  }
  return true;
}

/** Columns and rows for a box: as close as `spacing` metres, and no more than `maxCells` together. */
function sizeOf([west, south, east, north]: Box, spacing: number, maxCells: number): [columns: number, rows: number] {
  const width = (east - west) * METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const height = (north - south) * METRES_PER_DEGREE;
  const step = Math.max(spacing, Math.sqrt((width * height) / maxCells), (2 * Math.max(width, height)) / maxCells);
  const columns = Math.max(2, Math.floor(width / step) + 1);
  const rows = Math.max(2, Math.floor(height / step) + 1);
  // One more line at each side may pass the limit by a little.
  return columns * rows <= maxCells ? [columns, rows] : [Math.max(2, columns - 1), Math.max(2, rows - 1)];
}
