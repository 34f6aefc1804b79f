import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RouteView } from '#contracts';
import { routeQueries } from '../api/route-queries.js';
import { Empty, QueryStates } from '../common/data-states.js';
import { useInLanguage } from '../common/two-languages.js';
import { PlanMap } from '../map/plan-map.js';
import type { Plan } from '../map/plan-features.js';

/** Two versions beside each other: both lines on a map, and what differs as a list. */
export function DifferenceTab({ route }: { route: RouteView }) {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const latest = route.latestVersion ?? 0;
  const numbers = Array.from({ length: latest }, (_, index) => index + 1);
  const base = route.approvedVersion !== null && route.approvedVersion < latest ? route.approvedVersion : latest - 1;
  const from = Number(parameters.get('from') ?? base);
  const to = Number(parameters.get('to') ?? latest);
  const change = (name: 'from' | 'to', number: number) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, String(number));
        return next;
      },
      { replace: true },
    );
  if (latest < 2) return <Empty>{t('routes/oneVersion')}</Empty>;
  const select = (name: 'from' | 'to', value: number) => (
    <label className="difference-choice">
      {t(`routes/${name}`)}
      <Select
        aria-label={t(`routes/${name}`)}
        value={value}
        onChange={(number: number) => change(name, number)}
        options={numbers.map((number) => ({ value: number, label: t('routes/versionTitle', { number }) }))}
        style={{ width: 120 }}
      />
    </label>
  );
  return (
    <>
      <div className="filters filters-row">
        {select('from', from)}
        {select('to', to)}
      </div>
      <Difference id={route.id} from={from} to={to} />
    </>
  );
}

function Difference({ id, from, to }: { id: string; from: number; to: number }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const query = useQuery(routeQueries.difference(id, from, to));
  const lines = query.data?.lines;
  const plan = useMemo<Plan>(
    () => ({
      lines: lines
        ? [
            { look: 'before', legs: lines.from },
            { look: 'now', legs: lines.to },
          ]
        : [],
    }),
    [lines],
  );
  const changes = query.data?.changes ?? [];
  return (
    <QueryStates query={query}>
      <div className="difference">
        <div className="block">
          <PlanMap label={t('routes/mapLabel')} plan={plan} height={420} />
          <p className="difference-key">
            <span className="key-before">{t('routes/lineFrom', { number: from })}</span>
            <span className="key-now">{t('routes/lineTo', { number: to })}</span>
          </p>
        </div>
        <section className="block" aria-labelledby="difference-list">
          <h2 id="difference-list">{t('routes/differences', { count: changes.length })}</h2>
          {changes.length === 0 ? (
            <Empty>{t('routes/same')}</Empty>
          ) : (
            <ul className="difference-list" tabIndex={0} aria-labelledby="difference-list">
              {changes.map((change, index) => (
                <li key={index}>
                  <span className={`change-kind change-${change.kind}`}>{t(`routes/changeKind/${change.kind}`)}</span>
                  <span>{inLanguage(change)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </QueryStates>
  );
}
