import { longitudeStep, radians, type GeoPoint } from './point.js';

/**
 * At most `max` of the points of a track (WGS84), in order, the first and the last always among them, chosen so that
 * the drawn line keeps its shape. From the bottom up, as Visvalingam and Whyatt do (1993, "Line generalisation by
 * repeated elimination of points"), but weighing a point by its distance from the line that would replace it instead
 * of by a triangle's area: an area is zero at the turning point of a flight out and back on one line. O(n log n).
 * Throws a `RangeError` when `max` is below 2.
 */
export function decimate<T extends GeoPoint>(points: readonly T[], max: number): T[] {
  if (!(max >= 2)) throw new RangeError(`decimate: max must be 2 or more, not ${max}`);
  if (points.length <= max) return [...points];
  const line = new Line(points);
  const heap = new Heap(points.length);
  for (let index = 1; index < points.length - 1; index++) heap.push(index, line.deviation(index));
  let left = points.length;
  let floor = 0;
  while (left > max) {
    const { index, weight } = heap.pop();
    // A point never weighs less than one dropped before it: small errors must not add up unseen.
    floor = Math.max(floor, weight);
    const { before, after } = line.drop(index);
    left--;
    for (const neighbour of [before, after]) {
      if (line.isInner(neighbour)) heap.change(neighbour, Math.max(floor, line.deviation(neighbour)));
    }
  }
  return points.filter((_, index) => line.has(index));
}

/** The points as a linked list on a local plane in degrees of latitude. */
class Line {
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly dropped: Uint8Array;

  constructor(points: readonly GeoPoint[]) {
    const count = points.length;
    this.x = new Float64Array(count);
    this.y = new Float64Array(count);
    this.before = Int32Array.from({ length: count }, (_, index) => index - 1);
    this.after = Int32Array.from({ length: count }, (_, index) => index + 1);
    this.dropped = new Uint8Array(count);
    let longitude = 0;
    let previous: GeoPoint | undefined;
    for (const [index, point] of points.entries()) {
      // Unrolled eastward or westward, so that a track across the date line stays in one piece.
      if (previous) longitude += longitudeStep(previous.longitude, point.longitude);
      this.x[index] = longitude * Math.cos(radians(points[0]!.latitude));
      this.y[index] = point.latitude;
      previous = point;
    }
  }

  has(index: number): boolean {
    return this.dropped[index] === 0;
  }

  isInner(index: number): boolean {
    return index > 0 && index < this.x.length - 1;
  }

  /** Squared distance of a point from the straight piece between its neighbours. */
  deviation(index: number): number {
    const from = this.before[index]!;
    const to = this.after[index]!;
    const dx = this.x[to]! - this.x[from]!;
    const dy = this.y[to]! - this.y[from]!;
    const px = this.x[index]! - this.x[from]!;
    const py = this.y[index]! - this.y[from]!;
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
    return (px - share * dx) ** 2 + (py - share * dy) ** 2;
  }

  drop(index: number): { before: number; after: number } {
    const before = this.before[index]!;
    const after = this.after[index]!;
    this.after[before] = after;
    this.before[after] = before;
    this.dropped[index] = 1;
    return { before, after };
  }
}

/** A binary heap of point numbers, lightest first, whose weights can change. */
class Heap {
  private readonly items: Int32Array;
  private readonly places: Int32Array;
  private readonly weights: Float64Array;
  private size = 0;

  constructor(capacity: number) {
    this.items = new Int32Array(capacity);
    this.places = new Int32Array(capacity);
    this.weights = new Float64Array(capacity);
  }

  push(index: number, weight: number): void {
    this.weights[index] = weight;
    this.put(this.size++, index);
    this.rise(this.size - 1);
  }

  pop(): { index: number; weight: number } {
    const index = this.items[0]!;
    this.size--;
    if (this.size > 0) {
      this.put(0, this.items[this.size]!);
      this.sink(0);
    }
    return { index, weight: this.weights[index]! };
  }

  change(index: number, weight: number): void {
    this.weights[index] = weight;
    this.rise(this.places[index]!);
    this.sink(this.places[index]!);
  }

  private put(place: number, index: number): void {
    this.items[place] = index;
    this.places[index] = place;
  }

  private weightAt(place: number): number {
    return this.weights[this.items[place]!]!;
  }

  private swap(one: number, other: number): void {
    const index = this.items[one]!;
    this.put(one, this.items[other]!);
    this.put(other, index);
  }

  private rise(start: number): void {
    for (let place = start; place > 0;) {
      const parent = (place - 1) >> 1;
      if (this.weightAt(parent) <= this.weightAt(place)) return;
      this.swap(place, parent);
      place = parent;
    }
  }

  private sink(start: number): void {
    for (let place = start; ;) {
      const left = 2 * place + 1;
      if (left >= this.size) return;
      const right = left + 1;
      const lighter = right < this.size && this.weightAt(right) < this.weightAt(left) ? right : left;
      if (this.weightAt(place) <= this.weightAt(lighter)) return;
      this.swap(place, lighter);
      place = lighter;
    }
  }
}
