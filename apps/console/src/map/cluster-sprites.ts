import { COLORS, FONT_STACK } from '../theme/tokens.js';
import { HEALTH_COLORS, STATUS, STATUS_ORDER } from '../theme/status.js';
import type { SceneCluster } from './scene.js';

/** Half the edge of a group's picture, CSS pixels. */
export const CLUSTER_HALF = 32;
/** Pictures kept; the rarest combinations are simply drawn again. */
const MOST_KEPT = 600;
const DASH = { solid: [], half: [5, 2], hollow: [1.5, 2], slashed: [2.5, 1.5], dotted: [1, 2.5] };

/** Pictures of groups: how many devices, a ring with the share of each status, how many fly, whether one warns. */
export class ClusterSprites {
  readonly #pictures = new Map<string, HTMLCanvasElement>();

  constructor(private readonly pixelRatio: number) {}

  of(cluster: SceneCluster): HTMLCanvasElement {
    const shares = STATUS_ORDER.map((status) => cluster.counts[status] ?? 0).join(' ');
    const key = `${shares} ${cluster.flying} ${cluster.warning}`;
    let picture = this.#pictures.get(key);
    if (!picture) {
      if (this.#pictures.size >= MOST_KEPT) this.#pictures.clear();
      picture = draw(cluster, this.pixelRatio);
      this.#pictures.set(key, picture);
    }
    return picture;
  }
}

function draw(cluster: SceneCluster, pixelRatio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = CLUSTER_HALF * 2 * pixelRatio;
  canvas.height = CLUSTER_HALF * 2 * pixelRatio;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(pixelRatio, pixelRatio);
  context.translate(CLUSTER_HALF, CLUSTER_HALF);
  const count = cluster.members.length;
  const radius = count < 10 ? 13 : count < 100 ? 16 : 19;
  context.beginPath();
  context.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
  context.fillStyle = 'rgba(255, 255, 255, 0.95)';
  context.fill();
  drawShares(context, cluster, radius);
  context.fillStyle = COLORS.ink;
  context.font = `600 12px ${FONT_STACK}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(count), 0, 0.5);
  if (cluster.flying > 0) drawFlying(context, radius + 4, radius * 0.55, cluster.flying);
  if (cluster.warning) drawWarning(context, radius * 0.75, -radius * 0.75);
  return canvas;
}

function drawShares(context: CanvasRenderingContext2D, cluster: SceneCluster, radius: number): void {
  let angle = -Math.PI / 2;
  context.lineWidth = 4;
  for (const status of STATUS_ORDER) {
    const share = (cluster.counts[status] ?? 0) / cluster.members.length;
    if (share === 0) continue;
    context.beginPath();
    context.arc(0, 0, radius - 1, angle, angle + share * 2 * Math.PI);
    context.strokeStyle = STATUS[status].color;
    context.setLineDash(DASH[STATUS[status].fill]);
    context.stroke();
    angle += share * 2 * Math.PI;
  }
  context.setLineDash([]);
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

/** A red triangle with a mark of exclamation. */
export function drawWarning(context: CanvasRenderingContext2D, x: number, y: number): void {
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
