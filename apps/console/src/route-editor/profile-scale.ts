import type { ProfilePoint } from '#routes';

/** A height profile in the pixels of its chart. Paths are SVG path data. */
export interface ProfileDrawing {
  /** From metres along the flight to pixels. */
  x: (along: number) => number;
  /** From metres above sea to pixels. */
  y: (sea: number) => number;
  ground: string;
  /** The ground down to the edge of the chart, to be filled. */
  groundArea: string;
  flown: string;
  ceiling: string;
  /** Round heights above sea for the axis. */
  heights: number[];
  /** Round distances for the axis, metres. */
  distances: number[];
  least: number;
  most: number;
  assumed: boolean;
}

export interface ChartBox {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Lays a profile out; null for one without length. `ceilingMetres`: what no flight may exceed above ground. */
export function drawProfile(
  profile: readonly ProfilePoint[],
  ceilingMetres: number,
  box: ChartBox,
): ProfileDrawing | null {
  const whole = profile.at(-1)?.along ?? 0;
  if (profile.length < 2 || whole <= 0) return null;
  let low = Infinity;
  let high = -Infinity;
  let least = Infinity;
  let most = -Infinity;
  for (const { flown, ground, above, stretch } of profile) {
    low = Math.min(low, ground, flown);
    high = Math.max(high, flown, ground + ceilingMetres);
    most = Math.max(most, above);
    if (stretch.part === 'leg') least = Math.min(least, above);
  }
  const margin = Math.max(4, (high - low) * 0.06);
  const [bottom, top] = [low - margin, high + margin];
  const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom };
  const x = (along: number) => box.left + (along / whole) * inner.width;
  const y = (sea: number) => box.top + (1 - (sea - bottom) / (top - bottom)) * inner.height;
  const path = (height: (point: ProfilePoint) => number) =>
    profile
      .map((point, at) => `${at === 0 ? 'M' : 'L'}${x(point.along).toFixed(1)} ${y(height(point)).toFixed(1)}`)
      .join('');
  const ground = path((point) => point.ground);
  const floor = (box.height - box.bottom).toFixed(1);
  return {
    x,
    y,
    ground,
    groundArea: `${ground}L${x(whole).toFixed(1)} ${floor}L${x(0).toFixed(1)} ${floor}Z`,
    flown: path((point) => point.flown),
    ceiling: path((point) => point.ground + ceilingMetres),
    heights: roundSteps(bottom, top, Math.max(2, Math.floor(inner.height / 26))),
    distances: roundSteps(0, whole, Math.max(2, Math.floor(inner.width / 110))),
    least: Number.isFinite(least) ? least : most,
    most,
    assumed: profile.some(({ basis }) => basis === 'assumed'),
  };
}

/** Round numbers between two ends, at most so many steps. */
export function roundSteps(from: number, to: number, steps: number): number[] {
  const raw = (to - from) / steps;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => (first + at) * step);
}

/** Number of the profile's point nearest to a distance along the flight; the profile runs forward. */
export function nearestPoint(profile: readonly ProfilePoint[], along: number): number {
  let low = 0;
  let high = profile.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (profile[middle]!.along < along) low = middle;
    else high = middle;
  }
  const before = along - (profile[low]?.along ?? 0);
  const after = (profile[high]?.along ?? 0) - along;
  return after < before ? high : low;
}
