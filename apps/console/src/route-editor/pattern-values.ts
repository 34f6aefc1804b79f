import type { GeoPoint } from '#geo';
import { gridPattern, orbitPattern, stripPattern, type FlightContext, type Pattern } from '#routes';
import { aircraftOfDock } from '#wayline';
import type { Tool } from './editor-store.js';

/** Numbers of the pattern panel, kept as they were typed while one pattern is drawn after another. */
export interface PatternValues {
  aboveGround: number;
  groundAboveTakeOff: number;
  overlapAlong: number;
  overlapAcross: number;
  speed: number;
  /** Undefined: the best one. */
  direction: number | undefined;
  margin: number;
  left: number;
  right: number;
  gimbalPitch: number;
  capture: 'photos' | 'video' | 'none';
  radius: number;
  height: number;
  targetHeight: number;
  waypoints: number;
  arc: number;
  way: 'clockwise' | 'counter_clockwise';
  suffix: string;
}

export const FIRST_VALUES: PatternValues = {
  aboveGround: 80,
  groundAboveTakeOff: 0,
  overlapAlong: 80,
  overlapAcross: 70,
  speed: 8,
  direction: undefined,
  margin: 0,
  left: 40,
  right: 40,
  gimbalPitch: -90,
  capture: 'photos',
  radius: 60,
  height: 60,
  targetHeight: 0,
  waypoints: 12,
  arc: 360,
  way: 'clockwise',
  suffix: '',
};

/** The aircraft that flies from a dock, for its camera; undefined without a dock that is known. */
export function aircraftOf(context: FlightContext | null): string | undefined {
  const dock = context?.dock;
  return dock?.aircraftModelKey ?? aircraftOfDock(dock?.modelKey ?? '')[0]?.modelKey;
}

/** Metres by which the measured ground at a place lies above that of the dock; 0 where nobody measured. */
export function groundAboveDock(place: GeoPoint, context: FlightContext | null): number {
  const dock = context?.dock?.place;
  const [here, there] = [context?.terrain.groundAt(place), dock && context?.terrain.groundAt(dock)];
  if (here?.basis !== 'measured' || there?.basis !== 'measured') return 0;
  return Math.round(here.height - there.height);
}

/** The leg of a sketch. Throws `PatternError` with the sentence for the screen. */
export function patternOf(
  tool: Tool,
  sketch: readonly GeoPoint[],
  values: PatternValues,
  aircraft: string,
  from: GeoPoint | null | undefined,
): Pattern | null {
  const camera = {
    aircraft,
    height: { aboveGround: values.aboveGround },
    groundAboveTakeOff: values.groundAboveTakeOff,
    overlapAlong: values.overlapAlong,
    overlapAcross: values.overlapAcross,
    speed: values.speed,
    margin: values.margin,
    suffix: values.suffix,
    ...(from ? { from } : {}),
  };
  switch (tool) {
    case 'area': {
      const { direction } = values;
      return gridPattern({ ...camera, ring: sketch, ...(direction === undefined ? {} : { direction }) });
    }
    case 'strip': {
      const { left, right, gimbalPitch } = values;
      const capture = values.capture === 'video' ? 'video' : 'photos';
      return stripPattern({ ...camera, line: sketch, left, right, gimbalPitch, capture });
    }
    case 'spot': {
      const [centre] = sketch;
      if (!centre) return null;
      const { radius, height, targetHeight, waypoints, speed, arc, capture, suffix } = values;
      return orbitPattern({
        centre,
        radius,
        height,
        targetHeight,
        waypoints,
        speed,
        arc,
        capture,
        suffix,
        direction: values.way,
      });
    }
    default:
      return null;
  }
}
