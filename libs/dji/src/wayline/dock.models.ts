import { type WithExtra } from './extra.js';
import { type MissionSettings, type Route } from './route.js';

/** What is known of an aircraft that flies from a dock (reference 2.1, 9.2, 9.5). */
export interface DockAircraft {
  /** `0-type-subtype`. */
  modelKey: string;
  /** Type of its camera, the middle number of `1-type-subtype`. */
  camera: number;
  /** Degrees that the gimbal reaches, 0 level, -90 down. */
  gimbalPitch: readonly [lowest: number, highest: number];
  /** Whether it turns itself, not the gimbal, to look sideways, so that both angles must be the same. */
  turnsToLook: boolean;
  /** Whether it carries a loudspeaker and a searchlight that a route can work. */
  hasAccessories: boolean;
}

const M30 = { gimbalPitch: [-120, 45], turnsToLook: false, hasAccessories: false } as const;
const M3D = { gimbalPitch: [-90, 30], turnsToLook: true, hasAccessories: false } as const;
const M4D = { gimbalPitch: [-90, 30], turnsToLook: true, hasAccessories: true } as const;

/** The aircraft of each dock, the one without a thermal camera first. */
const AIRCRAFT: Readonly<Record<string, readonly [DockAircraft, DockAircraft]>> = {
  '3-1-0': [
    { modelKey: '0-67-0', camera: 52, ...M30 },
    { modelKey: '0-67-1', camera: 53, ...M30 },
  ],
  '3-2-0': [
    { modelKey: '0-91-0', camera: 80, ...M3D },
    { modelKey: '0-91-1', camera: 81, ...M3D },
  ],
  '3-3-0': [
    { modelKey: '0-100-0', camera: 98, ...M4D },
    { modelKey: '0-100-1', camera: 99, ...M4D },
  ],
};

/** The aircraft that a dock can hold; empty for a dock nobody knows. */
export function aircraftOfDock(dockModelKey: string): readonly DockAircraft[] {
  return Object.hasOwn(AIRCRAFT, dockModelKey) ? AIRCRAFT[dockModelKey]! : [];
}

/** For whom a route is to be written. */
export interface RouteTarget {
  /** `3-2-0`, `3-3-0`, … */
  dockModelKey: string;
  /** The aircraft in it, if it is known; otherwise the one with a thermal camera if the route was made for one. */
  aircraftModelKey?: string;
}

/** The aircraft that a target means; undefined for a dock nobody knows, or an aircraft that is not of that dock. */
export function aircraftOfTarget(target: RouteTarget, routeAircraft: string | undefined): DockAircraft | undefined {
  const choice = aircraftOfDock(target.dockModelKey);
  if (target.aircraftModelKey !== undefined) return choice.find(({ modelKey }) => modelKey === target.aircraftModelKey);
  return choice.find(({ modelKey }) => modelKey === routeAircraft) ?? choice[routeAircraft?.endsWith('-1') ? 1 : 0];
}

/**
 * The route with the aircraft and the camera of a dock, and with one and the same settings in both files. What the
 * route does stays as it is: `validateRoute` tells what the new aircraft cannot do. Throws a `RangeError` for a dock
 * or an aircraft nobody knows.
 */
export function routeForDock(route: Route, target: RouteTarget): Route {
  const aircraft = aircraftOfTarget(target, route.mission.aircraft?.modelKey);
  if (!aircraft)
    throw new RangeError(`no aircraft is known for dock ${target.dockModelKey} ${target.aircraftModelKey ?? ''}`);
  const { templateMission: _, ...rest } = route;
  const mission: MissionSettings = {
    ...route.mission,
    aircraft: { ...readable(route.mission.aircraft), modelKey: aircraft.modelKey },
    payloads: [{ ...readable(route.mission.payloads[0]), modelKey: `1-${aircraft.camera}-0`, position: 0 }],
  };
  return { ...rest, mission };
}

/** Without what could not be read of the product before, which would otherwise be written beside the new one. */
function readable<T extends WithExtra>(product: T | undefined): T | undefined {
  if (!product?.extra) return product;
  return { ...product, extra: product.extra.filter((extra) => extra.what !== 'element' || extra.reason === 'unknown') };
}
