import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackPoint } from '#contracts';
import { COLORS } from '../theme/tokens.js';

const WIDTH = 360;
const HEIGHT = 64;
/** A silence longer than this is a gap in the profile. */
const GAP_MS = 60_000;

/** Height over time, above take-off where the device told it, else above the ellipsoid; the two are never mixed. */
export function TrackProfile({
  points,
  times,
  at,
}: {
  points: readonly TrackPoint[];
  times: readonly number[];
  at: number;
}) {
  const { t } = useTranslation();
  const above = points.some((point) => point.heightAboveTakeoff !== null) ? 'heightAboveTakeoff' : 'heightEllipsoid';
  const drawn = useMemo(() => profileOf(points, times, above), [points, times, above]);
  const start = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - start);
  const x = (((times[at] ?? start) - start) / span) * WIDTH;
  if (!drawn) return null;
  return (
    <figure className="profile">
      <figcaption className="faint number">
        {t(`device/${above}`)} {drawn.least.toFixed(0)}–{drawn.most.toFixed(0)} m
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={drawn.path} fill="none" stroke={COLORS.accent} strokeWidth="1.6" vectorEffect="non-scaling-stroke" />
        <path d={`M${x} 0V${HEIGHT}`} stroke={COLORS.ink} strokeWidth="1.2" vectorEffect="non-scaling-stroke" />
      </svg>
    </figure>
  );
}

function profileOf(
  points: readonly TrackPoint[],
  times: readonly number[],
  above: 'heightAboveTakeoff' | 'heightEllipsoid',
): { path: string; least: number; most: number } | null {
  const heights = points.flatMap((point) => (point[above] === null ? [] : [point[above]]));
  if (heights.length < 2) return null;
  const least = heights.reduce((one, other) => Math.min(one, other));
  const most = heights.reduce((one, other) => Math.max(one, other));
  const range = Math.max(1, most - least);
  const start = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - start);
  let path = '';
  let before = -Infinity;
  for (const [index, point] of points.entries()) {
    const height = point[above];
    const time = times[index] ?? 0;
    if (height === null) continue;
    const x = ((time - start) / span) * WIDTH;
    const y = HEIGHT - 4 - ((height - least) / range) * (HEIGHT - 8);
    path += `${time - before > GAP_MS ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = time;
  }
  return { path, least, most };
}
