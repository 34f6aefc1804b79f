import { findCameraModel, FlatElevation, footprint, lensOf, LocalFrame, seaHeight } from '#geo';
import { PatternError, within } from './pattern.error.js';

/** How an area or a strip is to be photographed straight down. */
export interface CameraWork {
  /** Trade name (`M4TD`) or `domain-type-subtype` of the aircraft. */
  aircraft: string;
  /**
   * Metres above the ground of the area, or the metres of ground that one pixel is to show. Chinese rules end at 120 m
   * above ground.
   */
  height: { aboveGround: number } | { groundSampling: number };
  /** Metres by which that ground lies above the take-off point; below: negative. 0 when left out. */
  groundAboveTakeOff?: number;
  /** Percent that a photo shares with the next one of its line, and with its neighbour in the next line: 0 to below 95. */
  overlapAlong: number;
  overlapAcross: number;
  /** m/s that are wished for; less is flown when photos would come too fast. */
  speed: number;
  /** Least seconds between two photos; see `PHOTO_SECONDS`. */
  photoSeconds?: number;
}

/** What follows from the camera for the lines that are flown. Metres, m/s. */
export interface CameraPlan {
  /** Above the ground of the area, and above take-off. */
  aboveGround: number;
  aboveTakeOff: number;
  /** What one photo shows, across the line and along it. */
  width: number;
  length: number;
  /** Most metres between two lines, and metres from photo to photo. */
  spacing: number;
  photoDistance: number;
  speed: number;
  /** Metres of ground that one pixel shows in the middle of a photo; null where the pixels are not known. */
  groundSampling: number | null;
}

/**
 * Seconds between two photos that every dock aircraft keeps up with: an assumption on the safe side, makers state 0.5 to
 * 2 s by model and resolution.
 */
export const PHOTO_SECONDS = 2;

/** Pixels across a photo of the wide lens: the maker's published largest image, by aircraft. */
const PIXELS: Readonly<Record<string, number>> = {
  '0-77-0': 5280,
  '0-77-1': 8000,
  '0-91-0': 5280,
  '0-91-1': 8064,
  '0-99-0': 5280,
  '0-99-1': 8064,
  '0-100-0': 5280,
  '0-100-1': 8064,
};

const MAX_OVERLAP = 95;

/**
 * Lines and photo distance for a camera that looks straight down on level ground, by its real footprint. The long side
 * of the photo lies across the line. Throws a `PatternError`.
 */
export function cameraPlan(work: CameraWork): CameraPlan {
  for (const [overlap, zh, en] of [
    [work.overlapAlong, '航向', 'along the lines'],
    [work.overlapAcross, '旁向', 'across the lines'],
  ] as const) {
    if (overlap >= 0 && overlap < MAX_OVERLAP) continue;
    throw new PatternError(
      'overlap_out_of_range',
      `${zh}重叠率 ${overlap}% 应不小于 0 且小于 ${MAX_OVERLAP}%，请改小`,
      `the overlap ${en} is ${overlap} %, it must be 0 to below ${MAX_OVERLAP} %`,
    );
  }
  within(work.speed, 1, 15, '速度（米/秒）', 'speed in m/s');
  const seconds = work.photoSeconds ?? PHOTO_SECONDS;
  within(seconds, 0.1, 60, '拍照最小间隔（秒）', 'least interval of photos in seconds');
  const { width: one, length: unit, pixels } = pictureFromOneMetre(work.aircraft);
  const aboveGround = heightOf(work, one, pixels);
  within(aboveGround, 5, 500, '离地高度（米）', 'height above ground in metres');
  const aboveTakeOff = rounded(aboveGround + (work.groundAboveTakeOff ?? 0));
  const [width, length] = [one * aboveGround, unit * aboveGround];
  const photoDistance = Math.floor(10 * length * (1 - work.overlapAlong / 100)) / 10;
  const speed = Math.floor(10 * Math.min(work.speed, photoDistance / seconds)) / 10;
  if (!(speed >= 1)) {
    throw new PatternError(
      'photos_too_dense',
      `每 ${photoDistance} 米一张照片，飞到最慢 1 米/秒仍来不及，请升高或减小航向重叠率`,
      `a photo every ${photoDistance} m comes too fast even at 1 m/s; fly higher or lower the overlap along the lines`,
    );
  }
  return {
    aboveGround,
    aboveTakeOff,
    width,
    length,
    spacing: width * (1 - work.overlapAcross / 100),
    photoDistance,
    speed,
    groundSampling: pixels === undefined ? null : width / pixels,
  };
}

/** Width and length in metres of what the wide lens shows from one metre above level ground. */
function pictureFromOneMetre(aircraft: string): { width: number; length: number; pixels: number | undefined } {
  const model = findCameraModel(aircraft);
  const wide = model?.lenses.find(({ kind }) => kind === 'wide');
  if (!model || !wide) {
    throw new PatternError(
      'camera_unknown',
      `不认识机型 ${aircraft} 的相机，请选择机场或机型`,
      `the camera of ${aircraft} is not known; choose a dock or an aircraft`,
    );
  }
  // A hundred metres up, so that rounding on the ellipsoid does not show.
  const position = { longitude: 0, latitude: 0 };
  const pose = { position, height: seaHeight(100), yaw: 0, pitch: -90, roll: 0 };
  const seen = footprint(pose, lensOf(wide), new FlatElevation(seaHeight(0)))!;
  const frame = new LocalFrame(position);
  const corners = seen.ring.map((corner) => frame.toPlane(corner));
  const extent = (values: readonly number[]) => (Math.max(...values) - Math.min(...values)) / 100;
  return {
    width: extent(corners.map(({ x }) => x)),
    length: extent(corners.map(({ y }) => y)),
    pixels: PIXELS[model.aircraft],
  };
}

function heightOf({ height, aircraft }: CameraWork, width: number, pixels: number | undefined): number {
  if ('aboveGround' in height) return height.aboveGround;
  within(height.groundSampling, 0.001, 1, '地面分辨率（米）', 'ground sampling in metres');
  if (pixels === undefined) {
    throw new PatternError(
      'pixels_unknown',
      `机型 ${aircraft} 的像素数未知，请直接设置高度`,
      `the pixels of ${aircraft} are not known; set a height instead`,
    );
  }
  return rounded((height.groundSampling * pixels) / width);
}

const rounded = (metres: number): number => Math.round(metres * 10) / 10;
