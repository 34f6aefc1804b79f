import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReactNode } from 'react';
import { MEDIA_STATES, type MediaView } from '#contracts';
import { clockTime } from '../common/age.js';
import { CopyButton } from '../common/copy-button.js';
import { useInLanguage } from '../common/two-languages.js';
import { livePicture } from '../live/live-picture.js';
import { sizeText } from './size-text.js';

/** Everything that is known of a file: where and how it was taken, what it belongs to, and its hash. */
export function PictureFacts({ media, copies }: { media: MediaView; copies: number }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const none = <span className="faint">{t('common/none')}</span>;
  const when = (at: string) => (
    <time dateTime={at} className="number">
      {clockTime(Date.parse(at), 0)}
    </time>
  );
  const rows: [string, ReactNode][] = [
    [
      t('gallery/taken'),
      <>
        {when(media.takenAt)}
        {media.deviceTime !== null && (
          <span className="faint number fact-more">
            {t('gallery/deviceTime')} {media.deviceTime}
          </span>
        )}
      </>,
    ],
    [t('gallery/received'), when(media.receivedAt)],
    [
      t('gallery/position'),
      media.longitude === null || media.latitude === null ? (
        none
      ) : (
        <span className="number">
          {media.longitude.toFixed(6)}°E {media.latitude.toFixed(6)}°N
        </span>
      ),
    ],
    [t('gallery/relativeHeight'), metres(media.relativeHeight) ?? none],
    [t('gallery/absoluteHeight'), metres(media.absoluteHeight) ?? none],
    [t('gallery/gimbal'), <Pose key="pose" media={media} />],
    [t('gallery/division'), media.divisionName || none],
    [
      t('gallery/point'),
      media.featurePoint ? (
        <>
          <Link to={`/feature-points/${media.featurePoint.id}`}>{media.featurePoint.name}</Link>{' '}
          <Link className="fact-more" to={`/feature-points/${media.featurePoint.id}/compare?right=${media.id}`}>
            {t('gallery/compare')}
          </Link>
        </>
      ) : (
        none
      ),
    ],
    [t('gallery/task'), media.task ? <Link to={`/tasks/${media.task.id}`}>{media.task.name}</Link> : none],
    [
      t('gallery/route'),
      media.route ? (
        <>
          <Link to={`/routes/${media.route.id}`}>{media.route.name}</Link>{' '}
          {media.waypoint !== null && (
            <span className="faint number">{t('gallery/missingOf', { waypoint: media.waypoint })}</span>
          )}
        </>
      ) : (
        none
      ),
    ],
    [t('gallery/device'), device(media.deviceSn) ?? none],
    [t('gallery/gateway'), device(media.gatewaySn) ?? none],
    [
      t('gallery/size'),
      <span key="size" className="number">
        {media.width === null || media.height === null
          ? sizeText(media.size ?? 0)
          : t('gallery/pixels', { width: media.width, height: media.height, size: sizeText(media.size ?? 0) })}
      </span>,
    ],
    [
      t('gallery/state'),
      <>
        {inLanguage(MEDIA_STATES[media.state])}
        {media.problem && <span className="word-bad fact-more">{inLanguage(media.problem)}</span>}
        {media.duplicateOf !== null && (
          <span className="fact-more">
            {t('gallery/duplicateOf')}{' '}
            <Link to={`/gallery?picture=${media.duplicateOf}`}>{t('gallery/openFirst')}</Link>
          </span>
        )}
        {copies > 0 && <span className="fact-more">{t('gallery/copies', { count: copies })}</span>}
      </>,
    ],
    [
      t('gallery/sha256'),
      media.sha256 === null ? (
        <span className="faint">{t('gallery/sha256None')}</span>
      ) : (
        <span className="hash-row">
          <code data-sha256>{media.sha256}</code>
          <CopyButton text={media.sha256} label={`${t('common/copy')} SHA-256`} />
        </span>
      ),
    ],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} className="facts-row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Pose({ media: { gimbal } }: { media: MediaView }) {
  const { t } = useTranslation();
  const degrees = (value: number | null) => (value === null ? '—' : `${value.toFixed(1)}°`);
  return (
    <span className="number">
      {t('gallery/pose', { yaw: degrees(gimbal.yaw), pitch: degrees(gimbal.pitch), roll: degrees(gimbal.roll) })}
    </span>
  );
}

function metres(value: number | null) {
  return value === null ? null : <span className="number">{value.toFixed(1)} m</span>;
}

function device(sn: string | null) {
  if (sn === null) return null;
  return <Link to={`/devices/${encodeURIComponent(sn)}`}>{livePicture.nameOf(sn)}</Link>;
}
