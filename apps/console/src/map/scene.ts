import type { DeviceView } from '#contracts';
import { displayStatus, type DisplayStatus } from '../theme/status.js';
import { clusterPoints } from './clusters.js';
import type { Shift } from './datum.js';
import { mercatorX, mercatorY } from './mercator.js';

/** What a dock holds: nothing, an aircraft that is switched on, one at rest. */
export type Docked = 'none' | 'powered' | 'resting';

/** One device to be drawn, in Mercator units. */
export interface SceneDevice {
  sn: string;
  kind: DeviceView['kind'];
  name: string;
  status: DisplayStatus;
  x: number;
  y: number;
  /** Degrees clockwise from north; null: not known, drawn without a direction. */
  heading: number | null;
  airborne: boolean;
  docked: Docked;
  warning: boolean;
}

export interface SceneCluster {
  x: number;
  y: number;
  members: SceneDevice[];
  counts: Partial<Record<DisplayStatus, number>>;
  flying: number;
  warning: boolean;
}

export interface Scene {
  singles: SceneDevice[];
  clusters: SceneCluster[];
}

/** Devices nearer than this are drawn as one, CSS pixels. */
const CLUSTER_PIXELS = 34;
/** From here on every device stands for itself. */
export const CLUSTER_MAX_ZOOM = 13.5;
/** An aircraft nearer to its dock than this and not flying is in it; a fix on the pad wanders by some tens of metres. */
const IN_DOCK_METRES = 60;
/** What lies below and what above where symbols meet. */
const DEPTH = { dock: 0, other: 1, remote_controller: 2, aircraft: 3 } as const;
const METRES_PER_UNIT = 40_075_016;

/**
 * Where each device stands: its newest position, else its registered place, else its gateway's. Those without any are
 * left out (lists name them).
 */
export function placeDevices(
  devices: Iterable<DeviceView>,
  all: ReadonlyMap<string, DeviceView>,
  shift: Shift,
): SceneDevice[] {
  const placed: SceneDevice[] = [];
  const docked = new Map<string, Docked>();
  for (const device of devices) {
    const status = displayStatus(device);
    const parent = device.parentSn === null ? undefined : all.get(device.parentSn);
    if (device.kind === 'aircraft' && parent?.kind === 'dock' && isInDock(device, parent, status)) {
      docked.set(parent.sn, status === 'online' ? 'powered' : 'resting');
      continue;
    }
    const place = placeOf(device) ?? (parent && placeOf(parent));
    if (!place) continue;
    const [longitude, latitude] = shift(place);
    placed.push({
      sn: device.sn,
      kind: device.kind,
      name: device.name,
      status,
      x: mercatorX(longitude),
      y: mercatorY(latitude),
      heading: device.kind === 'aircraft' ? (device.sample?.heading ?? null) : null,
      airborne: device.sample?.airborne === true && device.presence !== 'offline',
      docked: 'none',
      warning: device.health.warning > 0,
    });
  }
  for (const one of placed) one.docked = docked.get(one.sn) ?? 'none';
  return placed.sort(
    (one, other) => DEPTH[one.kind] - DEPTH[other.kind] || Number(one.airborne) - Number(other.airborne),
  );
}

/** Longitude, latitude by the newest sample, else by the register; null when neither has a place. */
export function placeOf(device: DeviceView): [number, number] | null {
  const { sample } = device;
  if (sample && sample.longitude !== null && sample.latitude !== null) return [sample.longitude, sample.latitude];
  if (device.longitude !== null && device.latitude !== null) return [device.longitude, device.latitude];
  return null;
}

/** Groups devices for a zoom; the selected one always stands alone. */
export function composeScene(
  devices: readonly SceneDevice[],
  zoom: number,
  clustering: boolean,
  selected: string | null,
): Scene {
  if (!clustering || zoom >= CLUSTER_MAX_ZOOM) return { singles: selectedLast(devices, selected), clusters: [] };
  const radius = CLUSTER_PIXELS / (512 * 2 ** zoom);
  const singles: SceneDevice[] = [];
  const clusters: SceneCluster[] = [];
  const free: SceneDevice[] = [];
  for (const device of devices) (device.sn === selected ? singles : free).push(device);
  for (const { x, y, members } of clusterPoints(free, radius)) {
    const [only] = members;
    if (members.length === 1 && only) singles.push(only);
    else clusters.push({ x, y, members, ...summaryOf(members) });
  }
  return { singles: selectedLast(singles, selected), clusters };
}

function summaryOf(members: readonly SceneDevice[]): Pick<SceneCluster, 'counts' | 'flying' | 'warning'> {
  const counts: SceneCluster['counts'] = {};
  let flying = 0;
  let warning = false;
  for (const member of members) {
    counts[member.status] = (counts[member.status] ?? 0) + 1;
    if (member.airborne) flying += 1;
    warning ||= member.warning;
  }
  return { counts, flying, warning };
}

function selectedLast(devices: readonly SceneDevice[], selected: string | null): SceneDevice[] {
  const chosen = devices.filter((device) => device.sn === selected);
  return [...devices.filter((device) => device.sn !== selected), ...chosen];
}

function isInDock(aircraft: DeviceView, dock: DeviceView, status: DisplayStatus): boolean {
  if (aircraft.sample?.airborne === true && aircraft.presence !== 'offline') return false;
  if (status === 'resting') return true;
  const place = placeOf(aircraft);
  const home = placeOf(dock);
  if (!place || !home) return true;
  const metres =
    Math.hypot(mercatorX(place[0]) - mercatorX(home[0]), mercatorY(place[1]) - mercatorY(home[1])) *
    METRES_PER_UNIT *
    Math.cos((home[1] * Math.PI) / 180);
  return metres < IN_DOCK_METRES;
}
