import {
  ellipsoidHeight,
  ellipsoidToSea,
  ellipsoidToTakeOff,
  groundHeight,
  groundToSea,
  seaHeight,
  seaToEllipsoid,
  takeOffHeight,
  takeOffToEllipsoid,
  undulationAt,
  undulationOf,
  type ElevationSource,
  type EllipsoidHeight,
  type GeoPoint,
  type SeaHeight,
  type TakeOffHeight,
  type Undulation,
} from '#geo';
import { type Height } from '#wayline';

/** The ground at a place, measured or not. */
export interface Ground {
  height: SeaHeight;
  basis: 'measured' | 'assumed';
}

/** The heights of one flight: everything is turned into metres above its take-off, and from there into metres above sea. */
export class FlightHeights {
  /** The ground at take-off. */
  readonly home: Ground;
  private readonly takeOff: EllipsoidHeight;
  /** Whether the region of the geoid model holds the take-off: otherwise ellipsoid and sea heights cannot be told apart. */
  private readonly geoidKnown: boolean;

  constructor(
    private readonly terrain: ElevationSource,
    takeOffPlace: GeoPoint,
  ) {
    const known = terrain.groundAt(takeOffPlace);
    this.home = known ?? { height: seaHeight(0), basis: 'assumed' };
    const undulation = undulationAt(takeOffPlace);
    this.geoidKnown = undulation !== undefined;
    this.takeOff = seaToEllipsoid(this.home.height, undulation ?? undulationOf(0));
  }

  /** Metres between the values of the terrain; null when it has none. */
  get spacing(): number | null {
    return this.terrain.spacing;
  }

  /** The ground at a place; as high as the take-off, and said to be assumed, where the terrain knows nothing. */
  groundAt(place: GeoPoint): Ground {
    return this.terrain.groundAt(place) ?? { height: this.home.height, basis: 'assumed' };
  }

  /** A waypoint's height above take-off. Undefined where its kind cannot be converted: outside of the geoid model. */
  aboveTakeOff(height: Height, place: GeoPoint): TakeOffHeight | undefined {
    switch (height.kind) {
      case 'above_take_off':
        return takeOffHeight(height.metres);
      case 'ellipsoid':
        return this.geoidKnown ? ellipsoidToTakeOff(ellipsoidHeight(height.metres), this.takeOff) : undefined;
      case 'above_sea':
        return this.ofSea(seaHeight(height.metres), place);
      case 'above_ground':
      case 'follow_surface':
        return this.ofSea(groundToSea(groundHeight(height.metres), this.groundAt(place).height), place);
    }
  }

  /** Metres above sea of a place in the air. */
  aboveSea(height: TakeOffHeight, place: GeoPoint): SeaHeight {
    return ellipsoidToSea(takeOffToEllipsoid(height, this.takeOff), this.undulation(place));
  }

  private ofSea(height: SeaHeight, place: GeoPoint): TakeOffHeight {
    return ellipsoidToTakeOff(seaToEllipsoid(height, this.undulation(place)), this.takeOff);
  }

  /** Outside of the geoid model nothing: then it is the same at take-off, so that differences of height stay right. */
  private undulation(place: GeoPoint): Undulation {
    return (this.geoidKnown ? undulationAt(place) : undefined) ?? undulationOf(0);
  }
}
