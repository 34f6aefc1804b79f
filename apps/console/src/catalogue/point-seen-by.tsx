import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FeaturePointView } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { session } from '../api/session.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { numbersText } from '../routes/numbers-text.js';

/** The approved routes whose cameras see the point, with the waypoints that do. */
export function PointSeenBy({ point }: { point: FeaturePointView }) {
  const { t } = useTranslation();
  const reads = session.can('routes.read');
  const query = useQuery({ ...catalogue.coverage(point.townCode), enabled: reads });
  const seen = query.data?.featurePoints.find(({ code }) => code === point.code);
  if (!reads) return null;
  return (
    <section className="block" aria-labelledby="point-seen">
      <h2 id="point-seen">{t('points/seenBy')}</h2>
      <QueryStates query={query}>
        {seen === undefined || seen.routes.length === 0 ? (
          <Empty>{t('points/seenByNone')}</Empty>
        ) : (
          <ul className="line-list">
            {seen.routes.map((route) => (
              <li key={route.code}>
                <Link to={`/routes/${encodeURIComponent(route.code)}`}>{route.name}</Link>
                <span className="faint number">
                  {t('points/waypoints', { numbers: numbersText(route.waypoints) })} ·{' '}
                  {t('points/nearest', { metres: Math.round(route.nearestMetres) })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryStates>
    </section>
  );
}
