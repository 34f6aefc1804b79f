import { type WithExtra } from './extra.js';
import { type OtherWord } from './leaf.js';
import { type Lens } from './route.actions.js';
import { type Heading, type Waypoint } from './route.legs.js';
import { type HeightKind, type Place, type TurnMode } from './route.words.js';

/** Datum and heights of a template. */
export interface TemplateFrame extends WithExtra {
  /** Always WGS84 so far. */
  datum?: 'wgs84' | OtherWord;
  heights?: HeightKind | OtherWord;
  /** How the aircraft was to find its place; informative. */
  positioning?: 'gps' | 'rtk_base_station' | 'network_rtk' | 'custom' | OtherWord;
  /** Metres from camera to what it looks at (mapping). */
  shootingHeight?: number;
  followSurface?: boolean;
  /** Metres. */
  aboveSurface?: number;
  /** Metres, where the file gives the common height here. */
  commonHeight?: number;
}

/** How the cameras and sensors were set. Kept as the file says it. */
export interface PayloadSettings extends WithExtra {
  payload?: number;
  focusMode?: string;
  metering?: string;
  dewarp?: boolean;
  returnMode?: string;
  /** Hz. */
  samplingRate?: number;
  scanningMode?: string;
  colouring?: boolean;
  lenses?: Lens[];
}

/** What templates of all kinds have. */
export interface TemplateBase extends WithExtra {
  id?: number;
  /** m/s. */
  speed?: number;
  /** m/s to the first waypoint. */
  transitSpeed?: number;
  ownTransitSpeed?: boolean;
  frame?: TemplateFrame;
  payloadSettings: PayloadSettings[];
}

/** A waypoint as it was drawn: what it takes from the whole template is marked, its own value is kept beside. */
export interface TemplateWaypoint extends Waypoint {
  /** Metres above the WGS84 ellipsoid; some programs repeat `height` here. */
  ellipsoidHeight?: number;
  commonHeight?: boolean;
  commonSpeed?: boolean;
  commonHeading?: boolean;
  commonTurn?: boolean;
}

/** Waypoints as they were drawn. */
export interface WaypointTemplate extends TemplateBase {
  kind: 'waypoints';
  turnMode?: TurnMode | OtherWord;
  straight?: boolean;
  gimbalPitchMode?: 'manual' | 'per_waypoint' | OtherWord;
  /** Metres. */
  height?: number;
  ellipsoidHeight?: number;
  heading?: Heading;
  calibrationFlight?: boolean;
  waypoints: TemplateWaypoint[];
}

/** Overlap of pictures or scans, percent; along the flight and across it, looking down and looking aslant. */
export interface Overlap extends WithExtra {
  cameraAlong?: number;
  cameraAcross?: number;
  lidarAlong?: number;
  lidarAcross?: number;
  obliqueCameraAlong?: number;
  obliqueCameraAcross?: number;
  obliqueLidarAlong?: number;
  obliqueLidarAcross?: number;
}

/** Where the nose points while mapping. */
export interface MappingHeading extends WithExtra {
  mode?: 'fixed' | 'along_leg' | OtherWord;
  angle?: number;
}

/** What mapping of areas and of strips have in common. */
export interface MappingBase extends WithExtra {
  calibrationFlight?: boolean;
  shootEvery?: 'time' | 'distance' | OtherWord;
  /** Degrees from true north in which the lines run. */
  direction?: number;
  /** Metres by which the lines go beyond the area. */
  margin?: number;
  overlap?: Overlap;
  ellipsoidHeight?: number;
  height?: number;
  heading?: MappingHeading;
  gimbalPitchMode?: 'manual' | 'fixed' | OtherWord;
  gimbalPitch?: number;
  /** Degrees of the camera in the oblique passes. */
  obliquePitch?: number;
  /** m/s in the oblique passes. */
  obliqueSpeed?: number;
}

/** A corner or point of a line; height in metres where the file gives one, without a meaning for the flight. */
export type Corner = Place & { height?: number };

/** An area to be mapped. */
export interface MappingArea extends MappingBase {
  elevationPass?: boolean;
  smartOblique?: boolean;
  smartObliquePitch?: number;
  quickOrtho?: boolean;
  quickOrthoPitch?: number;
  facade?: boolean;
  efficient?: boolean;
  /** Outer ring; first and last corner may be the same, as the file has it. */
  ring?: Corner[];
  polygonExtra?: WithExtra['extra'];
  outerExtra?: WithExtra['extra'];
  ringExtra?: WithExtra['extra'];
}

/** A strip to be mapped, along a line. */
export interface MappingStrip extends MappingBase {
  singleLine?: boolean;
  /** Metres. */
  cuttingDistance?: number;
  boundaryOptimised?: boolean;
  /** Metres to the left and right of the line. */
  left?: number;
  right?: number;
  centreLine?: boolean;
  templateHeight?: boolean;
  line?: Corner[];
  lineExtra?: WithExtra['extra'];
}

/** Straight down over an area. */
export interface AreaTemplate extends TemplateBase {
  kind: 'area';
  areas: MappingArea[];
}
/** Aslant from five sides over an area. */
export interface ObliqueTemplate extends TemplateBase {
  kind: 'oblique';
  areas: MappingArea[];
}
/** Along a river or a road. */
export interface StripTemplate extends TemplateBase {
  kind: 'strip';
  strips: MappingStrip[];
}
/** A kind that the maker's documents do not list; its content is all in `extra`. */
export interface OtherTemplate extends TemplateBase {
  kind: OtherWord;
}

export type Template = WaypointTemplate | AreaTemplate | ObliqueTemplate | StripTemplate | OtherTemplate;
