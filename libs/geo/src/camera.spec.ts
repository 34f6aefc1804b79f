import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { castRay, lineOfSight, type CameraPose } from './camera-ray.js';
import { ElevationGrid } from './elevation-grid.js';
import { FlatElevation } from './elevation.js';
import { footprint } from './footprint.js';
import { destination, distance, geodesic } from './geodesic.js';
import { groundPoint, type PoseErrors } from './ground-point.js';
import { seaHeight } from './heights.js';
import { LocalFrame } from './local-frame.js';
import { surfaceArea } from './surface.js';
import { PointIndex, polygonOf } from './point-index.js';

const position = { longitude: 110.28, latitude: 21.61 };
const level = new FlatElevation(seaHeight(20));
const lens = { horizontal: 60, vertical: 40 };
const middle = { x: 0.5, y: 0.5 };
const pose = (change: Partial<CameraPose> = {}): CameraPose => ({
  position,
  height: seaHeight(120),
  yaw: 0,
  pitch: -90,
  roll: 0,
  ...change,
});
const hitOf = (seen: ReturnType<typeof castRay>) => {
  if (!seen.hit) throw new Error(`no ground: ${seen.reason}`);
  return seen;
};
const tan = (degrees: number) => Math.tan((degrees * Math.PI) / 180);

describe('a line of sight', () => {
  it('runs where gimbal and picture say', () => {
    const look = (yaw: number, pitch: number, roll: number, at = middle) => {
      const { east, north, up } = lineOfSight({ yaw, pitch, roll }, lens, at);
      return [east, north, up].map((part) => Math.round(part * 1000) / 1000 + 0);
    };
    expect(look(0, 0, 0)).toEqual([0, 1, 0]);
    expect(look(90, 0, 0)).toEqual([1, 0, 0]);
    expect(look(0, -90, 0)).toEqual([0, 0, -1]);
    // The right edge of a level picture lies half the field of view to the right, the top edge above.
    expect(look(0, 0, 0, { x: 1, y: 0.5 })).toEqual([0.5, 0.866, 0]);
    expect(look(0, 0, 0, { x: 0.5, y: 0 })).toEqual([0, 0.94, 0.342]);
    // Straight down, the top of the picture points where the camera's yaw does.
    expect(look(90, -90, 0, { x: 0.5, y: 0 })).toEqual([0.342, 0, -0.94]);
    // Rolled a quarter to the right, the right edge looks down.
    expect(look(0, 0, 90, { x: 1, y: 0.5 })).toEqual([0, 0.866, -0.5]);
  });

  it('meets level ground where trigonometry says, the bend of the Earth counted', () => {
    const seen = hitOf(castRay(pose(), lineOfSight(pose({ pitch: -30 }), lens, middle), level));
    expect(seen.distance).toBeCloseTo(100 / tan(30), 1);
    expect(geodesic(position, seen.point).initialAzimuth % 360).toBeCloseTo(0, 6);
    // At 2° the Earth has fallen off by s²/2R: 0.65 m at 2.9 km, which is 18.6 m of distance.
    const flat = hitOf(castRay(pose(), lineOfSight(pose({ pitch: -2 }), lens, middle), level));
    const distanceOnPlane = 100 / tan(2);
    expect(flat.distance - distanceOnPlane).toBeCloseTo(distanceOnPlane ** 2 / (2 * 6_371_009) / tan(2), 0);
  });

  it('ends in the sky, too far away, or where nobody knows the ground', () => {
    const cast = (pitch: number, reach?: number) =>
      castRay(pose(), lineOfSight(pose({ pitch }), lens, middle), level, reach);
    expect(cast(5)).toEqual({ hit: false, reason: 'sky' });
    expect(cast(-1, 1_000)).toEqual({ hit: false, reason: 'too_far' });
    const nowhere = { ...level, groundAt: () => undefined };
    expect(castRay(pose(), lineOfSight(pose(), lens, middle), nowhere)).toEqual({
      hit: false,
      reason: 'unknown_ground',
    });
  });
});

