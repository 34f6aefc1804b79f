import {
  ellipsoidHeight,
  ellipsoidToSea,
  seaHeight,
  seaToGround,
  takeOffHeight,
  undulationAt,
  type SeaHeight,
} from '#geo';
import { heightOf, insertWaypoint, type Action, type Height, type HeightKind, type Leg, type Waypoint } from '#wayline';
import { compass, walkCamera, WIDEST_FOCAL_LENGTH } from './camera.walk.js';
import { type FlightContext } from './flight.context.js';
import { FlightHeights } from './flight.heights.js';
import { onReaching, tilted } from './pattern.js';

/** How a picture is taken, as a feature point keeps it: the shape of a `PicturePose` without its name. */
export interface Framing {
  longitude: number;
  latitude: number;
  /** Metres above what `heightDatum` names. */
  height: number;
  heightDatum: HeightDatum;
  /** Degrees: 0 the horizon, -90 straight down. */
  gimbalPitch: number;
  /** Degrees clockwise from true north, 0 to below 360. */
  gimbalYaw: number;
  /** Times the widest view: 1 is the widest. */
  zoom: number;
}

/** Above what a height is measured, in the words of feature points. */
export type HeightDatum = 'ellipsoid' | 'sea' | 'takeoff' | 'ground';

/** How a leg's kinds of height are called there. `follow_surface` is height above ground too. */
const DATUM: Readonly<Record<HeightKind, HeightDatum>> = {
  above_take_off: 'takeoff',
  ellipsoid: 'ellipsoid',
  above_sea: 'sea',
  above_ground: 'ground',
  follow_surface: 'ground',
};
const KIND: Readonly<Record<HeightDatum, HeightKind>> = {
  takeoff: 'above_take_off',
  ellipsoid: 'ellipsoid',
  sea: 'above_sea',
  ground: 'above_ground',
};

/** What a waypoint that takes a picture again must know besides the picture. */
export interface AimOptions {
  /** What the heights of the leg count from, into which the waypoint goes. */
  heights: HeightKind;
  /** Terrain and take-off, for heights that must be converted; a height that already fits needs neither. */
  context?: Pick<FlightContext, 'dock' | 'terrain'>;
  /** Code of the feature point: it goes into the photo, or into the name of its file. */
  code: string;
  /** Aircraft as `domain-type-subtype`. */
  aircraft: string;
  /**
   * aimed_photo: one action that the aircraft itself frames, with the code as its number in the photo. take_photo:
   * turn, tilt, zoom and a photo with the code in its file name. Left out: what the aircraft knows.
   */
  by?: 'aimed_photo' | 'take_photo';
}

/** Types of aircraft that know the aimed photo: M30, Mavic 3 Enterprise, 3D, 4 Enterprise, 4D (reference 9.5). */
const AIMING_TYPES: Readonly<Record<string, number>> = { 67: 52, 77: 66, 91: 80, 99: 88, 100: 98 };

/**
 * A waypoint that takes the same picture again: place, height, nose, gimbal and zoom are those of the framing. Undefined
 * where its height cannot be said as the leg says it: a height above ground or take-off without terrain or dock.
 */
export function aimedAt(framing: Framing, options: AimOptions): Waypoint | undefined {
  const height = heightAs(options.heights, framing, options.context);
  if (height === undefined) return undefined;
  const { longitude, latitude, gimbalPitch } = framing;
  const angle = signed(framing.gimbalYaw);
  const by = options.by ?? (options.aircraft.split('-')[1]! in AIMING_TYPES ? 'aimed_photo' : 'take_photo');
  const actions = by === 'aimed_photo' ? [aimed(framing, angle, options)] : turned(framing, angle, options);
  return {
    longitude,
    latitude,
    height: Math.round(height * 100) / 100,
    heading: { mode: 'smooth', angle, angleUsed: true, direction: 'shortest' },
    turn: { mode: 'stop', damping: 0 },
    straight: true,
    gimbalPitch,
    actionGroups: [
      onReaching(
        0,
        actions.map((action, id) => ({ ...action, id })),
      ),
    ],
  };
}

/**
 * How the picture at a waypoint is taken: the last photo there, else how the camera stands when its actions are done.
 * Undefined where the route does not say how the gimbal is tilted, or how high the waypoint is.
 */
