const CELL = 24;

/** Where on the screen something was already written, so that names do not run into each other. */
export class LabelRoom {
  readonly #taken = new Map<number, number[][]>();

  /** Takes a rectangle in CSS pixels; false, and nothing taken, when it meets another. */
  take(left: number, top: number, width: number, height: number): boolean {
    const box = [left, top, left + width, top + height];
    const cells = cellsOf(box);
    for (const cell of cells) {
      for (const other of this.#taken.get(cell) ?? []) if (meet(box, other)) return false;
    }
    for (const cell of cells) {
      const boxes = this.#taken.get(cell);
      if (boxes) boxes.push(box);
      else this.#taken.set(cell, [box]);
    }
    return true;
  }
}

function cellsOf([left = 0, top = 0, right = 0, bottom = 0]: number[]): number[] {
  const cells: number[] = [];
  for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
      cells.push(row * 4096 + column);
    }
  }
  return cells;
}

function meet(one: number[], other: number[]): boolean {
  return one[0]! < other[2]! && other[0]! < one[2]! && one[1]! < other[3]! && other[1]! < one[3]!;
}
