import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MediaView } from '#contracts';
import { SignedPicture } from './signed-picture.js';

/** A small picture that opens in the gallery, among those of the same `address` of it. */
export function SmallPicture({ media, address }: { media: MediaView; address: string }) {
  const { t } = useTranslation();
  const words = media.waypoint === null ? media.name : t('gallery/missingOf', { waypoint: media.waypoint });
  return (
    <Link className="small-picture" to={`/gallery?${address}&picture=${media.id}`} aria-label={words} title={words}>
      <SignedPicture media={media} part="thumbnail" alt="" loading="lazy" />
    </Link>
  );
}
