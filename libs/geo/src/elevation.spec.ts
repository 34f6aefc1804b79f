import { describe, expect, it } from '@jest/globals';
import { ElevationGrid, type ElevationCells } from './elevation-grid.js';
import { FlatElevation, LayeredElevation } from './elevation.js';
import { gridReference } from './grid-reference.js';
import { seaHeight } from './heights.js';
import { undulationAt } from './undulation.js';

/** A slope of 10 m a column and 1 m a row, one value missing in the last column. */
const cells: ElevationCells = {
  title: { zh: '测试', en: 'test' },
  epsg: 4326,
  west: 110,
  north: 21.7,
  stepX: 0.01,
  stepY: 0.01,
  columns: 5,
  rows: 4,
  values: Float32Array.from({ length: 20 }, (_, index) =>
    index === 4 ? Number.NaN : (index % 5) * 10 + Math.floor(index / 5),
  ),
  vertical: 'sea',
  accuracy: 4,
};
const grid = new ElevationGrid(cells);
const heightAt = (source: ElevationGrid, longitude: number, latitude: number) =>
  source.groundAt({ longitude, latitude })?.height;

describe('ElevationGrid', () => {
  it('gives its values at their places and a plane between them', () => {
    expect(grid.groundAt({ longitude: 110.02, latitude: 21.69 })).toEqual({
      height: 21,
      accuracy: 4,
      basis: 'measured',
    });
    expect(heightAt(grid, 110.0125, 21.6775)).toBeCloseTo(12.5 + 2.25, 6);
  });

  it('holds an edge value for half a cell, and knows nothing beyond', () => {
    expect(heightAt(grid, 109.996, 21.704)).toBeCloseTo(0, 6);
    expect(heightAt(grid, 109.994, 21.69)).toBeUndefined();
    expect(heightAt(grid, 110.046, 21.69)).toBeUndefined();
    expect(heightAt(grid, 110.01, 21.664)).toBeUndefined();
    expect(heightAt(grid, Number.NaN, 21.69)).toBeUndefined();
  });

  it('says nothing where a value it needs is missing, and does where it needs it not', () => {
    expect(heightAt(grid, 110.035, 21.695)).toBeUndefined();
    expect(heightAt(grid, 110.03, 21.7)).toBe(30);
    expect(heightAt(grid, 110.04, 21.69)).toBe(41);
  });

  it('turns ellipsoid heights into heights above sea', () => {
    const place = { longitude: 110.02, latitude: 21.69 };
    const above = new ElevationGrid({ ...cells, vertical: 'ellipsoid' });
    expect(above.groundAt(place)!.height).toBeCloseTo(21 - undulationAt(place)!, 6);
  });

  it('reads a model in a Gauss-Krüger zone by its metres', () => {
    const zone = gridReference(4525)!;
    const corner = zone.toGrid({ longitude: 110.28, latitude: 21.61 });
    const model = new ElevationGrid({ ...cells, epsg: 4525, west: corner.x, north: corner.y, stepX: 30, stepY: 30 });
    const place = zone.toPoint(corner.x + 45, corner.y - 60);
    expect(model.groundAt(place)!.height).toBeCloseTo(15 + 2, 3);
    expect(model.spacing).toBe(30);
  });

  it('gives the same ground from a piece as from the whole', () => {
    const piece = grid.cut({ west: 110.011, south: 21.681, east: 110.012, north: 21.682 })!;
    expect(piece.cells.values.length).toBeLessThan(20);
    expect(heightAt(piece, 110.0115, 21.6815)).toBeCloseTo(heightAt(grid, 110.0115, 21.6815)!, 6);
    expect(grid.cut({ west: 111, south: 21, east: 111.1, north: 21.1 })).toBeUndefined();
  });

  it('refuses numbers that do not fit together', () => {
    expect(() => new ElevationGrid({ ...cells, rows: 3 })).toThrow('20 values are not 5 × 3');
    expect(() => new ElevationGrid({ ...cells, epsg: 3857 })).toThrow('EPSG:3857');
    expect(() => new ElevationGrid({ ...cells, stepY: -0.01 })).toThrow('above zero');
  });
});

describe('sources of ground heights', () => {
  it('never call level ground measured', () => {
    const level = new FlatElevation(seaHeight(12));
    expect(level.groundAt()).toEqual({ height: 12, accuracy: null, basis: 'assumed' });
    expect([level.title.zh, level.title.en]).toEqual([
      expect.stringContaining('地形未知'),
      expect.stringContaining('terrain unknown'),
    ]);
  });

  it('answer in turn', () => {
    const both = new LayeredElevation([grid, new FlatElevation(seaHeight(12))]);
    expect(both.groundAt({ longitude: 110.02, latitude: 21.69 })?.basis).toBe('measured');
    expect(both.groundAt({ longitude: 113, latitude: 23 })).toMatchObject({ height: 12, basis: 'assumed' });
    expect(new LayeredElevation([grid]).groundAt({ longitude: 113, latitude: 23 })).toBeUndefined();
    expect(both.spacing).toBe(grid.spacing);
  });
});
