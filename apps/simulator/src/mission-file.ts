import { unzipSync } from 'fflate';
import { type LocalFrame } from './local-frame.js';
import { type PointTask, type Route, type RoutePoint } from './route.js';

/** A route file that the device cannot fly; `code` is what it reports. */
export class MissionFault extends Error {
  override name = 'MissionFault';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The file is no route, or cannot be used. */
const BAD_FORMAT = 314003;
const BAD_CONTENT = 314016;
/** Bytes of the unpacked text that it would hold in its memory. */
const LARGEST_TEXT = 64 * 1024 * 1024;
const PHOTO_SECONDS = 2;
const PANORAMA_SECONDS = 40;
const RECORDING_SECONDS = 1;
const TURN_SECONDS = 2;

/** What a device needs of its surroundings to read a route: where it takes off, and how high that is. */
export interface TakeOff {
  frame: LocalFrame;
  /** Ellipsoid height of the place of take-off, metres. */
  groundHeight: number;
}

/**
 * The route in a KMZ as a dock executes it: `wpmz/waylines.wpml` alone counts. Read by the device's own eyes, not by the
 * codec of the cloud. Throws `MissionFault` with the code that a dock reports.
 */
export function missionOf(bytes: Uint8Array, takeOff: TakeOff): Route {
  const text = waylinesOf(bytes);
  const folders = sectionsOf(text, 'Folder');
  if (folders.length === 0) throw new MissionFault(BAD_CONTENT, 'the route has no wayline');
  const points = folders.flatMap((folder) => pointsOf(folder, takeOff));
  if (points.length < 2) throw new MissionFault(BAD_CONTENT, 'the route has fewer than two waypoints');
  const mission = sectionsOf(text, 'missionConfig')[0] ?? '';
  return {
    points,
    speed: numberIn(folders[0]!, 'autoFlightSpeed') ?? 8,
    safeHeight: numberIn(mission, 'takeOffSecurityHeight') ?? 30,
    ...(valueIn(mission, 'finishAction') === 'noAction' ? { hoversAtEnd: true } : {}),
  };
}

function waylinesOf(bytes: Uint8Array): string {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => name === 'wpmz/waylines.wpml' && originalSize <= LARGEST_TEXT,
    });
  } catch {
    throw new MissionFault(BAD_FORMAT, 'the route file is no archive');
  }
  const file = files['wpmz/waylines.wpml'];
  if (!file) throw new MissionFault(BAD_FORMAT, 'the archive holds no wpmz/waylines.wpml');
  return new TextDecoder().decode(file);
}

function pointsOf(folder: string, takeOff: TakeOff): RoutePoint[] {
  const mode = valueIn(folder, 'executeHeightMode');
  const placemarks = sectionsOf(folder, 'Placemark');
  const speeds = placemarks.map((placemark) => numberIn(placemark, 'waypointSpeed'));
  const tasks = tasksOf(placemarks);
  return placemarks.map((placemark, index): RoutePoint => {
    const [longitude, latitude] = (valueIn(placemark, 'coordinates') ?? '').split(',').map(Number);
    const height = numberIn(placemark, 'executeHeight');
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude) || height === undefined) {
      throw new MissionFault(BAD_CONTENT, `waypoint ${index} has no place or no height`);
    }
    const z = mode === 'WGS84' ? height - takeOff.groundHeight : height;
    const mine = tasks[index]!;
    const speed = speeds[index - 1];
    return {
      ...takeOff.frame.toMetres({ longitude: longitude!, latitude: latitude! }),
      z,
      ...(speed === undefined ? {} : { speed }),
      ...(mine.at.length > 0 ? { tasks: mine.at, dwell: secondsOf(mine.at) } : {}),
      ...(mine.onTheWay ? { onTheWay: mine.onTheWay } : {}),
    };
  });
}

interface Tasks {
  at: PointTask[];
  /** Photos every so many metres or seconds from the point before to this one. */
  onTheWay?: RoutePoint['onTheWay'];
}

/** Actions at their waypoints; a group of intervals counts for every segment that it spans. */
function tasksOf(placemarks: readonly string[]): Tasks[] {
  const tasks = placemarks.map((): Tasks => ({ at: [] }));
  for (const [index, placemark] of placemarks.entries()) {
    for (const group of sectionsOf(placemark, 'actionGroup')) {
      const trigger = valueIn(group, 'actionTriggerType');
      const every = numberIn(group, 'actionTriggerParam') ?? 0;
      const from = numberIn(group, 'actionGroupStartIndex') ?? index;
      const to = numberIn(group, 'actionGroupEndIndex') ?? from;
      const actions = sectionsOf(group, 'action').flatMap(taskOf);
      if (trigger === 'multipleDistance' || trigger === 'multipleTiming') {
        if (!(every > 0) || !actions.some(({ kind }) => kind === 'photo')) continue;
        const interval = trigger === 'multipleDistance' ? { metres: every } : { seconds: every };
        for (let point = from + 1; point <= to; point++) if (tasks[point]) tasks[point]!.onTheWay = interval;
      } else if (trigger !== 'betweenAdjacentPoints') tasks[from]?.at.push(...actions);
    }
  }
  return tasks;
}

function taskOf(action: string): PointTask[] {
  const suffix = valueIn(action, 'fileSuffix') ?? '';
  switch (valueIn(action, 'actionActuatorFunc')) {
    case 'takePhoto':
      return [{ kind: 'photo', suffix }];
    case 'orientedShoot':
    case 'accurateShoot':
      return [
        { kind: 'gimbal', pitch: numberIn(action, 'gimbalPitchRotateAngle') ?? 0 },
        { kind: 'photo', suffix: suffix || (valueIn(action, 'orientedFileSuffix') ?? '') },
      ];
    case 'panoShot':
      return [{ kind: 'panorama', suffix }];
    case 'startRecord':
      return [{ kind: 'record', suffix }];
    case 'stopRecord':
      return [{ kind: 'stop_record' }];
    case 'hover':
      return [{ kind: 'hover', seconds: numberIn(action, 'hoverTime') ?? 0 }];
    case 'rotateYaw':
      return [{ kind: 'turn', heading: numberIn(action, 'aircraftHeading') ?? 0 }];
    case 'gimbalRotate':
      return valueIn(action, 'gimbalPitchRotateEnable') === '1'
        ? [{ kind: 'gimbal', pitch: numberIn(action, 'gimbalPitchRotateAngle') ?? 0 }]
        : [];
    default:
      return [];
  }
}

function secondsOf(tasks: readonly PointTask[]): number {
  const seconds = tasks.map((task) => {
    if (task.kind === 'hover') return task.seconds;
    if (task.kind === 'panorama') return PANORAMA_SECONDS;
    if (task.kind === 'photo') return PHOTO_SECONDS;
    return task.kind === 'turn' || task.kind === 'gimbal' ? TURN_SECONDS : RECORDING_SECONDS;
  });
  return seconds.reduce((sum, one) => sum + one, 0);
}

/** The insides of all elements with a local name, whatever prefix they carry. None of them nests in itself. */
function sectionsOf(text: string, name: string): string[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}>`, 'g');
  return [...text.matchAll(pattern)].map(([, inside]) => inside!);
}

function valueIn(text: string, name: string): string | undefined {
  const value = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(text)?.[1]?.trim();
  return value === '' ? undefined : value;
}

function numberIn(text: string, name: string): number | undefined {
  const value = Number(valueIn(text, name));
  return Number.isFinite(value) ? value : undefined;
}
