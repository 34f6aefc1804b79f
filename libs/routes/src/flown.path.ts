import {
  seaHeight,
  takeOffHeight,
  type GeoPoint,
  type LocalFrame,
  type PlanePoint,
  type SeaHeight,
  type TakeOffHeight,
} from '#geo';
import { type AircraftPerformance } from './aircraft.performance.js';
import { type FlightHeights } from './flight.heights.js';

/** What a stretch of a flight is. */
export type FlightPhase = 'take_off' | 'climb' | 'across' | 'descent' | 'transit' | 'segment' | 'actions' | 'landing';

/** Whose a stretch of a flight is; numbers count from 0. */
export interface FlownStretch {
  /** approach: from take-off to the first waypoint. return: from the last one to landing. */
  part: 'approach' | 'leg' | 'return';
  phase: FlightPhase;
  leg?: number;
  /** The waypoint before the stretch; undefined on the way to a leg. */
  segment?: number;
  /** The waypoint at which actions are done. */
  waypoint?: number;
}

/** A corner of a flight. */
export interface FlownPoint extends PlanePoint {
  place: GeoPoint;
  /** Above take-off. */
  height: TakeOffHeight;
  /** Above the EGM96 geoid. */
  sea: SeaHeight;
  /** Since take-off. */
  seconds: number;
  /** The stretch that ends here; of the first point, the one that begins. */
  stretch: FlownStretch;
}

/** A flight as it is expected: corners in the order of time, straight lines between them. */
export interface FlownPath {
  points: readonly FlownPoint[];
  /** The plane of `x` and `y`. */
  frame: LocalFrame;
  heights: FlightHeights;
  /** planned: the route's own take-off stands in for a dock; first_waypoint: nothing is known of take-off. */
  takeOff: 'dock' | 'planned' | 'first_waypoint';
  /** False where a waypoint has no height, or none that can be converted: then no height means anything. */
  heightsKnown: boolean;
  performance: AircraftPerformance;
  /** At which it comes home, unless it is higher already. */
  returnHeight: TakeOffHeight;
  /** For each leg and waypoint, the index of the point at which it is reached. */
  arrivals: readonly (readonly number[])[];
  actionSeconds: number;
  photos: number;
}

/** A corner at a share of the stretch between two. */
export function betweenPoints(from: FlownPoint, to: FlownPoint, share: number): Omit<FlownPoint, 'stretch'> {
  const mix = (one: number, other: number) => one + (other - one) * share;
  return {
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    place: {
      longitude: mix(from.place.longitude, to.place.longitude),
      latitude: mix(from.place.latitude, to.place.latitude),
    },
    height: takeOffHeight(mix(from.height, to.height)),
    sea: seaHeight(mix(from.sea, to.sea)),
    seconds: mix(from.seconds, to.seconds),
  };
}
