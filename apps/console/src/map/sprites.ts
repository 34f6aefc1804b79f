import { STATUS, type DisplayStatus } from '../theme/status.js';
import type { Docked, SceneDevice } from './scene.js';

/** Half the edge of a symbol's picture, CSS pixels. */
export const SPRITE_HALF = 18;

/** Degrees between two turned pictures; finer than an eye tells on a symbol of this size. */
const HEADING_STEP = 5;

type Look = Pick<SceneDevice, 'kind' | 'status' | 'docked' | 'airborne'> & { directed: boolean };

const SHAPES: Readonly<Record<'dock' | 'aircraft' | 'undirected' | 'remote_controller' | 'other', string>> = {
  /** A house: a dock stands where it is. */
  dock: 'M0-11 10.5-3V9.5H-10.5V-3Z',
  /** An arrow head: its point is the nose. */
  aircraft: 'M0-12 9 10 0 5.6-9 10Z',
  /** Four rotors: an aircraft whose heading is not known. */
  undirected:
    'M-6.5-11a4.5 4.5 0 1 1 4.4 5.4h4.2a4.5 4.5 0 1 1 3.5 3.5v4.2a4.5 4.5 0 1 1-3.5 3.5h-4.2a4.5 4.5 0 1 1-3.5-3.5v-4.2A4.5 4.5 0 0 1-6.5-11Z',
  /** A hand-held pad with two sticks. */
  remote_controller:
    'M-11.5-3.5a3 3 0 0 1 3-3H-7V-11h2v4.5H5V-11h2v4.5h1.5a3 3 0 0 1 3 3V5a3 3 0 0 1-3 3h-17a3 3 0 0 1-3-3Z',
  other: 'M0-10 8.7-5V5L0 10-8.7 5V-5Z',
};

/** The shape of a device by what it is. */
export function shapeOf(kind: SceneDevice['kind'], directed: boolean): string {
  if (kind === 'aircraft') return directed ? SHAPES.aircraft : SHAPES.undirected;
  return SHAPES[kind];
}

/** Pictures of devices, drawn once for each look; the filling tells the status as well as the colour does. */
export class Sprites {
  readonly #pictures = new Map<string, HTMLCanvasElement>();

  constructor(private readonly pixelRatio: number) {}

  /** The picture of a device, turned to its heading in steps: copying upright pixels is what a canvas does fastest. */
  of(device: SceneDevice): HTMLCanvasElement {
    const step = device.heading === null ? -1 : Math.round(device.heading / HEADING_STEP) % (360 / HEADING_STEP);
    const key = `${device.kind} ${device.status} ${device.docked} ${device.airborne} ${step}`;
    let picture = this.#pictures.get(key);
    if (!picture) {
      picture = draw({ ...device, directed: step >= 0 }, Math.max(0, step) * HEADING_STEP, this.pixelRatio);
      this.#pictures.set(key, picture);
    }
    return picture;
  }
}

function draw(look: Look, heading: number, pixelRatio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = SPRITE_HALF * 2 * pixelRatio;
  canvas.height = SPRITE_HALF * 2 * pixelRatio;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(pixelRatio, pixelRatio);
  context.translate(SPRITE_HALF, SPRITE_HALF);
  const scale = look.kind === 'aircraft' ? (look.airborne ? 1.08 : 0.82) : look.kind === 'dock' ? 0.92 : 0.86;
  context.scale(scale, scale);
  context.rotate((heading * Math.PI) / 180);
  drawSymbol(context, new Path2D(shapeOf(look.kind, look.directed)), look.status);
  if (look.kind === 'dock') drawDocked(context, look.docked, look.status);
  if (look.kind === 'remote_controller') drawSticks(context, look.status);
  return canvas;
}

/** The outline with a white edge, filled as the status is. */
export function drawSymbol(context: CanvasRenderingContext2D, shape: Path2D, status: DisplayStatus): void {
  const { color, fill } = STATUS[status];
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = 'rgba(255, 255, 255, 0.92)';
  context.stroke(shape);
  context.fillStyle = fill === 'solid' ? color : '#ffffff';
  context.fill(shape);
  if (fill === 'half' || fill === 'slashed') {
    context.save();
    context.clip(shape);
    context.fillStyle = color;
    context.strokeStyle = color;
    if (fill === 'half') {
      context.fillRect(-SPRITE_HALF, -SPRITE_HALF, SPRITE_HALF, SPRITE_HALF * 2);
    } else {
      context.lineWidth = 3;
      context.beginPath();
      context.moveTo(-12, 12);
      context.lineTo(12, -12);
      context.stroke();
    }
    context.restore();
  }
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.setLineDash(fill === 'dotted' ? [2.5, 2.5] : []);
  context.stroke(shape);
  context.setLineDash([]);
}

/** A dot in the house for an aircraft that is switched on, a ring for one at rest. */
function drawDocked(context: CanvasRenderingContext2D, docked: Docked, status: DisplayStatus): void {
  if (docked === 'none') return;
  const solid = STATUS[status].fill === 'solid';
  context.beginPath();
  context.arc(0, 2, 3.6, 0, 2 * Math.PI);
  context.strokeStyle = solid ? '#ffffff' : STATUS[status].color;
  context.fillStyle = context.strokeStyle;
  context.lineWidth = 1.7;
  if (docked === 'powered') context.fill();
  context.stroke();
}

function drawSticks(context: CanvasRenderingContext2D, status: DisplayStatus): void {
  context.fillStyle = STATUS[status].fill === 'solid' ? '#ffffff' : STATUS[status].color;
  for (const x of [-5.2, 5.2]) {
    context.beginPath();
    context.arc(x, 0.8, 2.3, 0, 2 * Math.PI);
    context.fill();
  }
}
