import {
  castRay,
  findCameraModel,
  lensOf,
  lensOfDiagonal,
  LocalFrame,
  radians,
  zoomed,
  type Direction,
  type GeoPoint,
  type Lens as Optics,
  type SeaHeight,
} from '#geo';
import { heightOf, type Leg, type Route } from '#wayline';
import { walkCamera, type Look } from './camera.walk.js';
import { type FlightContext } from './flight.context.js';
import { FlightHeights } from './flight.heights.js';

/** Something that routes are to see: a feature point, the place of a village. */
export interface CoverageTarget extends GeoPoint {
  code: string;
}

/** That a route sees a target. */
export interface Sighting {
  code: string;
  /** Waypoints from 1, counted through all legs; the way to the next waypoint counts for the one before it. */
  waypoints: number[];
  /** Metres in a straight line from the camera at the nearest of them. */
  nearestMetres: number;
  /** The best of: on a photo, in a video, in the live picture of a camera whose direction the route sets. */
  by: 'photo' | 'video' | 'live';
}

/**
 * Metres in a straight line beyond which a target does not count as seen: there a pixel of the wide lens shows half a
 * metre and more, enough for a roof and not for what a patrol looks for.
 */
export const SIGHT_REACH = 1500;

/** Metres between the looks along a way that is filmed or photographed. */
const STEP = 60;
const MOST_STEPS = 400;
/** Metres by which ground that hides a target must lie before it: terrain models are no better. */
const HIDDEN_BEFORE = 30;

/**
 * Which targets a route sees: those whose place lies inside a picture and within `reach`, and is not hidden by measured
 * terrain. Pictures are the photos and panoramas at waypoints, photos and video on the way, and the live picture at a
 * waypoint where the route says how the gimbal stands. A target is a point on the ground; a village counts as seen when
 * its point is. Legs without heights see nothing. Without a dock the route's planned take-off, or its first waypoint,
 * gives the level.
 */
export function coverageOf(
  route: Route,
  context: Pick<FlightContext, 'dock' | 'terrain'>,
  targets: readonly CoverageTarget[],
  reach = SIGHT_REACH,
): Sighting[] {
  const first = route.legs.flatMap(({ waypoints }) => waypoints)[0];
  const home = context.dock?.place ?? route.mission.plannedTakeOff ?? first;
  if (!first || !home) return [];
  const view = new View(route, context, home, targets, reach);
  let before = 0;
  for (const leg of route.legs) {
    view.follow(leg, before);
    before += leg.waypoints.length;
  }
  return view.sightings();
}

interface Standpoint {
  x: number;
  y: number;
  place: GeoPoint;
  sea: SeaHeight;
}

interface Seen {
  code: string;
  best: Map<number, number>;
  by: Sighting['by'];
}

const RANK: readonly Sighting['by'][] = ['live', 'video', 'photo'];

/** Collects what is seen from the standpoints of a flight. */
class View {
  private readonly frame: LocalFrame;
  private readonly heights: FlightHeights;
  private readonly optics: (look: Look) => Optics;
  private readonly targets: { code: string; place: GeoPoint; x: number; y: number; ground: number }[];
  private readonly seen = new Map<string, Seen>();

  constructor(
    route: Route,
    private readonly context: Pick<FlightContext, 'dock' | 'terrain'>,
    home: GeoPoint,
    targets: readonly CoverageTarget[],
    private readonly reach: number,
  ) {
    this.frame = new LocalFrame(home);
    this.heights = new FlightHeights(context.terrain, home);
    this.optics = opticsOf(context.dock?.aircraftModelKey ?? route.mission.aircraft?.modelKey);
    const near = nearRoute(route, reach);
    this.targets = targets.filter(near).map((target) => ({
      code: target.code,
      place: target,
      ...this.frame.toPlane(target),
      ground: this.heights.groundAt(target).height,
    }));
  }

  /** `before`: waypoints of the legs before this one. */
  follow(leg: Leg, before: number): void {
    if (this.targets.length === 0) return;
    const stands = leg.waypoints.map((waypoint) => this.standAt(leg, waypoint));
    for (const [at, looks] of walkCamera(leg).entries()) {
      const [stand, next] = [stands[at], stands[at + 1]];
      if (!stand) continue;
      const number = before + at + 1;
      for (const { look, kind } of looks.shots) this.from(stand, look, number, 'photo', kind === 'panorama');
      if (looks.shots.length === 0) this.from(stand, looks.atRest, number, 'live', false);
      if (looks.onTheWay && next) {
        const by = looks.onTheWay === 'video' ? 'video' : 'photo';
        this.along(stand, next, looks.onward, looks.turnsTo, number, by);
      }
    }
  }

  sightings(): Sighting[] {
    return [...this.seen.values()].map(({ code, best, by }) => ({
      code,
      waypoints: [...best.keys()].toSorted((one, other) => one - other),
      nearestMetres: Math.round(Math.min(...best.values())),
      by,
    }));
  }

  private standAt(leg: Leg, waypoint: Leg['waypoints'][number]): Standpoint | undefined {
    const height = heightOf(leg, waypoint);
    const above = height && this.heights.aboveTakeOff(height, waypoint);
    if (above === undefined) return undefined;
    return { ...this.frame.toPlane(waypoint), place: waypoint, sea: this.heights.aboveSea(above) };
  }

