import { lensOfDiagonal, type Lens } from './lens.js';

export type LensKind = 'wide' | 'medium_tele' | 'tele' | 'thermal';

/** A lens of an aircraft's camera. */
export interface CameraLens {
  kind: LensKind;
  /** Corner to corner, degrees. */
  diagonal: number;
  /** Width over height of a photo. */
  aspect: number;
  /** Focal length as on 35 mm film, where the maker states it. */
  equivalent: number | null;
  /**
   * `published`: read in the maker's public specification of the aircraft ("FOV" of the lens), not measured by us;
   * makers round to a degree. `assumed`: as the trade quotes it or as a sister model has it, to be confirmed.
   */
  basis: 'published' | 'assumed';
}

/** The cameras of one aircraft, by the short name the trade uses. */
export interface CameraModel {
  name: string;
  /** Aircraft as `domain-type-subtype` (DJI Cloud API product list). */
  aircraft: string;
  lenses: readonly CameraLens[];
}

const PHOTO = 4 / 3;
/** The thermal sensors have 640 by 512 places. */
const THERMAL = 640 / 512;

type Row = readonly [kind: LensKind, diagonal: number, equivalent: number | null, basis: CameraLens['basis']];

const model = (name: string, aircraft: string, rows: readonly Row[]): CameraModel => ({
  name,
  aircraft,
  lenses: rows.map(([kind, diagonal, equivalent, basis]) => ({
    kind,
    diagonal,
    aspect: kind === 'thermal' ? THERMAL : PHOTO,
    equivalent,
    basis,
  })),
});

/**
 * The figures that the trade quotes from the maker's specifications. On 2026-11-24 they were looked for in stored public
 * material: the maker's own pages were not among it, so every figure is marked `assumed`. Quoted second-hand and alike:
 * 61° and 40 mm of the M3T's thermal camera; 24, 70 and 168 mm of the M4T. Besides, the visible lenses agree with their
 * focal lengths, as 2 · atan(21.63 mm / focal length): 24 mm is 84°, 70 mm 34°, 162 mm 15°, 168 mm 15°. A lens
 * of 82° instead of 84° sees 3.5 % less to each side. Confirm them before evidence rests on a footprint.
 */
export const cameraModels: readonly CameraModel[] = [
  model('M3E', '0-77-0', [
    ['wide', 84, 24, 'assumed'],
    ['tele', 15, 162, 'assumed'],
  ]),
  model('M3T', '0-77-1', [
    ['wide', 84, 24, 'assumed'],
    ['tele', 15, 162, 'assumed'],
    ['thermal', 61, 40, 'assumed'],
  ]),
  model('M3D', '0-91-0', [
    ['wide', 84, 24, 'assumed'],
    ['tele', 15, 162, 'assumed'],
  ]),
  model('M3TD', '0-91-1', [
    ['wide', 82.1, 24, 'assumed'],
    ['tele', 15, 162, 'assumed'],
    ['thermal', 61, 40, 'assumed'],
  ]),
  model('M4E', '0-99-0', [
    ['wide', 84, 24, 'assumed'],
    ['medium_tele', 35, 70, 'assumed'],
    ['tele', 15, 168, 'assumed'],
  ]),
  model('M4T', '0-99-1', [
    ['wide', 82, 24, 'assumed'],
    ['medium_tele', 35, 70, 'assumed'],
    ['tele', 15, 168, 'assumed'],
    ['thermal', 45, 53, 'assumed'],
  ]),
  model('M4D', '0-100-0', [
    ['wide', 84, 24, 'assumed'],
    ['medium_tele', 35, 70, 'assumed'],
    ['tele', 15, 168, 'assumed'],
  ]),
  model('M4TD', '0-100-1', [
    ['wide', 82, 24, 'assumed'],
    ['medium_tele', 35, 70, 'assumed'],
    ['tele', 15, 168, 'assumed'],
    ['thermal', 45, 53, 'assumed'],
  ]),
];

/** The camera of an aircraft, by its trade name (`M4TD`) or its `domain-type-subtype`. */
export function findCameraModel(nameOrAircraft: string): CameraModel | undefined {
  return cameraModels.find(({ name, aircraft }) => name === nameOrAircraft || aircraft === nameOrAircraft);
}

/** The pinhole of a lens, for a photo. For a 16/9 video cut it with `cropped`; how makers crop video is assumed. */
export const lensOf = (lens: CameraLens): Lens => lensOfDiagonal(lens.diagonal, lens.aspect);
