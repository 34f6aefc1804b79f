import {
  type CountyView,
  type DivisionLevel,
  type DivisionView,
  type NewCamera,
  type NewFeaturePoint,
  type NewRoute,
  type NewScenario,
  type Placement,
} from '#contracts';
import { type AreaGeometry } from '#geo';
import { type CountyDays } from './county-days.js';

/** Nest token of the `County` this server runs. */
export const COUNTY = Symbol('County');

/** The data of one county, read from its folder and checked. Coordinates are WGS84 degrees. */
export interface County {
  /** SHA-256 over every file of the folder that was read, as hex: another folder has another one. */
  digest: string;
  code: string;
  name: string;
  nameEn: string | null;
  /** IANA name, such as `Asia/Shanghai`. */
  timeZone: string;
  /** west, south, east, north. */
  bbox: readonly [west: number, south: number, east: number, north: number];
  /** Every parent comes before its children. */
  divisions: readonly CountyDivision[];
  /** Areas by which the division of a point is found. */
  areas: readonly CountyArea[];
  /** Bottom first. */
  layers: readonly CountyLayer[];
  slowLivePoints: readonly CountySlowLivePoint[];
  /** Feature points to begin with. */
  featurePoints: readonly (NewFeaturePoint & { demonstration: boolean })[];
  /** Scenarios to begin with; they aim at feature points and divisions of the folder. */
  scenarios: readonly (NewScenario & { demonstration: boolean })[];
  /** Cameras to begin with. */
  cameras: readonly (Omit<NewCamera, 'username' | 'password'> & { demonstration: boolean })[];
  /** Routes to begin with; they serve feature points and scenarios of the folder. */
  routes: readonly CountyRoute[];
  /** Holidays, working days and no-fly days; null when the folder has no list. */
  days: CountyDays | null;
  fleet: FleetRule;
  /** Whose data the layers are, as the map must say. */
  attribution: string;
  assumptions: CountyView['assumptions'];
}

export interface CountyDivision {
  code: string;
  parentCode: string | null;
  /** Codes from the county down, joined by `/`. */
  path: string;
  level: DivisionLevel;
  kind: string;
  name: string;
  nameEn: string | null;
  longitude: number | null;
  latitude: number | null;
  position: DivisionView['position'];
  positionNote: string | null;
  /** Its place in the file, by which lists are sorted. */
  ordinal: number;
}

/** An area that belongs to one division, or to several that share it because nobody knows where one ends. */
export interface CountyArea {
  codes: readonly string[];
  geometry: AreaGeometry;
  estimated: boolean;
}

export interface CountyLayer {
  id: string;
  kind: CountyView['layers'][number]['kind'];
  estimated: boolean;
  note: string;
  /** The file as it lies in the folder: GeoJSON, UTF-8. */
  bytes: Buffer;
  /** The polygons of the layer. */
  polygons: readonly AreaGeometry[];
}

export interface CountySlowLivePoint {
  id: string;
  name: string;
  nameEn: string | null;
  divisionCode: string;
  longitude: number;
  latitude: number;
  placement: Placement;
  placementNote: string | null;
}

/** A route with its file. */
export interface CountyRoute extends Omit<NewRoute, 'homeDockSn' | 'divisionCode'> {
  /** The town whose demonstration dock flies it; null: a mobile drone's. */
  dockTown: string | null;
  divisionCode: string;
  /** Path of the KMZ in the folder, and its bytes. */
  file: string;
  bytes: Buffer;
  demonstration: boolean;
}

/** How many devices the demonstration has, of which models, called what and standing where. */
export interface FleetRule {
  docks: {
    /** One dock in every town-level division of these kinds. */
    townKinds: readonly string[];
    /** `domain-type-subtype` of the maker, dealt out in turn. */
    models: readonly { dock: string; aircraft: string }[];
    /** `{town}` stands for the name of the town. */
    dockName: string;
    aircraftName: string;
    /** Least and most distance from the town's point. */
    metresFromSeat: readonly [least: number, most: number];
  };
  mobile: {
    count: number;
    models: readonly { controller: string; aircraft: string }[];
    /** `{number}` stands for 1, 2, 3 … */
    controllerName: string;
    aircraftName: string;
    metresFromSeat: readonly [least: number, most: number];
  };
}
