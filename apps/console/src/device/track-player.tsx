import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackPoint } from '#contracts';
import { clockTime } from '../common/age.js';
import { Icon } from '../common/icons.js';
import type { ShownTrack } from '../map/trail-overlay.js';
import { TrackProfile } from './track-profile.js';

const SPEEDS = [1, 10, 60, 300];
const BEAT_MS = 100;
/** Playing jumps over silences longer than this: nothing was recorded there. */
const SKIP_MS = 30_000;

/** A slider over the moments of a track, and a button that walks along it in recorded time. */
export function TrackPlayer({
  points,
  onTrack,
}: {
  points: readonly TrackPoint[];
  onTrack?: (track: ShownTrack | null) => void;
}) {
  const { t } = useTranslation();
  const last = points.length - 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(60);
  const times = useMemo(() => points.map((point) => Date.parse(point.at)), [points]);
  // Untouched, the slider stays at the newest point while the day goes on.
  const at = Math.min(chosen ?? last, last);

  useEffect(() => onTrack?.({ points, at }), [points, at, onTrack]);
  useEffect(() => {
    if (!playing) return;
    let index = at >= last ? 0 : at;
    let clock = times[index] ?? 0;
    const timer = setInterval(() => {
      clock += BEAT_MS * speed;
      while (index < last && (times[index + 1] ?? 0) <= clock) index += 1;
      const next = times[index + 1];
      if (next !== undefined && next - (times[index] ?? 0) > SKIP_MS) clock = Math.max(clock, next - BEAT_MS);
      setChosen(index);
      if (index >= last) setPlaying(false);
    }, BEAT_MS);
    return () => clearInterval(timer);
    // Moving along must not restart the walk, so `at` is read once when it starts.
  }, [playing, speed, times, last]);

  const point = points[at];
  if (!point) return null;
  const moment = clockTime(times[at] ?? 0, Date.now());
  return (
    <div className="player">
      <TrackProfile points={points} times={times} at={at} />
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={at}
        aria-label={t('device/slider')}
        aria-valuetext={moment}
        onChange={(event) => {
          setPlaying(false);
          setChosen(Number(event.target.value));
        }}
      />
      <div className="player-row">
        <button
          type="button"
          className="round-button"
          aria-label={playing ? t('device/pause') : t('device/play')}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} size={16} />
        </button>
        <span className="player-time number">{moment}</span>
        <span className="top-space" />
        <span className="speeds" role="group" aria-label={t('device/playback')}>
          {SPEEDS.map((one) => (
            <button key={one} type="button" aria-pressed={one === speed} onClick={() => setSpeed(one)}>
              {one}×
            </button>
          ))}
        </span>
      </div>
      <dl className="facts player-facts">
        <dt>{t('device/heightAboveTakeoff')}</dt>
        <dd className="number">{measure(point.heightAboveTakeoff, 'm')}</dd>
        <dt>{t('device/heightEllipsoid')}</dt>
        <dd className="number">{measure(point.heightEllipsoid, 'm')}</dd>
        <dt>{t('device/speed')}</dt>
        <dd className="number">{measure(point.speed, 'm/s')}</dd>
        <dt>{t('device/battery')}</dt>
        <dd className="number">{measure(point.batteryPercent, '%')}</dd>
      </dl>
    </div>
  );
}

function measure(value: number | null, unit: string): string {
  return value === null ? '—' : `${value.toFixed(unit === '%' ? 0 : 1)} ${unit}`;
}
