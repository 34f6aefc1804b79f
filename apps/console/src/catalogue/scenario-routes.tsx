import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { catalogue } from '../api/catalogue-queries.js';
import { session } from '../api/session.js';
import { Empty, QueryStates } from '../common/data-states.js';

/** The routes that serve a scenario. */
export function ScenarioRoutes({ code }: { code: string }) {
  const { t } = useTranslation();
  const reads = session.can('routes.read');
  const query = useQuery({ ...catalogue.routesOf({ scenario: code }), enabled: reads });
  const routes = query.data?.items ?? [];
  if (!reads) return null;
  return (
    <section className="block" aria-labelledby="scenario-routes">
      <h2 id="scenario-routes">{t('scenarios/routes')}</h2>
      <QueryStates query={query}>
        {routes.length === 0 ? (
          <Empty>{t('scenarios/routesNone')}</Empty>
        ) : (
          <ul className="line-list line-list-tall" tabIndex={0} aria-labelledby="scenario-routes">
            {routes.map((route) => (
              <li key={route.id}>
                <Link to={`/routes/${route.id}`}>{route.name}</Link>
                <span className="faint">{route.divisionName}</span>
              </li>
            ))}
          </ul>
        )}
      </QueryStates>
    </section>
  );
}
