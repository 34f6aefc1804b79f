import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.js';
import { Failed, Loading } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import type { Place } from './datum.js';
import type { PlanEngine } from './plan-engine.js';
import type { Box, Plan } from './plan-features.js';
import './plan-map.css';

/**
 * A small map of the county with points, lines and areas on it. The engine is fetched when the first map is shown;
 * without it the page around it still works.
 */
export function PlanMap({
  label,
  plan,
  height,
  focus,
  pick,
}: {
  /** Names the map for those who do not see it. */
  label: string;
  /** Keep it the same object while nothing changes. */
  plan: Plan;
  /** CSS pixels; `fill` takes what the box around it has. */
  height: number | 'fill';
  /** Where to look; all of the plan when left out, and where it was when null. */
  focus?: Box | null;
  /** Told the place of a click. */
  pick?: (place: Place) => void;
}) {
  const { t, i18n } = useTranslation();
  const county = useQuery(queries.county()).data;
  const towns = useQuery(queries.towns()).data;
  const english = i18n.language === 'en';
  const holder = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<PlanEngine | null>(null);
  const [failed, setFailed] = useState(false);
  const picked = useRef(pick);
  useEffect(() => {
    picked.current = pick;
  });

  useEffect(() => {
    let ended = false;
    let opened: PlanEngine | null = null;
    const open = async () => {
      const container = holder.current;
      if (!container || !county || !towns) return;
      try {
        const { PlanEngine: Engine } = await import('./plan-engine.js');
        if (ended) return;
        opened = await Engine.open(
          container,
          { county, towns: towns.items, slowLive: [], english, canvasLabel: label },
          (place) => picked.current?.(place),
        );
        if (ended) return opened.close();
        setEngine(opened);
      } catch {
        if (!ended) setFailed(true);
      }
    };
    void open();
    return () => {
      ended = true;
      opened?.close();
      setEngine(null);
    };
  }, [county, towns, english, label]);
  useEffect(() => {
    if (!engine) return;
    engine.setPlan(plan);
    if (focus !== null) engine.look(focus);
  }, [engine, plan, focus]);
  const picks = pick !== undefined;
  useEffect(() => engine?.setCursor(picks ? 'crosshair' : ''), [engine, picks]);
  useEffect(() => {
    // For browser tests: reads the drawn picture, changes nothing.
    (window as { xunhangPlan?: unknown }).xunhangPlan = engine ? () => engine.inspect() : undefined;
  }, [engine]);

  return (
    <section className="plan-map" aria-label={label} style={height === 'fill' ? { height: '100%' } : { height }}>
      <div ref={holder} className="map-holder" />
      {engine === null && !failed && <Loading />}
      {failed && <Failed error={new Error(t('map/engineFailed'))} />}
      {engine && (
        <div className="plan-tools" role="group" aria-label={label}>
          <button type="button" aria-label={t('map/zoomIn')} title={t('map/zoomIn')} onClick={() => engine.zoomBy(1)}>
            <Icon name="plus" size={16} />
          </button>
          <button
            type="button"
            aria-label={t('map/zoomOut')}
            title={t('map/zoomOut')}
            onClick={() => engine.zoomBy(-1)}
          >
            <Icon name="minus" size={16} />
          </button>
        </div>
      )}
    </section>
  );
}
