import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RouteCoverageView, SeenTarget } from '#contracts';
import { Empty } from '../common/data-states.js';
import { PlanMap } from '../map/plan-map.js';
import type { Plan } from '../map/plan-features.js';
import { numbersText } from '../routes/numbers-text.js';
import { sightOf, targetsOf } from './coverage-counts.js';
import type { Asked } from './coverage-table.js';

/** The villages or feature points behind one count, on a map and as rows with the routes that see them. */
export function CoverageRows({ coverage, asked }: { coverage: RouteCoverageView; asked: Asked }) {
  const { t } = useTranslation();
  const { town, kind, sight } = asked;
  const rows = useMemo(() => targetsOf(coverage, { town, kind, sight }), [coverage, town, kind, sight]);
  const plan = useMemo<Plan>(
    () => ({
      points: rows.flatMap((target) =>
        target.longitude === null || target.latitude === null
          ? []
          : [
              {
                key: target.code,
                name: target.name,
                place: [target.longitude, target.latitude] as const,
                look: sightOf(target) === 'seen' ? ('seen' as const) : ('unseen' as const),
              },
            ],
      ),
    }),
    [rows],
  );
  const words = {
    town: town ?? t('coverage/whole'),
    kind: t(`coverage/kind/${kind}`),
    what: t(`coverage/${sight}`),
  };
  return (
    <section className="block coverage-rows" aria-labelledby="coverage-rows">
      <h2 id="coverage-rows">
        {t('coverage/rows', words)} <span className="faint number">{t('common/total', { total: rows.length })}</span>
      </h2>
      <PlanMap label={t('coverage/rows', words)} plan={plan} height={230} />
      {rows.length === 0 ? (
        <Empty>{t('coverage/rowsNone')}</Empty>
      ) : (
        <div className="plain-table-box" tabIndex={0} role="region" aria-labelledby="coverage-rows">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('coverage/target')}</th>
                <th scope="col">{t('coverage/town')}</th>
                <th scope="col">{t('coverage/routes')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((target) => (
                <tr key={target.code} data-code={target.code}>
                  <th scope="row">
                    {kind === 'featurePoints' ? (
                      <Link to={`/feature-points/${encodeURIComponent(target.code)}`}>{target.name}</Link>
                    ) : (
                      target.name
                    )}
                  </th>
                  <td>{target.townName}</td>
                  <td>
                    <SeenBy target={target} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function SeenBy({ target }: { target: SeenTarget }) {
  const { t } = useTranslation();
  if (sightOf(target) === 'unknown') return <span className="tag-estimated">{t('coverage/unknown')}</span>;
  if (target.routes.length === 0) return <span className="word-bad">{t('coverage/nobody')}</span>;
  return (
    <ul>
      {target.routes.map((route) => (
        <li key={route.code}>
          <Link to={`/routes/${encodeURIComponent(route.code)}`}>{route.name}</Link>{' '}
          <span className="faint number">
            {t('points/waypoints', { numbers: numbersText(route.waypoints) })} ·{' '}
            {t('points/nearest', { metres: Math.round(route.nearestMetres) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