  private along(
    from: Standpoint,
    to: Standpoint,
    look: Look,
    turnsTo: number | null,
    number: number,
    by: Sighting['by'],
  ): void {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(length / STEP)));
    const turn = turnsTo === null ? 0 : ((turnsTo - look.yaw + 540) % 360) - 180;
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      const mix = (one: number, other: number) => one + (other - one) * share;
      const place = {
        longitude: mix(from.place.longitude, to.place.longitude),
        latitude: mix(from.place.latitude, to.place.latitude),
      };
      const stand = { x: mix(from.x, to.x), y: mix(from.y, to.y), place, sea: mix(from.sea, to.sea) as SeaHeight };
      this.from(stand, { ...look, yaw: look.yaw + turn * share }, number, by, false);
    }
  }

  private from(stand: Standpoint, look: Look, number: number, by: Sighting['by'], everywhere: boolean): void {
    const { pitch } = look;
    if (pitch === null && !everywhere) return;
    const picture = everywhere ? undefined : pictureOf({ ...look, pitch: pitch! }, this.optics(look));
    for (const target of this.targets) {
      const way = { east: target.x - stand.x, north: target.y - stand.y, up: target.ground - stand.sea };
      const range = Math.hypot(way.east, way.north, way.up);
      if (range > this.reach || (picture && !picture(way))) continue;
      const known = this.seen.get(target.code);
      const better = known === undefined || RANK.indexOf(by) > RANK.indexOf(known.by);
      const nearer = range < (known?.best.get(number) ?? Infinity);
      if ((!better && !nearer) || this.isHidden(stand, way, range)) continue;
      const entry = known ?? { code: target.code, best: new Map<number, number>(), by };
      if (better) entry.by = by;
      if (nearer) entry.best.set(number, range);
      this.seen.set(target.code, entry);
    }
  }

  private isHidden({ place, sea }: Standpoint, way: Direction, range: number): boolean {
    const { terrain } = this.context;
    if (terrain.spacing === null) return false;
    const sight = { east: way.east / range, north: way.north / range, up: way.up / range };
    const hit = castRay({ position: place, height: sea }, sight, terrain, range);
    return hit.hit && hit.range < range - Math.max(HIDDEN_BEFORE, 2 * terrain.spacing);
  }
}

/** Whether something that far off may be seen at all: a box around the route, widened by the reach. */
function nearRoute(route: Route, reach: number): (target: GeoPoint) => boolean {
  const points = route.legs.flatMap(({ waypoints }) => waypoints);
  const [longitudes, latitudes] = [points.map(({ longitude }) => longitude), points.map(({ latitude }) => latitude)];
  const bounds = (values: readonly number[]) =>
    values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
      Infinity,
      -Infinity,
    ] as readonly [number, number]);
  const [[west, east], [south, north]] = [bounds(longitudes), bounds(latitudes)];
  const tall = (reach * 1.01) / 110_574;
  const wide = tall / Math.max(0.01, Math.cos(radians(Math.max(Math.abs(south), Math.abs(north)))));
  return ({ longitude, latitude }) =>
    longitude >= west - wide && longitude <= east + wide && latitude >= south - tall && latitude <= north + tall;
}

/** Stands in for a camera nobody knows: the wide lens that all dock aircraft have. */
const USUAL: Optics = lensOfDiagonal(84, 4 / 3);

/** What a look takes in, by the aircraft's lenses. A zoom camera shows what the wide lens would at its zoom. */
function opticsOf(aircraft: string | null | undefined): (look: Look) => Optics {
  const model = aircraft ? findCameraModel(aircraft) : undefined;
  const wide = model?.lenses.find(({ kind }) => kind === 'wide');
  const thermal = model?.lenses.find(({ kind }) => kind === 'thermal');
  const [widest, heat] = [wide ? lensOf(wide) : USUAL, thermal ? lensOf(thermal) : USUAL];
  return ({ zoom, lens }) => {
    if (lens === 'infrared') return heat;
    return lens === 'wide' || zoom === 1 ? widest : zoomed(widest, zoom);
  };
}

/**
 * Whether a direction lies inside a picture: the inverse of `lineOfSight` of #geo for a level camera, a pinhole without
 * distortion.
 */
export function pictureOf(look: { yaw: number; pitch: number }, optics: Optics): (way: Direction) => boolean {
  const [sinYaw, cosYaw] = [Math.sin(radians(look.yaw)), Math.cos(radians(look.yaw))];
  const [sinPitch, cosPitch] = [Math.sin(radians(look.pitch)), Math.cos(radians(look.pitch))];
  const widest = Math.tan(radians(optics.horizontal) / 2);
  const highest = Math.tan(radians(optics.vertical) / 2);
  return ({ east, north, up }) => {
    const ahead = east * sinYaw + north * cosYaw;
    const depth = ahead * cosPitch + up * sinPitch;
    if (!(depth > 0)) return false;
    const across = east * cosYaw - north * sinYaw;
    const down = ahead * sinPitch - up * cosPitch;
    return Math.abs(across) <= widest * depth && Math.abs(down) <= highest * depth;
  };
}
