import { fit, type Sink } from './fit.js';
import { aircraftMembers } from './properties.aircraft.js';
import { payload } from './properties.camera.js';
import { dockMembers } from './properties.dock.js';
import {
  gatewayMembers,
  maintainStatus,
  positionState,
  remoteControllerMembers,
  storage,
} from './properties.gateway.js';
import type { Properties, PropertyKind } from './properties.js';
import { heightOrNone, num, range, type Shape, struct, type Struct } from './shape.js';

/** What more than one kind of device reports (reference 3.2, 3.3). */
const sharedMembers = {
  /** Degrees WGS84; 0/0 without a fix. */
  longitude: num,
  latitude: num,
  /** Metres above the ellipsoid. */
  height: heightOrNone,
  /** Dock m/s, aircraft 0.1 m/s. */
  wind_speed: num,
  mode_code: num,
  position_state: positionState,
  storage,
  maintain_status: maintainStatus,
  /** Unix seconds. */
  activation_time: num,
};

/** Properties of a dock, all optional. */
export type DockProperties = Struct<typeof sharedMembers & typeof gatewayMembers & typeof dockMembers>;
/** Properties of an aircraft, all optional; payload objects lie under their `type-subtype-gimbalindex`. */
export type AircraftProperties = Struct<typeof sharedMembers & typeof gatewayMembers & typeof aircraftMembers>;
/** Properties of a remote controller, all optional. */
export type RemoteControllerProperties = Struct<
  typeof sharedMembers & typeof gatewayMembers & typeof remoteControllerMembers
>;

/** 0 idle, 1 on-site debugging, 2 remote debugging, 3 upgrading, 4 working, 5 waiting for calibration. */
const dockMode = range(0, 5);
/** Reference 3.4. */
const aircraftMode = range(0, 21);

/**
 * All properties in one table, because a body does not say what sent it and firmware moves keys between kinds. Only
 * `mode_code` means different things.
 */
const everything = {
  ...sharedMembers,
  ...gatewayMembers,
  ...remoteControllerMembers,
  ...dockMembers,
  ...aircraftMembers,
};

function table(modeCode: Shape): Shape {
  return { ...struct({ ...everything, mode_code: modeCode }), payload };
}

const TABLES: Readonly<Record<PropertyKind | 'device', Shape>> = {
  dock: table(dockMode),
  aircraft: table(aircraftMode),
  remote_controller: table(num),
  device: table(num),
};

/** Fits a body of osd, state or property/set in place; see {@link fit}. */
export function fitProperties(properties: Properties, kind: PropertyKind | null, sink: Sink): void {
  fit(properties, TABLES[kind ?? 'device'], '', sink);
}
