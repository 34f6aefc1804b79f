import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView, TrackView } from '#contracts';
import { download, getJson, withQuery } from '../api/client.js';
import { sentenceOf } from '../api/problem.js';
import { dayText } from '../common/age.js';
import { QueryStates } from '../common/data-states.js';
import { livePicture } from '../live/live-picture.js';
import type { ShownTrack } from '../map/trail-overlay.js';
import { TrackPlayer } from './track-player.js';

const FORMATS = ['gpx', 'geojson', 'csv'] as const;

/** One day's track: on the map if there is one, as a profile with a time slider, and as files. */
export function TrackTab({ device, onTrack }: { device: DeviceView; onTrack?: (track: ShownTrack | null) => void }) {
  const { t } = useTranslation();
  const today = dayText(new Date(livePicture.serverNow()));
  const [day, setDay] = useState(today);
  const window = useMemo(() => windowOf(day), [day]);
  const path = `/api/v1/devices/${encodeURIComponent(device.sn)}/track`;
  const query = useQuery({
    queryKey: ['device', device.sn, 'track', day],
    queryFn: () => getJson<TrackView>(path, { ...window, points: 2000 }),
    refetchInterval: day === today ? 30_000 : false,
  });
  const items = query.data?.items;
  const placed = useMemo(
    () => (items ?? []).filter((point) => point.longitude !== null && point.latitude !== null),
    [items],
  );
  useEffect(() => () => onTrack?.(null), [onTrack]);

  return (
    <div className="track">
      <label className="track-day">
        {t('device/day')}
        <input type="date" value={day} max={today} onChange={(event) => setDay(event.target.value || today)} />
      </label>
      <QueryStates query={query} empty={placed.length === 0 ? t('device/noTrack') : undefined}>
        <TrackPlayer key={`${device.sn} ${day}`} points={placed} onTrack={onTrack} />
        <p className="faint number">
          {t('device/recorded', { recorded: query.data?.recorded ?? 0, shown: placed.length })}
        </p>
        <Exports path={path} day={day} window={window} name={device.name} />
      </QueryStates>
    </div>
  );
}

function Exports({
  path,
  day,
  window,
  name,
}: {
  path: string;
  day: string;
  window: { from: string; to: string };
  name: string;
}) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const save = async (format: (typeof FORMATS)[number]) => {
    setBusy(format);
    const filename = `${name}-${day}.${format}`;
    try {
      await download(withQuery(path, { ...window, points: 20_000, format }), filename);
      void message.success(t('device/exported', { name: filename }));
    } catch (error) {
      void message.error(sentenceOf(error, i18n.language));
    }
    setBusy(null);
  };
  return (
    <div className="track-exports" role="group" aria-label={t('device/export')}>
      <span className="faint">{t('device/export')}</span>
      {FORMATS.map((format) => (
        <Button key={format} size="small" loading={busy === format} onClick={() => void save(format)}>
          {format === 'geojson' ? 'GeoJSON' : format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}

/** A whole local day as instants. */
function windowOf(day: string): { from: string; to: string } {
  const from = new Date(`${day}T00:00:00`);
  const to = new Date(from.getFullYear(), from.getMonth(), from.getDate() + 1);
  return { from: from.toISOString(), to: to.toISOString() };
}
