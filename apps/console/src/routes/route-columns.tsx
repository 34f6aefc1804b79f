import type { TableProps } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteView } from '#contracts';
import { DemonstrationTag } from '../catalogue/catalogue-words.js';
import { Age } from '../common/age-text.js';
import { FavouriteButton } from './favourite-button.js';
import { FindingCounts, FlightLine, RouteStateTag, Thumbnail } from './route-words.js';

/** Columns of the list of routes. */
export function useRouteColumns(): TableProps<RouteView>['columns'] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { title: t('routes/line'), width: 84, render: (_, route) => <Thumbnail svg={route.thumbnail} /> },
      {
        title: t('catalogue/name'),
        render: (_, route) => (
          <span className="route-name">
            <FavouriteButton route={route} />
            <span>
              <Link to={`/routes/${route.id}`} className="strong-link">
                {route.name}
              </Link>
              <DemonstrationTag shown={route.demonstration} />
            </span>
            <span className="faint">
              <code>{route.code}</code> {route.tags.join('、')}
            </span>
          </span>
        ),
      },
      { title: t('catalogue/stateColumn'), width: 84, render: (_, { state }) => <RouteStateTag state={state} /> },
      {
        title: t('routes/roleColumn'),
        width: 96,
        render: (_, { role, partner }) => (
          <span className="two-lines">
            {t(`routes/role/${role}`)}
            {partner && (
              <Link to={`/routes/${partner.id}`} title={partner.name}>
                ⇄ {partner.code}
              </Link>
            )}
          </span>
        ),
      },
      {
        title: t('routes/dock'),
        render: (_, { homeDock, divisionName }) => (
          <span className="two-lines">
            {homeDock ? (
              <Link to={`/devices/${encodeURIComponent(homeDock.sn)}`}>{homeDock.name}</Link>
            ) : (
              t('routes/mobile')
            )}
            <span className="faint">{divisionName}</span>
          </span>
        ),
      },
      { title: t('routes/serves'), render: (_, route) => <Serves route={route} /> },
      { title: t('routes/flight'), render: (_, { summary }) => <FlightLine summary={summary} /> },
      {
        title: t('routes/check'),
        render: (_, { summary }) =>
          summary ? (
            <FindingCounts errors={summary.errors} warnings={summary.warnings} />
          ) : (
            <span className="faint">{t('common/none')}</span>
          ),
      },
      {
        title: t('routes/versions'),
        render: (_, { approvedVersion, latestVersion }) => (
          <span className="two-lines number">
            {approvedVersion !== null && <span>{t('routes/approvedNumber', { number: approvedVersion })}</span>}
            {latestVersion !== null && latestVersion !== approvedVersion && (
              <span className="faint">{t('routes/latestNumber', { number: latestVersion })}</span>
            )}
          </span>
        ),
      },
      { title: t('catalogue/updated'), width: 100, render: (_, { updatedAt }) => <Age at={updatedAt} /> },
    ],
    [t],
  );
}

function Serves({ route: { featurePoints, scenarios } }: { route: RouteView }) {
  const { t } = useTranslation();
  if (featurePoints.length + scenarios.length === 0) return <span className="faint">{t('common/none')}</span>;
  const names = [...scenarios, ...featurePoints].map(({ name }) => name).join('、');
  return (
    <span className="two-lines" title={names}>
      <span className="number">
        {t('routes/serveCounts', { points: featurePoints.length, scenarios: scenarios.length })}
      </span>
      <span className="faint one-line">{names}</span>
    </span>
  );
}
