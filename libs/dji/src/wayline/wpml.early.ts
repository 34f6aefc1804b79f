import { type Reading } from './reading.js';
import { readShape } from './shape.read.js';
import { templateWaypointShape, waypointShape } from './wpml.waypoints.js';
import { childNamed, textInside, type EarlyReader } from './xml.node.js';

/**
 * Reads each waypoint of one of the two files as soon as its element ends; `flown` tells which file it is. Waypoints
 * are nearly all of a long file, and nothing behind them can change what they mean.
 */
export function earlyWaypoints(reading: Reading, flown: boolean): EarlyReader {
  return (element, above) => {
    if (element.name !== 'Placemark') return undefined;
    const folder = above.at(-1);
    const inDocument = above.length === 3 && above[1]?.name === 'Document' && folder?.name === 'Folder';
    if (!inDocument || !isOurs(folder.namespace) || !isOurs(element.namespace) || !isOurs(above[1]!.namespace))
      return undefined;
    // Of a second document nothing is read: it must stay whole.
    if (childNamed(above[0]!, 'Document')) return undefined;
    if (flown) return readShape(waypointShape, element, reading);
    return textInside(folder, 'templateType') === 'waypoint'
      ? readShape(templateWaypointShape, element, reading)
      : undefined;
  };
}

function isOurs(namespace: string): boolean {
  return namespace === 'kml' || namespace === 'wpml';
}
