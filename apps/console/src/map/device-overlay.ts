import { COLORS, FONT_STACK } from '../theme/tokens.js';
import { HEALTH_COLORS, STATUS, STATUS_ORDER } from '../theme/status.js';
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
  }

  resize(width: number, height: number): void {
    this.canvas.width = Math.round(width * this.#pixelRatio);
    this.canvas.height = Math.round(height * this.#pixelRatio);
  }

  show(scene: Scene, selected: string | null): void {
    this.#scene = scene;
    this.#selected = selected;
    this.#glide.aim(scene.singles);
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
    for (const cluster of this.#scene.clusters) this.#drawCluster(cluster, view, labels);
    const named: { device: SceneDevice; x: number; y: number }[] = [];
    for (const device of this.#scene.singles) {
      const place = this.#glide.placeOf(device, now);
      const x = place.x * view.worldSize - view.left;
      const y = place.y * view.worldSize - view.top;
      if (outside(x, y, view)) continue;
      this.#drawDevice(device, x, y);
      this.#drawn.push({ x, y, hit: { type: 'device', device } });
      labels.take(x - 12, y - 12, 24, 24);
      if (device.sn === this.#selected || device.sn === this.#hovered || view.zoom >= NAMES_FROM_ZOOM) {
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
    const picture = this.#sprites.of({ ...device, directed: device.heading !== null });
    if (device.heading === null) {
      context.drawImage(picture, x - SPRITE_HALF, y - SPRITE_HALF, SPRITE_HALF * 2, SPRITE_HALF * 2);
    } else {
      context.save();
      context.translate(x, y);
      context.rotate((device.heading * Math.PI) / 180);
      context.drawImage(picture, -SPRITE_HALF, -SPRITE_HALF, SPRITE_HALF * 2, SPRITE_HALF * 2);
      context.restore();
    }
    if (device.warning) drawWarning(context, x + 9, y - 9);
  }

  #drawCluster(cluster: SceneCluster, view: View, labels: LabelRoom): void {
    const x = cluster.x * view.worldSize - view.left;
    const y = cluster.y * view.worldSize - view.top;
    if (outside(x, y, view)) return;
    const context = this.#context;
    const count = cluster.members.length;
    const radius = count < 10 ? 13 : count < 100 ? 16 : 19;
    context.beginPath();
    context.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
    context.fillStyle = 'rgba(255, 255, 255, 0.95)';
    context.fill();
    let angle = -Math.PI / 2;
    context.lineWidth = 4;
    for (const status of STATUS_ORDER) {
      const share = cluster.members.filter((member) => member.status === status).length / count;
      if (share === 0) continue;
      context.beginPath();
      context.arc(x, y, radius - 1, angle, angle + share * 2 * Math.PI);
      context.strokeStyle = STATUS[status].color;
      context.setLineDash(DASH[STATUS[status].fill]);
      context.stroke();
      angle += share * 2 * Math.PI;
    }
    context.setLineDash([]);
    context.fillStyle = COLORS.ink;
    context.font = `600 12px ${FONT_STACK}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(count), x, y + 0.5);
    const flying = cluster.members.filter((member) => member.airborne).length;
    if (flying > 0) drawFlying(context, x + radius + 4, y + radius * 0.55, flying);
    if (cluster.members.some((member) => member.warning)) drawWarning(context, x + radius * 0.75, y - radius * 0.75);
    this.#drawn.push({ x, y, hit: { type: 'cluster', cluster } });
    labels.take(x - radius, y - radius, radius * 2, radius * 2);
  }

  #drawName(device: SceneDevice, x: number, y: number, labels: LabelRoom): void {
    const context = this.#context;
    context.font = `${this.#isMarked(device) ? '600 ' : ''}12px ${FONT_STACK}`;
    const width = context.measureText(device.name).width;
    const marked = this.#isMarked(device);
    const left = x + 15;
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

const DASH = { solid: [], half: [5, 2], hollow: [1.5, 2], slashed: [2.5, 1.5], dotted: [1, 2.5] };

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

/** How many of a group are in the air: what moves should not vanish in a number. */
function drawFlying(context: CanvasRenderingContext2D, x: number, y: number, count: number): void {
  context.beginPath();
  context.arc(x, y, 8.5, 0, 2 * Math.PI);
  context.fillStyle = '#ffffff';
  context.fill();
  context.beginPath();
  context.arc(x, y, 7.5, 0, 2 * Math.PI);
  context.fillStyle = STATUS.online.color;
  context.fill();
  context.fillStyle = '#ffffff';
  if (count > 1) {
    context.font = `600 10px ${FONT_STACK}`;
    context.fillText(count > 99 ? '99' : String(count), x, y + 0.5);
    return;
  }
  context.beginPath();
  context.moveTo(x, y - 4.5);
  context.lineTo(x + 3.6, y + 4);
  context.lineTo(x, y + 2.2);
  context.lineTo(x - 3.6, y + 4);
  context.fill();
}

function drawWarning(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x, y - 6);
  context.lineTo(x + 6, y + 5);
  context.lineTo(x - 6, y + 5);
  context.closePath();
  context.fillStyle = HEALTH_COLORS.warning;
  context.strokeStyle = '#ffffff';
  context.lineJoin = 'round';
  context.lineWidth = 1.6;
  context.stroke();
  context.fill();
  context.fillStyle = '#ffffff';
  context.fillRect(x - 0.8, y - 2.2, 1.6, 3.8);
  context.fillRect(x - 0.8, y + 2.4, 1.6, 1.5);
}

function outside(x: number, y: number, view: View): boolean {
  return x < -SPRITE_HALF || y < -SPRITE_HALF || x > view.width + SPRITE_HALF || y > view.height + SPRITE_HALF;
}
