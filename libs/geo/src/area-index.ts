import { Area, type AreaGeometry } from './area.js';

/**
 * Many areas that answer quickly which of them hold a point: a grid of cells over all of them, each with the areas
 * whose box touches it. Areas keep the order in which they were given, so put the lowest level (villages) first.
 */
export class AreaIndex<T> {
  private readonly entries: readonly { value: T; area: Area }[];
  private readonly cells: readonly (readonly number[])[];
  private readonly columns: number;
  private readonly rows: number;
  private readonly west: number;
  private readonly south: number;
  private readonly width: number;
  private readonly height: number;

  constructor(items: readonly { value: T; geometry: AreaGeometry }[]) {
    this.entries = items.map(({ value, geometry }) => ({ value, area: new Area(geometry) }));
    const areas = this.entries.map(({ area }) => area);
    this.west = Math.min(...areas.map(({ west }) => west));
    this.south = Math.min(...areas.map(({ south }) => south));
    this.width = Math.max(...areas.map(({ east }) => east)) - this.west;
    this.height = Math.max(...areas.map(({ north }) => north)) - this.south;
    // Some four cells to an area: most cells then lie in one or two boxes.
    this.columns = this.rows = Math.min(256, Math.max(1, Math.ceil(2 * Math.sqrt(items.length))));
    const cells: number[][] = Array.from({ length: this.columns * this.rows }, () => []);
    for (const [index, area] of areas.entries()) {
      for (let row = this.rowOf(area.south); row <= this.rowOf(area.north); row++) {
        for (let column = this.columnOf(area.west); column <= this.columnOf(area.east); column++) {
          cells[row * this.columns + column]!.push(index);
        }
      }
    }
    this.cells = cells;
  }

  /** The first area, in the order given, that holds the WGS84 point. */
  find(longitude: number, latitude: number): T | undefined {
    for (const index of this.candidates(longitude, latitude)) {
      const { value, area } = this.entries[index]!;
      if (area.contains(longitude, latitude)) return value;
    }
    return undefined;
  }

  /** All areas that hold the point, in the order given. */
  list(longitude: number, latitude: number): T[] {
    return this.candidates(longitude, latitude).flatMap((index) => {
      const { value, area } = this.entries[index]!;
      return area.contains(longitude, latitude) ? [value] : [];
    });
  }

  private candidates(longitude: number, latitude: number): readonly number[] {
    const x = longitude - this.west;
    const y = latitude - this.south;
    if (!(x >= 0 && x <= this.width && y >= 0 && y <= this.height)) return [];
    return this.cells[this.rowOf(latitude) * this.columns + this.columnOf(longitude)]!;
  }

  private columnOf(longitude: number): number {
    return cellOf(longitude - this.west, this.width, this.columns);
  }

  private rowOf(latitude: number): number {
    return cellOf(latitude - this.south, this.height, this.rows);
  }
}

function cellOf(from: number, size: number, count: number): number {
  return size === 0 ? 0 : Math.min(count - 1, Math.max(0, Math.floor((from / size) * count)));
}
