import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountyView } from '#contracts';
import { baseMapName } from './base-map-name.js';

/** Which base map, in which datum, and what on it is only assumed: always on the map. */
export function MapNote({ county, trouble }: { county: CountyView; trouble: boolean }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const { source, datum, attribution } = county.baseMap;
  const name = baseMapName(source, t);
  return (
    <div className="map-note">
      {open && (
        <div className="map-note-text">
          <b>{t('map/assumptionsTitle')}</b>
          <ul>
            {county.assumptions.map((one) => (
              <li key={one.en}>{i18n.language === 'en' ? one.en : one.zh}</li>
            ))}
          </ul>
          {attribution && <p className="faint">{attribution}</p>}
        </div>
      )}
      <div className="map-note-line">
        {trouble && (
          <span className="word-bad" role="status">
            {t('map/tileTrouble')}
          </span>
        )}
        <span>
          {!attribution.startsWith(name) && `${name} · `}
          {t('map/datum', { datum })}
          {datum === 'GCJ-02' && ` · ${t('map/shifted')}`}
          {attribution && <span className="map-attribution"> · {attribution}</span>}
        </span>
        {county.assumptions.length > 0 && (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('map/assumptions')}
          </button>
        )}
      </div>
    </div>
  );
}
