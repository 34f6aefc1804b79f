import { aircraftMembers } from './properties.aircraft.js';
import { dockMembers } from './properties.dock.js';
import { remoteControllerMembers } from './properties.gateway.js';

/** Properties of a device by their protocol names, as in the `data` of osd, state and property/set. */
export type Properties = Record<string, unknown>;

/** The three kinds of thing that report properties. */
export type PropertyKind = 'dock' | 'aircraft' | 'remote_controller';

/** Keys that only one kind of device reports. Position, mode_code, storage and the live lists are shared: not here. */
const KIND_OF_KEY: ReadonlyMap<string, PropertyKind> = new Map<string, PropertyKind>([
  ...Object.keys(dockMembers).map((key): [string, PropertyKind] => [key, 'dock']),
  ...Object.keys(aircraftMembers).map((key): [string, PropertyKind] => [key, 'aircraft']),
  ...Object.keys(remoteControllerMembers).map((key): [string, PropertyKind] => [key, 'remote_controller']),
]);

/** What kind of device reports such properties, by the first key that only one kind has; null when none has. */
export function kindOfProperties(properties: Properties): PropertyKind | null {
  for (const key in properties) {
    const kind = KIND_OF_KEY.get(key);
    if (kind !== undefined) return kind;
    if (isPayloadKey(key)) return 'aircraft';
  }
  return null;
}

/** True for `type-subtype-gimbalindex`, such as `99-0-0`: the name of a payload's own object in aircraft OSD. */
export function isPayloadKey(key: string): boolean {
  if (key.length < 5 || key.length > 20) return false;
  let dashes = 0;
  let digits = 0;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code === 45) {
      if (digits === 0) return false;
      dashes++;
      digits = 0;
    } else if (code >= 48 && code <= 57) digits++;
    else return false;
  }
  return dashes === 2 && digits > 0;
}
