import { type ElevationSource, type GroundElevation } from './elevation.js';
import { gridReference, type GridReference } from './grid-reference.js';
import { ellipsoidHeight, ellipsoidToSea, seaHeight } from './heights.js';
import { type GeoPoint } from './point.js';
import { undulationAt } from './undulation.js';

/** An elevation model as plain data, so that a server can cut a piece for a browser. */
export interface ElevationCells {
  title: { zh: string; en: string };
  /** See `gridReference`. */
  epsg: number;
  /** Place of the middle of the first (north-western) cell, in the units of the reference. */
  west: number;
  north: number;
  /** From one cell to the next, both above zero. */
  stepX: number;
  stepY: number;
  columns: number;
  rows: number;
  /** Metres, rows from north to south; NaN where the model has no value. */
  values: Float32Array;
  /** What the values count from: the sea (EGM96 or a datum within decimetres of it) or the WGS84 ellipsoid. */
  vertical: 'sea' | 'ellipsoid';
  /** Standard deviation of a value in metres; null when unknown. */
  accuracy: number | null;
}

/** Ground heights from a regular grid, between the middles of cells by bilinear interpolation. */
export class ElevationGrid implements ElevationSource {
  readonly title: { zh: string; en: string };
  readonly spacing: number;
  private readonly reference: GridReference;

  /** Throws a `RangeError` when the numbers do not fit together or the reference is unknown. */
  constructor(readonly cells: ElevationCells) {
    const { epsg, columns, rows, values, stepX, stepY } = cells;
    const reference = gridReference(epsg);
    if (!reference) throw new RangeError(`ElevationGrid: EPSG:${epsg} is not known`);
    if (!(columns >= 1 && rows >= 1 && values.length === columns * rows))
      throw new RangeError(`ElevationGrid: ${values.length} values are not ${columns} × ${rows}`);
    if (!(stepX > 0 && stepY > 0)) throw new RangeError('ElevationGrid: steps must be above zero');
    this.reference = reference;
    this.title = cells.title;
    this.spacing = stepY * reference.unit;
  }

  /** Undefined outside the outer edges of the cells, and where one of the values needed is missing. */
  groundAt(point: GeoPoint): GroundElevation | undefined {
    const value = this.valueAt(point);
    if (value === undefined) return undefined;
    const { accuracy, vertical } = this.cells;
    if (vertical === 'sea') return { height: seaHeight(value), accuracy, basis: 'measured' };
    const undulation = undulationAt(point);
    if (undulation === undefined) return undefined;
    return { height: ellipsoidToSea(ellipsoidHeight(value), undulation), accuracy, basis: 'measured' };
  }

  /** The cells that cover a box in WGS84 degrees, with one cell around; undefined when the box lies outside. */
  cut(box: { west: number; south: number; east: number; north: number }): ElevationGrid | undefined {
    const { cells } = this;
    const corners = [box.west, (box.west + box.east) / 2, box.east].flatMap((longitude) =>
      [box.south, (box.south + box.north) / 2, box.north].map((latitude) =>
        this.place(this.reference.toGrid({ longitude, latitude })),
      ),
    );
    const first = (values: number[]) => Math.max(0, Math.floor(Math.min(...values)) - 1);
    const last = (values: number[], count: number) => Math.min(count - 1, Math.ceil(Math.max(...values)) + 1);
    const x = corners.map(({ column }) => column);
    const y = corners.map(({ row }) => row);
    const [left, right, top, bottom] = [first(x), last(x, cells.columns), first(y), last(y, cells.rows)];
    if (!(left <= right && top <= bottom)) return undefined;
    const columns = right - left + 1;
    const rows = bottom - top + 1;
    const values = new Float32Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      const start = (top + row) * cells.columns + left;
      values.set(cells.values.subarray(start, start + columns), row * columns);
    }
    const west = cells.west + left * cells.stepX;
    const north = cells.north - top * cells.stepY;
    return new ElevationGrid({ ...cells, west, north, columns, rows, values });
  }

  private place({ x, y }: { x: number; y: number }): { column: number; row: number } {
    const { west, north, stepX, stepY } = this.cells;
    return { column: (x - west) / stepX, row: (north - y) / stepY };
  }

  private valueAt(point: GeoPoint): number | undefined {
    const { columns, rows, values } = this.cells;
    const { column, row } = this.place(this.reference.toGrid(point));
    if (!(column >= -0.5 && column <= columns - 0.5 && row >= -0.5 && row <= rows - 0.5)) return undefined;
    // In the outer half of an edge cell its own value holds.
    const x = Math.min(columns - 1, Math.max(0, settled(column)));
    const y = Math.min(rows - 1, Math.max(0, settled(row)));
    const left = Math.floor(x);
    const top = Math.floor(y);
    let sum = 0;
    for (const [at, down] of [
      [top, 1 - (y - top)],
      [top + 1, y - top],
    ] as const) {
      if (down === 0) continue;
      const start = at * columns + left;
      if (x > left) sum += down * ((1 - (x - left)) * values[start]! + (x - left) * values[start + 1]!);
      else sum += down * values[start]!;
    }
    return Number.isNaN(sum) ? undefined : sum;
  }
}

/** A place on a value, were it not for the last digits of its coordinates, needs none of the neighbours. */
function settled(place: number): number {
  const whole = Math.round(place);
  return Math.abs(place - whole) < 1e-6 ? whole : place;
}
