/** WGS84 degrees (CGCS2000-equal at map scale). Never GCJ-02 or BD-09. */
export interface Place {
  longitude: number;
  latitude: number;
}

/**
 * What the heights of a leg count from. above_take_off: the dock or the point of take-off. ellipsoid: WGS84. above_sea:
 * the EGM96 geoid. above_ground: true height over a terrain model at planning time. follow_surface: true height held
 * by the aircraft's own sensors. Metres of different kinds must never be compared or mixed.
 */
export type HeightKind = 'above_take_off' | 'ellipsoid' | 'above_sea' | 'above_ground' | 'follow_surface';

/** One height with what it counts from, in metres. */
export type Height =
  | { kind: 'above_take_off'; metres: number }
  | { kind: 'ellipsoid'; metres: number }
  | { kind: 'above_sea'; geoid: 'EGM96'; metres: number }
  | { kind: 'above_ground'; metres: number }
  | { kind: 'follow_surface'; metres: number };

/** How the aircraft comes from take-off to the first waypoint: climbing first, or straight. */
export type ApproachMode = 'climb_first' | 'straight';
/** What happens after the last waypoint. */
export type FinishAction = 'return_home' | 'hover' | 'land' | 'first_waypoint';
/** Whether the route goes on when the link to the controller is lost. */
export type LinkLoss = 'continue' | 'leave_route';
/** What happens when the route is left because of a lost link. */
export type LinkLossAction = 'return_home' | 'land' | 'hover';
/** Which way round the nose turns. */
export type TurnDirection = 'clockwise' | 'counter_clockwise' | 'shortest';
/**
 * Where the nose points on the way. along_leg: direction of flight. manual: the pilot. fixed: as it was at the
 * waypoint. smooth: turning evenly to the angle of the next waypoint. point_of_interest: towards a place.
 */
export type HeadingMode = 'along_leg' | 'manual' | 'fixed' | 'smooth' | 'point_of_interest';
/**
 * How a waypoint is passed. coordinated: early turn that does not reach it. stop: straight there, stop. curve_stop:
 * along a curve, stop. curve_pass: along a curve without a stop.
 */
export type TurnMode = 'coordinated' | 'stop' | 'curve_stop' | 'curve_pass';
