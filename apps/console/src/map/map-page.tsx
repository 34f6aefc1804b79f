import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { queries } from '../api/queries.js';
import { Failed, Loading } from '../common/data-states.js';
import { PartBoundary } from '../common/part-boundary.js';
import { tabOf } from '../device/device-tab.js';
import { filterOf } from '../lists/device-filter.js';
import { MapCanvas } from './map-canvas.js';
import { MapList } from './map-list.js';
import { MapSide } from './map-side.js';
import type { ShownTrack } from './trail-overlay.js';
import { useTrailHistory } from './trail-history.js';
import './map-panels.css';
import './map.css';

/** 一张图: the county with its devices, a list that can be narrowed, and everything about the chosen device. */
export function MapPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const [listOpen, setListOpen] = useState(() => !matchMedia('(max-width: 760px)').matches);
  const [track, setTrack] = useState<ShownTrack | null>(null);
  const county = useQuery(queries.county());
  const towns = useQuery(queries.towns());
  const slowLive = useQuery(queries.slowLivePoints());
  const device = parameters.get('device');
  const filter = useMemo(() => filterOf(parameters), [parameters]);
  useTrailHistory();

  const change = useCallback(
    (members: Record<string, string | null>) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(members)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const choose = useCallback((sn: string | null) => change({ device: sn, tab: null }), [change]);

  useEffect(() => {
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && device !== null && choose(null);
    window.addEventListener('keydown', escape);
    return () => window.removeEventListener('keydown', escape);
  }, [device, choose]);

  const waits = county.isPending || towns.isPending || slowLive.isPending;
  const fault = county.error ?? towns.error;
  return (
    <div className={`map-page${listOpen ? ' map-page-list' : ''}${device ? ' map-page-side' : ''}`}>
      <h1 className="hidden">{t('map/title')}</h1>
      <MapList
        open={listOpen}
        toggle={() => setListOpen(!listOpen)}
        filter={filter}
        change={change}
        selected={device}
        choose={choose}
        towns={towns.data?.items ?? []}
        countyName={county.data}
      />
      <PartBoundary sentence={t('map/engineFailed')}>
        {county.data && towns.data ? (
          <MapCanvas
            county={county.data}
            towns={towns.data.items}
            slowLive={slowLive.data?.items ?? []}
            filter={filter}
            selected={device}
            track={track}
            choose={choose}
            openTown={(code) => change({ division: code })}
          />
        ) : (
          <div className="map-stage">
            {waits ? <Loading /> : <Failed error={fault} retry={() => void county.refetch()} />}
          </div>
        )}
      </PartBoundary>
      {device && (
        <MapSide
          key={device}
          sn={device}
          tab={tabOf(parameters.get('tab'))}
          onTab={(tab) => change({ tab: tab === 'overview' ? null : tab })}
          onTrack={setTrack}
          close={() => choose(null)}
        />
      )}
    </div>
  );
}
