import { useEffect } from 'react';
import type { TrackView } from '#contracts';
import { getJson } from '../api/client.js';
import { livePicture } from '../live/live-picture.js';
import { TRAIL_MS } from '../live/trails.js';

/** More aircraft than this in the air at once get their trails from live samples only. */
const MOST = 60;
const POINTS = 120;

/** Fetches the last minutes of each aircraft that is in the air, so that a trail does not begin when the page opens. */
export function useTrailHistory(): void {
  useEffect(() => {
    const asked = new Set<string>();
    let ended = false;
    let busy = false;
    const fetchNext = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      for (const device of livePicture.list()) {
        if (ended || asked.size >= MOST) break;
        if (device.kind !== 'aircraft' || device.sample?.airborne !== true || asked.has(device.sn)) continue;
        asked.add(device.sn);
        await fetchTrail(device.sn).catch(() => asked.delete(device.sn));
      }
      busy = false;
    };
    const stop = livePicture.onList(() => void fetchNext());
    void fetchNext();
    return () => {
      ended = true;
      stop();
    };
  }, []);
}

async function fetchTrail(sn: string): Promise<void> {
  const now = livePicture.serverNow();
  const track = await getJson<TrackView>(`/api/v1/devices/${encodeURIComponent(sn)}/track`, {
    from: new Date(now - TRAIL_MS).toISOString(),
    to: new Date(now).toISOString(),
    points: POINTS,
  });
  livePicture.trails.prepend(sn, track.items);
}
