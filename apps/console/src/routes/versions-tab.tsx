import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '#contracts';
import { routeQueries } from '../api/route-queries.js';
import { QueryStates } from '../common/data-states.js';
import { VersionCard } from './version-card.js';

/** Every version of a route, the newest first; the newest and the one that is flown lie open. */
export function VersionsTab({ route, done }: { route: RouteView; done: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(routeQueries.versions(route.id));
  const versions = (query.data?.items ?? []).toSorted((one, other) => other.number - one.number);
  return (
    <QueryStates query={query} empty={versions.length === 0 ? t('routes/drawFirst') : undefined}>
      {versions.map((version, index) => (
        <VersionCard
          key={version.number}
          route={route}
          version={version}
          opened={index === 0 || version.state === 'approved'}
          done={done}
        />
      ))}
    </QueryStates>
  );
}
