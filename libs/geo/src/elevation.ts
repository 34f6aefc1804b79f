import { type SeaHeight } from './heights.js';
import { type GeoPoint } from './point.js';

/** What is known of the ground at a place. */
export interface GroundElevation {
  height: SeaHeight;
  /** Standard deviation in metres; null when nobody knows it. */
  accuracy: number | null;
  /** `measured`: from an elevation model. `assumed`: nobody measured, a stand-in is used and must be named as such. */
  basis: 'measured' | 'assumed';
}

/** Where the height of the ground comes from. Synchronous: a check asks it some thousand times while a route is drawn. */
export interface ElevationSource {
  /** What the screen says of it. */
  readonly title: { zh: string; en: string };
  /** Metres between its values: checks need look no closer. Null when it has none. */
  readonly spacing: number | null;
  /** The ground at a WGS84 point; undefined where the source knows nothing. */
  groundAt(point: GeoPoint): GroundElevation | undefined;
}

/** Stands in where no elevation model is: level ground at a given height. Its answers are never called measured. */
export class FlatElevation implements ElevationSource {
  readonly title = {
    zh: '地形未知：按平地计算，真高与净空不可信，请上传数字高程模型',
    en: 'terrain unknown: taken as level, heights above ground are not to be trusted; upload an elevation model',
  };
  readonly spacing = null;

  /** `height`: the ground above sea, such as that of the take-off point. */
  constructor(private readonly height: SeaHeight) {}

  groundAt(): GroundElevation {
    return { height: this.height, accuracy: null, basis: 'assumed' };
  }
}

/** Asks several sources in turn; the first that knows a place answers. */
export class LayeredElevation implements ElevationSource {
  readonly title: { zh: string; en: string };
  readonly spacing: number | null;

  constructor(private readonly sources: readonly ElevationSource[]) {
    const titles = sources.map(({ title }) => title);
    this.title = { zh: titles.map(({ zh }) => zh).join('；'), en: titles.map(({ en }) => en).join('; ') };
    const spacings = sources.flatMap(({ spacing }) => spacing ?? []);
    this.spacing = spacings.length > 0 ? Math.min(...spacings) : null;
  }

  groundAt(point: GeoPoint): GroundElevation | undefined {
    for (const source of this.sources) {
      const ground = source.groundAt(point);
      if (ground) return ground;
    }
    return undefined;
  }
}
