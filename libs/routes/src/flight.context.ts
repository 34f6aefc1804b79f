import { type AreaGeometry, type ElevationSource, type GeoPoint, type Zone } from '#geo';
import { type LinkLoss } from '#wayline';
import { type AircraftPerformance } from './aircraft.performance.js';
import { CEILING_METRES } from './limits.js';

/** The dock that flies a route. */
export interface FlightDock {
  sn: string;
  name: string;
  /** Where its aircraft takes off; null: nobody has said. */
  place: GeoPoint | null;
  /** Metres above the WGS84 ellipsoid as the dock reports it; otherwise it stands on the ground of the terrain. */
  ellipsoidMetres?: number | null;
  /** `3-2-0`, `3-3-0`, …; null: it has never been seen. */
  modelKey: string | null;
  /** The aircraft in it, such as `0-100-1`, where it is known. */
  aircraftModelKey?: string | null;
  /** Metres over ground that its aircraft may go. */
  distanceLimit?: number | null;
  /** Metres above take-off. */
  heightLimit?: number | null;
}

/** An area to keep out of. The geometry is GeoJSON's, or a circle. */
export interface AirspaceArea {
  id: string;
  name: string;
  kind: 'keep_out' | 'temporary' | 'caution';
  geometry: Zone;
  /** Metres above ground between which it counts; no ceiling: without an upper end. */
  floorMetres: number;
  ceilingMetres: number | null;
  /** ISO times between which it counts; null: always has, never ends. */
  validFrom: string | null;
  validTo: string | null;
}

/** What a county demands of its flights. */
export interface FlightSettings {
  /** Metres above ground that no flight exceeds. */
  ceilingMetres: number;
  /** Least metres above terrain on the way. */
  clearanceMetres: number;
  /** Percent of the battery that must be left at landing. */
  reservePercent: number;
  /** m/s of wind that is reckoned with. */
  windSpeed: number;
}

/**
 * Where a county says nothing: the legal ceiling; 20 m of clearance, more than trees and the errors of a 30 m terrain
 * model; 30 % of reserve, since published endurance is that of new batteries in still air; a fresh breeze.
 */
export const FLIGHT_SETTINGS: FlightSettings = {
  ceilingMetres: CEILING_METRES,
  clearanceMetres: 20,
  reservePercent: 30,
  windSpeed: 5,
};

/** Everything a route is checked against. */
export interface FlightContext {
  /** Undefined: nobody has chosen one. */
  dock?: FlightDock;
  /** The county, which no flight leaves. */
  county?: AreaGeometry;
  airspace: readonly AirspaceArea[];
  /** Heights of the ground. */
  terrain: ElevationSource;
  /** What flights have taught of this aircraft; the published figures when left out. */
  performance?: AircraftPerformance;
  settings: FlightSettings;
  /** What the command that sends the route will say of a lost link. */
  linkLoss?: LinkLoss;
  /**
   * When it is flown: the moment of take-off, or a time within which it is. Undefined: at any time, so that every area
   * handed over counts that has not ended by `now`.
   */
  at?: Date | { from: Date; to: Date };
  /** The present, to leave out areas that have ended; without it none is left out. */
  now?: Date;
}
