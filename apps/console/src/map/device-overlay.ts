import { COLORS, FONT_STACK } from '../theme/tokens.js';
import { CLUSTER_HALF, ClusterSprites, drawWarning } from './cluster-sprites.js';
import { Glide } from './glide.js';
import { LabelRoom } from './label-room.js';
import type { View } from './mercator.js';
import type { Scene, SceneCluster, SceneDevice } from './scene.js';
import { SPRITE_HALF, Sprites } from './sprites.js';

export type Hit = { type: 'device'; device: SceneDevice } | { type: 'cluster'; cluster: SceneCluster };

/** From here on every device carries its name, where there is room. */
const NAMES_FROM_ZOOM = 11.2;
const HIT_PIXELS = 16;

/**
 * Draws devices on a canvas over the map. The map itself is painted again only when it moves; two thousand symbols
 * that move four times a second cost one pass over this canvas and nothing else.
 */
export class DeviceOverlay {
  readonly canvas = document.createElement('canvas');
  readonly #context = this.canvas.getContext('2d')!;
  readonly #sprites: Sprites;
  readonly #clusters: ClusterSprites;
  readonly #glide = new Glide();
  readonly #pixelRatio = Math.min(window.devicePixelRatio || 1, 2);
  #scene: Scene = { singles: [], clusters: [] };
  #selected: string | null = null;
  #hovered: string | null = null;
  #drawn: { x: number; y: number; hit: Hit }[] = [];

  constructor() {
    this.canvas.className = 'map-overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.#sprites = new Sprites(this.#pixelRatio);
    this.#clusters = new ClusterSprites(this.#pixelRatio);
  }

  resize(width: number, height: number): void {
    this.canvas.width = Math.round(width * this.#pixelRatio);
    this.canvas.height = Math.round(height * this.#pixelRatio);
  }

  show(scene: Scene, selected: string | null): void {
    this.#scene = scene;
    this.#selected = selected;
    this.#glide.aim(scene.singles, scene.clusters.length);
  }

  hover(sn: string | null): boolean {
    if (sn === this.#hovered) return false;
    this.#hovered = sn;
    return true;
  }

  /** How many devices and groups were drawn last, for measurements. */
  get drawnCount(): number {
    return this.#drawn.length;
  }

  /** CSS pixels of a device as drawn last; null when it is not on the screen by itself. */
  positionOf(sn: string): { x: number; y: number } | null {
    const found = this.#drawn.find(({ hit }) => hit.type === 'device' && hit.device.sn === sn);
    return found ? { x: found.x, y: found.y } : null;
  }

  /** Draws everything; true while something still glides and another frame is wanted. */
  draw(view: View, now: number): boolean {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.scale(this.#pixelRatio, this.#pixelRatio);
    this.#drawn = [];
    const labels = new LabelRoom();
    const namesShown = view.zoom >= NAMES_FROM_ZOOM;
    for (const cluster of this.#scene.clusters) this.#drawCluster(cluster, view, labels);
    const named: { device: SceneDevice; x: number; y: number }[] = [];
    for (const device of this.#scene.singles) {
      const place = this.#glide.placeOf(device, now);
      const x = place.x * view.worldSize - view.left;
      const y = place.y * view.worldSize - view.top;
      if (outside(x, y, view)) continue;
      this.#drawDevice(device, x, y);
      this.#drawn.push({ x, y, hit: { type: 'device', device } });
      if (namesShown) labels.take(x - 12, y - 12, 24, 24);
      if (device.sn === this.#selected || device.sn === this.#hovered || namesShown) {
        named.push({ device, x, y });
      }
    }
    named.sort((one, other) => Number(this.#isMarked(other.device)) - Number(this.#isMarked(one.device)));
    for (const { device, x, y } of named) this.#drawName(device, x, y, labels);
    return this.#glide.moving(now);
  }

  hit(x: number, y: number): Hit | null {
    let best: Hit | null = null;
    let nearest = HIT_PIXELS;
    for (const drawn of this.#drawn) {
      const distance = Math.hypot(drawn.x - x, drawn.y - y);
      if (distance > nearest) continue;
      nearest = distance;
      best = drawn.hit;
    }
    return best;
  }

  #isMarked(device: SceneDevice): boolean {
    return device.sn === this.#selected || device.sn === this.#hovered;
  }

  #drawDevice(device: SceneDevice, x: number, y: number): void {
    const context = this.#context;
    if (device.sn === this.#selected) ring(context, x, y, 17, COLORS.accent, 2.5);
    else if (device.sn === this.#hovered) ring(context, x, y, 16, COLORS.inkFaint, 1.5);
    const left = this.#snap(x - SPRITE_HALF);
    const top = this.#snap(y - SPRITE_HALF);
    context.drawImage(this.#sprites.of(device), left, top, SPRITE_HALF * 2, SPRITE_HALF * 2);
    if (device.warning) drawWarning(context, x + 9, y - 9);
  }

  #drawCluster(cluster: SceneCluster, view: View, labels: LabelRoom): void {
    const x = cluster.x * view.worldSize - view.left;
    const y = cluster.y * view.worldSize - view.top;
    if (outside(x, y, view)) return;
    const picture = this.#clusters.of(cluster);
    const left = this.#snap(x - CLUSTER_HALF);
    this.#context.drawImage(picture, left, this.#snap(y - CLUSTER_HALF), CLUSTER_HALF * 2, CLUSTER_HALF * 2);
    this.#drawn.push({ x, y, hit: { type: 'cluster', cluster } });
    labels.take(x - 17, y - 17, 34, 34);
  }

  /** Whole device pixels, where a picture can be copied as it is. */
  #snap(pixels: number): number {
    return Math.round(pixels * this.#pixelRatio) / this.#pixelRatio;
  }

  #drawName(device: SceneDevice, x: number, y: number, labels: LabelRoom): void {
    const context = this.#context;
    context.font = `${this.#isMarked(device) ? '600 ' : ''}12px ${FONT_STACK}`;
    const width = context.measureText(device.name).width;
    const marked = this.#isMarked(device);
    const left = x + (marked ? 22 : 15);
    const free = labels.take(left, y - 8, width, 16);
    if (!free && !marked) return;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3.5;
    context.strokeStyle = 'rgba(255, 255, 255, 0.92)';
    context.strokeText(device.name, left, y);
    context.fillStyle = COLORS.ink;
    context.fillText(device.name, left, y);
  }
}

function ring(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
  width: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
  context.lineWidth = width + 3;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

function outside(x: number, y: number, view: View): boolean {
  return x < -SPRITE_HALF || y < -SPRITE_HALF || x > view.width + SPRITE_HALF || y > view.height + SPRITE_HALF;
}
