import type { RouteFinding } from '#routes';
import { COLORS } from '../theme/tokens.js';
import type { Pixel } from './route-scene.js';

/** The inks of a route on the map. */
export const INK = {
  line: COLORS.accent,
  otherLeg: '#5f8b9a',
  casing: 'rgba(255, 255, 255, 0.92)',
  chosen: '#16232c',
  sketch: '#6b3fa0',
  other: '#7a6a1f',
  error: '#b3202c',
  warning: '#955300',
} as const;

/** How findings are drawn. */
export const MARK: Readonly<Record<RouteFinding['severity'], string>> = {
  error: INK.error,
  warning: INK.warning,
  info: INK.line,
};
/** A line through places, dashed where `dash` says. */
export function stroke(
  context: CanvasRenderingContext2D,
  places: readonly Pixel[],
  colour: string,
  width: number,
  dash: number[] = [],
): void {
  if (places.length < 2) return;
  context.beginPath();
  for (const [index, { x, y }] of places.entries()) {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

/** The direction of flight, at three quarters of a segment that is long enough. */
export function arrow(context: CanvasRenderingContext2D, from: Pixel, to: Pixel, colour: string): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 56) return;
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  context.save();
  context.translate(from.x + 0.74 * (to.x - from.x), from.y + 0.74 * (to.y - from.y));
  context.rotate(angle);
  context.beginPath();
  context.moveTo(-5, -5);
  context.lineTo(4, 0);
  context.lineTo(-5, 5);
  context.closePath();
  context.fillStyle = colour;
  context.strokeStyle = INK.casing;
  context.lineWidth = 2;
  context.stroke();
  context.fill();
  context.restore();
}

/** A ring for a warning, a triangle for an error: told apart without colour. */
export function warningRing(
  context: CanvasRenderingContext2D,
  { x, y }: Pixel,
  radius: number,
  severity: RouteFinding['severity'],
): void {
  context.beginPath();
  if (severity === 'error') {
    const reach = radius + 6;
    for (const [at, turn] of [-90, 30, 150].entries()) {
      const angle = (turn * Math.PI) / 180;
      const corner = { x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle) };
      if (at === 0) context.moveTo(corner.x, corner.y);
      else context.lineTo(corner.x, corner.y);
    }
    context.closePath();
  } else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = severity === 'error' ? 'rgba(179, 32, 44, 0.16)' : 'rgba(149, 83, 0, 0.14)';
  context.fill();
  context.strokeStyle = INK.casing;
  context.lineWidth = 4;
  context.stroke();
  context.strokeStyle = MARK[severity];
  context.lineWidth = 2;
  context.stroke();
}

/** A word beside a place, on a plate of its own. */
export function label(context: CanvasRenderingContext2D, { x, y }: Pixel, text: string, colour: string): void {
  context.font = '600 12px system-ui, sans-serif';
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const width = context.measureText(text).width;
  context.fillStyle = 'rgba(255, 255, 255, 0.94)';
  context.beginPath();
  context.roundRect(x + 17, y - 10, width + 10, 20, 3);
  context.fill();
  context.fillStyle = colour;
  context.fillText(text, x + 22, y + 0.5);
}

/** Cross hairs: a place of the profile or of a finding. */
export function spot(context: CanvasRenderingContext2D, { x, y }: Pixel): void {
  for (const [width, colour] of [
    [6, '#ffffff'],
    [2.4, COLORS.ink],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 8, 0, 2 * Math.PI);
    context.moveTo(x - 14, y);
    context.lineTo(x - 8, y);
    context.moveTo(x + 8, y);
    context.lineTo(x + 14, y);
    context.moveTo(x, y - 14);
    context.lineTo(x, y - 8);
    context.moveTo(x, y + 8);
    context.lineTo(x, y + 14);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}