export function poseOf(leg: Leg, waypoint: number): Framing | undefined {
  const point = leg.waypoints[waypoint];
  const height = point && heightOf(leg, point);
  if (!point || !height) return undefined;
  const looks = walkCamera(leg)[waypoint]!;
  const { yaw, pitch, zoom, lens } = looks.shots.findLast(({ kind }) => kind === 'photo')?.look ?? looks.atRest;
  if (pitch === null) return undefined;
  return {
    longitude: point.longitude,
    latitude: point.latitude,
    height: height.metres,
    heightDatum: DATUM[height.kind],
    gimbalPitch: pitch,
    gimbalYaw: (Math.round(compass(yaw) * 1000) / 1000) % 360,
    zoom: lens === 'wide' ? 1 : zoom,
  };
}

/** The leg with a waypoint that takes a picture again, put in before the one at `at`; undefined as for `aimedAt`. */
export function withAimed(
  leg: Leg,
  at: number,
  framing: Framing,
  options: Omit<AimOptions, 'heights'>,
): Leg | undefined {
  const { heights } = leg;
  const known = heights !== undefined && heights in DATUM ? (heights as HeightKind) : undefined;
  const waypoint = known && aimedAt(framing, { ...options, heights: known });
  return waypoint && insertWaypoint(leg, at, waypoint);
}

function heightAs(
  wanted: HeightKind,
  { heightDatum, height, longitude, latitude }: Framing,
  context: AimOptions['context'],
): number | undefined {
  if (DATUM[wanted] === heightDatum) return height;
  const place = { longitude, latitude };
  const undulation = undulationAt(place);
  const fromSea = (sea: SeaHeight): number | undefined => {
    if (wanted === 'above_sea') return sea;
    if (wanted === 'ellipsoid') return undulation === undefined ? undefined : sea + undulation;
    return undefined;
  };
  // Between the sea and the ellipsoid nothing but the geoid is needed.
  if (heightDatum === 'sea' && fromSea(seaHeight(height)) !== undefined) return fromSea(seaHeight(height));
  if (heightDatum === 'ellipsoid' && wanted === 'above_sea') {
    return undulation === undefined ? undefined : ellipsoidToSea(ellipsoidHeight(height), undulation);
  }
  if (!context?.dock?.place) return undefined;
  const heights = new FlightHeights(context.terrain, context.dock.place);
  const given = { kind: KIND[heightDatum], metres: height } as Height;
  const above = heightDatum === 'takeoff' ? takeOffHeight(height) : heights.aboveTakeOff(given, place);
  if (above === undefined) return undefined;
  if (wanted === 'above_take_off') return above;
  const sea = heights.aboveSea(above);
  return fromSea(sea) ?? seaToGround(sea, heights.groundAt(place).height);
}

/** -180 to 180, as routes write angles. */
const signed = (angle: number): number => {
  const whole = compass(angle);
  return whole > 180 ? whole - 360 : whole;
};

function aimed({ gimbalPitch, zoom }: Framing, heading: number, { code, aircraft }: AimOptions): Action {
  const [, type = '', subtype = '0'] = aircraft.split('-');
  return {
    kind: 'aimed_photo',
    params: {
      payload: 0,
      pitch: gimbalPitch,
      roll: 0,
      yaw: heading,
      heading,
      focusX: 0,
      focusY: 0,
      focusWidth: 0,
      focusHeight: 0,
      focalLength: zoom * WIDEST_FOCAL_LENGTH,
      lenses: [zoom > 1 ? 'zoom' : 'wide'],
      routeLenses: false,
      matchFrame: false,
      targetAngle: 0,
      uuid: code,
      imageWidth: 0,
      imageHeight: 0,
      focusMotor: 0,
      gimbalPort: 0,
      ...(type in AIMING_TYPES ? { cameraType: AIMING_TYPES[type]! + Number(subtype) } : {}),
      referencePath: code,
      referenceMd5: '',
      referenceSize: 0,
      referenceSuffix: code,
      light: 'normal',
    },
  };
}

function turned({ gimbalPitch, zoom }: Framing, heading: number, { code }: AimOptions): Action[] {
  return [
    { kind: 'turn_aircraft', params: { heading, direction: 'shortest' } },
    tilted(gimbalPitch),
    { kind: 'zoom', params: { payload: 0, focalLength: zoom * WIDEST_FOCAL_LENGTH } },
    {
      kind: 'take_photo',
      params: { payload: 0, suffix: code, lenses: [zoom > 1 ? 'zoom' : 'wide'], routeLenses: false },
    },
  ];
}
