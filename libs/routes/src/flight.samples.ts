import { planeDistance, seaToGround, type GroundHeight, type SeaHeight } from '#geo';
import { betweenPoints, type FlownPath, type FlownPoint, type FlownStretch } from './flown.path.js';
import { sameRun } from './route.findings.js';

/** A place of a flight with the ground below it. */
export interface FlightSample extends Omit<FlownPoint, 'stretch'> {
  stretch: FlownStretch;
  /** The corner at which its stretch ends. */
  point: number;
  /** Its place among the samples. */
  order: number;
  /** Metres over ground since take-off. */
  along: number;
  ground: SeaHeight;
  /** True height 真高. */
  above: GroundHeight;
  basis: 'measured' | 'assumed';
}

/** Where the terrain names no spacing the ground is taken as level; this is close enough to draw it. */
const PLAIN_SPACING = 200;
const MAX_SAMPLES = 20_000;
/** Metres by which one height must be worse than another to be told apart from it. */
const ECHO = 0.5;

/**
 * The corners of a flight and, between them, places as far apart as the values of the terrain model, further where that
 * would be more than 20,000. Between two values the model itself is a straight line.
 */
export function samplesOf(path: FlownPath): FlightSample[] {
  const { points, heights } = path;
  let metres = 0;
  for (let index = 1; index < points.length; index++) metres += planeDistance(points[index - 1]!, points[index]!);
  const spacing = Math.max(heights.spacing ?? PLAIN_SPACING, metres / MAX_SAMPLES);
  const samples: FlightSample[] = [sampleAt(path, points[0]!, 0, points[0]!.stretch, 0, 0)];
  let along = 0;
  for (let point = 1; point < points.length; point++) {
    const from = points[point - 1]!;
    const to = points[point]!;
    const { stretch } = to;
    if (stretch.phase === 'actions') continue;
    const length = planeDistance(from, to);
    const steps = Math.max(1, Math.ceil(length / spacing));
    for (let step = 1; step <= steps; step++) {
      const share = step / steps;
      const place = step === steps ? to : betweenPoints(from, to, share);
      samples.push(sampleAt(path, place, point, stretch, along + length * share, samples.length));
    }
    along += length;
  }
  return samples;
}

function sampleAt(
  { heights }: FlownPath,
  { x, y, place, height, sea, seconds }: Omit<FlownPoint, 'stretch'>,
  point: number,
  stretch: FlownStretch,
  along: number,
  order: number,
): FlightSample {
  const { height: ground, basis } = heights.groundAt(place);
  return {
    x,
    y,
    place,
    height,
    sea,
    seconds,
    stretch,
    point,
    order,
    along,
    ground,
    above: seaToGround(sea, ground),
    basis,
  };
}

/** Samples without a gap between them, all of one place of the flight. */
export function runsOf(samples: readonly FlightSample[], offends: (sample: FlightSample) => boolean): FlightSample[][] {
  const runs: FlightSample[][] = [];
  let before: FlightSample | undefined;
  for (const sample of samples) {
    const found = offends(sample);
    if (found && before && sameRun(before.stretch, sample.stretch)) runs.at(-1)!.push(sample);
    else if (found) runs.push([sample]);
    before = found ? sample : undefined;
  }
  return runs;
}

/** The sample with the greatest value. */
export function worstOf(samples: readonly FlightSample[], value: (sample: FlightSample) => number): FlightSample {
  return samples.reduce((worst, sample) => (value(sample) > value(worst) ? sample : worst));
}

/**
 * Without the runs on the ways there and back that touch one on a leg and are no worse: what is wrong with the first or
 * the last waypoint is said once.
 */
export function withoutEchoes(
  runs: readonly FlightSample[][],
  excess: (sample: FlightSample) => number,
): FlightSample[][] {
  const worst = (run: FlightSample[]) => excess(worstOf(run, excess));
  return runs.filter((run, index) => {
    const { part } = run[0]!.stretch;
    if (part === 'leg') return true;
    const neighbour = part === 'approach' ? runs[index + 1] : runs[index - 1];
    const [before, after] = part === 'approach' ? [run, neighbour] : [neighbour, run];
    if (neighbour?.[0]!.stretch.part !== 'leg' || after![0]!.order !== before!.at(-1)!.order + 1) return true;
    return worst(run) > worst(neighbour) + ECHO;
  });
}

/** Metres as a finding says them. */
export const metresOf = (metres: number): number => Math.round(metres * 10) / 10;
/** Whole metres that are enough, and that are not too much; the last digits of a sum do not count. */
export const atLeast = (metres: number): number => Math.ceil(metres - 1e-6);
export const atMost = (metres: number): number => Math.floor(metres + 1e-6);
