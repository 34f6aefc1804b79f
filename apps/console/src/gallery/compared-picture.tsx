import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { MediaView } from '#contracts';
import { clockTime } from '../common/age.js';
import { SignedPicture } from './signed-picture.js';

/** What a frame is called for those who do not see it. */
export function frameLabel(t: TFunction, side: 'left' | 'right', { takenAt }: MediaView): string {
  return t('compare/frame', { side: t(`compare/${side}`), time: clockTime(Date.parse(takenAt), 0) });
}

/** One of both pictures: its preview, or its thumbnail where there is none. */
export function ComparedPicture({ media }: { media: MediaView }) {
  return <SignedPicture media={media} part={media.previewUrl === null ? 'thumbnail' : 'preview'} alt={media.name} />;
}

/** Which side it is, and when it was taken. */
export function SideCaption({ side, media }: { side: 'left' | 'right'; media: MediaView }) {
  const { t } = useTranslation();
  return (
    <figcaption className={`side-caption side-caption-${side}`}>
      <b>{t(`compare/${side}`)}</b> <span className="number">{clockTime(Date.parse(media.takenAt), 0)}</span>
    </figcaption>
  );
}
