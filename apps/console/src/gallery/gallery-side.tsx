import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaView } from '#contracts';
import { mediaQueries } from '../api/media-queries.js';
import { PictureFacts } from './picture-facts.js';
import { PictureMap } from './picture-map.js';

/** The map beside the pictures, with the facts of the one that is open. */
export function GallerySide({
  id,
  pictures,
  open,
  question,
  mapShown,
  only,
}: {
  id: string | null;
  pictures: readonly MediaView[];
  open: (id: string) => void;
  question: string;
  mapShown: boolean;
  only: (bbox: string) => void;
}) {
  const { t } = useTranslation();
  const held = pictures.find((one) => one.id === id);
  const { data: media } = useQuery({
    ...mediaQueries.one(id ?? ''),
    ...(held ? { placeholderData: held } : {}),
    enabled: id !== null,
  });
  // A picture that came by a link is none of those that were asked for.
  const shown = useMemo(() => (media && !held ? [...pictures, media] : pictures), [pictures, media, held]);
  const copies = pictures.filter(({ duplicateOf }) => duplicateOf !== null && duplicateOf === id).length;
  return (
    <aside className={id === null ? 'gallery-side' : 'gallery-side gallery-side-facts'}>
      {mapShown && <PictureMap pictures={shown} chosen={id} choose={open} question={question} only={only} />}
      {id !== null && (
        <section className="block picture-facts" aria-label={t('gallery/facts')}>
          {media && <PictureFacts media={media} copies={copies} />}
        </section>
      )}
    </aside>
  );
}