describe('a line of sight over terrain', () => {
  /** Flat at 20 m, with a ridge 60 m high from 400 to 500 m north of the camera. */
  const frame = new LocalFrame(position);
  const north = frame.toPoint({ x: 0, y: 1_000 }).latitude;
  const degree = (north - position.latitude) / 1_000;
  const rows = 221;
  const ridge = new ElevationGrid({
    title: { zh: '山脊', en: 'ridge' },
    epsg: 4326,
    west: position.longitude - 0.01,
    north: position.latitude + 2_000 * degree,
    stepX: 0.001,
    stepY: 10 * degree,
    columns: 21,
    rows,
    values: Float32Array.from({ length: 21 * rows }, (_, index) => {
      const metresNorth = 2_000 - 10 * Math.floor(index / 21);
      return metresNorth >= 400 && metresNorth <= 500 ? 80 : 20;
    }),
    vertical: 'sea',
    accuracy: 2,
  });
  const cast = (pitch: number) => castRay(pose(), lineOfSight(pose({ pitch }), lens, middle), ridge);

  it('stops at a ridge that hides the valley behind it', () => {
    // From 120 m the line at -11° would reach level ground 514 m away; the ridge stands in its way.
    expect(hitOf(cast(-11)).distance).toBeGreaterThan(385);
    expect(hitOf(cast(-11)).distance).toBeLessThan(401);
    expect(hitOf(cast(-11)).ground.basis).toBe('measured');
  });

  it('passes over it, and falls short of it', () => {
    expect(hitOf(cast(-4)).distance).toBeCloseTo(100 / tan(4), -1);
    expect(hitOf(cast(-45)).distance).toBeCloseTo(100, 0);
    expect(hitOf(cast(-90)).range).toBeCloseTo(100, 0);
  });

  it('says that the ground is unknown when it leaves the model', () => {
    expect(cast(-2)).toEqual({ hit: false, reason: 'unknown_ground' });
  });
});

describe('footprint', () => {
  const areaOf = (ring: readonly { longitude: number; latitude: number }[]) => surfaceArea(polygonOf(ring));

  it('is the rectangle that width and height of the picture span, looking straight down', () => {
    const seen = footprint(pose({ yaw: 30 }), lens, level)!;
    expect(seen).toMatchObject({ complete: true, basis: 'assumed' });
    const [wide, high] = [2 * 100 * tan(30), 2 * 100 * tan(20)];
    expect(areaOf(seen.ring) / (wide * high)).toBeCloseTo(1, 4);
    // Its first side, the top of the picture, lies toward the yaw.
    const top = seen.ring[4]!;
    expect(geodesic(position, top).initialAzimuth).toBeCloseTo(30, 3);
    expect(distance(position, top)).toBeCloseTo(100 * tan(20), 2);
  });

  it('is a trapezium ahead of a slanted camera', () => {
    const seen = footprint(pose({ pitch: -45, yaw: 90 }), lens, level)!;
    const away = seen.ring.map((point) => distance(position, point));
    expect(Math.min(...away)).toBeCloseTo(100 * tan(25), 0);
    expect(seen.complete).toBe(true);
    expect(seen.ring.every(({ longitude }) => longitude > position.longitude)).toBe(true);
  });

  it('ends at the reach when the picture shows the horizon, and says so', () => {
    const seen = footprint(pose({ pitch: -5 }), lens, level, 3_000)!;
    const away = seen.ring.map((point) => distance(position, point));
    expect(seen.complete).toBe(false);
    expect(Math.max(...away)).toBeCloseTo(3_000, 1);
    expect(Math.min(...away)).toBeCloseTo(100 / tan(25), 0);
    // Every border point lies ahead, within half the field of view of the lower corners.
    for (const point of seen.ring) {
      const azimuth = geodesic(position, point).initialAzimuth;
      expect(Math.min(azimuth, 360 - azimuth)).toBeLessThan(35);
    }
  });

  it('is nothing for a camera that looks up', () => {
    expect(footprint(pose({ pitch: 25 }), lens, level)).toBeUndefined();
  });

  it('holds the ground point of every place of the picture, for any pose', () => {
    const angle = fc.record({
      yaw: fc.double({ min: 0, max: 359, noNaN: true }),
      pitch: fc.double({ min: -90, max: -40, noNaN: true }),
      roll: fc.double({ min: -10, max: 10, noNaN: true }),
    });
    const inside = fc.double({ min: 0.02, max: 0.98, noNaN: true });
    fc.assert(
      fc.property(angle, fc.record({ x: inside, y: inside }), (angles, at) => {
        const whole = footprint(pose(angles), lens, level)!;
        const seen = hitOf(castRay(pose(angles), lineOfSight(pose(angles), lens, at), level));
        expect(whole.complete).toBe(true);
        expect(new PointIndex([seen.point]).within(polygonOf(whole.ring))).toHaveLength(1);
      }),
    );
  });
});

