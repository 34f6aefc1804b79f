import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaView } from '#contracts';
import { Failed, Loading } from '../common/data-states.js';
import { Icon } from '../common/icons.js';
import type { CountyMapInput } from '../map/county-map.js';
import { useCountyEngine } from '../map/use-county-engine.js';
import '../map/plan-map.css';

/** Where the pictures were taken and where the camera looked; a click on one opens it. */
export function PictureMap({
  pictures,
  chosen,
  choose,
  question,
  only,
}: {
  pictures: readonly MediaView[];
  chosen: string | null;
  choose: (id: string) => void;
  /** What was asked for: for another question the map looks at the answer. */
  question: string;
  /** Told `west,south,east,north` of what the map shows. Left out: it is not offered. */
  only?: (bbox: string) => void;
}) {
  const { t } = useTranslation();
  const label = t('gallery/map');
  const picked = useRef(choose);
  useEffect(() => {
    picked.current = choose;
  });
  const open = useRef(async (container: HTMLElement, input: CountyMapInput) => {
    const { PictureMapEngine } = await import('./picture-map-engine.js');
    return PictureMapEngine.open(container, input, (id) => picked.current(id));
  });
  const { holder, engine, failed } = useCountyEngine(label, open.current);

  useEffect(() => engine?.lookAgain(), [engine, question]);
  useEffect(() => engine?.setPictures(pictures), [engine, pictures]);
  useEffect(() => engine?.choose(chosen), [engine, chosen]);
  useEffect(() => {
    // For browser tests: reads the drawn picture, changes nothing.
    (window as { xunhangPictures?: unknown }).xunhangPictures = engine ? () => engine.inspect() : undefined;
  }, [engine]);

  const placed = pictures.filter(({ longitude }) => longitude !== null).length;
  return (
    <section className="plan-map picture-map" aria-label={label}>
      <div ref={holder} className="map-holder" />
      {engine === null && !failed && <Loading />}
      {failed && <Failed error={new Error(t('map/engineFailed'))} />}
      {engine && (
        <>
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
          <div className="picture-map-foot">
            <span>{t('gallery/onMap', { count: placed })}</span>
            {only && (
              <button
                type="button"
                className="link-button"
                onClick={() =>
                  only(
                    engine
                      .box()
                      .map((degrees) => degrees.toFixed(5))
                      .join(','),
                  )
                }
              >
                {t('gallery/searchHere')}
              </button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
