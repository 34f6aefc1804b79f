import { LocalFrame, localZone, type GeoPoint, type LocalZone, type Zone } from '#geo';

/** Degrees between the origins of planes: flights near each other share one, and with it the zones laid on it. */
const RASTER = 0.1;

/** A plane for flights that start near a place; its origin lies within 8 km, so that lengths are right to 1 in 10⁶. */
export function frameAround(place: GeoPoint): LocalFrame {
  return new LocalFrame({
    longitude: Math.round(place.longitude / RASTER) * RASTER,
    latitude: Math.round(place.latitude / RASTER) * RASTER,
  });
}

const laid = new WeakMap<Zone, Map<string, LocalZone>>();

/** A zone laid on a plane; the same answer for the same two, since a county has some thousand edges. */
export function zoneOn(zone: Zone, frame: LocalFrame): LocalZone {
  const key = `${frame.origin.longitude.toFixed(6)} ${frame.origin.latitude.toFixed(6)}`;
  let zones = laid.get(zone);
  if (!zones) laid.set(zone, (zones = new Map()));
  let found = zones.get(key);
  if (!found) zones.set(key, (found = localZone(zone, frame)));
  return found;
}
