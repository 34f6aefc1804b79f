import type { TrackPoint } from '#contracts';
import { TRAIL_GAP_MS, TRAIL_MS, type TrailPoint } from '../live/trails.js';
import { COLORS } from '../theme/tokens.js';
import { STATUS } from '../theme/status.js';
import type { Shift } from './datum.js';
import { mercatorX, mercatorY, type View } from './mercator.js';

/** A recorded track on the map, with the moment that the time slider points at. */
export interface ShownTrack {
  points: readonly TrackPoint[];
  at: number;
}

/** A longer silence than this breaks the line of a recorded track. */
const TRACK_GAP_MS = 60_000;
const AGE_STEPS = 5;

/** Draws where aircraft came from in the last minutes and, for a chosen device, its recorded track, below the symbols. */
export class TrailOverlay {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d')!;
  readonly #pixelRatio = Math.min(window.devicePixelRatio || 1, 2);
  #dirty = false;

  constructor(private readonly shift: Shift) {
    this.canvas.className = 'map-overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  resize(width: number, height: number): void {
    this.canvas.width = Math.round(width * this.#pixelRatio);
    this.canvas.height = Math.round(height * this.#pixelRatio);
  }

  draw(view: View, trails: readonly (readonly TrailPoint[])[], track: ShownTrack | null, nowMs: number): void {
    if (trails.length === 0 && !track && !this.#dirty) return;
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.scale(this.#pixelRatio, this.#pixelRatio);
    context.lineJoin = 'round';
    context.lineCap = 'round';
    for (const trail of trails) this.#drawTrail(trail, view, nowMs);
    if (track) this.#drawTrack(track, view);
    this.#dirty = trails.length > 0 || track !== null;
  }

  #drawTrail(trail: readonly TrailPoint[], view: View, nowMs: number): void {
    const context = this.#context;
    context.strokeStyle = STATUS.online.color;
    context.lineWidth = 2.2;
    for (let step = 0; step < AGE_STEPS; step += 1) {
      const newest = nowMs - (step * TRAIL_MS) / AGE_STEPS;
      const oldest = nowMs - ((step + 1) * TRAIL_MS) / AGE_STEPS;
      context.globalAlpha = 0.75 * (1 - step / AGE_STEPS);
      context.beginPath();
      let before: TrailPoint | null = null;
      for (const point of trail) {
        if (before && before.t >= oldest && before.t < newest && point.t - before.t <= TRAIL_GAP_MS) {
          const from = this.#project(before.longitude, before.latitude, view);
          const to = this.#project(point.longitude, point.latitude, view);
          context.moveTo(from.x, from.y);
          context.lineTo(to.x, to.y);
        }
        before = point;
      }
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #drawTrack({ points, at }: ShownTrack, view: View): void {
    const context = this.#context;
    const path = new Path2D();
    let beforeMs = -Infinity;
    for (const point of points) {
      if (point.longitude === null || point.latitude === null) continue;
      const { x, y } = this.#project(point.longitude, point.latitude, view);
      const t = Date.parse(point.at);
      if (t - beforeMs > TRACK_GAP_MS) path.moveTo(x, y);
      else path.lineTo(x, y);
      beforeMs = t;
    }
    context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
    context.lineWidth = 5;
    context.stroke(path);
    context.strokeStyle = COLORS.accent;
    context.lineWidth = 2.4;
    context.stroke(path);
    const now = points[at];
    if (!now || now.longitude === null || now.latitude === null) return;
    const { x, y } = this.#project(now.longitude, now.latitude, view);
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.fillStyle = '#ffffff';
    context.fill();
    context.lineWidth = 3;
    context.stroke();
    if (now.heading === null) return;
    const angle = ((now.heading - 90) * Math.PI) / 180;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 16 * Math.cos(angle), y + 16 * Math.sin(angle));
    context.stroke();
  }

  #project(longitude: number, latitude: number, view: View): { x: number; y: number } {
    const [shiftedLongitude, shiftedLatitude] = this.shift([longitude, latitude]);
    return {
      x: mercatorX(shiftedLongitude) * view.worldSize - view.left,
      y: mercatorY(shiftedLatitude) * view.worldSize - view.top,
    };
  }
}
