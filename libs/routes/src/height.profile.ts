import { type FlightContext } from './flight.context.js';
import { samplesOf, type FlightSample } from './flight.samples.js';
import { type FlownStretch } from './flown.path.js';
import { flownPath } from './flown.route.js';
import { type Route } from '#wayline';

/** One place of a height profile. Heights are metres above the EGM96 geoid, `above` is true height 真高. */
export interface ProfilePoint {
  /** Metres over ground since take-off. */
  along: number;
  longitude: number;
  latitude: number;
  flown: number;
  ground: number;
  above: number;
  /** Above take-off. */
  height: number;
  basis: 'measured' | 'assumed';
  stretch: FlownStretch;
}

/**
 * The flight over the ground it passes, for a chart: corners and, between them, places as far apart as the values of
 * the terrain model. Empty where `flownPath` is undefined or a waypoint's height is not known.
 */
export function heightProfile(route: Route, context: FlightContext): ProfilePoint[] {
  const path = flownPath(route, context);
  if (!path?.heightsKnown) return [];
  return samplesOf(path).map(({ along, place, sea, ground, above, height, basis, stretch }: FlightSample) => ({
    along,
    longitude: place.longitude,
    latitude: place.latitude,
    flown: sea,
    ground,
    above,
    height,
    basis,
    stretch,
  }));
}
