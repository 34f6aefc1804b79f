import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountyView, DivisionView, SlowLivePointView } from '#contracts';
import { routeQueries } from '../api/route-queries.js';
import { Failed, Loading } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import { MapNote } from '../map/map-note.js';
import { EditorLegend } from './editor-legend.js';
import { editorQueries } from './route-api.js';
import type { RouteMap } from './route-map.js';
import { PatternPanel } from './pattern-panel.js';
import { SketchBar } from './sketch-bar.js';
import type { Surroundings } from './surroundings.js';
import { useEditor, useParts } from './use-editor.js';

const NO_SLOW_LIVE: readonly SlowLivePointView[] = [];

interface Props {
  county: CountyView;
  towns: readonly DivisionView[];
  setMap: (map: RouteMap | null) => void;
  openPoint: (code: string) => void;
}

/** The map of the editor and what lies over it. */
export function EditorMap({ county, towns, setMap, openPoint }: Props) {
  const { t, i18n } = useTranslation();
  const { store, map } = useParts();
  const english = i18n.language === 'en';
  const holder = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [trouble, setTrouble] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const open = useRef(openPoint);
  useEffect(() => {
    open.current = openPoint;
  });

  useEffect(() => {
    let ended = false;
    let opened: RouteMap | null = null;
    const start = async () => {
      try {
        const { RouteMap: Engine } = await import('./route-map.js');
        const container = holder.current;
        if (ended || !container) return;
        const input = { county, towns, slowLive: NO_SLOW_LIVE, english, canvasLabel: t('editor/map/canvas') };
        opened = await Engine.open(container, input, store, {
          point: (code) => open.current(code),
          trouble: () => setTrouble(true),
        });
        if (ended) return opened.close();
        opened.showRoute(0);
        setMap(opened);
      } catch (error) {
        if (!ended) setFault(error);
      }
    };
    void start();
    return () => {
      ended = true;
      opened?.close();
      setMap(null);
    };
  }, [county, towns, english, t, store, setMap, attempt]);

  useSurroundings();
  useEffect(() => {
    // For measurements and browser tests: reads the drawn picture, changes nothing.
    (window as { xunhangRouteMap?: unknown }).xunhangRouteMap = map ? () => map.inspect() : undefined;
  }, [map]);

  return (
    <section className="editor-stage map-stage" aria-label={t('editor/map/label')}>
      <div ref={holder} className="map-holder" />
      {map === null && fault === null && <Loading />}
      {fault !== null && (
        <Failed
          error={new Error(t('map/engineFailed'))}
          retry={() => {
            setFault(null);
            setAttempt(attempt + 1);
          }}
        />
      )}
      {map && (
        <>
          <MapTools map={map} />
          <OtherVersion />
          <SketchBar />
          <PatternPanel />
          <EditorLegend />
          <MapNote county={county} trouble={trouble} />
        </>
      )}
    </section>
  );
}

function MapTools({ map }: { map: RouteMap }) {
  const { t } = useTranslation();
  return (
    <div className="map-tools" role="group" aria-label={t('editor/map/label')}>
      <button type="button" aria-label={t('map/zoomIn')} title={t('map/zoomIn')} onClick={() => map.zoomBy(1)}>
        <Icon name="plus" size={18} />
      </button>
      <button type="button" aria-label={t('map/zoomOut')} title={t('map/zoomOut')} onClick={() => map.zoomBy(-1)}>
        <Icon name="minus" size={18} />
      </button>
      <button
        type="button"
        aria-label={t('editor/map/fit')}
        title={t('editor/map/fit')}
        onClick={() => map.showRoute()}
      >
        <Icon name="expand" size={18} />
      </button>
      <button type="button" aria-label={t('map/home')} title={t('map/home')} onClick={() => map.showCounty()}>
        <Icon name="home" size={18} />
      </button>
    </div>
  );
}

/** The line of another version below the one that is drawn. */
function OtherVersion() {
  const { t } = useTranslation();
  const { row, versions, map } = useParts();
  const [other, setOther] = useState<number | null>(null);
  const newest = versions[0]?.number ?? null;
  const difference = useQuery({
    ...routeQueries.difference(row.id, other ?? 0, newest ?? 0),
    enabled: other !== null && newest !== null,
  });
  const lines = other === null ? undefined : difference.data?.lines.from;
  useEffect(() => map?.setOther(lines ?? []), [map, lines]);
  if (versions.length === 0) return null;
  return (
    <div className="editor-other">
      <label htmlFor="editor-other">{t('editor/map/other')}</label>
      <Select
        id="editor-other"
        size="small"
        value={other ?? 0}
        onChange={(value) => setOther(value === 0 ? null : value)}
        popupMatchSelectWidth={false}
        options={[
          { value: 0, label: t('editor/map/noOther') },
          ...versions.map(({ number }) => ({ value: number, label: t('editor/map/versionName', { number }) })),
        ]}
      />
    </div>
  );
}

/** Hands docks, airspace, feature points and villages to the map. */
function useSurroundings(): void {
  const { map, points, row } = useParts();
  const context = useEditor((state) => state.context);
  const docks = useQuery(editorQueries.docks());
  const villages = useQuery(editorQueries.villages());
  const around = useMemo((): Surroundings => {
    const dock = context?.dock;
    return {
      airspace: context?.airspace ?? [],
      docks: (docks.data?.items ?? []).flatMap(({ sn, name, longitude, latitude }) =>
        longitude === null || latitude === null
          ? []
          : [{ key: sn, name, longitude, latitude, home: sn === row.homeDock?.sn }],
      ),
      reach: dock?.place && dock.distanceLimit ? { centre: dock.place, metres: dock.distanceLimit } : null,
      points: points.map(({ code, name, longitude, latitude }) => ({ key: code, name, longitude, latitude })),
      villages: (villages.data?.items ?? []).flatMap(({ code, name, longitude, latitude }) =>
        longitude === null || latitude === null ? [] : [{ key: code, name, longitude, latitude }],
      ),
    };
  }, [context, docks.data, villages.data, points, row.homeDock?.sn]);
  useEffect(() => map?.setSurroundings(around), [map, around]);
}
