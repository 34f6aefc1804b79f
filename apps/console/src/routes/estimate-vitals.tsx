import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteReportView } from '#contracts';
import { durationText, kilometres } from './route-words.js';

/** What flying a version is expected to take. */
export function EstimateVitals({ report }: { report: RouteReportView }) {
  const { t } = useTranslation();
  const { estimate, highest } = report;
  if (!estimate && !highest) return <p className="faint estimate-none">{t('routes/estimate/none')}</p>;
  return (
    <div className="vitals route-vitals">
      {estimate && (
        <>
          <Vital name={t('routes/estimate/distance')}>{kilometres(estimate.flightMetres)}</Vital>
          <Vital
            name={t('routes/estimate/duration')}
            note={estimate.windSpeed > 0 ? t('routes/estimate/wind', { wind: estimate.windSpeed }) : undefined}
          >
            {durationText(estimate.flightSeconds, t)}
          </Vital>
          <Vital
            name={t('routes/estimate/battery')}
            note={t('routes/estimate/reserve', { percent: estimate.reservePercent })}
          >
            {Math.round(estimate.batteryPercent)}%
          </Vital>
          <Vital name={t('routes/estimate/photos')}>{estimate.photos}</Vital>
        </>
      )}
      {highest && (
        <Vital name={t('routes/estimate/highest')} note={t(`routes/estimate/${highest.basis}`)}>
          {Math.round(highest.metres)} m
        </Vital>
      )}
    </div>
  );
}

function Vital({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="vital">
      <span>{name}</span>
      <b className="number">{children}</b>
      {note && <small className="vital-note">{note}</small>}
    </div>
  );
}