describe('groundPoint', () => {
  const errors: PoseErrors = { position: 1, height: 2, yaw: 1.5, pitch: 0.7, roll: 0.5 };
  const measured = new ElevationGrid({
    title: { zh: '平地', en: 'plain' },
    epsg: 4326,
    west: 110.2,
    north: 21.7,
    stepX: 0.05,
    stepY: 0.05,
    columns: 4,
    rows: 4,
    values: new Float32Array(16).fill(20),
    vertical: 'sea',
    accuracy: 1.5,
  });
  const at = { x: 0.8, y: 0.3 };

  it('states a radius that holds the true place 95 times of 100', () => {
    const slanted = pose({ pitch: -40, yaw: 70 });
    const seen = groundPoint(slanted, lens, at, measured, errors);
    if (!seen.hit) throw new Error(seen.reason);
    // A camera that is off by chance, again and again: a fixed generator, so that the count is always the same.
    const normal = normalNumbers(7);
    const trials = 4_000;
    let within = 0;
    for (let trial = 0; trial < trials; trial++) {
      const moved = destination(destination(position, 90, normal() * errors.position), 0, normal() * errors.position);
      const wrong: CameraPose = {
        position: moved,
        height: seaHeight(slanted.height + normal() * errors.height),
        yaw: slanted.yaw + normal() * errors.yaw,
        pitch: slanted.pitch + normal() * errors.pitch,
        roll: slanted.roll + normal() * errors.roll,
      };
      const ground = new FlatElevation(seaHeight(20 + normal() * 1.5));
      const place = hitOf(castRay(wrong, lineOfSight(wrong, lens, at), ground)).point;
      if (distance(place, seen.point) <= seen.errorRadius!) within++;
    }
    expect(within / trials).toBeGreaterThan(0.935);
    expect(within / trials).toBeLessThan(0.965);
  });

  it('is a few metres below the aircraft and grows toward the horizon', () => {
    const radius = (pitch: number) => {
      const seen = groundPoint(pose({ pitch }), lens, middle, measured, errors);
      return seen.hit ? seen.errorRadius! : Number.NaN;
    };
    const radii = [-90, -60, -45, -30, -20].map(radius);
    expect(radii).toEqual(radii.toSorted((one, other) => one - other));
    // Straight down: 1 m of position and 0.7° and 0.5° at 100 m, at 95 % of a nearly round spread.
    expect(radii[0]).toBeGreaterThan(3);
    expect(radii[0]).toBeLessThan(5);
  });

  it('counts ground that nobody measured as uncertain, and says when sight is too flat to tell', () => {
    const slanted = pose({ pitch: -40 });
    const [known, unknown] = [measured, level].map((ground) => groundPoint(slanted, lens, middle, ground, errors));
    if (!known?.hit || !unknown?.hit) throw new Error('both look at the ground');
    expect(unknown.errorRadius!).toBeGreaterThan(3 * known.errorRadius!);
    const nearHorizon = groundPoint(pose({ pitch: -0.325 }), lens, middle, level, errors, 1e9);
    expect(nearHorizon).toMatchObject({ hit: true, errorRadius: null });
    expect(groundPoint(pose({ pitch: 10 }), lens, middle, level, errors)).toEqual({ hit: false, reason: 'sky' });
  });
});

/** Normal numbers by Box and Muller from a linear congruential generator (Numerical Recipes). */
function normalNumbers(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
