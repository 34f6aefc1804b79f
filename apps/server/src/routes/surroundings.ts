import { Injectable } from '@nestjs/common';
import { type ElevationSource, FlatElevation, type GeoPoint, seaHeight } from '#geo';
import { type AirspaceAreaView } from '#contracts';
import { type DrawnRoute } from './drawn.route.js';

/** What lies around a route: airspace and ground. */
@Injectable()
export class Surroundings {
  /** The areas that count now or later. */
  async areas(_now: Date): Promise<AirspaceAreaView[]> {
    return [];
  }

  /** The ground below a route and between it and its dock. */
  async terrain(_bbox: DrawnRoute['bbox'], _dock: GeoPoint | null): Promise<ElevationSource> {
    return new FlatElevation(seaHeight(0));
  }
}
