import { degrees, radians } from './point.js';

/** How a camera sees, as a pinhole: the whole angles of the picture in degrees, width over height. */
export interface Lens {
  horizontal: number;
  vertical: number;
}

/**
 * The lens of a field of view that is stated corner to corner, as makers do, for a picture of a shape (4/3, 16/9).
 * Throws a `RangeError` for angles outside 0 to 180°.
 */
export function lensOfDiagonal(diagonal: number, aspect: number): Lens {
  if (!(diagonal > 0 && diagonal < 180 && aspect > 0))
    throw new RangeError(`lensOfDiagonal: ${diagonal}° and aspect ${aspect} make no picture`);
  const half = Math.tan(radians(diagonal) / 2);
  const corner = Math.hypot(aspect, 1);
  return { horizontal: 2 * angle((half * aspect) / corner), vertical: 2 * angle(half / corner) };
}

/** The lens at a zoom factor (1: as it is; 2: half as wide on the picture plane). Throws a `RangeError` at 0 or below. */
export function zoomed(lens: Lens, factor: number): Lens {
  if (!(factor > 0)) throw new RangeError(`zoomed: the factor must be above 0, not ${factor}`);
  const shrink = (whole: number) => 2 * angle(Math.tan(radians(whole) / 2) / factor);
  return { horizontal: shrink(lens.horizontal), vertical: shrink(lens.vertical) };
}

/** The lens of a picture cut to another shape, keeping what was longer: a 16/9 video out of a 4/3 sensor. */
export function cropped(lens: Lens, aspect: number): Lens {
  const width = Math.tan(radians(lens.horizontal) / 2);
  const height = Math.tan(radians(lens.vertical) / 2);
  return width / height < aspect
    ? { horizontal: lens.horizontal, vertical: 2 * angle(width / aspect) }
    : { horizontal: 2 * angle(height * aspect), vertical: lens.vertical };
}

const angle = (tangent: number): number => degrees(Math.atan(tangent));
