import {
  type ElevationCells,
  ElevationGrid,
  type ElevationSource,
  FlatElevation,
  LayeredElevation,
  seaHeight,
} from '#geo';

/** The ground as plain data, so that it can be handed to a thread. */
export interface Ground {
  /** Elevation models, the one that is asked first at the head. */
  models: readonly ElevationCells[];
  /** Metres above sea of the level ground that stands in where no model knows anything. */
  level: number;
}

/** The ground as the checks ask it. */
export function elevationOf({ models, level }: Ground): ElevationSource {
  const flat = new FlatElevation(seaHeight(level));
  if (models.length === 0) return flat;
  return new LayeredElevation([...models.map((cells) => new ElevationGrid(cells)), flat]);
}
