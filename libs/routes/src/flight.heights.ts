import {
  ellipsoidHeight,
  ellipsoidToSea,
  groundHeight,
  groundToSea,
  seaHeight,
  takeOffHeight,
  undulationAt,
  type ElevationSource,
  type EllipsoidHeight,
  type GeoPoint,
  type SeaHeight,
  type TakeOffHeight,
} from '#geo';
import { type Height } from '#wayline';

/** The ground at a place, measured or not. */
export interface Ground {
  height: SeaHeight;
  basis: 'measured' | 'assumed';
}

/**
 * The heights of one flight: everything is turned into metres above its take-off, and from there into metres above sea.
 * An aircraft holds its height above take-off level, as a barometer does: against a height held above the ellipsoid that
 * makes what the geoid rises on the way, two centimetres a kilometre in Lianjiang.
 */
export class FlightHeights {
  /** The ground at take-off: what the terrain says, or the take-off itself where it says nothing. */
  readonly home: Ground;
  /** The take-off above sea: where it was measured, or else the ground there. */
  private readonly takeOff: SeaHeight;

  /** `takeOff`: its height above the ellipsoid, where it was measured. */
  constructor(
    private readonly terrain: ElevationSource,
    place: GeoPoint,
    takeOff?: EllipsoidHeight,
  ) {
    const ground = terrain.groundAt(place);
    const undulation = undulationAt(place);
    const measured =
      takeOff !== undefined && undulation !== undefined ? ellipsoidToSea(takeOff, undulation) : undefined;
    this.takeOff = measured ?? ground?.height ?? seaHeight(0);
    this.home = ground?.basis === 'measured' ? ground : { height: this.takeOff, basis: 'assumed' };
  }

  /** Metres between the values of the terrain; null when it has none. */
  get spacing(): number | null {
    return this.terrain.spacing;
  }

  /** The ground at a place. Where nobody measured it, it is taken as high as at take-off, and said to be assumed. */
  groundAt(place: GeoPoint): Ground {
    const ground = this.terrain.groundAt(place);
    return ground?.basis === 'measured' ? ground : { height: this.home.height, basis: 'assumed' };
  }

  /** A waypoint's height above take-off. Undefined where its kind cannot be converted: outside of the geoid model. */
  aboveTakeOff(height: Height, place: GeoPoint): TakeOffHeight | undefined {
    switch (height.kind) {
      case 'above_take_off':
        return takeOffHeight(height.metres);
      case 'ellipsoid': {
        const undulation = undulationAt(place);
        return undulation === undefined
          ? undefined
          : this.ofSea(ellipsoidToSea(ellipsoidHeight(height.metres), undulation));
      }
      case 'above_sea':
        return this.ofSea(seaHeight(height.metres));
      case 'above_ground':
      case 'follow_surface':
        return this.ofSea(groundToSea(groundHeight(height.metres), this.groundAt(place).height));
    }
  }

  /** Metres above sea of a place in the air. */
  aboveSea(height: TakeOffHeight): SeaHeight {
    return seaHeight(this.takeOff + height);
  }

  private ofSea(height: SeaHeight): TakeOffHeight {
    return takeOffHeight(height - this.takeOff);
  }
}
