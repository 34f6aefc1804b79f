import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MEDIA_STATES, type MediaView } from '#contracts';
import { Empty } from '../common/data-states.js';
import { useInLanguage } from '../common/two-languages.js';
import { WHOLE, type FrameView } from './frame-view.js';
import { SignedPicture, addressOf } from './signed-picture.js';
import { sizeText } from './size-text.js';
import { ZoomFrame } from './zoom-frame.js';

/** Browsers show these as they are; of other files only what was made of them can be seen. */
const SHOWN = /\.(jpe?g|png)$/i;

/** A picture large: its preview at once, the original when it is asked for, for it may be heavy on a slow line. */
export function PicturePane({ media }: { media: MediaView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const [view, setView] = useState<FrameView>(WHOLE);
  const [original, setOriginal] = useState(false);
  const [failed, setFailed] = useState(false);
  const change = useCallback((next: (now: FrameView) => FrameView) => setView(next), []);
  const size = sizeText(media.size ?? 0);
  if (media.kind === 'video' && media.originalUrl !== null) {
    return (
      <div className="picture-pane">
        {original ? (
          <video className="picture-video" controls autoPlay muted src={media.originalUrl} />
        ) : (
          <div className="picture-ask">
            <Button onClick={() => setOriginal(true)}>{t('gallery/videoPlay', { size })}</Button>
          </div>
        )}
      </div>
    );
  }
  const part = original || media.previewUrl === null ? 'original' : 'preview';
  if (addressOf(media, part) === null || failed || (part === 'original' && !SHOWN.test(media.name))) {
    return (
      <div className="picture-pane">
        <Empty>
          {media.state === 'ingested' ? t('gallery/noPicture') : inLanguage(MEDIA_STATES[media.state])}
          {media.problem && <span>{inLanguage(media.problem)}</span>}
        </Empty>
      </div>
    );
  }
  return (
    <div className="picture-pane" data-part={part}>
      <ZoomFrame label={media.name} view={view} change={change}>
        {/* What is known already stands there until the larger picture is. */}
        {media.thumbnailUrl !== null && <SignedPicture media={media} part="thumbnail" alt="" className="zoom-under" />}
        <SignedPicture key={part} media={media} part={part} alt={media.name} failed={() => setFailed(true)} />
      </ZoomFrame>
      <div className="picture-pane-foot">
        <span className="faint">{t(part === 'original' ? 'gallery/originalShown' : 'gallery/previewShown')}</span>
        <span className="faint number">{t('compare/scale', { scale: view.scale.toFixed(1) })}</span>
        {view.scale > 1 && (
          <Button size="small" onClick={() => setView(WHOLE)}>
            {t('compare/whole')}
          </Button>
        )}
        {part === 'preview' && media.originalUrl !== null && SHOWN.test(media.name) && (
          <Button size="small" onClick={() => setOriginal(true)}>
            {t('gallery/original', { size })}
          </Button>
        )}
      </div>
    </div>
  );
}
