import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FeaturePointView } from '#contracts';
import { mediaQueries } from '../api/media-queries.js';
import { session } from '../api/session.js';
import { Clock } from '../common/age-text.js';
import { QueryStates } from '../common/data-states.js';
import { useOnFacts } from '../live/live-hooks.js';
import { SmallPicture } from './small-picture.js';
import './gallery.css';

const VISITS = 3;
const EACH = 5;

/** The newest visits of a feature point with their pictures, and the way to all of them and to comparing two. */
export function PointPictures({ point }: { point: FeaturePointView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const reads = session.can('media.read');
  const query = useQuery({ ...mediaQueries.visits(point.id), enabled: reads });
  useOnFacts(
    (fact) => fact.name === 'media.ingested' && fact.data.featurePointId === point.id,
    () => void client.invalidateQueries({ queryKey: ['point-visits', point.id] }),
  );
  if (!reads) return null;
  const visits = query.data?.items ?? [];
  return (
    <section className="block" aria-labelledby="point-pictures">
      <h2 id="point-pictures">{t('gallery/ofPoint')}</h2>
      <QueryStates query={query} empty={visits.length === 0 ? t('gallery/noVisits') : undefined}>
        <ol className="visit-strip">
          {visits.slice(0, VISITS).map((visit) => (
            <li key={visit.items[0]?.id ?? visit.takenAt}>
              <Clock at={visit.takenAt} /> {visit.task && <Link to={`/tasks/${visit.task.id}`}>{visit.task.name}</Link>}{' '}
              <span className="faint number">{t('gallery/dayCount', { count: visit.items.length })}</span>
              <div className="visit-pictures">
                {visit.items.slice(0, EACH).map((media) => (
                  <SmallPicture key={media.id} media={media} address={`point=${point.id}`} />
                ))}
              </div>
            </li>
          ))}
        </ol>
        <p className="block-links">
          <span className="faint number">{t('gallery/visitCount', { count: query.data?.total ?? 0 })}</span>
          <Link to={`/gallery?point=${point.id}`}>{t('gallery/allOfPoint')}</Link>
          {visits.length > 1 ? (
            <Link to={`/feature-points/${point.id}/compare`}>{t('gallery/openCompare')}</Link>
          ) : (
            <span className="faint">{t('gallery/compareNeedsTwo')}</span>
          )}
        </p>
      </QueryStates>
    </section>
  );
}
