import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Loading } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import type { CountyMapInput } from './county-map.js';
import type { Place } from './datum.js';
import type { Box, Plan } from './plan-features.js';
import { useCountyEngine } from './use-county-engine.js';
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
  const { t } = useTranslation();
  const picked = useRef(pick);
  useEffect(() => {
    picked.current = pick;
  });
  const open = useRef(async (container: HTMLElement, input: CountyMapInput) => {
    const { PlanEngine } = await import('./plan-engine.js');
    return PlanEngine.open(container, input, (place) => picked.current?.(place));
  });
  const { holder, engine, failed } = useCountyEngine(label, open.current);

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
