import { distance } from '#geo';
import { type PromisedPicture } from '#routes';
import { type StoredMediaFile } from './media-file.js';

type Fields = 'id' | 'name' | 'kind' | 'longitude' | 'latitude' | 'gimbalYaw' | 'gimbalPitch' | 'state' | 'original';
/** What linking looks at. */
export type LinkableFile = Pick<StoredMediaFile, Fields>;

/** Metres from a waypoint within which a picture is of it: a drone brakes, and places are some metres off. */
const NEAR = 60;
/** Metres that one degree of another pose weighs as much as. */
const METRES_A_DEGREE = 0.5;

/**
 * Finds for each file of a flight, in the order in which they were taken, the promised picture that it is: by the suffix
 * in its name, by place and pose, and among equals by order. Each promised picture has one file at most; more at the same
 * waypoint (other lenses) belong to the waypoint alone.
 */
export function linkFiles<File extends LinkableFile>(
  files: readonly File[],
  promised: readonly PromisedPicture[],
): { file: File; waypoint: number | null; promised: PromisedPicture | null }[] {
  const pairs: { file: number; slot: number; cost: number }[] = [];
  for (const [nr, file] of files.entries()) {
    for (const [slot, picture] of promised.entries()) {
      const cost = costOf(file, picture);
      // Where a route comes by twice, the earlier picture is of the earlier time.
      const late = Math.abs(nr / Math.max(1, files.length - 1) - slot / Math.max(1, promised.length - 1));
      if (cost !== null) pairs.push({ file: nr, slot, cost: cost + late });
    }
  }
  pairs.sort((one, other) => one.cost - other.cost);
  const slotOf = new Map<number, number>();
  const nearest = new Map<number, number>();
  const taken = new Set<number>();
  for (const { file, slot } of pairs) {
    if (!nearest.has(file)) nearest.set(file, slot);
    if (slotOf.has(file) || taken.has(slot)) continue;
    slotOf.set(file, slot);
    taken.add(slot);
  }
  return files.map((file, nr) => {
    const slot = slotOf.get(nr);
    const at = slot ?? nearest.get(nr);
    const waypoint = at === undefined ? null : promised[at]!.waypoint;
    return { file, waypoint, promised: slot === undefined ? null : promised[slot]! };
  });
}

/** Null: it cannot be this picture. */
function costOf(file: LinkableFile, picture: PromisedPicture): number | null {
  if (!file.original || file.kind !== (picture.kind === 'video' ? 'video' : 'photo')) return null;
  const named = picture.suffix !== null && stemOf(file.name).endsWith(`_${picture.suffix}`);
  if (file.longitude === null || file.latitude === null) return named ? 0 : null;
  const away = distance(picture.place, { longitude: file.longitude, latitude: file.latitude });
  if (away > (named ? 5 * NEAR : NEAR)) return null;
  return away + METRES_A_DEGREE * turn(file, picture) - (named ? NEAR : 0);
}

/** Degrees between how the camera looked and how it was to look, as far as both are known. */
function turn({ gimbalYaw, gimbalPitch }: LinkableFile, { look, kind }: PromisedPicture): number {
  if (!look || kind === 'panorama') return 0;
  const yaw = gimbalYaw === null ? 0 : Math.abs(((gimbalYaw - look.yaw + 540) % 360) - 180);
  const pitch = gimbalPitch === null || look.pitch === null ? 0 : Math.abs(gimbalPitch - look.pitch);
  // Straight down there is no yaw to speak of.
  return (look.pitch !== null && look.pitch < -80 ? 0 : yaw) + pitch;
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}
