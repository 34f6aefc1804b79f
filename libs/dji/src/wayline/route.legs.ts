import { type WithExtra } from './extra.js';
import { type OtherWord } from './leaf.js';
import { type Action, type ActionGroup } from './route.actions.js';
import {
  type HeadingMode,
  type Height,
  type HeightKind,
  type Place,
  type TurnDirection,
  type TurnMode,
} from './route.words.js';

/** Where the nose points. */
export interface Heading extends WithExtra {
  mode?: HeadingMode | OtherWord;
  /** Degrees from true north, -180 to 180. */
  angle?: number;
  /** Whether `angle` is to be used. */
  angleUsed?: boolean;
  /** Looked at in mode point_of_interest. Height in metres as the leg counts them; 0/0/0 stands for none. */
  pointOfInterest?: Place & { height?: number };
  direction?: TurnDirection | OtherWord;
  /** Number of the place among several of the route. */
  pointOfInterestIndex?: number;
}

/** How a waypoint is passed. */
export interface Turn extends WithExtra {
  mode?: TurnMode | OtherWord;
  /** Metres before the waypoint at which the turn begins. */
  damping?: number;
}

/** Where the gimbal points while flying past. */
export interface GimbalPose extends WithExtra {
  /** Degrees, 0 level, -90 down. */
  pitch?: number;
  /** Degrees. */
  yaw?: number;
}

/** A point of a leg. Its number is its place in the list. */
export interface Waypoint extends Place, WithExtra {
  /** Metres; what they count from is the leg's `heights`. Undefined where an imported file gives none. */
  height?: number;
  /** m/s from here to the next waypoint; undefined: the leg's speed. */
  speed?: number;
  heading?: Heading;
  turn?: Turn;
  /** Whether the segment to the next waypoint is flown as a straight line. */
  straight?: boolean;
  /** Degrees, 0 level, -90 down. */
  gimbalPitch?: number;
  gimbal?: GimbalPose;
  /** The maker's mark for a point near an obstacle. */
  risky?: boolean;
  /** What the maker's planner uses the point for; 0 is an ordinary one. */
  workType?: number;
  actionGroups: ActionGroup[];
  /** The number in the file where it is not the place in the list: a fault. */
  index?: number;
  /** Third coordinate of the KML point, in metres, without a meaning for the flight. */
  pointHeight?: number;
  /** What else the KML point held. */
  pointExtra?: WithExtra['extra'];
}

/**
 * A part of the route that is flown in one go: the maker's wayline. What lies between two neighbouring waypoints is
 * called a segment.
 */
export interface Leg extends WithExtra {
  /** Number of the leg; undefined where the file gives none. */
  id?: number;
  /** The template that the leg was made from. */
  templateId?: number;
  /** What the heights of all its waypoints count from. */
  heights?: HeightKind | OtherWord;
  /** m/s where a waypoint says nothing. */
  speed?: number;
  /** Metres, as the file states them; undefined for a leg that was edited. */
  statedLength?: number;
  /** Seconds, as the file states them. */
  statedDuration?: number;
  /** Done before the first waypoint, and again when the flight is resumed. */
  startActions?: StartActions;
  waypoints: Waypoint[];
}

/** Actions at the start of a leg. */
export interface StartActions extends WithExtra {
  actions: Action[];
}

/** The height of a waypoint together with what it counts from; undefined where either is not known. */
export function heightOf(leg: Leg, waypoint: Waypoint): Height | undefined {
  const { height: metres } = waypoint;
  if (metres === undefined) return undefined;
  switch (leg.heights) {
    case 'above_sea':
      return { kind: 'above_sea', geoid: 'EGM96', metres };
    case 'above_take_off':
    case 'ellipsoid':
    case 'above_ground':
    case 'follow_surface':
      return { kind: leg.heights, metres };
    default:
      return undefined;
  }
}
