import { useTranslation } from 'react-i18next';
import { SignedPicture } from './signed-picture.js';
import type { PicturePair } from './picture-pairs.js';

/** The pictures of two visits that belong together; one pair is shown large. */
export function PairList({
  pairs,
  shown,
  choose,
}: {
  pairs: readonly PicturePair[];
  shown: PicturePair;
  choose: (pair: PicturePair) => void;
}) {
  const { t } = useTranslation();
  return (
    <nav className="pair-list" aria-label={t('compare/pairs')}>
      {pairs.map((pair) => {
        const words =
          pair.left.waypoint === null || pair.by !== 'waypoint'
            ? t(`compare/by/${pair.by}`)
            : t('gallery/missingOf', { waypoint: pair.left.waypoint });
        return (
          <button
            key={pair.left.id}
            type="button"
            aria-pressed={pair === shown}
            data-pair={pair.left.id}
            onClick={() => choose(pair)}
          >
            <span className="pair-pictures">
              <SignedPicture media={pair.left} part="thumbnail" alt="" loading="lazy" />
              <SignedPicture media={pair.right} part="thumbnail" alt="" loading="lazy" />
            </span>
            <span className="number">{words}</span>
          </button>
        );
      })}
    </nav>
  );
}
