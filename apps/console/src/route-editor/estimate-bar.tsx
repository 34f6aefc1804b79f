import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDrawing, useEditor } from './use-editor.js';
import { durationText, lengthText } from './words.js';

/** What flying the route is expected to take, always in sight. */
export function EstimateBar() {
  const { t } = useTranslation();
  const report = useEditor((state) => state.report);
  const { route } = useDrawing();
  const estimate = report?.estimate;
  const highest = report?.highest;
  const left = estimate ? 100 - estimate.batteryPercent : null;
  const short = estimate && left !== null && left < estimate.reservePercent;
  return (
    <dl className="estimate" aria-label={t('editor/estimate/label')}>
      <Figure name={t('editor/estimate/waypoints')}>
        {route.legs.reduce((sum, { waypoints }) => sum + waypoints.length, 0)}
      </Figure>
      {estimate ? (
        <>
          <Figure name={t('editor/estimate/distance')}>{lengthText(estimate.flightMetres)}</Figure>
          <Figure name={t('editor/estimate/route')}>{lengthText(estimate.routeMetres)}</Figure>
          <Figure name={t('editor/estimate/time')}>{durationText(estimate.flightSeconds)}</Figure>
          <div className={short ? 'figure figure-bad' : 'figure'}>
            <dt>{t('editor/estimate/battery')}</dt>
            <dd>
              <span className="battery-bar" aria-hidden="true">
                <i style={{ width: `${Math.min(100, estimate.batteryPercent)}%` }} />
                <b style={{ left: `${100 - estimate.reservePercent}%` }} />
              </span>
              <span className="number">{estimate.batteryPercent.toFixed(0)}%</span>{' '}
              <small>
                {t('editor/estimate/left')} {Math.max(0, left ?? 0).toFixed(0)}% ·{' '}
                {t('editor/estimate/reserve', { percent: estimate.reservePercent })}
              </small>
            </dd>
          </div>
          <Figure name={t('editor/estimate/photos')}>{estimate.photos}</Figure>
        </>
      ) : (
        <div className="figure">
          <dt>{t('editor/estimate/label')}</dt>
          <dd className="faint">{t('editor/estimate/none')}</dd>
        </div>
      )}
      {highest && (
        <Figure name={t('editor/estimate/highest')}>
          {highest.metres.toFixed(0)} m
          {highest.basis === 'assumed' && <span className="tag-estimated">{t('editor/estimate/assumed')}</span>}
        </Figure>
      )}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}
