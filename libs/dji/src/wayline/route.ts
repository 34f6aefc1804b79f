import { type WithExtra } from './extra.js';
import { type OtherWord } from './leaf.js';
import { type Leg } from './route.legs.js';
import { type Template } from './route.templates.js';
import { type ApproachMode, type FinishAction, type LinkLoss, type LinkLossAction, type Place } from './route.words.js';

/** A payload that the route uses. */
export interface RoutePayload extends WithExtra {
  /** `1-type-subtype`, such as `1-99-0`; undefined where the file says only the position. */
  modelKey?: string;
  /** Gimbal: 0 main or left, 1 right, 2 top. */
  position?: number;
}

/** Whether the aircraft may fly round obstacles by itself. */
export interface Reroute extends WithExtra {
  onRoute?: boolean;
  onApproach?: boolean;
}

/** Settings of the whole flight. A value that the file does not give is undefined, never a guess. */
export interface MissionSettings extends WithExtra {
  approach?: ApproachMode | OtherWord;
  finish?: FinishAction | OtherWord;
  linkLoss?: LinkLoss | OtherWord;
  linkLossAction?: LinkLossAction | OtherWord;
  /** Metres above take-off to climb to before anything else. */
  takeOffSafeHeight?: number;
  /** m/s on the way to the first waypoint and between legs. */
  transitSpeed?: number;
  /** Metres above take-off at which the aircraft returns. */
  returnHeight?: number;
  /** Where take-off was assumed when planning: height in metres above the WGS84 ellipsoid. */
  plannedTakeOff?: Place & { height: number };
  /** Metres of the assumed take-off above the ground. */
  plannedTakeOffAboveGround?: number;
  aircraft?: RouteAircraft;
  payloads: RoutePayload[];
  reroute?: Reroute;
}

/** The aircraft that the route is made for. */
export interface RouteAircraft extends WithExtra {
  /** `0-type-subtype`, such as `0-100-1`; undefined where the file names none. */
  modelKey?: string;
}

/** A file that comes with the route: a reference picture, a sound. */
export interface Resource {
  /** Below the folder `wpmz/`, such as `res/image/a.jpg`. */
  path: string;
  bytes: Uint8Array;
}

/** What the two files of a route held outside all that is described, at their root and in their document. */
export interface DocumentExtras {
  templateRoot?: WithExtra['extra'];
  template?: WithExtra['extra'];
  waylinesRoot?: WithExtra['extra'];
  waylines?: WithExtra['extra'];
}

/**
 * A route: everything that a dock or a pilot's controller needs to fly it, in our own words. Coordinates are WGS84
 * degrees, heights metres with their kind on the leg, speeds m/s, angles degrees, times milliseconds since 1970.
 */
export interface Route {
  author?: string;
  /** As the file says it: some programs write microseconds. */
  createdAt?: number;
  updatedAt?: number;
  mission: MissionSettings;
  /**
   * The settings in the editable file where they differ from those that are flown: a fault to look at. Drop it to make
   * both files agree.
   */
  templateMission?: MissionSettings;
  /** What is flown. */
  legs: Leg[];
  /**
   * What the legs were made from, as far as it says more than they do: mapping areas, strips, and the points of an
   * imported route that differ from its legs. A leg whose template is not here gets one made from itself when written,
   * so after editing a leg drop its template.
   */
  templates: Template[];
  resources: Resource[];
  extras?: DocumentExtras;
}
