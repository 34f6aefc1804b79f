import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteView, SeenTarget } from '#contracts';
import { catalogue } from '../api/catalogue-queries.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { numbersText } from './numbers-text.js';

/** The villages and feature points that the approved version sees, with the waypoints that do. */
export function SeenTab({ route }: { route: RouteView }) {
  const { t } = useTranslation();
  const query = useQuery(catalogue.coverage());
  const seen = (targets: readonly SeenTarget[]) =>
    targets.flatMap((target) => {
      const by = target.routes.find((one) => one.code === route.code);
      return by ? [{ ...target, by }] : [];
    });
  const villages = seen(query.data?.villages ?? []);
  const points = seen(query.data?.featurePoints ?? []);
  if (route.approvedVersion === null) return <Empty>{t('routes/seesUnapproved')}</Empty>;
  return (
    <QueryStates query={query} empty={villages.length + points.length === 0 ? t('routes/seesNothing') : undefined}>
      <div className="card-grid">
        <Seen
          id="seen-points"
          title={t('routes/seesPoints', { count: points.length })}
          rows={points}
          none={t('routes/seesNoPoints')}
          link={(code) => `/feature-points/${encodeURIComponent(code)}`}
        />
        <Seen
          id="seen-villages"
          title={t('routes/seesVillages', { count: villages.length })}
          rows={villages}
          none={t('routes/seesNoVillages')}
        />
      </div>
    </QueryStates>
  );
}

function Seen({
  id,
  title,
  rows,
  none,
  link,
}: {
  id: string;
  title: string;
  rows: readonly (SeenTarget & { by: SeenTarget['routes'][number] })[];
  none: string;
  link?: (code: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <section className="block" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 && <Empty>{none}</Empty>}
      <ul className="line-list">
        {rows.map((row) => (
          <li key={row.code}>
            <span>
              {link ? <Link to={link(row.code)}>{row.name}</Link> : row.name}{' '}
              <span className="faint">{row.townName}</span>
            </span>
            <span className="faint number">
              {t('points/waypoints', { numbers: numbersText(row.by.waypoints) })} ·{' '}
              {t('points/nearest', { metres: Math.round(row.by.nearestMetres) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
