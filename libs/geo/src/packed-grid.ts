/** Numbers of a regular grid in longitude and latitude, rows from north to south. */
export interface PackedGrid {
  west: number;
  north: number;
  columns: number;
  rows: number;
  /** Degrees between neighbours. */
  step: number;
  /** Metres of one unit in `coded`. */
  unit: number;
  /** Base64 of the residuals that `decoded` reads. */
  coded: string;
}

/**
 * Metres from residuals: each value is foretold as left + above - above left, and what it differs by is one byte of
 * zigzag (0, -1, 1, -2, …), or 255 and two bytes when that does not hold it.
 */
export function decoded(cut: PackedGrid): Float32Array {
  const bytes = Uint8Array.from(atob(cut.coded), (letter) => letter.charCodeAt(0));
  const units = new Int32Array(cut.columns * cut.rows);
  let at = 0;
  for (let index = 0; index < units.length; index++) {
    const left = index % cut.columns > 0;
    const above = index >= cut.columns;
    const foretold =
      (left ? units[index - 1]! : 0) +
      (above ? units[index - cut.columns]! : 0) -
      (left && above ? units[index - cut.columns - 1]! : 0);
    let coded = bytes[at++]!;
    if (coded === 255) {
      coded = bytes[at]! * 256 + bytes[at + 1]!;
      at += 2;
    }
    units[index] = foretold + (coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2);
  }
  return Float32Array.from(units, (unit) => unit * cut.unit);
}
