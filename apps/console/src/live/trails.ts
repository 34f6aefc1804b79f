import type { DeviceSample, DeviceView, TrackPoint } from '#contracts';

/** One place on a trail, WGS84 degrees; `t` is our receive time in milliseconds since 1970. */
export interface TrailPoint {
  longitude: number;
  latitude: number;
  t: number;
}

/** How much of the past a trail shows. */
export const TRAIL_MS = 5 * 60_000;
/** A longer silence than this is a gap: nothing is drawn across it, because nobody knows what happened there. */
export const TRAIL_GAP_MS = 20_000;
const MAX_POINTS = 200;
/** About one metre; a resting device must not fill its trail with noise. */
const MIN_STEP_DEGREES = 0.00001;

/** The way each aircraft has come in the last minutes: from live samples, and from the history when it is asked for. */
export class Trails {
  readonly #points = new Map<string, TrailPoint[]>();

  add(device: DeviceView, sample: DeviceSample): void {
    if (device.kind !== 'aircraft' || sample.longitude === null || sample.latitude === null) return;
    const t = Date.parse(sample.at);
    const points = this.#points.get(sample.sn) ?? [];
    this.#points.set(sample.sn, points);
    const last = points.at(-1);
    if (last && (t <= last.t || near(last, sample.longitude, sample.latitude))) return;
    points.push({ longitude: sample.longitude, latitude: sample.latitude, t });
    while (points.length > MAX_POINTS || (points[0] && points[0].t < t - TRAIL_MS)) points.shift();
  }

  /** Puts the recorded past in front of what was seen live. */
  prepend(sn: string, track: readonly TrackPoint[]): void {
    const live = this.#points.get(sn) ?? [];
    const firstLive = live[0]?.t ?? Infinity;
    const past = track.flatMap((point) => {
      const t = Date.parse(point.at);
      if (point.longitude === null || point.latitude === null || t >= firstLive) return [];
      return [{ longitude: point.longitude, latitude: point.latitude, t }];
    });
    this.#points.set(sn, [...past, ...live].slice(-MAX_POINTS));
  }

  of(sn: string): readonly TrailPoint[] {
    return this.#points.get(sn) ?? [];
  }

  clear(): void {
    this.#points.clear();
  }
}

function near(last: TrailPoint, longitude: number, latitude: number): boolean {
  return (
    Math.abs(last.longitude - longitude) < MIN_STEP_DEGREES && Math.abs(last.latitude - latitude) < MIN_STEP_DEGREES
  );
}
