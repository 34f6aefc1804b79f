import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountyView, DivisionView, SlowLivePointView } from '#contracts';
import { Failed, Loading } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import { passes, type DeviceFilter } from '../lists/device-filter.js';
import { DevicesTogether } from './devices-together.js';
import { Legend } from './legend.js';
import type { MapEngine } from './map-engine.js';
import { MapNote } from './map-note.js';
import type { ShownTrack } from './trail-overlay.js';

interface Props {
  county: CountyView;
  towns: readonly DivisionView[];
  slowLive: readonly SlowLivePointView[];
  filter: DeviceFilter;
  selected: string | null;
  track: ShownTrack | null;
  choose: (sn: string | null) => void;
  openTown: (code: string) => void;
}

/** The map and what lies over it. The engine is fetched when the first map is opened; without it the list still works. */
export function MapCanvas({ county, towns, slowLive, filter, selected, track, choose, openTown }: Props) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const holder = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<MapEngine | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [trouble, setTrouble] = useState(false);
  const [clustering, setClustering] = useState(true);
  const [together, setTogether] = useState<string[] | null>(null);
  const [attempt, setAttempt] = useState(0);
  const actions = useRef({ choose, openTown });
  useEffect(() => {
    actions.current = { choose, openTown };
  });

  useEffect(() => {
    let ended = false;
    let opened: MapEngine | null = null;
    const open = async () => {
      const container = holder.current;
      if (!container) return;
      try {
        const { MapEngine: Engine } = await import('./map-engine.js');
        if (ended) return;
        opened = await Engine.open(
          container,
          { county, towns, slowLive, english, canvasLabel: t('map/canvas') },
          {
            device: (sn) => actions.current.choose(sn),
            town: (code) => actions.current.openTown(code),
            together: setTogether,
            trouble: () => setTrouble(true),
          },
        );
        if (ended) return opened.close();
        setEngine(opened);
      } catch (error) {
        if (!ended) setFault(error);
      }
    };
    void open();
    return () => {
      ended = true;
      opened?.close();
      setEngine(null);
    };
  }, [county, towns, slowLive, english, t, attempt]);

  useEngine(engine, { filter, selected, track, clustering });

  const failed = fault === null ? null : new Error(hasWebGl() ? t('map/engineFailed') : t('map/unavailable'));
  return (
    <section className="map-stage" aria-label={t('map/title')}>
      <div ref={holder} className="map-holder" />
      {engine === null && failed === null && <Loading />}
      {failed && (
        <Failed
          error={failed}
          retry={() => {
            setFault(null);
            setAttempt(attempt + 1);
          }}
        />
      )}
      {engine && (
        <>
          <div className="map-tools" role="group" aria-label={t('map/title')}>
            <button type="button" aria-label={t('map/zoomIn')} title={t('map/zoomIn')} onClick={() => engine.zoomBy(1)}>
              <Icon name="plus" size={18} />
            </button>
            <button
              type="button"
              aria-label={t('map/zoomOut')}
              title={t('map/zoomOut')}
              onClick={() => engine.zoomBy(-1)}
            >
              <Icon name="minus" size={18} />
            </button>
            <button type="button" aria-label={t('map/home')} title={t('map/home')} onClick={() => engine.showCounty()}>
              <Icon name="home" size={18} />
            </button>
            <button
              type="button"
              className="map-tool-word"
              aria-pressed={clustering}
              title={t('map/clusterLabel')}
              onClick={() => setClustering(!clustering)}
            >
              {t('map/clusterOn')}
            </button>
          </div>
          <Legend />
          <MapNote county={county} trouble={trouble} />
        </>
      )}
      {together && <DevicesTogether sns={together} choose={choose} close={() => setTogether(null)} />}
    </section>
  );
}

/** Tells the engine what the page shows. */
function useEngine(
  engine: MapEngine | null,
  shown: { filter: DeviceFilter; selected: string | null; track: ShownTrack | null; clustering: boolean },
): void {
  const { filter, selected, track, clustering } = shown;
  useEffect(() => engine?.setFilter(passes(filter)), [engine, filter]);
  useEffect(() => engine?.setClustering(clustering), [engine, clustering]);
  useEffect(() => engine?.setTrack(track), [engine, track]);
  useEffect(() => {
    engine?.setSelected(selected);
    if (selected) engine?.showDevice(selected);
  }, [engine, selected]);
  const town = useRef<string | null>(null);
  useEffect(() => {
    if (!engine) return;
    engine.setTown(filter.division || null);
    if (filter.division) engine.showTown(filter.division);
    else if (town.current) engine.showCounty();
    town.current = filter.division || null;
  }, [engine, filter.division]);
  useEffect(() => {
    // For measurements and browser tests: reads the drawn picture, changes nothing.
    (window as { xunhangMap?: unknown }).xunhangMap = engine ? (sn?: string) => engine.inspect(sn) : undefined;
  }, [engine]);
}

function hasWebGl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}
