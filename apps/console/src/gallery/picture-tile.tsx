import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MEDIA_STATES, type MediaView } from '#contracts';
import { shortClock } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import { SignedPicture } from './signed-picture.js';

/** One picture of the grid: what it shows, and a box to choose it. */
export const PictureTile = memo(function PictureTile({
  media,
  index,
  fetchPicture,
  inTabOrder,
  open,
  isOpen,
  chosen,
  choose,
}: {
  media: MediaView;
  index: number;
  /** False while the reader scrolls past. */
  fetchPicture: boolean;
  inTabOrder: boolean;
  open: (id: string) => void;
  isOpen: boolean;
  chosen: boolean;
  /** `range`: everything since the last choice as well. Left out: nothing can be chosen. */
  choose?: (index: number, chosen: boolean, range: boolean) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const [failed, setFailed] = useState(false);
  // What was in sight once is not taken away while the reader scrolls on.
  const [seen, setSeen] = useState(fetchPicture);
  useEffect(() => {
    if (fetchPicture) setSeen(true);
  }, [fetchPicture]);
  const name = media.featurePoint?.name ?? media.route?.name ?? media.name;
  const at = shortClock(Date.parse(media.takenAt));
  const className = ['tile', isOpen && 'tile-open', chosen && 'tile-chosen'].filter(Boolean).join(' ');
  return (
    <div className={className} data-media={media.id}>
      <button
        type="button"
        className="tile-picture"
        data-picture={index}
        tabIndex={inTabOrder ? 0 : -1}
        aria-current={isOpen || undefined}
        aria-label={`${name} ${media.waypoint === null ? '' : t('gallery/missingOf', { waypoint: media.waypoint })} ${at}`}
        onClick={() => open(media.id)}
      >
        {media.thumbnailUrl === null || failed ? (
          <span className="tile-none">
            {media.state === 'ingested' ? t('gallery/noPreview') : inLanguage(MEDIA_STATES[media.state])}
          </span>
        ) : (
          seen && <SignedPicture media={media} part="thumbnail" alt="" failed={() => setFailed(true)} />
        )}
        {media.kind === 'video' && <span className="tile-mark">{t('gallery/video')}</span>}
        {media.duplicateOf !== null && <span className="tile-mark">{t('gallery/duplicate')}</span>}
      </button>
      {choose && (
        <input
          type="checkbox"
          className="tile-choose"
          aria-label={t('gallery/choose', { name: media.name })}
          checked={chosen}
          disabled={media.sha256 === null}
          tabIndex={inTabOrder ? 0 : -1}
          onChange={(event) =>
            choose(index, event.target.checked, (event.nativeEvent as { shiftKey?: boolean }).shiftKey === true)
          }
        />
      )}
      <span className="tile-name" title={name}>
        {name}
      </span>
      <span className="tile-time faint number">
        {at}
        {media.waypoint !== null && ` · ${t('gallery/missingOf', { waypoint: media.waypoint })}`}
      </span>
    </div>
  );
});
