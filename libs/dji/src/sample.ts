import type { Properties } from './properties.js';
import { integerOf, numberOf, objectOf } from './values.js';

/** Position and vital signs of one device in SI units, read from its merged properties. null is "no value". */
export interface DjiSample {
  /** Degrees WGS84. */
  longitude: number | null;
  latitude: number | null;
  /** Metres above the WGS84 ellipsoid. */
  heightEllipsoid: number | null;
  /** Metres above the take-off point. */
  heightAboveTakeoff: number | null;
  /** Degrees clockwise from true north, 0 to 360. */
  heading: number | null;
  /** Metres per second over ground. */
  speed: number | null;
  /** Metres per second, positive up. */
  verticalSpeed: number | null;
  /** 0 to 100. An aircraft's own battery, a remote controller's own, the aircraft's in its dock for a dock. */
  batteryPercent: number | null;
  /** The device's mode number as it came. */
  modeCode: number | null;
  /** In the air by its mode; null when the mode is missing, unknown, or 14 "not connected", which is no landing. */
  airborne: boolean | null;
}

/** Aircraft modes in which it flies (reference 3.4). */
const AIRBORNE: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 20, 21]);
/** Aircraft modes in which it stands. */
const GROUNDED: ReadonlySet<number> = new Set([0, 1, 2, 13, 19]);
/** A device without a fix reports 9999999.9 as its height; nothing flies this high. */
const MAX_HEIGHT = 100_000;
const MAX_SPEED = 300;

/** Reads the sample of a device of a known kind from its MERGED properties; placeholders (quirk 13) become null. */
export function sampleOf(kind: 'dock' | 'aircraft' | 'remote_controller' | 'other', properties: Properties): DjiSample {
  const place = placeOf(properties);
  const modeCode = integerOf(properties['mode_code']);
  // written out: spreading `place` first costs a hundred times as much, and this runs for every message
  return {
    longitude: place.longitude,
    latitude: place.latitude,
    heightEllipsoid: place.heightEllipsoid,
    heightAboveTakeoff: within(properties['elevation'], -MAX_HEIGHT, MAX_HEIGHT),
    heading: headingOf(kind, properties),
    speed: within(properties['horizontal_speed'], -MAX_SPEED, MAX_SPEED),
    verticalSpeed: within(properties['vertical_speed'], -MAX_SPEED, MAX_SPEED),
    batteryPercent: batteryOf(kind, properties),
    modeCode,
    airborne: kind === 'aircraft' ? airborneOf(modeCode) : null,
  };
}

/** Whether an aircraft mode means that it flies; null when that cannot be said. */
export function airborneOf(modeCode: number | null): boolean | null {
  if (modeCode === null) return null;
  if (AIRBORNE.has(modeCode)) return true;
  return GROUNDED.has(modeCode) ? false : null;
}

/** 0/0 is what an unfixed or uncalibrated device says: no position, and its height is none either. */
function placeOf(properties: Properties): Pick<DjiSample, 'longitude' | 'latitude' | 'heightEllipsoid'> {
  const longitude = within(properties['longitude'], -180, 180);
  const latitude = within(properties['latitude'], -90, 90);
  if (longitude === null || latitude === null || (longitude === 0 && latitude === 0)) {
    return { longitude: null, latitude: null, heightEllipsoid: null };
  }
  return { longitude, latitude, heightEllipsoid: within(properties['height'], -MAX_HEIGHT, MAX_HEIGHT) };
}

function headingOf(kind: string, properties: Properties): number | null {
  const degrees = within(properties[kind === 'dock' ? 'heading' : 'attitude_head'], -360, 360);
  if (degrees === null) return null;
  const turned = degrees % 360;
  // never -0 and never 360
  return turned === 0 ? 0 : turned < 0 ? turned + 360 : turned;
}

function batteryOf(kind: string, properties: Properties): number | null {
  if (kind === 'remote_controller') return within(properties['capacity_percent'], 0, 100);
  if (kind === 'dock') return within(objectOf(properties['drone_charge_state'])['capacity_percent'], 0, 100);
  const percent = within(objectOf(properties['battery'])['capacity_percent'], 0, 100);
  return kind === 'other' ? (percent ?? within(properties['capacity_percent'], 0, 100)) : percent;
}

function within(value: unknown, min: number, max: number): number | null {
  const number = numberOf(value);
  return number !== null && number >= min && number <= max ? number : null;
}
